"""Workers on one PostgreSQL server that die: the others make up for them, and nothing is lost."""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import AsyncExitStack

import pytest

from bot.sandbox import Sandbox
from storage.database import Database
from tests.faults.brisk import STALLED
from tests.faults.dying import UPDATE_POINTS
from tests.faults.load import Load
from tests.faults.program import CONCURRENCY, DYING_BOT, MORNING, Running, Site, Walker, enrol, eventually

SEED = 20260505
WORKERS = 2
WRITERS = 8
KILLS = 10
FEW, MANY = 60, 20_000
"""People who are due."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A release is killed ten times as often, and under many as well."""
    if "people" in metafunc.fixturenames:
        metafunc.parametrize("people", [FEW, MANY] if metafunc.config.getoption("--release") else [FEW])


async def test_killed_at_random_under_load_no_day_is_lost_and_no_reply(
    people: int, machines: Site, sandbox: Sandbox, times: int, tell: Callable[[str], None]
) -> None:
    chance = random.Random(SEED)  # noqa: S311  (it is to be the same each time)
    kills = KILLS * times if people == FEW else KILLS
    at_a_time = max(25, people // (2 * KILLS))
    began = time.monotonic()
    load = await Load.begins(machines, sandbox, people=people, writers=WRITERS)

    async with AsyncExitStack() as lives:
        alive: list[Running] = []
        killed = 0
        while killed < kills:
            alive += [await lives.enter_async_context(machines.running()) for _ in range(WORKERS - len(alive))]
            if chance.random() < 0.2:
                await asyncio.sleep(chance.random() * 0.3)  # anywhere in its start
            else:
                await load.calls_again()
                load.some_write(chance, f"after {killed} kills")
                await load.days_go_out(chance.randrange(max(1, min(load.left // 2, at_a_time))))
                await asyncio.sleep(chance.random() * 0.08)  # anywhere between a request and the next one's record
            dying = chance.sample(alive, chance.choice((1, 1, 2)))
            for worker in dying:
                await worker.is_killed()
                alive.remove(worker)
            killed += len(dying)
            if not alive:
                # What a living one is sending would be given up, too, if minutes passed meanwhile.
                load.goes_on()
        for worker in alive:
            assert (await worker.is_told_to_stop(within=20))[0] == 0
    load.goes_on()
    await load.settles(within=60 + people / 25)

    outcome = await load.comes_to()
    replies = sum(map(len, load.said.values()))
    tell(
        f"kill -9 of workers on PostgreSQL, {people} people: {killed} kills, {outcome.states.total()} due days {dict(outcome.states)}, "
        f"{outcome.lost} silently lost, {outcome.known_to_be_missing} of the unknown never came, "
        f"{outcome.in_doubt} requests cut off, {outcome.extra} extra copies (bound {killed * CONCURRENCY}), "
        f"{replies} replies kept, {outcome.answers} answers, {time.monotonic() - began:.0f} s"
    )
    outcome.assert_the_promise_is_kept(load.said, most_extra=killed * CONCURRENCY, states=("sent", "unknown", "missed"))
    assert outcome.extra <= outcome.in_doubt <= killed * CONCURRENCY
    assert sandbox.breaches == []


async def test_when_the_process_that_fetches_updates_dies_another_one_does(
    machines: Site, sandbox: Sandbox, tell: Callable[[str], None]
) -> None:
    took = []
    async with AsyncExitStack() as lives:
        hears = await fetching(machines, sandbox, lives)
        for number in range(3):
            waits = await lives.enter_async_context(machines.running())
            await eventually(lambda number=number: are_at_work(machines, number + 2), within=30)
            await hears.is_killed()
            began = time.monotonic()

            alice = sandbox.person(f"Alice {number}")
            alice.starts()
            await sandbox.until(lambda alice=alice: alice.inbox, within=30)

            took.append(time.monotonic() - began)
            hears = waits
        assert (await hears.is_told_to_stop(within=20))[0] == 0

    tell(f"the process that fetches is killed: another one has answered after {max(took):.1f} s at most")
    assert max(took) < 10
    assert sandbox.breaches == []


@pytest.mark.parametrize("point", UPDATE_POINTS)
async def test_the_person_of_a_worker_that_dies_is_answered_by_another_and_once_acted_for(
    point: str, machines: Site, sandbox: Sandbox, tell: Callable[[str], None]
) -> None:
    machines.clock.move_to(MORNING)
    async with machines.database() as database:
        [ada] = await enrol(database, sandbox, ["Ada"], with_day_one=True)
    last = ada.person.says("We had tea.")
    ada.person.says("And then a walk.")

    async with machines.running(point, "update", str(last - 1), program=DYING_BOT) as dies:
        await dies.ends(within=30)
        began = time.monotonic()
        async with machines.running() as lives, machines.database() as database:
            await sandbox.until(lambda: answers_to(ada) >= 2, within=30)
            took = time.monotonic() - began
            await eventually(lambda: nothing_waits(database), within=20)
            assert (await lives.is_told_to_stop(within=20))[0] == 0
            async with database.unit() as unit:
                [day] = await unit.nudges.all_of(ada.walk.person)
                kept = [note.words for note in await unit.check_ins.notes_on(day.id)]

    tell(f"a worker dies {point}: its person is answered by another after {took:.1f} s")
    assert kept == ["We had tea.", "And then a walk."]
    assert took < STALLED + 10


def answers_to(walker: Walker) -> int:
    """How often their words were answered."""
    return sum("Kept with day 1" in message.text for message in walker.person.inbox)


async def nothing_waits(database: Database) -> bool:
    async with database.unit() as unit:
        return await unit.inbox.depth() == 0


async def are_at_work(machines: Site, count: int) -> bool:
    """Whether so many lives have come as far as that."""
    return machines.log.read_text(encoding="utf-8").count("at work") == count


async def fetching(machines: Site, sandbox: Sandbox, lives: AsyncExitStack) -> Running:
    """A worker that fetches updates."""
    first = await lives.enter_async_context(machines.running())
    await sandbox.until(lambda: any(call.method == "getUpdates" for call in sandbox.calls), within=30)
    return first
