"""The PostgreSQL server falls, as in a crash, and comes up again under two workers at work."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from storage.database import Database
from storage.secrecy import Keyring
from tests.faults.load import BETWEEN_LIVES, Load, all_is_settled
from tests.faults.nursery import Nursery
from tests.faults.program import BRISK_BOT, CONCURRENCY, Site, eventually, slow_wire
from tests.postgresql import Server, serving

FALLS = 4
WORKERS = 2
SEED = 20260505
RATE = 200
REAL_SECONDS = 0.1
PASSES = timedelta(seconds=2)
"""So much time passes in so many real seconds: little enough, that a request which is on its way is not given up."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that keeps what it promised to keep."""
    with serving(lasting=True) as server:
        yield server


@pytest.fixture
async def machines(
    tmp_path: Path, sandbox: Sandbox, server: Server, key_file: Path, nursery: Nursery
) -> AsyncIterator[Site]:
    """Machines with a database on this server, a while away from Telegram."""
    url = server.make("town")
    async with Database(url, Keyring.read(key_file)) as database:
        await database.migrate()
        await database.prove_key()
    async with sandbox.serving() as api_url, slow_wire(api_url, seconds=0.05) as far_url:
        yield Site(
            tmp_path, tmp_path, key_file, far_url, rate=RATE, nursery=nursery, database_url=url, program=BRISK_BOT
        )


async def test_workers_outlive_every_fall_of_the_server_and_what_was_held_comes_back(
    machines: Site, sandbox: Sandbox, server: Server, times: int, tell: Callable[[str], None]
) -> None:
    chance = random.Random(SEED)  # noqa: S311  (it is to be the same each time)
    falls = FALLS * times
    load = await Load.begins(machines, sandbox, people=120 * times, writers=8)

    async with AsyncExitStack() as lives:
        workers = [await lives.enter_async_context(machines.running()) for _ in range(WORKERS)]
        for fall in range(falls):
            await load.calls_again()
            load.some_write(chance, f"before fall {fall}")
            await load.days_go_out((fall + 1) * len(load.crowd) // (2 * falls))
            await asyncio.sleep(chance.random() * 0.08)  # anywhere between a request and the next one's record
            await asyncio.to_thread(server.falls)
            await asyncio.sleep(chance.random() * 2)  # it is away for a while, or nobody has looked
            await asyncio.to_thread(server.rises)
        async with machines.database() as database:
            held = await sent_at_this_moment(database)
            began = machines.clock()
            while held & await sent_at_this_moment(database):
                await asyncio.sleep(REAL_SECONDS)
                machines.clock.move_to(machines.clock() + PASSES)
            back_after = (machines.clock() - began).total_seconds()
            await sandbox.until(lambda: sandbox.pending == 0, within=60)
            machines.clock.move_to(machines.clock() + BETWEEN_LIVES)
            await eventually(lambda: all_is_settled(database), within=60)
        for worker in workers:
            assert (await worker.is_told_to_stop(within=20))[0] == 0

    outcome = await load.comes_to()
    replies = sum(map(len, load.said.values()))
    tell(
        f"PostgreSQL falls under {WORKERS} workers: {falls} falls, {outcome.states.total()} due days "
        f"{dict(outcome.states)}, {outcome.lost} silently lost, {outcome.known_to_be_missing} of the unknown never came, "
        f"{outcome.extra} extra copies (bound {falls * WORKERS * CONCURRENCY}), {replies} replies kept, "
        f"{outcome.answers} answers; {len(held)} were being sent after the last fall, back after {back_after:.0f} s"
    )
    outcome.assert_each_day_ended_in_one_state()
    assert outcome.lost == 0
    assert set(outcome.states) <= {"sent", "unknown"}
    assert outcome.most <= 2
    assert outcome.extra <= outcome.in_doubt <= falls * WORKERS * CONCURRENCY
    assert back_after < 120
    assert outcome.kept == load.said
    assert outcome.answers >= replies
    assert sandbox.breaches == []


async def sent_at_this_moment(database: Database) -> set[int]:
    """The nudges that somebody is sending, or was when they were cut off."""
    async with database.unit() as unit:
        return {nudge.id for nudge in await unit.nudges.abandoned(None)}
