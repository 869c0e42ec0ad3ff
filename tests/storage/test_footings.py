"""Footings: however much of a walk is read, the next day is chosen as from all of it."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from curriculum.adapting import Footing, Reply, fitted, level
from curriculum.day import Outcome
from curriculum.nudge import NudgeState
from curriculum.pressure import Strain
from storage.database import Database
from tests.storage.conftest import NOON, Walker
from tests.tracks import track

DONE, TRIED, WORSE = (Outcome.DONE, None), (Outcome.TRIED, None), (Outcome.MADE_IT_WORSE, None)
CALM, PUSHED, SILENT = (Outcome.DONE, Strain.CALM), (Outcome.DONE, Strain.PUSHING), (None, None)
NEW = timedelta(days=60)

Said = tuple[Outcome | None, Strain | None]


async def walks(database: Database, alice: Walker, said: list[Said]) -> None:
    """Alice gets a day after the other, and answers."""
    async with database.unit() as unit:
        for number, (outcome, strain) in enumerate(said, start=1):
            at = NOON + timedelta(days=number)
            nudge = alice.nudge(
                number,
                day=number,
                local_date=at.date(),
                due_at=at,
                sent_at=at,
                state=NudgeState.SENT,
                message_id=number,
            )
            await unit.nudges.add(replace(nudge, sent_at=None, message_id=None))
            if outcome is not None:
                await unit.check_ins.record(nudge, outcome, at)
            if strain is not None:
                await unit.check_ins.strained(nudge, strain, at)


def of_all(said: list[Said]) -> list[Reply]:
    return [
        Reply(number, NOON + timedelta(days=number), outcome=outcome, strain=strain)
        for number, (outcome, strain) in enumerate(said, start=1)
    ]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param([], id="nothing"),
        pytest.param([DONE] * 12, id="done, and nothing else"),
        pytest.param([SILENT] * 12, id="silence"),
        pytest.param([CALM] * 12, id="calm"),
        pytest.param([DONE, *[(Outcome.TRIED, Strain.CALM)] * 11], id="calm, and never done"),
        pytest.param([CALM] * 3 + [(Outcome.TRIED, Strain.CALM)] * 8, id="done long ago, and calm since"),
        pytest.param([PUSHED, PUSHED, *[DONE] * 10], id="hard long ago"),
        pytest.param([WORSE, *[DONE] * 10, SILENT], id="worse long ago"),
        pytest.param([DONE] * 10 + [PUSHED], id="hard just now"),
    ],
)
async def test_the_next_day_is_chosen_as_from_all_replies(database: Database, alice: Walker, said: list[Said]) -> None:
    await walks(database, alice, said)

    async with database.unit() as unit:
        footing = await unit.footings.of(alice.walk)
        without = await unit.footings.of(alice.walk, besides=len(said))

    assert_same(footing, of_all(said))
    assert_same(without, of_all(said[:-1]))


async def test_it_is_so_for_anybody(database: Database, alice: Walker) -> None:
    chance = random.Random(7)  # noqa: S311  (it is to be the same each time)
    said = [chance.choice([DONE, TRIED, CALM, CALM, SILENT]) for _ in range(28)] + [PUSHED]
    await walks(database, alice, said)

    for ended in range(28, 0, -1):
        async with database.unit() as unit:
            footing = await unit.footings.of(alice.walk)
            assert_same(footing, of_all(said[: ended + 1]))
            [newest] = [nudge for nudge in await unit.nudges.all_of(alice.person.id) if nudge.id == ended + 1]
            await unit.nudges.change(newest, replace(newest, state=NudgeState.CANCELLED))


async def test_only_the_newest_replies_are_read_where_they_say_it_all(database: Database, alice: Walker) -> None:
    await walks(database, alice, [DONE] * 12)

    async with database.unit() as unit:
        assert [reply.day for reply in (await unit.footings.of(alice.walk)).replies] == [8, 9, 10, 11, 12]


def assert_same(read: Footing, replies: list[Reply]) -> None:
    day = track().day(2)
    whole = replace(read, replies=replies)
    now = NOON + NEW
    assert level(read.replies) is level(replies)
    assert read.last == whole.last
    assert fitted(day, read, now) == fitted(day, whole, now)
