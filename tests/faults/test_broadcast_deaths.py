"""A broadcast whose process dies in the middle of it: nobody gets it twice, and nobody is lost but those told as unknown."""

import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from storage.broadcasts import Broadcast, SendState
from storage.database import Database
from tests.faults.dying import BROADCAST_POINTS
from tests.faults.nursery import Nursery
from tests.faults.program import (
    CONCURRENCY,
    DYING_BOT,
    EVENING,
    Running,
    Site,
    Walker,
    enrol,
    eventually,
    slow_wire,
)

PEOPLE = 300
KILLS = 8
RATE = 200
APART = timedelta(minutes=2)
"""From one life to the next: longer than a claim lasts."""
SEED = 20260508
WITHIN = 60

ON_ITS_WAY = {"after-the-claim", "after-the-answer", "inside-the-record"}
"""A death there leaves one person of whom it is not known whether they got it; at all other points nobody."""


@pytest.fixture
async def far_site(
    tmp_path: Path, sandbox: Sandbox, database_file: Path, key_file: Path, nursery: Nursery
) -> AsyncIterator[Site]:
    """A machine from which it is a while to Telegram, so that a kill meets requests on their way, there and back."""
    async with sandbox.serving() as api_url, slow_wire(api_url, seconds=0.02) as far_url:
        yield Site(tmp_path, database_file, key_file, far_url, rate=RATE, nursery=nursery)


@pytest.fixture
async def near_site(
    tmp_path: Path, sandbox: Sandbox, database_file: Path, key_file: Path, nursery: Nursery
) -> AsyncIterator[Site]:
    async with sandbox.serving() as api_url:
        yield Site(tmp_path, database_file, key_file, api_url, rate=1000, nursery=nursery, senders="1")


def copies(walker: Walker) -> int:
    """How many times the broadcast stands in somebody's chat."""
    return sum(message.text.startswith("A word to everybody here") for message in walker.person.inbox)


async def let_out(site: Site, sandbox: Sandbox, people: int) -> tuple[Broadcast, Sequence[Walker]]:
    """A broadcast that goes out to so many people from now on."""
    site.clock.move_to(EVENING)
    async with site.database() as database:
        crowd = await enrol(database, sandbox, [f"Walker {number}" for number in range(people)], with_day_one=True)
        async with database.unit() as unit:
            broadcast = await unit.broadcasts.keep("Dear all.", EVENING)
            await unit.broadcasts.say_it_asks_nothing(broadcast, asks_nothing=True)
            await unit.broadcasts.begin(broadcast, EVENING)
    return broadcast, crowd


async def states(database: Database, broadcast: Broadcast) -> Counter[SendState]:
    async with database.unit(patient=True) as unit:
        return Counter(await unit.broadcasts.counts(broadcast))


async def is_over(database: Database, broadcast: Broadcast) -> bool:
    found = await states(database, broadcast)
    return not found[SendState.PLANNED] and not found[SendState.SENDING]


async def dies_again_and_again(
    site: Site, sandbox: Sandbox, crowd: Sequence[Walker], lives: AsyncExitStack, *, workers: int
) -> list[Running]:
    """Lives of the bot that are killed while it goes out; gives those that live on."""
    chance = random.Random(SEED)  # noqa: S311  (it is to be the same each time)
    alive: list[Running] = []
    for kill in range(KILLS):
        alive += [await lives.enter_async_context(site.running()) for _ in range(workers - len(alive))]
        some_more = (kill + 1) * len(crowd) // (KILLS + 2)
        await sandbox.until(lambda goal=some_more: sum(map(copies, crowd)) >= goal, within=WITHIN)  # type: ignore[misc]
        await asyncio.sleep(chance.random() * 0.08)  # anywhere between a request and the next one's record
        dying = alive.pop(chance.randrange(len(alive)))
        await dying.is_killed()
        site.clock.move_to(site.clock() + APART)
    return alive


def assert_nobody_got_two_and_nobody_is_lost(found: Counter[SendState], crowd: Sequence[Walker], kills: int) -> None:
    """What became of it is what stands in the chats, but for those of whom it is not known."""
    came = Counter(copies(walker) for walker in crowd)
    assert set(came) <= {0, 1}
    assert set(found) <= {SendState.SENT, SendState.UNKNOWN}
    assert found.total() == len(crowd)
    assert found[SendState.SENT] <= came[1] <= len(crowd)
    assert found[SendState.UNKNOWN] <= kills * CONCURRENCY


async def test_killed_at_random_nobody_gets_it_twice(
    far_site: Site, sandbox: Sandbox, tell: Callable[[str], None]
) -> None:
    began = time.monotonic()
    broadcast, crowd = await let_out(far_site, sandbox, PEOPLE)

    async with AsyncExitStack() as lives:
        await dies_again_and_again(far_site, sandbox, crowd, lives, workers=1)
        async with far_site.running() as bot, far_site.database() as database:
            await eventually(lambda: is_over(database, broadcast), within=WITHIN)
            assert (await bot.is_told_to_stop(within=20))[0] == 0
            found = await states(database, broadcast)

    tell(
        f"kill -9 in a broadcast: {KILLS} kills, {PEOPLE} people {dict(found)}, {sum(map(copies, crowd))} got it, nobody "
        f"twice, {time.monotonic() - began:.0f} s"
    )
    assert_nobody_got_two_and_nobody_is_lost(found, crowd, KILLS)
    assert sandbox.breaches == []


async def test_killed_at_random_on_a_server_another_worker_goes_on(
    machines: Site, sandbox: Sandbox, tell: Callable[[str], None]
) -> None:
    began = time.monotonic()
    broadcast, crowd = await let_out(machines, sandbox, PEOPLE)

    async with AsyncExitStack() as lives, machines.database() as database:
        alive = await dies_again_and_again(machines, sandbox, crowd, lives, workers=2)
        machines.clock.move_to(machines.clock() + APART)
        await eventually(lambda: is_over(database, broadcast), within=WITHIN)
        for worker in alive:
            assert (await worker.is_told_to_stop(within=20))[0] == 0
        found = await states(database, broadcast)

    tell(
        f"kill -9 in a broadcast of two workers on PostgreSQL: {KILLS} kills, {PEOPLE} people {dict(found)}, "
        f"{sum(map(copies, crowd))} got it, nobody twice, {time.monotonic() - began:.0f} s"
    )
    assert_nobody_got_two_and_nobody_is_lost(found, crowd, 2 * KILLS)
    assert sandbox.breaches == []


@pytest.mark.parametrize("point", BROADCAST_POINTS)
async def test_death_on_the_way_of_a_broadcast(point: str, near_site: Site, sandbox: Sandbox) -> None:
    broadcast, crowd = await let_out(near_site, sandbox, 5)

    async with near_site.running(point, "broadcast", "3", program=DYING_BOT) as bot:
        assert await bot.ends(within=WITHIN) == -signal.SIGKILL
    near_site.clock.move_to(near_site.clock() + APART)
    async with near_site.running() as bot, near_site.database() as database:
        await eventually(lambda: is_over(database, broadcast), within=WITHIN)
        found = await states(database, broadcast)

    assert_nobody_got_two_and_nobody_is_lost(found, crowd, 1)
    assert found[SendState.UNKNOWN] == (point in ON_ITS_WAY)
    assert sum(map(copies, crowd)) == 5 - (point == "after-the-claim")
