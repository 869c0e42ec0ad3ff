"""What was kept and is not seen to: who asks for help in it is answered from memory, and nobody else."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Any

import pytest

from bot.first_aid import FirstAid
from bot.looking_after import LookingAfter
from storage.errors import Unavailable
from tests.stories.test_crisis import HELP, SIGN, WITHIN, cards
from tests.stories.town import Somebody, Town

TEA = "Tea on the balcony."


@pytest.fixture
def first_aid(town: Town) -> FirstAid:
    return FirstAid(town.app.sending, town.clock, moment=0.05)


@pytest.fixture(autouse=True)
async def met(alice: Somebody, ben: Somebody, town: Town) -> None:
    town.forgiven |= {"bot.first_aid"}
    for one in (alice, ben):
        await one.starts()


def update(number: int, somebody: Somebody, text: str) -> Mapping[str, Any]:
    """What Telegram brings when somebody writes this."""
    one = {"id": somebody.telegram_id, "first_name": "Somebody", "is_bot": False, "type": "private"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1_700_000_000, "chat": one, "from": one, "text": text},
    }


def brought(*updates: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    return {one["update_id"]: one for one in updates}


async def test_who_asks_for_help_and_is_not_seen_to_is_answered_and_nobody_else(
    alice: Somebody, ben: Somebody, town: Town, first_aid: FirstAid
) -> None:
    looking_after = LookingAfter(first_aid)
    before = [len(one.inbox) for one in (alice, ben)]

    looking_after.take(brought(update(1, alice, TEA), update(2, alice, SIGN)))
    looking_after.take(brought(update(3, ben, "/help")))

    await town.sandbox.until(lambda: cards(alice) == 1 and HELP in ben.told, within=WITHIN)
    assert [len(one.inbox) for one in (alice, ben)] == [count + 1 for count in before]


async def test_who_was_seen_to_in_time_is_not_answered_again(
    alice: Somebody, ben: Somebody, town: Town, first_aid: FirstAid
) -> None:
    looking_after = LookingAfter(first_aid)
    looking_after.take(brought(update(1, alice, SIGN), update(2, ben, SIGN)))

    looking_after.seen_to(1)

    await town.sandbox.until(lambda: cards(ben) == 1, within=WITHIN)
    assert cards(alice) == 0


async def test_who_comes_while_others_wait_is_looked_after_too(
    alice: Somebody, ben: Somebody, town: Town, first_aid: FirstAid
) -> None:
    looking_after = LookingAfter(first_aid)
    looking_after.take(brought(update(1, alice, SIGN)))
    await town.sandbox.until(lambda: cards(alice) == 1, within=WITHIN)

    looking_after.take(brought(update(2, ben, SIGN)))

    await town.sandbox.until(lambda: cards(ben) == 1, within=WITHIN)


async def test_where_too_much_waits_the_oldest_is_read_at_once(alice: Somebody, ben: Somebody, town: Town) -> None:
    looking_after = LookingAfter(FirstAid(town.app.sending, town.clock, moment=1e6), most=2)

    looking_after.take(brought(*(update(number, alice, text) for number, text in enumerate([TEA, SIGN, TEA]))))
    looking_after.take(brought(update(3, ben, SIGN)))

    await town.sandbox.until(lambda: cards(alice) == 1, within=WITHIN)
    assert cards(ben) == 0
    looking_after.stop()


async def test_after_the_stop_nothing_is_begun(alice: Somebody, town: Town, first_aid: FirstAid) -> None:
    looking_after = LookingAfter(first_aid)
    others = asyncio.all_tasks()
    looking_after.take(brought(update(1, alice, SIGN)))

    looking_after.stop()
    looking_after.take(brought(update(2, alice, SIGN)))

    while begun := asyncio.all_tasks() - others:
        await asyncio.gather(*begun)
    assert cards(alice) == 0


async def test_who_was_seen_to_elsewhere_is_not_answered_again(
    alice: Somebody, ben: Somebody, town: Town, first_aid: FirstAid
) -> None:
    asked: list[Collection[int]] = []

    async def elsewhere(numbers: Collection[int]) -> Collection[int]:
        asked.append(sorted(numbers))
        return {1}

    looking_after = LookingAfter(first_aid, elsewhere=elsewhere)
    looking_after.take(brought(update(1, alice, SIGN), update(2, ben, SIGN), update(3, ben, TEA)))

    await town.sandbox.until(lambda: cards(ben) == 1, within=WITHIN)
    assert cards(alice) == 0
    assert asked == [[1, 2, 3]]


@pytest.mark.parametrize("hangs", [True, False])
async def test_when_nobody_can_tell_who_was_seen_to_elsewhere_they_are_answered(
    alice: Somebody, town: Town, first_aid: FirstAid, hangs: bool
) -> None:
    async def elsewhere(_: Collection[int]) -> Collection[int]:
        if hangs:
            await asyncio.Event().wait()
        raise Unavailable("nobody is there")

    looking_after = LookingAfter(first_aid, elsewhere=elsewhere)
    looking_after.take(brought(update(1, alice, SIGN)))

    await town.sandbox.until(lambda: cards(alice) == 1, within=WITHIN)
