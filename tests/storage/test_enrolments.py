"""Enrolments: one open walk a person, and saves that only count when the row stands as it was read."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from curriculum import journey
from curriculum.enrolment import WEEKLY, Standing
from curriculum.errors import AlreadyUnderWay
from storage.database import Database
from storage.errors import Stale
from tests.storage.conftest import NOON, Walker


@pytest.mark.parametrize("standing", [Standing.UNDER_WAY, Standing.PAUSED, Standing.UNREACHABLE])
async def test_there_is_one_open_walk_a_person(database: Database, alice: Walker, standing: Standing) -> None:
    async with database.unit() as unit:
        await unit.enrolments.save(alice.walk, replace(alice.walk, standing=standing))

    with pytest.raises(AlreadyUnderWay):
        async with database.unit() as unit:
            await unit.enrolments.add(replace(alice.walk, id=unit.fresh.id()))


@pytest.mark.parametrize("standing", [Standing.FINISHED, Standing.STOPPED])
async def test_after_a_walk_another_may_begin(database: Database, alice: Walker, standing: Standing) -> None:
    async with database.unit() as unit:
        await unit.enrolments.save(alice.walk, replace(alice.walk, standing=standing, due_at=None))
        second = replace(alice.walk, id=unit.fresh.id(), started_at=NOON + timedelta(days=40))
        await unit.enrolments.add(second)

    async with database.unit() as unit:
        assert await unit.enrolments.open_of(alice.person.id) == second
        assert [walk.id for walk in await unit.enrolments.all_of(alice.person.id)] == [alice.walk.id, second.id]


async def test_the_last_walk_is_the_open_one_or_else_the_newest(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        assert await unit.enrolments.last_of(alice.person.id) == alice.walk
        over = replace(alice.walk, standing=Standing.STOPPED, due_at=None)
        await unit.enrolments.save(alice.walk, over)
        assert await unit.enrolments.last_of(alice.person.id) == over


@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param({"standing": Standing.PAUSED, "due_at": None}, id="paused"),
        pytest.param({"place": 1}, id="a day came"),
        pytest.param({"due_at": NOON + timedelta(days=3)}, id="due at another time"),
    ],
)
async def test_what_changed_meanwhile_is_not_overwritten(
    database: Database, alice: Walker, meanwhile: dict[str, object]
) -> None:
    changed = replace(alice.walk, **meanwhile)  # type: ignore[arg-type]  # the fields are above
    async with database.unit() as unit:
        await unit.enrolments.save(alice.walk, changed)

    with pytest.raises(Stale):
        async with database.unit() as unit:
            await unit.enrolments.save(alice.walk, journey.change_time(alice.walk, NOON, hour=time(21)))

    async with database.unit() as unit:
        assert await unit.enrolments.get(alice.walk.id) == changed


async def test_who_is_due_comes_in_order_and_up_to_a_limit(database: Database, alice: Walker, ben: Walker) -> None:
    async with database.unit() as unit:
        await unit.enrolments.save(alice.walk, replace(alice.walk, due_at=NOON + timedelta(minutes=5)))
        await unit.enrolments.save(ben.walk, replace(ben.walk, due_at=NOON))

    async with database.unit() as unit:
        assert await unit.enrolments.due(NOON - timedelta(seconds=1), limit=9) == []
        assert await unit.enrolments.due(NOON, limit=9) == [ben.walk.id]
        assert await unit.enrolments.due(NOON + timedelta(hours=1), limit=9) == [ben.walk.id, alice.walk.id]
        assert await unit.enrolments.due(NOON + timedelta(hours=1), limit=1) == [ben.walk.id]
        assert await unit.enrolments.due(NOON + timedelta(hours=1), besides={ben.walk.id}, limit=9) == [alice.walk.id]
        assert await unit.enrolments.next_due_at() == NOON
        assert await unit.enrolments.next_due_at(alice.person.id) == NOON + timedelta(minutes=5)


async def test_the_next_reminder_is_known(database: Database, alice: Walker, ben: Walker) -> None:
    async with database.unit() as unit:
        assert await unit.enrolments.next_remind_at() is None
        await unit.enrolments.save(alice.walk, replace(alice.walk, remind_at=NOON + timedelta(hours=1)))
        await unit.enrolments.save(ben.walk, replace(ben.walk, remind_at=NOON))

    async with database.unit() as unit:
        assert await unit.enrolments.next_remind_at() == NOON


async def test_who_pauses_is_never_due(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        await unit.enrolments.save(alice.walk, journey.pause(alice.walk))
        assert await unit.enrolments.due(NOON + timedelta(days=99), limit=9) == []
        assert await unit.enrolments.next_due_at() is None


async def test_every_walk_is_read_with_whether_its_person_is_on_hold(
    database: Database, alice: Walker, ben: Walker
) -> None:
    async with database.unit() as unit:
        await unit.people.hold(alice.person, since=NOON, plain_until=NOON)

    async with database.unit() as unit:
        read = [
            await unit.enrolments.get(alice.walk.id),
            await unit.enrolments.open_of(alice.person.id),
            await unit.enrolments.last_of(alice.person.id),
            *await unit.enrolments.all_of(alice.person.id),
            *await unit.enrolments.to_replan(beyond=0, limit=9),
        ]
        bens = await unit.enrolments.get(ben.walk.id)

    assert len(read) == 6
    assert all(walk is not None and walk.held == (walk.person == alice.person.id) for walk in read)
    assert not bens.held


async def test_who_is_on_hold_is_never_due_and_never_reminded(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        await unit.enrolments.save(alice.walk, replace(alice.walk, remind_at=NOON))
    async with database.unit() as unit:
        before = await unit.enrolments.get(alice.walk.id)
        await unit.people.hold(alice.person, since=NOON, plain_until=NOON)
        await unit.enrolments.save(before, journey.put_on_hold(before))

    async with database.unit() as unit:
        assert await unit.enrolments.due(NOON + timedelta(days=99), limit=9) == []
        assert await unit.enrolments.to_remind(NOON + timedelta(days=99), limit=9) == []
        assert (await unit.enrolments.get(alice.walk.id)).standing is Standing.UNDER_WAY


async def test_a_walk_that_comes_once_a_week_is_read_as_one_whatever_way(
    database: Database, alice: Walker, ben: Walker
) -> None:
    async with database.unit() as unit:
        await unit.enrolments.save(alice.walk, replace(alice.walk, standing=Standing.FINISHED, due_at=None))
        weekly = journey.start(
            id=unit.fresh.id(),
            person=alice.person.id,
            track=alice.walk.track,
            hour=time(8),
            zone="Europe/Berlin",
            now=NOON + timedelta(days=40),
            every=WEEKLY,
        )
        await unit.enrolments.add(weekly, counted=False)
        await unit.enrolments.save(weekly, replace(weekly, place=1))

    kept = replace(weekly, place=1)
    async with database.unit() as unit:
        assert await unit.enrolments.get(weekly.id) == kept
        assert await unit.enrolments.all([weekly.id]) == {weekly.id: kept}
        assert await unit.enrolments.open_of(alice.person.id) == kept
        assert await unit.enrolments.is_weekly(weekly.id)
        assert not await unit.enrolments.is_weekly(ben.walk.id)
