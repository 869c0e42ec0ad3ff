"""Drills, times of return and soft starts, as they are written down."""

from datetime import timedelta

import pytest

from bot import beside
from curriculum.calm import ReturnAnswer
from curriculum.calm.soft_start import Line
from curriculum.nudge import NudgeKind
from curriculum.pressure import PressureResponse
from storage.database import Database
from storage.drills import Felt, Use
from storage.errors import Stale
from tests.conftest import NOON
from tests.storage.conftest import Walker

LATER = NOON + timedelta(seconds=14)


async def begun(database: Database, alice: Walker, *, message_id: int = 7) -> Use:
    async with database.unit() as unit:
        return await unit.drills.begin(
            alice.person.id, PressureResponse.FIXING, message_id=message_id, now=NOON, next_at=LATER
        )


async def test_one_is_shown_at_a_time_and_each_use_is_counted(database: Database, alice: Walker) -> None:
    await begun(database, alice)
    await begun(database, alice, message_id=8)

    async with database.unit() as unit:
        assert await unit.drills.due(NOON) == []
        assert [use.message_id for use in await unit.drills.due(LATER)] == [8]
        assert await unit.drills.count(alice.person.id) == 2


async def test_of_two_who_would_show_the_same_step_one_moves_it_on(database: Database, alice: Walker) -> None:
    use = await begun(database, alice)

    async with database.unit() as unit:
        assert await unit.drills.move_on(use, step=2, next_at=LATER)
        assert not await unit.drills.move_on(use, step=2, next_at=LATER)


async def test_what_was_stopped_goes_on_nowhere(database: Database, alice: Walker) -> None:
    use = await begun(database, alice)

    async with database.unit() as unit:
        assert await unit.drills.end(use)
        assert not await unit.drills.end(use)
        assert not await unit.drills.move_on(use, step=2, next_at=LATER)
        await unit.drills.felt(use, Felt.SAME)
        kept = await unit.drills.with_token(use.token)

    assert kept is not None
    assert kept.next_at is None


async def test_a_time_of_return_is_answered_by_its_nudge(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        nudge = await beside.plan(unit, alice.walk, NudgeKind.RETURN, day=1, at=LATER)
        await unit.return_times.add(alice.person.id, nudge.id, longer=1)
        it = await unit.return_times.of(nudge.id)
        assert it is not None
        await unit.return_times.answer(it, ReturnAnswer.BACK, LATER)
        answered = await unit.return_times.of(nudge.id)

    assert answered is not None
    assert (answered.longer, answered.answer) == (1, ReturnAnswer.BACK)


async def test_a_soft_start_is_one_at_a_time_and_gone_when_it_is_old(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        first = await unit.soft_starts.begin(alice.person.id, NOON)
        await unit.soft_starts.save(first, Line(("The door was closed",)))
        there = await unit.soft_starts.of(alice.person.id)
        assert there is not None
        assert there.line == Line(("The door was closed",))
        second = await unit.soft_starts.begin(alice.person.id, NOON)
        with pytest.raises(Stale):
            await unit.soft_starts.save(first, Line(("Too late",)))
        await unit.soft_starts.forget(begun_before=NOON - timedelta(seconds=1))
        assert await unit.soft_starts.of(alice.person.id) == second
        await unit.soft_starts.forget(begun_before=NOON)
        assert await unit.soft_starts.of(alice.person.id) is None
