"""Updates are carried to one process, and answered by another: either may be killed, and nothing is lost."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from tests.faults.brisk import BRISK_SERVER
from tests.faults.load import Load, all_is_settled, everybody_is_answered
from tests.faults.nursery import Nursery
from tests.faults.program import BRISK_BOT, MORNING, TOKEN, Site, enrol, eventually
from tests.faults.test_kill import free_port

SECRET = "a-secret-that-only-telegram-knows"
SEED = 20260505
KILLS = 4


@dataclass(frozen=True)
class Town:
    """A machine for each role."""

    web: Site
    worker: Site


@pytest.fixture
async def sandbox(tmp_path: Path) -> Sandbox:
    clock = Site(tmp_path, tmp_path / "none.db", tmp_path, "").clock
    return Sandbox(TOKEN, now=clock, webhook_pause_seconds=0.05)


@pytest.fixture
async def town(
    tmp_path: Path, sandbox: Sandbox, database_on_postgresql: str, key_file: Path, nursery: Nursery
) -> AsyncIterator[Town]:
    async with sandbox.serving() as api_url:
        port = free_port()

        def machine(role: str, listen: str) -> Site:
            return Site(
                tmp_path,
                tmp_path,
                key_file,
                api_url,
                nursery=nursery,
                database_url=f"{database_on_postgresql}&{BRISK_SERVER}",
                program=BRISK_BOT,
                role=role,
                listen=listen,
                webhook_url=f"http://127.0.0.1:{port}/carried",
                webhook_secret=SECRET,
            )

        yield Town(machine("web", f"127.0.0.1:{port}"), machine("worker", "127.0.0.1:0"))


async def test_what_is_carried_to_a_web_process_that_is_killed_is_answered_by_a_worker(
    town: Town, sandbox: Sandbox, times: int, tell: Callable[[str], None]
) -> None:
    chance = random.Random(SEED)  # noqa: S311  (it is to be the same each time)
    load = await Load.begins(town.web, sandbox, people=8, writers=16)
    kills = KILLS * times

    async with town.worker.running() as worker, town.worker.database() as database:
        for life in range(kills):
            async with town.web.running() as web:
                load.some_write(chance, f"life {life}")
                left = chance.randrange(len(load.writers) // 2)
                await sandbox.until(lambda left=left: sandbox.pending <= left, within=60)
                await asyncio.sleep(chance.random() * 0.02)
                await web.is_killed()
            load.some_write(chance, f"while it is away, after life {life}")
        async with town.web.running() as web:
            await sandbox.until(lambda: sandbox.pending == 0, within=60)
            await eventually(lambda: all_is_settled(database), within=60)
            assert (await web.is_told_to_stop(within=20))[0] == 0
        assert (await worker.is_told_to_stop(within=20))[0] == 0

    outcome = await load.comes_to()
    replies = sum(map(len, load.said.values()))
    tell(f"kill -9 of a web process: {kills} kills, {replies} replies kept, {outcome.answers} answers")
    assert outcome.states == {"sent": 8}
    assert outcome.extra == 0
    assert outcome.kept == load.said
    assert outcome.answers == replies
    assert not any(call.method == "getUpdates" for call in sandbox.calls)


async def test_while_no_worker_lives_updates_are_kept_and_who_asks_for_help_is_answered_from_memory(
    town: Town, sandbox: Sandbox, tell: Callable[[str], None]
) -> None:
    town.web.clock.move_to(MORNING)
    async with town.web.database() as database:
        [ada, ben] = await enrol(database, sandbox, ["Ada", "Ben"], with_day_one=True)

        async with town.web.running() as web:
            began = time.monotonic()
            ada.person.says("We had tea.")
            ben.person.says("/help")
            await sandbox.until(lambda: ben.person.inbox, within=30)
            helped_after = time.monotonic() - began
            assert sandbox.pending == 0
            assert ada.person.inbox == []

            async with town.worker.running() as worker:
                await eventually(lambda: everybody_is_answered(database), within=30)
                assert (await worker.is_told_to_stop(within=20))[0] == 0
            assert (await web.is_told_to_stop(within=20))[0] == 0

        async with database.unit() as unit:
            [day] = await unit.nudges.all_of(ada.walk.person)
            kept = [note.words for note in await unit.check_ins.notes_on(day.id)]

    tell(f"no worker lives: who asks for help has it after {helped_after:.1f} s, with the start of the web process")
    assert kept == ["We had tea."]
    assert ["Kept with day 1" in message.text for message in ada.person.inbox] == [True]
    assert "findahelpline.com" in ben.person.inbox[0].text
    assert sandbox.breaches == []
