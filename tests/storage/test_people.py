"""People, and the question they were last asked."""

from datetime import timedelta
from typing import cast

import pytest

from curriculum.safety import Classed, ContentClass
from storage.database import Database
from storage.errors import Stale, Unstorable
from tests.storage.conftest import NOON


async def test_somebody_met_twice_is_one_person(database: Database) -> None:
    async with database.unit() as unit:
        first = await unit.people.met(1002, "Alice", NOON)
    async with database.unit() as unit:
        again = await unit.people.met(1002, "Alice", NOON)

    assert again == first
    assert "Alice" not in repr(first)


async def test_a_stranger_is_nobody(database: Database) -> None:
    async with database.unit() as unit:
        assert await unit.people.known(4711) is None


async def test_a_question_is_kept_until_it_is_closed(database: Database) -> None:
    async with database.unit() as unit:
        alice = await unit.people.met(1002, "Alice", NOON)
        await unit.people.ask(alice.id, "hour|calm|")
    async with database.unit() as unit:
        open_question = await unit.people.known(1002)
        await unit.people.ask(alice.id, None)
    async with database.unit() as unit:
        closed = await unit.people.known(1002)

    assert open_question is not None
    assert open_question.asked == "hour|calm|"
    assert closed is not None
    assert closed.asked is None


async def test_a_unit_that_fails_leaves_nothing(database: Database) -> None:
    try:
        async with database.unit() as unit:
            await unit.people.met(1002, "Alice", NOON)
            raise LookupError
    except LookupError:
        pass

    async with database.unit() as unit:
        assert await unit.people.telegram_ids() == []


async def test_a_value_that_cannot_be_kept_is_told_from_a_database_that_cannot_be_used(database: Database) -> None:
    with pytest.raises(Unstorable, match=r"^ProgrammingError$"):
        async with database.unit() as unit:
            await unit.people.ask(1, cast(str, {"a question": "of the wrong kind"}))


async def test_somebody_new_was_not_asked_and_their_class_is_kept_with_its_time(database: Database) -> None:
    classed = Classed(ContentClass.RESTRICTED, NOON + timedelta(microseconds=1))
    async with database.unit() as unit:
        alice = await unit.people.met(1002, "Alice", NOON)
        await unit.people.classify(alice, classed)

    async with database.unit() as unit:
        again = await unit.people.get(alice.id)

    assert alice.classed == Classed(ContentClass.UNASKED, None)
    assert again.classed == classed


async def test_a_class_that_changed_meanwhile_is_not_overwritten(database: Database) -> None:
    async with database.unit() as unit:
        alice = await unit.people.met(1002, "Alice", NOON)
        await unit.people.classify(alice, Classed(ContentClass.RESTRICTED, NOON))

    with pytest.raises(Stale):
        async with database.unit() as unit:
            await unit.people.classify(alice, Classed(ContentClass.OPEN, NOON))

    async with database.unit() as unit:
        assert (await unit.people.get(alice.id)).content_class is ContentClass.RESTRICTED


async def test_a_hold_begins_once_and_ends_when_the_person_goes_on(database: Database) -> None:
    async with database.unit() as unit:
        new = await unit.people.met(1002, "Alice", NOON)
        await unit.people.hold(new, since=NOON, plain_until=NOON + timedelta(hours=24))
        held = await unit.people.get(new.id)
        await unit.people.hold(held, since=NOON + timedelta(hours=1), plain_until=NOON + timedelta(hours=25))
    async with database.unit() as unit:
        again = await unit.people.get(new.id)
        await unit.people.release(again)
    async with database.unit() as unit:
        released = await unit.people.get(new.id)

    assert (new.is_held, held.is_held, again.is_held, released.is_held) == (False, True, True, False)
    assert again.held_since == NOON
    assert again.plain_until == released.plain_until == NOON + timedelta(hours=25)


async def test_plain_answers_outlast_a_short_hold_and_last_as_long_as_a_long_one(database: Database) -> None:
    day = timedelta(hours=24)
    async with database.unit() as unit:
        new = await unit.people.met(1002, "Alice", NOON)
        await unit.people.hold(new, since=NOON, plain_until=NOON + day)
        held = await unit.people.get(new.id)
        await unit.people.release(held)
        released = await unit.people.get(new.id)

    assert not new.is_answered_plainly(NOON)
    assert held.is_answered_plainly(NOON + 9 * day)
    assert released.is_answered_plainly(NOON + day - timedelta(seconds=1))
    assert not released.is_answered_plainly(NOON + day)


async def test_until_when_somebody_was_answered_plainly_is_forgotten_once_it_is_over(database: Database) -> None:
    async with database.unit() as unit:
        alice, ben, cleo = [await unit.people.met(id, "", NOON) for id in (1002, 1003, 1004)]
        for person, hours in ((alice, 24), (ben, 25), (cleo, 24)):
            await unit.people.hold(person, since=NOON, plain_until=NOON + timedelta(hours=hours))
        await unit.people.release(alice)
        await unit.people.release(ben)
        await unit.people.forget_plain(before=NOON + timedelta(hours=24))

    async with database.unit() as unit:
        known = [await unit.people.get(person.id) for person in (alice, ben, cleo)]

    assert [person.plain_until is None for person in known] == [True, False, False]
