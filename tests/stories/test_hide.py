"""/hide empties the chat of what was said there in the last two days, by both."""

import asyncio
from datetime import timedelta

from bot import terms
from bot.floods import MOST
from bot.retention import let_go
from tests.stories.town import Somebody, Town

NOTE = "Done. What is older than two days"


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
    assert all(len(call.params["message_ids"].split(",")) <= 100 for call in asked)
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


async def test_after_a_refusal_of_telegrams_the_note_comes_all_the_same(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.forgiven.add("bot.answering")
    town.sandbox.faults.refuse(400, "Bad Request: message can't be deleted for everyone", methods={"deleteMessages"})

    await alice.says("/hide")

    assert alice.told.startswith(NOTE)


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
    await town.app.poller.once()
    town.sandbox.faults.outage()
    answering = asyncio.create_task(town.app.intake.drain())
    await town.sandbox.until(lambda: any(call.status == 502 for call in town.sandbox.calls), within=10)
    town.app.intake.stop()
    await answering
    town.sandbox.faults.clear()
    await town.restarts()

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
