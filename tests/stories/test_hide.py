"""/hide empties the chat of what was said there in the last two days, by both."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import pytest

from bot import terms
from bot.floods import MOST
from bot.retention import let_go
from tests.stories.test_crisis import SIGN, absent, cards, locked, with_a_day
from tests.stories.town import Somebody, Town

NOTE = "Done. What is older than two days"
NOT_DONE = "Not done: Telegram did not let me take everything away. Delete the whole chat in Telegram"
EMPTY = "Erase everything, and empty this chat"


def standing(somebody: Somebody) -> list[str]:
    """All that still stands in the chat, from both sides."""
    return [message.text for message in somebody.person.chat]


async def messages_known(somebody: Somebody) -> int:
    """How many are known to stand in the chat."""
    async with somebody.town.database.unit() as unit:
        return len(
            await unit.messages.standing_with(somebody.telegram_id, since=somebody.town.clock() - timedelta(days=9))
        )


async def test_what_both_said_is_gone_and_what_was_kept_is_kept(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await town.passes(timedelta(days=3))
    await alice.says("We had tea on the balcony.")
    alice.person.sends_photo("A picture of it.")
    await alice.taps("Done")
    old = [message.text for message in alice.person.chat if town.clock() - message.at > timedelta(days=2)]

    await alice.says("/hide")

    assert standing(alice)[:-1] == old
    assert alice.told.startswith(NOTE)
    assert "We had tea on the balcony." in [words for _, words in await alice.words()]
    await alice.says("/today")
    assert alice.told.startswith("Day 3:")


async def test_hundreds_of_messages_go_a_hundred_at_a_time(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    for _ in range(13):
        for number in range(MOST):
            alice.person.says(f"word {number}")
        await town.settles()
        town.clock.move(timedelta(minutes=2))
    await alice.gets_the_next_day()
    town.clock.move(timedelta(minutes=5))

    await alice.says("/hide")

    asked = [call for call in town.sandbox.calls if call.method == "deleteMessages"]
    assert len(asked) > 5
    assert all(len(call.params["message_ids"]) <= 100 for call in asked)
    assert [text for text in standing(alice) if text.startswith(("word", "Kept", "Day"))] == []
    assert alice.told.startswith(NOTE)


async def test_the_note_itself_goes_with_the_next_one(alice: Somebody) -> None:
    await alice.enrols()

    await alice.says("/hide")
    await alice.says("/hide")

    assert [text for text in standing(alice) if not text.startswith(NOTE)] == []
    assert len(standing(alice)) == 1


async def test_it_is_done_however_much_came_at_once(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.clock.move(timedelta(minutes=2))
    for number in range(2 * MOST):
        alice.person.says(f"drop {number}")
    await town.settles()

    await alice.says("/hide")

    assert alice.told.startswith(NOTE)
    assert len(standing(alice)) == 1


async def test_it_is_done_for_words_that_show_danger_too(alice: Somebody) -> None:
    await alice.enrols()

    await alice.says("/hide I want to kill myself")

    assert [text.partition("\n")[0] for text in standing(alice)] == ["I stop here for a moment"]


async def test_of_a_stranger_the_command_itself_goes(alice: Somebody) -> None:
    await alice.says("/hide")

    assert standing(alice) == [alice.told]
    assert alice.told.startswith(NOTE)


async def test_what_others_have_in_their_chats_stays(alice: Somebody, ben: Somebody) -> None:
    await alice.enrols()
    await ben.enrols()
    before = standing(ben)

    await alice.says("/hide")

    assert standing(ben) == before


@pytest.mark.parametrize("stopped", [False, True])
async def test_after_a_refusal_of_telegrams_the_note_says_so_and_what_to_do(
    alice: Somebody, town: Town, stopped: bool
) -> None:
    await alice.enrols()
    before = standing(alice)
    town.forgiven |= {"bot.answering", "deleteMessages"}
    town.sandbox.faults.refuse(
        400, "Bad Request: message can't be deleted for everyone", methods={"deleteMessages"}, times=50
    )
    alice.person.says("/hide")
    if stopped:
        [update_id] = [update["update_id"] for update in town.sandbox.world.updates]
        assert isinstance(update_id, int)
        await town.app.poller.once()
        await town.app.intake._handling.handle(update_id)  # acted on, and nothing said yet
        await town.restarts()

    await town.settles()

    assert standing(alice)[: len(before)] == before
    assert alice.told.startswith(NOT_DONE)


async def test_one_message_that_may_not_go_holds_up_no_other(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    alice.person.says("This one cannot go.")
    await town.settles()
    chat = town.sandbox.world.chats[alice.telegram_id]
    kept = next(post for post in chat.posts.values() if post.content.text == "This one cannot go.")
    kept.sent -= timedelta(days=3)
    town.forgiven |= {"bot.answering", "deleteMessages"}

    await alice.says("/hide")

    assert standing(alice) == ["This one cannot go.", alice.told]
    assert alice.told.startswith(NOT_DONE)


async def test_with_the_erasing_the_chat_is_emptied_in_the_same_turn(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says("We had tea on the balcony.")
    town.sandbox.world._last_message_id += 10_000  # others write, so that numbers alone lead nowhere

    await alice.says("/forget")
    await alice.taps(EMPTY)

    assert standing(alice) == [alice.told]
    assert alice.told.startswith("<b>Erased</b>") or alice.told.startswith("Erased")
    assert "I emptied this chat." in alice.told
    assert "0 entries of yours are left" in alice.told


async def test_the_receipt_tells_when_telegram_did_not_let_the_chat_be_emptied(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.forgiven |= {"bot.answering", "deleteMessages"}
    town.sandbox.faults.refuse(
        400, "Bad Request: message can't be deleted for everyone", methods={"deleteMessages"}, times=50
    )

    await alice.says("/forget")
    await alice.taps(EMPTY)

    assert "Telegram did not let me empty this chat: delete the whole chat" in alice.told
    assert await messages_known(alice) == 0


async def test_after_the_erasing_what_is_near_goes_all_the_same(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says("We had tea on the balcony.")
    await alice.says("/forget")
    await alice.taps("Erase everything")

    await alice.says("/hide")

    assert standing(alice) == [alice.told]


async def test_a_strangers_words_and_the_card_go_and_all_before_the_start(alice: Somebody, ben: Somebody) -> None:
    await alice.says(SIGN)
    await alice.says("/hide")
    await ben.says("Is this about my wife?")
    await ben.enrols()
    await ben.says("/hide")

    assert standing(alice) == [alice.told]
    assert standing(ben) == [ben.told]


async def test_among_old_messages_that_are_not_known_the_young_ones_are_found(alice: Somebody, town: Town) -> None:
    for number in range(30):
        await alice.says(f"old {number}")
        town.clock.move(timedelta(seconds=20))
    town.clock.move(timedelta(days=2, minutes=1))
    town.forgiven.add("deleteMessages")
    for number in range(9):
        await alice.says(f"young {number}")
        town.clock.move(timedelta(seconds=20))

    await alice.says("/hide")

    assert [text for text in standing(alice) if text.startswith("young")] == []
    assert "old 29" in standing(alice)
    assert alice.told.startswith(NOTE)  # that they stay is no refusal: they are too old


@pytest.mark.parametrize("trouble", [locked, absent])
async def test_the_card_of_first_aid_goes_too(
    alice: Somebody, town: Town, trouble: Callable[[Town], AbstractAsyncContextManager[None]]
) -> None:
    await with_a_day(alice)
    alice.person.says(SIGN)
    async with trouble(town):
        await town.sandbox.until(lambda: cards(alice) == 1, within=5)
    await town.settles()
    town.sandbox.world._last_message_id += 10_000

    await alice.says("/hide")

    assert standing(alice) == [alice.told]


async def test_what_was_tapped_is_known_to_stand_there(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    day = await alice.gets_the_next_day()
    async with town.database.unit() as unit:
        await unit.messages.forget(sent_before=town.clock() + timedelta(minutes=1))  # its answer was lost on the wire
    await alice.taps("Done", day)
    town.sandbox.world._last_message_id += 10_000

    await alice.says("/hide")

    assert day.message_id not in [message.message_id for message in alice.person.chat]


async def test_an_old_message_that_was_tapped_is_left_where_it_is(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    day = await alice.gets_the_next_day()
    town.clock.move(timedelta(days=2, hours=1))
    await alice.taps("Done", day)

    await alice.says("/hide")

    assert day.message_id in [message.message_id for message in alice.person.chat]
    assert [text for text in standing(alice) if text.startswith(NOT_DONE)] == []


async def test_answers_that_were_still_on_their_way_go_too(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    town.sandbox.faults.drop_connection(times=6)
    for words in ("One.", "Two.", "Three.", "/hide"):
        alice.person.says(words)

    await town.settles()

    assert standing(alice) == [alice.told]
    assert alice.told.startswith(NOTE)


async def test_a_stop_in_between_leaves_nothing_standing(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    alice.person.says("/hide")

    await town.stops_in_mid_answer()

    await town.settles()

    assert standing(alice) == [alice.told]


async def test_which_messages_stand_there_is_known_for_two_days(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await let_go(town.database, town.clock() + terms.MESSAGES - timedelta(minutes=1))
    assert await messages_known(alice) > 5

    await let_go(town.database, town.clock() + terms.MESSAGES + timedelta(minutes=1))

    assert await messages_known(alice) == 0


async def test_of_somebody_who_is_forgotten_no_message_is_known(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/forget")
    await alice.taps("Erase everything")
    await alice.says("/help")

    assert await messages_known(alice) == 0
