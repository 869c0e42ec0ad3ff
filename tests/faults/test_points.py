"""The promise, kept by a process that dies at each named point of its work: what may come twice, and what never does.

A request is under way while its answer is not here. Whoever finds only the ledger cannot tell whether it arrived: so a
death from there on, until the answer is committed, costs one copy if it had arrived. Every other death costs nothing.
"""

import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import time as hour_of_day
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.faults import Kind
from tests.faults.dying import NUDGE_POINTS, UPDATE_POINTS
from tests.faults.load import Load, Outcome, all_is_settled
from tests.faults.nursery import Nursery
from tests.faults.program import DYING_BOT, MORNING, Running, Site, Walker, enrol, eventually

DEATHS = 20
"""At each point; for a release, ten times over."""
TOGETHER = 3
"""So many fall due at once; one of them is the last of that life."""
APART = timedelta(minutes=10)
"""From one life to the next: long enough for what is in doubt to be sent again."""
WRITERS = 4
WITHIN = 30
SEED = 20260507


@dataclass(frozen=True)
class Trace:
    """What a death leaves behind on the nudge that was its last, once all is settled."""

    requests: int
    copies: int


UNTOUCHED = Trace(requests=1, copies=1)
ASKED_FOR_TWICE = Trace(requests=2, copies=1)
CAME_TWICE = Trace(requests=2, copies=2)

TRACES = {
    "before-the-claim": UNTOUCHED,
    "inside-the-claim": UNTOUCHED,
    "after-the-claim": ASKED_FOR_TWICE,
    "under-way-to-telegram": ASKED_FOR_TWICE,
    "under-way-back": CAME_TWICE,
    "after-the-answer": CAME_TWICE,
    "inside-the-record": CAME_TWICE,
    "after-the-record": UNTOUCHED,
}
"""What a death at each point of a nudge's way leaves on it. To us, the three that may bring a copy are one: no answer was
committed.
"""
BESIDE = {
    "before-the-claim": CAME_TWICE,
    "inside-the-claim": CAME_TWICE,
    "after-the-record": ASKED_FOR_TWICE,
}
"""One transaction writes down the answer to a nudge and claims the next: a death before it is kept loses the answer that was
to be kept with the claim, and one after it leaves the next nudge claimed. So each death may leave this on one more nudge.
"""

ANSWERS = {
    "inside-the-store": 1,
    "after-the-store": 1,
    "inside-the-effect": 1,
    "after-the-effect": 1,
    "after-the-answer-is-said": 2,
}
"""At each point of an update's way: how often it is answered. Its effect comes once at all of them."""


@pytest.fixture
async def site(
    tmp_path: Path, sandbox: Sandbox, database_file: Path, key_file: Path, nursery: Nursery
) -> AsyncIterator[Site]:
    async with sandbox.serving() as api_url:
        yield Site(tmp_path, database_file, key_file, api_url, rate=1000, nursery=nursery)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A release dies ten times as often."""
    if "batch" in metafunc.fixturenames:
        metafunc.parametrize("batch", range(10 if metafunc.config.getoption("--release") else 1))


def test_every_point_is_there_to_die_at() -> None:
    assert set(TRACES) == {*NUDGE_POINTS, "under-way-to-telegram", "under-way-back"}
    assert set(ANSWERS) == set(UPDATE_POINTS)


@pytest.mark.parametrize("point", TRACES)
async def test_death_on_the_way_of_a_nudge(
    point: str, batch: int, site: Site, sandbox: Sandbox, tell: Callable[[str], None]
) -> None:
    chance = random.Random(f"{SEED} {point} {batch}")  # noqa: S311  (it is to be the same each time)
    began = time.monotonic()
    groups = await fall_due_one_after_the_other(site, sandbox)
    load = Load(site, sandbox, [walker for group in groups for walker in group], [])

    for number, group in enumerate(groups):
        site.clock.move_to(MORNING + number * APART)
        if point in NUDGE_POINTS:
            nth, since = (
                chance.randrange(TOGETHER) + 1,
                min(walker.walk.due_at for walker in group if walker.walk.due_at),
            )
            async with site.running(point, "nudge", str(nth), since.isoformat(), program=DYING_BOT) as bot:
                await dies(bot)
        else:
            sandbox.faults.spoil(
                Kind.HANGS, acted=point == "under-way-back", chat=chance.choice(group).person.telegram_id
            )
            async with site.running(program=DYING_BOT) as bot:
                await sandbox.until(partial(have_hung, number + 1, sandbox), within=WITHIN)
                await bot.is_killed()
    site.clock.move_to(MORNING + len(groups) * APART)
    await load.settles()

    outcome = await load.comes_to()
    traces = traces_of(outcome)
    tell(
        f"death {point}: {len(groups)} deaths, {dict(outcome.states)}, {outcome.lost} lost, "
        f"{outcome.extra} extra copies, {time.monotonic() - began:.0f} s"
    )
    outcome.assert_each_day_ended_in_one_state()
    assert outcome.states == {"sent": DEATHS * TOGETHER}
    assert outcome.lost == 0
    assert sandbox.breaches == []
    if point in BESIDE:
        assert {*traces} <= {UNTOUCHED, BESIDE[point]}
        assert traces.count(BESIDE[point]) <= DEATHS
    else:
        for first in range(0, DEATHS * TOGETHER, TOGETHER):
            found = Counter(traces[first : first + TOGETHER])
            assert found == Counter([TRACES[point], *[UNTOUCHED] * (TOGETHER - 1)])


@pytest.mark.parametrize("point", ANSWERS)
async def test_death_on_the_way_of_an_update(
    point: str, batch: int, site: Site, sandbox: Sandbox, tell: Callable[[str], None]
) -> None:
    began = time.monotonic()
    load = await Load.begins(site, sandbox, people=0, writers=WRITERS)
    before = 0

    for number in range(DEATHS):
        writer = load.writers[number % WRITERS].person
        async with site.running(point, "update", str(before), program=DYING_BOT) as bot:
            await has_seen_to_the_one_before(site, sandbox)
            load.said[writer.telegram_id].append(f"life {number}")
            before = writer.says(f"life {number}")
            await dies(bot)
        site.clock.move_to(site.clock() + APART)
    await load.settles()

    outcome = await load.comes_to()
    tell(
        f"death {point}: {DEATHS} deaths, {sum(map(len, outcome.kept.values()))} replies kept, {outcome.answers} answers, "
        f"{time.monotonic() - began:.0f} s"
    )
    assert outcome.kept == load.said
    assert outcome.answers == DEATHS * ANSWERS[point]
    assert sandbox.breaches == []


async def fall_due_one_after_the_other(site: Site, sandbox: Sandbox) -> list[list[Walker]]:
    """Groups of people whose hours are so far apart as the lives of the bot."""
    groups = []
    async with site.database() as database:
        for number in range(DEATHS):
            minutes = 8 * 60 + number * int(APART.total_seconds()) // 60
            names = [f"Walker {number}-{one}" for one in range(TOGETHER)]
            groups.append(await enrol(database, sandbox, names, hour=hour_of_day(*divmod(minutes, 60))))
    return groups


async def has_seen_to_the_one_before(site: Site, sandbox: Sandbox) -> None:
    """Waits until what the life before has left is done, so that this life ends in the middle of one thing only."""
    await sandbox.until(lambda: sandbox.pending == 0, within=WITHIN)
    async with site.database() as database:
        await eventually(lambda: all_is_settled(database), within=WITHIN)


async def dies(bot: Running) -> None:
    """Waits until it has killed itself."""
    assert await bot.ends(within=WITHIN) == -signal.SIGKILL


def have_hung(count: int, sandbox: Sandbox) -> bool:
    """Whether so many calls were left in mid-air."""
    return sum(call.description == Kind.HANGS for call in sandbox.calls) == count


def traces_of(outcome: Outcome) -> Sequence[Trace]:
    """What is left on each person's nudge."""
    return [Trace(len(days[0]), copies[1]) for days, copies in zip(outcome.tries, outcome.copies, strict=True)]
