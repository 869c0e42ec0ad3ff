"""Somebody shows a sign of danger when it is least convenient: in a flood, while something breaks, or in an odd kind of message."""

from bot.chat.help_messages import GO_ON
from bot.floods import MOST
from tests.stories.test_crisis import SIGN, cards, is_held, with_a_day
from tests.stories.town import Somebody, Town


async def test_who_went_on_in_the_middle_of_a_flood_is_put_on_hold_by_the_next_sign(
    alice: Somebody, town: Town
) -> None:
    await with_a_day(alice)
    await alice.says(SIGN)
    for _ in range(MOST + 1):
        alice.person.says("drop")
    await town.settles()
    await alice.taps(GO_ON)
    assert not await is_held(alice)

    await alice.says("He hit me again and I will kill myself tonight.")

    assert cards(alice) == 2
    assert await is_held(alice)
    assert (await alice.walk()).due_at is None


async def test_who_has_the_card_before_them_is_not_sent_it_with_every_message_of_a_flood(
    alice: Somebody, town: Town
) -> None:
    await with_a_day(alice)
    for _ in range(MOST + 1):
        alice.person.says("drop")

    for _ in range(3):
        alice.person.says(SIGN)
    await town.settles()

    assert cards(alice) == 1
    assert await is_held(alice)
