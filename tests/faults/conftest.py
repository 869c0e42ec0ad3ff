"""What the fault tests share: a nursery in which the lives of the bot are begun, and machines with one database between them."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from tests.faults.brisk import BRISK_SERVER
from tests.faults.nursery import Nursery, open_nursery
from tests.faults.program import BRISK_BOT, TOKEN, Site, slow_wire

RATE = 200
"""Messages a second, together: so many that all senders have a request under way at once."""


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Opened once for all tests of this run."""
    with open_nursery() as nursery:
        yield nursery


@pytest.fixture
async def sandbox(tmp_path: Path) -> Sandbox:
    """A pretend Telegram whose clock is moved with the bot's."""
    return Sandbox(TOKEN, now=Site(tmp_path, tmp_path / "none.db", tmp_path, "").clock)


@pytest.fixture
async def site(
    tmp_path: Path, sandbox: Sandbox, database_file: Path, key_file: Path, nursery: Nursery
) -> AsyncIterator[Site]:
    """A machine with a database file, on which the bot has its imports behind it when it is started."""
    async with sandbox.serving() as api_url:
        yield Site(tmp_path, database_file, key_file, api_url, nursery=nursery)


@pytest.fixture
async def machines(
    tmp_path: Path, sandbox: Sandbox, database_on_postgresql: str, key_file: Path, nursery: Nursery
) -> AsyncIterator[Site]:
    """Machines with one database on a server, a while away from Telegram; whoever is dead soon counts as such."""
    async with sandbox.serving() as api_url, slow_wire(api_url, seconds=0.05) as far_url:
        yield Site(
            tmp_path,
            tmp_path,
            key_file,
            far_url,
            rate=RATE,
            nursery=nursery,
            database_url=f"{database_on_postgresql}&{BRISK_SERVER}",
            program=BRISK_BOT,
        )
