"""One day: the nudge that brings it, the check-in, the words that are kept."""

from datetime import timedelta

import pytest

from bot.sandbox import Shown
from curriculum.day import Outcome
from curriculum.nudge import NudgeState
from storage.check_ins import NoteKind
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml


def labels(message: Shown) -> list[str]:
    """What the buttons under a message say."""
    return [label for row in message.buttons for label in row]


OUTCOMES = {
    "Done": ("done", "Day 1 is done."),
    "Tried": ("tried", "You tried on day 1, and that counts."),
    "Not the moment": ("not_the_moment", "Day 1 was not the moment. It keeps."),
    "Did not want to": ("did_not_want_to", "Not wanting to on day 1 is an answer too."),
    "Made it worse": ("made_it_worse", "I am sorry that day 1 made it worse."),
}


async def test_the_nudge_brings_title_why_act_and_prompt(alice: Somebody) -> None:
    await alice.enrols()

    nudge = await alice.gets_the_next_day()

    assert nudge.text == (
        "Day 1: Breathe, part 1\n\n"
        "A calm minute makes room for day 1.\n\n"
        "Today\nTake 1 slow breaths, then look at your partner for a moment.\n\n"
        "When the kettle boils, I take my 1 breaths.\n\n"
        "How did the breaths of day 1 go?"
    )
    assert nudge.buttons == [
        ["Done", "Tried"],
        ["Not the moment", "Did not want to"],
        ["Made it worse"],
        ["Smaller version", "Just me"],
        ["Pressure", "Not now", "Help"],
        ["A small gain"],
    ]


async def test_only_a_nudge_may_cost_stars_and_only_where_the_operator_says_so(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await town.is_set_up(paid_broadcasts=True)
    await alice.gets_the_next_day()
    await alice.says("/today")

    asked = [call.params.get("allow_paid_broadcast") for call in town.sandbox.calls if call.method == "sendMessage"]

    assert asked[-2] is True
    assert set(asked[:-2]) | {asked[-1]} == {None}


async def test_the_nudge_comes_at_the_chosen_hour_and_not_before(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    due_at = (await alice.walk()).due_at
    assert due_at is not None

    await town.until(due_at - timedelta(seconds=1))
    assert alice.days == []

    await town.until(due_at)
    assert [day.at for day in alice.days] == [due_at]


async def test_the_smaller_version_and_the_one_alone_are_shown_in_place(alice: Somebody) -> None:
    await alice.enrols()
    nudge = await alice.gets_the_next_day()
    messages = len(alice.inbox)

    await alice.taps("Smaller version")
    assert "The smaller version\nTake 1 slow breaths.\n" in alice.told
    assert alice.newest.buttons[3] == ["Full version", "Just me"]

    await alice.taps("Just me")
    assert "Just for you\nTake 1 slow breaths on your own.\n" in alice.told

    await alice.taps("Full version")
    assert alice.told == nudge.text
    assert len(alice.inbox) == messages


async def test_a_check_in_keeps_the_version_that_was_looked_at(alice: Somebody) -> None:
    await alice.enrols()
    nudge = await alice.gets_the_next_day()
    await alice.taps("Smaller version")

    await alice.taps("Tried")

    assert "The smaller version" in next(one.text for one in alice.inbox if one.message_id == nudge.message_id)


@pytest.mark.parametrize("label", OUTCOMES)
async def test_each_outcome_is_answered_in_its_own_way(alice: Somebody, label: str) -> None:
    outcome, reply = OUTCOMES[label]
    await alice.enrols()
    await alice.gets_the_next_day()

    await alice.taps(label)

    day, answer = alice.inbox[-2:]
    assert answer.text.startswith(reply)
    assert f"You said: {label.lower()}." in day.text
    assert f"✓ {label}" in labels(day)
    assert alice.toasts == [f"Kept: {label.lower()}"]
    assert [await alice.outcome(nudge) for nudge in await alice.ledger()] == [Outcome(outcome)]


async def test_a_tip_follows_where_the_author_wrote_one(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    await alice.taps("Tried")

    assert "Fewer breaths than 1 are breaths as well." in alice.told


async def test_a_hard_day_is_met_without_praise_and_with_a_way_to_rest(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    await alice.taps("Made it worse")

    assert "!" not in alice.told
    assert "/help" in alice.told
    assert alice.newest.buttons == [["Pause for now", "Help"], ["Five private questions"]]


async def test_an_answer_can_be_changed(alice: Somebody) -> None:
    await alice.enrols()
    nudge = await alice.gets_the_next_day()
    await alice.taps("Done")

    await alice.taps("Made it worse", nudge)

    assert alice.told.startswith("I am sorry that day 1 made it worse.")
    (entry,) = await alice.ledger()
    assert await alice.outcome(entry) is Outcome.MADE_IT_WORSE
    day = next(one for one in alice.inbox if one.message_id == nudge.message_id)
    assert labels(day).count("✓ Made it worse") == 1
    assert "✓ Done" not in labels(day)


async def test_a_double_tap_is_answered_twice_and_kept_once(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    alice.person.taps("Done")
    alice.person.taps("Done")
    await town.settles()

    assert alice.toasts == ["Kept: done", "Kept already: done"]
    assert [one.text for one in alice.inbox].count(alice.told) == 1


async def test_words_are_kept_with_their_day(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.taps("Done")
    assert "write a few words" in alice.told

    await alice.says("We had tea and I said so.")

    assert alice.told == "Thank you. Kept with day 1."
    assert await alice.words() == [(1, "We had tea and I said so.")]


async def test_words_without_a_tap_are_kept_too_and_prove_that_the_day_came(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    await alice.says("No time for buttons.")

    assert "Kept with day 1." in alice.told
    assert "buttons under the day" in alice.told
    assert [nudge.state for nudge in await alice.ledger()] == [NudgeState.CONFIRMED]


async def test_words_hours_later_belong_to_the_newest_day(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    await town.passes(timedelta(hours=20))
    await alice.says("I thought of it in bed.")

    assert await alice.words() == [(1, "I thought of it in bed.")]


async def test_a_reply_to_an_older_day_is_kept_with_that_day(alice: Somebody) -> None:
    await alice.enrols()
    first = await alice.gets_the_next_day()
    await alice.gets_the_next_day()

    await alice.says("About yesterday.", reply_to=first)

    assert "Kept with day 1" in alice.told
    assert await alice.words() == [(1, "About yesterday.")]


async def test_an_older_day_can_still_be_answered(alice: Somebody) -> None:
    await alice.enrols()
    first = await alice.gets_the_next_day()
    await alice.gets_the_next_day()

    await alice.taps("Not the moment", first)

    assert alice.told.startswith("Day 1 was not the moment.")
    assert [await alice.outcome(nudge) for nudge in await alice.ledger()] == [Outcome.NOT_THE_MOMENT, None]


async def test_long_words_come_in_parts_and_are_kept_whole(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    story = "".join(f"word{number} " for number in range(1500)).strip()
    assert len(story) > 4096

    await alice.says(story)

    parts = [words or "" for _, words in await alice.words()]
    assert len(parts) > 1
    assert "".join("".join(parts).split()) == "".join(story.split())
    assert alice.told == "Kept with day 1 too."


@pytest.mark.parametrize(
    ("sends", "kind", "answer"),
    [
        ("sends_voice", NoteKind.VOICE, "Thank you for the voice note."),
        ("sends_photo", NoteKind.PICTURE, "Thank you for the picture."),
        ("sends_sticker", NoteKind.STICKER, "Thank you, that says something too."),
    ],
)
async def test_what_is_not_words_counts_as_answered(
    alice: Somebody, town: Town, sends: str, kind: NoteKind, answer: str
) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    getattr(alice.person, sends)()
    await town.settles()

    assert alice.told.startswith(answer)
    assert "Day 1 counts as answered, not in words." in alice.told
    assert [(day, note.kind, note.words) for day, note in await alice.notes()] == [(1, kind, None)]


async def test_the_words_under_a_picture_are_words(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    alice.person.sends_photo("Our two cups")
    await town.settles()

    assert await alice.words() == [(1, "Our two cups")]


async def test_an_edit_rewords_what_is_kept(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says("We had te")
    mine = alice.person.chat[-2]

    alice.person.edits(mine, "We had tea")
    await town.settles()

    assert alice.told == "I changed it in what I keep, too."
    assert await alice.words() == [(1, "We had tea")]


async def test_words_with_markup_are_kept_as_they_were_typed(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    await alice.says("<b>1 < 2 & 3</b> \u202eabc 🙂")

    assert await alice.words() == [(1, "<b>1 < 2 & 3</b> \u202eabc 🙂")]


async def test_the_day_can_be_seen_again(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.taps("Done")

    await alice.says("/today")

    assert alice.told.startswith("Day 1: Breathe, part 1")
    assert "✓ Done" in labels(alice.newest)

    await alice.taps("Tried")
    assert alice.told.startswith("You tried on day 1")


async def test_words_before_the_first_day_are_met_with_when_it_comes(alice: Somebody) -> None:
    await alice.enrols()

    await alice.says("I look forward to it")

    assert "No day has come yet. The first one comes Tuesday 5 May, 08:0" in alice.told


async def test_words_after_a_question_of_the_settings_was_left_open_are_kept(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/settings")
    await alice.taps("Another hour")

    await alice.gets_the_next_day()
    await alice.taps("Done")
    await alice.says("We laughed about it.")

    assert await alice.words() == [(1, "We laughed about it.")]


async def test_words_on_a_day_are_not_taken_for_an_answer_about_the_hour(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/settings")
    await alice.taps("Another hour")

    await alice.gets_the_next_day()
    await alice.says("We laughed about it.")

    assert await alice.words() == [(1, "We laughed about it.")]


async def test_a_day_that_asks_for_a_number_keeps_it(alice: Somebody, town: Town) -> None:
    asking = track_yaml(days={1: {"check_in": {"ask": "And?", "rating": "How close did you feel, from 0 to 10?"}}})
    await town.publishes(asking)
    await alice.enrols()
    await alice.gets_the_next_day()

    await alice.taps("Done")
    assert alice.told == "How close did you feel, from 0 to 10?"

    await alice.taps("7")
    await alice.taps("8")
    assert alice.toasts[-1] == "Kept: 8"
    assert "✓ 8" in labels(alice.newest)
