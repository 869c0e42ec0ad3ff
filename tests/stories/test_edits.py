"""Somebody edits what they wrote: for two days what is kept follows, and nothing else ever does."""

from datetime import timedelta

import pytest

from curriculum.day import Outcome
from tests.stories.town import Somebody, Town

CHANGED = "I changed it in what I keep, too."


async def writes_on_day_one(somebody: Somebody, text: str) -> int:
    """Enrols, gets day 1 and writes; gives the number of what they wrote."""
    await somebody.enrols()
    await somebody.gets_the_next_day()
    await somebody.says(text)
    return next(message.message_id for message in reversed(somebody.person.chat) if not message.by_bot)


async def edits(somebody: Somebody, message: int, text: str) -> None:
    somebody.person.edits(message, text)
    await somebody.town.listens()


async def test_an_edit_replaces_what_is_kept_until_two_days_are_over(alice: Somebody, town: Town) -> None:
    mine = await writes_on_day_one(alice, "We had te")

    town.clock.move(timedelta(hours=48))
    await edits(alice, mine, "We had tea")
    assert alice.told == CHANGED
    town.clock.move(timedelta(seconds=1))
    await edits(alice, mine, "We had coffee")

    assert "an edit changes it for 48 hours" in alice.told
    assert await alice.words() == [(1, "We had tea")]


async def test_an_edit_made_in_time_counts_however_late_it_arrives(alice: Somebody, town: Town) -> None:
    mine = await writes_on_day_one(alice, "We had te")
    town.clock.move(timedelta(hours=47))
    alice.person.edits(mine, "We had tea")

    town.clock.move(timedelta(hours=20))
    await town.listens()

    assert alice.told == CHANGED
    assert await alice.words() == [(1, "We had tea")]


@pytest.mark.parametrize("date", [2**60, -1, 0, "soon", None, 99_999_999_999])
async def test_an_edit_that_says_a_senseless_time_is_taken_as_made_now(
    alice: Somebody, town: Town, date: object
) -> None:
    mine = await writes_on_day_one(alice, "We had te")
    alice.person.edits(mine, "We had tea")
    (update,) = list(town.sandbox.world.updates)
    town.sandbox.world.updates.drop()
    update["edited_message"]["edit_date"] = date
    await town.app.intake.store([update])

    async with town.database.unit() as unit:
        assert (await unit.inbox.get(update["update_id"])).said_at == town.clock()


async def test_an_edit_moves_no_day_and_changes_no_outcome(alice: Somebody, town: Town) -> None:
    mine = await writes_on_day_one(alice, "We had tea")
    await alice.taps("Tried")
    before = await alice.walk(), await alice.ledger()

    for words in ("Done", "/stop", "7"):
        await edits(alice, mine, words)

    assert (await alice.walk(), await alice.ledger()) == before
    assert await alice.outcome((await alice.ledger())[0]) is Outcome.TRIED
    assert await alice.words() == [(1, "7")]


async def test_an_edit_that_looks_like_a_command_is_kept_word_for_word(alice: Somebody) -> None:
    mine = await writes_on_day_one(alice, "We had tea")

    await edits(alice, mine, "/stop and think")

    assert await alice.words() == [(1, "/stop and think")]
    assert alice.told == CHANGED


async def test_an_edit_of_something_never_kept_changes_nothing(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says("/help")
    command = alice.person.chat[-2].message_id
    before = await alice.walk(), await alice.ledger()

    await edits(alice, command, "We had tea")

    assert alice.told.startswith("An edit changes what is in your journal, and that message is not there")
    assert await alice.words() == []
    assert (await alice.walk(), await alice.ledger()) == before


async def test_an_edit_that_comes_again_has_one_effect(alice: Somebody, town: Town) -> None:
    mine = await writes_on_day_one(alice, "We had te")
    alice.person.edits(mine, "We had tea")
    (first,) = list(town.sandbox.world.updates)
    await town.settles()
    await edits(alice, mine, "We had tea and cake")
    told = len(alice.inbox)

    town.sandbox.raw_update(dict(first))
    await town.settles()
    await town.restarts()
    town.sandbox.raw_update(dict(first))
    await town.settles()

    assert await alice.words() == [(1, "We had tea and cake")]
    assert len(alice.inbox) == told


async def test_an_edit_of_what_still_waits_is_taken_after_it(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    alice.person.says("We had te")
    mine = alice.person.chat[-1].message_id
    await town.app.poller.once()
    alice.person.edits(mine, "We had tea")
    await town.app.poller.once()

    await town.restarts()
    await town.settles()

    assert await alice.words() == [(1, "We had tea")]
    assert [message.text for message in alice.inbox[-2:]] == [alice.inbox[-2].text, CHANGED]


async def test_nothing_is_said_to_an_edit_that_changes_no_word(alice: Somebody) -> None:
    mine = await writes_on_day_one(alice, "We had tea")
    told = len(alice.inbox)

    await edits(alice, mine, "We had tea")  # as when Telegram has found the preview of a link

    assert len(alice.inbox) == told


@pytest.mark.parametrize("sends", ["a picture", "a letter"])
async def test_the_words_under_a_picture_or_a_file_can_be_edited_and_taken_away(
    alice: Somebody, town: Town, sends: str
) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    if sends == "a picture":
        alice.person.sends_photo("Our two cup")
    else:
        alice.person.sends_document("letter.pdf", b"%PDF-", caption="Our two cup")
    (sent,) = list(town.sandbox.world.updates)
    await town.settles()

    for caption in ("Our two cups", None):
        edited = {**sent["message"], "edit_date": int(town.clock().timestamp()), "caption": caption}
        town.sandbox.raw_update({"edited_message": edited})
        await town.settles()
        assert alice.told == CHANGED
        assert await alice.words() == [(1, caption)]
