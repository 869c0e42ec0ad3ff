"""The inbox: kept once, handled in order, buried when nobody can read it, forgotten in time."""

from datetime import timedelta

import pytest

from storage.database import Database
from storage.errors import Gone
from storage.inbox import InboxState, Received, SaidBefore
from storage.secrecy import KeyProblem
from tests.storage.conftest import NOON, by_hand


async def test_an_update_that_comes_again_is_kept_once(database: Database) -> None:
    async with database.unit() as unit:
        assert await unit.inbox.store([Received(7, 1002, "first"), Received(7, 1002, "again")], NOON) == {7}
    async with database.unit() as unit:
        assert await unit.inbox.store([Received(7, 1002, "again"), Received(8, 1002, "new")], NOON) == {8}

    async with database.unit() as unit:
        assert await unit.inbox.depth() == 2


async def test_updates_are_handled_in_the_order_they_came(database: Database) -> None:
    async with database.unit() as unit:
        await unit.inbox.store([Received(number, 1002, str(number)) for number in (3, 1, 2)], NOON)
        await unit.inbox.store([Received(0, 1002, "0")], NOON + timedelta(seconds=1))

    async with database.unit() as unit:
        waiting = await unit.inbox.to_handle(in_hand=set(), limit=9)
        assert [(one.update_id, one.sender) for one in waiting] == [(1, 1002), (2, 1002), (3, 1002), (0, 1002)]
        assert [(await unit.inbox.get(one.update_id)).body for one in waiting] == ["1", "2", "3", "0"]
        in_part = await unit.inbox.to_handle(in_hand={1, 3}, limit=1)
        assert [one.update_id for one in in_part] == [2]


async def test_who_waits_is_found_behind_any_number_of_updates_of_somebody_else(database: Database) -> None:
    async with database.unit() as unit:
        await unit.inbox.store([Received(number, 1002, "") for number in range(20)], NOON)
        await unit.inbox.store([Received(20, 1003, ""), Received(21, 1004, "")], NOON + timedelta(seconds=1))
        await unit.inbox.done(21, NOON)

    async with database.unit() as unit:
        assert await unit.inbox.who_waits(limit=2) == {1002, 1003}
        assert await unit.inbox.seen_to([19, 20, 21, 22]) == {21, 22}
        assert [await unit.inbox.was_said(number) for number in (20, 21, 22)] == [False, True, True]
        with pytest.raises(Gone):
            await unit.inbox.get(22)


async def test_effect_and_answer_are_kept_together_until_all_is_said(database: Database) -> None:
    async with database.unit() as unit:
        await unit.inbox.store([Received(7, 1002, "said")], NOON)
        await unit.inbox.acted(await unit.inbox.get(7), "the answer")

    async with database.unit() as unit:
        (waiting,) = await unit.inbox.to_handle(in_hand=set(), limit=9)
        letter = await unit.inbox.get(waiting.update_id)
        assert (letter.state, letter.answer) == (InboxState.ACTED, "the answer")
        assert "the answer" not in repr(letter)
        await unit.inbox.done(7, NOON)

    async with database.unit() as unit:
        done = await unit.inbox.get(7)
        assert (done.state, done.body, done.answer) == (InboxState.DONE, "", None)
        assert await unit.inbox.depth() == 0


async def test_what_was_said_shortly_before_is_counted_by_when_it_was_said(database: Database) -> None:
    ages = (61, 60, 59, 30, 1, 0, 0)
    async with database.unit() as unit:
        await unit.inbox.store(
            [
                *(Received(number, 1002, "", said_at=NOON - timedelta(seconds=age)) for number, age in enumerate(ages)),
                Received(90, 1003, "", said_at=NOON),
                Received(91, 1002, "later", said_at=NOON),
            ],
            NOON + timedelta(hours=3),
        )
        await unit.inbox.done(3, NOON)

    async with database.unit() as unit:
        last = await unit.inbox.get(6)
        assert await unit.inbox.said_before(last, within=timedelta(seconds=60)) == SaidBefore(4, slowed=False)
        await unit.inbox.slow(0)
        assert not (await unit.inbox.said_before(last, within=timedelta(seconds=60))).slowed
        await unit.inbox.slow(3)
        assert (await unit.inbox.said_before(last, within=timedelta(seconds=60))).slowed


async def test_nothing_is_believed_to_be_said_later_than_it_came(database: Database) -> None:
    tomorrow = NOON + timedelta(days=1)
    async with database.unit() as unit:
        await unit.inbox.store([Received(1, 1002, "", said_at=tomorrow), Received(2, 1002, "")], NOON)

    async with database.unit() as unit:
        assert [(await unit.inbox.get(number)).said_at for number in (1, 2)] == [NOON, NOON]


async def test_a_buried_update_holds_up_nobody_and_burying_twice_is_once(database: Database) -> None:
    async with database.unit() as unit:
        await unit.inbox.store([Received(7, 1002, "poison")], NOON)
    for _ in range(2):
        async with database.unit() as unit:
            await unit.inbox.bury(7, reason="handler", now=NOON)

    async with database.unit() as unit:
        assert await unit.inbox.depth() == 0
        assert await unit.inbox.dead_letters() == 1


async def test_what_is_handled_is_forgotten_in_time_and_what_waits_is_not(database: Database) -> None:
    later = NOON + timedelta(days=3)
    async with database.unit() as unit:
        await unit.inbox.store([Received(number, 1002, "said") for number in (1, 2, 3)], NOON)
        await unit.inbox.done(1, NOON)
        await unit.inbox.bury(2, reason="handler", now=NOON)
        await unit.inbox.forget(handled_before=later, buried_before=later)

    async with database.unit() as unit:
        assert await unit.inbox.depth() == 1
        assert await unit.inbox.dead_letters() == 0
        assert [one.update_id for one in await unit.inbox.to_handle(in_hand=set(), limit=9)] == [3]


async def test_an_update_that_does_not_open_any_more_can_still_be_buried(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        await unit.inbox.store([Received(7, 1002, "said"), Received(8, 1002, "said too")], NOON)
    by_hand(database_url, "UPDATE inbox SET body = :zeros WHERE update_id = 7", zeros=bytes(60))

    async with database.unit() as unit:
        assert len(await unit.inbox.to_handle(in_hand=set(), limit=9)) == 2
        with pytest.raises(KeyProblem):
            await unit.inbox.get(7)
        await unit.inbox.bury(7, reason="handler", now=NOON)

    async with database.unit() as unit:
        assert [one.update_id for one in await unit.inbox.to_handle(in_hand=set(), limit=9)] == [8]
