"""The PostgreSQL server falls, as in a crash, and comes up again under two workers at work."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from storage.database import Database
from storage.errors import InUse, Unavailable
from storage.secrecy import Keyring
from tests.faults.load import BETWEEN_LIVES, Load, all_is_settled
from tests.faults.nursery import Nursery
from tests.faults.program import BRISK_BOT, CONCURRENCY, EVENING, MORNING, Site, enrol, eventually, slow_wire
from tests.postgresql import Server, serving

FALLS = 4
WORKERS = 2
SEED = 20260505
RATE = 200
REAL_SECONDS = 0.1
PASSES = timedelta(seconds=2)
"""So much time passes in so many real seconds: little enough, that a request which is on its way is not given up."""
_AT_WORK = "SELECT id FROM smallgains_engine.procrastinate_jobs WHERE task_name = %s AND status = 'doing' FOR UPDATE"


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
    url = server.make("town") + "&options=-c%20lock_timeout=1s"
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
    outcome.assert_the_promise_is_kept(load.said, most_extra=falls * WORKERS * CONCURRENCY)
    assert outcome.extra <= outcome.in_doubt <= falls * WORKERS * CONCURRENCY
    assert back_after < 120
    assert sandbox.breaches == []


async def sent_at_this_moment(database: Database) -> set[int]:
    """The nudges that somebody is sending, or was when they were cut off."""
    async with database.unit() as unit:
        return {nudge.id for nudge in await unit.nudges.abandoned(None)}


async def test_a_worker_can_be_told_to_stop_while_the_server_is_away(
    machines: Site, sandbox: Sandbox, server: Server, tell: Callable[[str], None]
) -> None:
    load = await Load.begins(machines, sandbox, people=60, writers=8)
    async with machines.running() as worker:
        await load.calls_again()
        load.some_write(random.Random(SEED), "before the fall")  # noqa: S311  (it is to be the same each time)
        await load.days_go_out(10)
        await asyncio.to_thread(server.falls)
        code, took = await worker.is_told_to_stop(within=30)
        await asyncio.to_thread(server.rises)
    machines.clock.move_to(machines.clock() + BETWEEN_LIVES)
    await load.settles()

    outcome = await load.comes_to()
    tell(f"a worker is told to stop while the server is away: gone after {took:.1f} s, {outcome.extra} extra copies")
    assert code == 0
    assert took < 20
    outcome.assert_each_day_ended_in_one_state()
    assert outcome.lost == 0
    assert outcome.extra <= CONCURRENCY
    assert outcome.kept == load.said


async def test_after_a_fall_nobody_has_the_database_alone_while_a_worker_lives(
    machines: Site, sandbox: Sandbox, server: Server
) -> None:
    async with machines.running() as worker, machines.database() as database:
        await sandbox.until(lambda: bool(sandbox.calls), within=30)
        assert await is_shared(database)
        await asyncio.to_thread(server.falls)
        await asyncio.to_thread(server.rises)

        await eventually(lambda: is_shared(database), within=30)
        assert (await worker.is_told_to_stop(within=20))[0] == 0
        assert not await is_shared(database)


async def test_a_worker_ends_when_somebody_took_the_database_alone_while_the_server_was_away(
    machines: Site, sandbox: Sandbox, server: Server
) -> None:
    async with machines.running() as worker, machines.database() as database:
        await sandbox.until(lambda: bool(sandbox.calls), within=30)
        worker.freezes()
        await asyncio.to_thread(server.falls)
        await asyncio.to_thread(server.rises)
        async with database.alone():
            worker.wakes()
            assert await worker.ends(within=30) == 2

    assert machines.has_logged("somebody took this database for themselves")


async def is_shared(database: Database) -> bool:
    try:
        async with database.alone():
            return False
    except InUse:
        return True
    except Unavailable:  # of a connection from before the fall
        return False


async def test_a_turn_whose_end_could_not_be_noted_at_first_comes_round_again(
    machines: Site, sandbox: Sandbox, server: Server
) -> None:
    machines.clock.move_to(EVENING)
    async with machines.database() as database:
        [alice] = await enrol(database, sandbox, ["Alice"])

    async with machines.running() as worker:
        await asyncio.to_thread(end_is_refused_to, "plan", server)
        machines.clock.move_to(MORNING)
        await sandbox.until(lambda: alice.copies == 1, within=30)
        assert (await worker.is_told_to_stop(within=20))[0] == 0


def end_is_refused_to(tick: str, server: Server) -> None:
    """Catches a tick at its work, and keeps its row until the engine has given up noting that it has ended."""
    with server.connected("town") as work, server.connected("town") as row, server.connected("town") as watch:
        watch.autocommit = True

        def engine_waits() -> bool:
            asked = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%finish_job%'"
            return watch.execute(asked).fetchone() is not None

        def caught() -> bool:
            work.rollback()
            work.execute("LOCK TABLE enrolment IN ACCESS EXCLUSIVE MODE")
            return row.execute(_AT_WORK, [tick]).fetchone() is not None

        soon(lambda: watch.execute("SELECT to_regclass('smallgains_engine.procrastinate_jobs')").fetchone() != (None,))
        soon(caught)
        soon(engine_waits)
        soon(lambda: not engine_waits())


def soon(holds: Callable[[], bool]) -> None:
    """Looks again and again until it holds."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)
