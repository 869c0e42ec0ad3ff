"""Rehearsals that are being shown: one for each admin, moved on by one process at a time."""

from dataclasses import replace
from datetime import timedelta

from storage.database import Database
from tests.conftest import NOON

LATER = NOON + timedelta(seconds=3)


async def begun(database: Database, admin: int = 1001, *, source: str = "track") -> None:
    async with database.unit() as unit:
        await unit.rehearsals.begin(admin, source=source, who="ideal", place=2, next_at=NOON)


async def test_each_admin_has_one_and_the_newest_counts(database: Database) -> None:
    await begun(database, source="first")
    await begun(database, source="second")
    await begun(database, admin=1002, source="another")

    async with database.unit() as unit:
        due = await unit.rehearsals.due(NOON)
    assert {(one.admin, one.source, one.place) for one in due} == {(1001, "second", 2), (1002, "another", 2)}


async def test_nothing_is_due_before_its_time(database: Database) -> None:
    await begun(database)

    async with database.unit() as unit:
        assert await unit.rehearsals.due(NOON - timedelta(seconds=1)) == []


async def test_of_two_who_would_show_the_same_one_moves_it_on(database: Database) -> None:
    await begun(database)

    async with database.unit() as unit:
        (one,) = await unit.rehearsals.due(NOON)
        assert await unit.rehearsals.move_on(one, place=4, next_at=LATER)
        assert not await unit.rehearsals.move_on(one, place=4, next_at=LATER)
        assert not await unit.rehearsals.over(one)
        assert await unit.rehearsals.due(LATER) == [replace(one, place=4, next_at=LATER)]


async def test_what_was_stopped_goes_on_nowhere(database: Database) -> None:
    await begun(database)

    async with database.unit() as unit:
        (one,) = await unit.rehearsals.due(NOON)
        assert await unit.rehearsals.end(1001)
        assert not await unit.rehearsals.end(1001)
        assert not await unit.rehearsals.move_on(one, place=4, next_at=LATER)
        assert await unit.rehearsals.due(LATER) == []
