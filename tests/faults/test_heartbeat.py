"""A real process is watched by its heartbeat: it is frozen, its database falls, it ends, and each time that is noticed."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.healthy import STALE
from bot.heartbeat import EVERY
from bot.sandbox import Sandbox
from tests.faults.nursery import HOME
from tests.faults.program import TOKEN, Site, eventually
from tests.postgresql import Server, serving

NOTICED_WITHIN = STALE + 2 * EVERY
WELL = (0, "")


@pytest.fixture
async def sandbox() -> Sandbox:
    return Sandbox(TOKEN)


@pytest.fixture
def falling() -> Iterator[Server]:
    """A server that may fall, and that nobody else is on."""
    with serving(lasting=True) as server:
        yield server


async def health(folder: Path) -> tuple[int, str]:
    """What a health check gives: its exit code, and its line."""
    check = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.healthy", str(folder / "heartbeat")),
        cwd=HOME,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await check.communicate()
    return check.returncode or 0, said.decode()


@asynccontextmanager
async def watched(sandbox: Sandbox, folder: Path, key_file: Path, database_url: str) -> AsyncIterator[Site]:
    """A machine on which the bot keeps a heartbeat."""
    async with sandbox.serving() as api_url:
        yield Site(
            folder, folder, key_file, api_url, database_url=database_url, heartbeat_file=str(folder / "heartbeat")
        )


async def test_a_frozen_process_is_noticed_and_so_is_that_it_is_well_again(
    tmp_path: Path, sandbox: Sandbox, database_file: Path, key_file: Path, tell: Callable[[str], None]
) -> None:
    async def is_well() -> bool:
        return await health(tmp_path) == WELL

    async def is_not() -> bool:
        return not await is_well()

    database_url = f"sqlite+aiosqlite:///{database_file}"
    async with watched(sandbox, tmp_path, key_file, database_url) as site, site.running() as bot:
        assert (await health(tmp_path))[0] == 1
        await eventually(is_well, within=60)

        began = time.monotonic()
        bot.freezes()
        await eventually(is_not, within=NOTICED_WITHIN)
        frozen = time.monotonic() - began
        assert "the last heartbeat was" in (await health(tmp_path))[1]

        began = time.monotonic()
        bot.wakes()
        await eventually(is_well, within=NOTICED_WITHIN)
        tell(
            f"heartbeat: a frozen process counted as ill after {frozen:.1f} s, and as well {time.monotonic() - began:.1f} s after it woke"
        )

        assert (await bot.is_told_to_stop(within=20))[0] == 0
    assert "has ended" in (await health(tmp_path))[1]


async def test_a_fallen_server_is_noticed_and_the_process_lives_on(
    tmp_path: Path, sandbox: Sandbox, falling: Server, key_file: Path
) -> None:
    async def is_well() -> bool:
        return await health(tmp_path) == WELL

    async def misses_the_database() -> bool:
        return "the database does not answer" in (await health(tmp_path))[1]

    async with watched(sandbox, tmp_path, key_file, falling.make("town")) as site, site.running() as bot:
        await eventually(is_well, within=60)

        falling.falls()
        await eventually(misses_the_database, within=NOTICED_WITHIN)
        falling.rises()
        await eventually(is_well, within=60)

        assert (await bot.is_told_to_stop(within=20))[0] == 0
