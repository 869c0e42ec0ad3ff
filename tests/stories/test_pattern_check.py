"""The pattern check in the chat: on the way in, left and gone on with, erased, and looked at again after thirty days."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.chat.menus import Menus
from bot.floods import MOST, WITHIN
from curriculum.pattern.items import AFRAID, ITEMS, OPENNESS, STEADY, Answer
from curriculum.pattern.words import STEADYING
from storage.patterns import PatternCheck
from tests.stories.town import CALM, Somebody, Town
from tests.tracks import track_yaml

AGREE = "I am an adult and I agree"
HELP_ME_CHOOSE = "Help me choose (4 minutes)"
AGAIN = "Look at the pattern check again"
ENDS = [["Next track", "Once a week"], ["That is all for me"], ["Pressure", "Help"]]
NOT_IN_USE = "That button is not in use any more. /today shows where you are."
A_TAP = timedelta(seconds=3)
WORDS_A_MINUTE = 200
AT_MOST = timedelta(minutes=5)


@pytest.fixture
async def town(bare_town: Town) -> Town:
    """A town with three tracks to choose from."""
    for slug, title in (
        (OPENNESS, "Model openness"),
        (STEADY, "Steady under pressure"),
        ("evenings", "Quiet evenings"),
    ):
        await bare_town.publishes(track_yaml(track=slug, title=title))
    return bare_town


async def answers(somebody: Somebody, letters: str) -> None:
    """Taps an answer to as many items."""
    await somebody.taps_one_by_one(*(Answer(letter).says for letter in letters))


async def agrees(somebody: Somebody, link: str | None = None) -> None:
    await somebody.starts(link)
    await somebody.taps(AGREE)


async def takes_the_check(somebody: Somebody, letters: str) -> None:
    """From its beginning to its end."""
    await somebody.says("/pattern")
    await somebody.taps_one_by_one("Begin")
    await answers(somebody, letters)


async def enrols(somebody: Somebody, track: str = "Model openness") -> None:
    await agrees(somebody)
    await somebody.taps_one_by_one(track, "08:00")
    await somebody.says("Berlin")


async def kept(somebody: Somebody) -> PatternCheck | None:
    """The newest finished check of theirs, as it is kept."""
    async with somebody.town.database.unit() as unit:
        person = await unit.people.known(somebody.telegram_id)
        return None if person is None else await unit.patterns.newest_finished(person.id)


async def so_far(somebody: Somebody) -> str:
    """What they have answered in the check that is under way."""
    async with somebody.town.database.unit() as unit:
        person = await unit.people.known(somebody.telegram_id)
        assert person is not None
        check = await unit.patterns.under_way(person.id)
        return "" if check is None else "".join(check.answers.given.values())


async def test_taken_on_the_way_in_it_suggests_a_track_and_one_tap_starts_it(alice: Somebody) -> None:
    await agrees(alice)
    assert alice.newest.buttons == [["Quiet evenings"], ["Model openness"], ["Steady under pressure"], [HELP_ME_CHOOSE]]
    before = len(alice.inbox)

    await alice.taps_one_by_one(HELP_ME_CHOOSE)
    assert "our own questions, not a standard scale" in alice.told
    await alice.taps_one_by_one("Begin")
    assert alice.told == f"Where talks slip · 1 of 12\n\n{ITEMS[0].says}"
    assert alice.newest.buttons == [["Hardly", "At times", "Often"], ["Rather not say"], ["Stop here"]]
    await answers(alice, "oha" "hhaoh" "ahhh")  # fmt: skip

    assert len(alice.inbox) == before + 1
    assert alice.told.startswith("What you told me")
    assert "Often:\n• your head goes blank, and you find no words" in alice.told
    assert "What you named most is called shutting down here." in alice.told
    assert "A first exercise, under two minutes: Five things" in alice.told
    assert "A track that may fit: Steady under pressure\nYou told of moments that get tense." in alice.told
    assert alice.newest.buttons == [
        ["Start: Steady under pressure"],
        ["See the tracks"],
        ["Answer again", "Erase my answers"],
    ]

    await alice.taps_one_by_one("Start: Steady under pressure", "08:00")
    await alice.says("Berlin")
    assert (await alice.walk()).track.slug == STEADY


async def test_who_leaves_it_out_is_on_the_way_as_fast_as_before(alice: Somebody) -> None:
    await agrees(alice)

    await alice.taps("Quiet evenings")
    assert "/pattern" not in alice.told
    await alice.taps("08:00")
    await alice.says("Berlin")

    assert (await alice.walk()).track.slug == "evenings"
    assert await kept(alice) is None


@pytest.mark.parametrize("link", [None, STEADY])
async def test_where_no_track_is_to_be_chosen_a_line_offers_it(bare_town: Town, link: str | None) -> None:
    await bare_town.publishes(CALM)
    if link is not None:
        await bare_town.publishes(track_yaml(track=link, title="Steady under pressure"))
    alice = bare_town.somebody("Alice")

    await agrees(alice, link)
    assert "At what time" in alice.told
    assert "/pattern asks twelve short questions" in alice.told

    await takes_the_check(alice, "h" * 12)
    await alice.starts(link)
    assert "At what time" in alice.told
    assert "/pattern" not in alice.told


async def test_who_has_taken_it_is_not_offered_help_with_choosing_again(alice: Somebody) -> None:
    await agrees(alice)
    await takes_the_check(alice, "h" * 12)

    await alice.taps_one_by_one("See the tracks")

    assert alice.newest.buttons == [["Quiet evenings"], ["Model openness"], ["Steady under pressure"]]


async def test_who_says_not_now_is_asked_nothing(alice: Somebody) -> None:
    await agrees(alice)
    await alice.taps_one_by_one(HELP_ME_CHOOSE, "Not now")
    assert alice.told == "That is fine. /pattern is there if you ever want it."

    await alice.taps_one_by_one("See the tracks")
    assert [HELP_ME_CHOOSE] in alice.newest.buttons


async def test_it_goes_on_where_it_was_after_a_restart(alice: Somebody, town: Town) -> None:
    await agrees(alice)
    await alice.taps_one_by_one(HELP_ME_CHOOSE, "Begin")
    await answers(alice, "oah")
    await town.restarts()

    await answers(alice, "o")
    assert "5 of 12" in alice.told
    await alice.taps_one_by_one("Stop here")
    assert alice.told.startswith("Stopped, and that is fine.")
    await town.restarts()

    town.clock.move(timedelta(days=3))
    await alice.says("/pattern")
    assert "5 of 12" in alice.told
    await answers(alice, "h" * 8)
    check = await kept(alice)
    assert check is not None
    assert "".join(check.answers.given.values()) == "oahohhhhhhhh"


async def test_an_answer_can_be_taken_back(alice: Somebody) -> None:
    await agrees(alice)
    await alice.taps_one_by_one(HELP_ME_CHOOSE, "Begin")
    await answers(alice, "oah")

    await alice.taps_one_by_one("Back", "Back")
    assert "2 of 12" in alice.told
    assert alice.newest.buttons[0] == ["Hardly", "✓ At times", "Often"]
    await answers(alice, "n")
    assert "4 of 12" in alice.told

    await answers(alice, "h" * 9)
    check = await kept(alice)
    assert check is not None
    assert "".join(check.answers.given.values()) == "onhhhhhhhhhh"


async def test_rather_not_say_to_everything_is_met_kindly(alice: Somebody) -> None:
    await agrees(alice)

    await takes_the_check(alice, "n" * 12)

    assert "You kept this to yourself, and that is a fine answer." in alice.told
    assert "One quiet minute" in alice.told
    assert "A track that may fit: Steady under pressure" in alice.told
    assert alice.newest.buttons[0] == ["Start: Steady under pressure"]


@pytest.mark.parametrize(
    "letters", [pytest.param("hhhhhhhohhhh", id="exploding often"), pytest.param("hhhhhhhhhhah", id="afraid at times")]
)
async def test_where_somebody_may_be_frightened_other_help_comes_first(alice: Somebody, letters: str) -> None:
    await agrees(alice)

    await takes_the_check(alice, letters)

    profile, questions = alice.inbox[-2:]
    told = profile.text.split("\n\n")
    assert told[1].startswith("First of all: if you are frightened of somebody, or have frightened somebody")
    assert "/help" in told[1]
    assert "A track that may fit: Steady under pressure" in profile.text
    assert AFRAID.says not in profile.text
    assert "afraid" not in profile.text
    assert questions.text.startswith("Five private questions\n")
    assert questions.buttons == [["Begin", "Ask me later"]]


async def test_where_nothing_steadying_is_on_offer_somebody_frightened_is_pressed_into_no_track(
    bare_town: Town,
) -> None:
    await bare_town.publishes(CALM)
    alice = bare_town.somebody("Alice")
    await agrees(alice)

    await takes_the_check(alice, "h" * 10 + "oh")

    profile = alice.inbox[-2]
    assert STEADYING[1] in profile.text
    assert "A track that may fit" not in profile.text
    assert profile.buttons == [["See the tracks"], ["Answer again", "Erase my answers"]]


async def test_answers_are_erased_after_one_question_and_gone_for_good(alice: Somebody, town: Town) -> None:
    await agrees(alice)
    await takes_the_check(alice, "a" * 10 + "ha")
    told = alice.told

    await alice.taps_one_by_one("Erase my answers")
    assert alice.newest.buttons == [["Yes, erase them"], ["Keep them"]]
    await alice.taps_one_by_one("Keep them")
    assert alice.told == told
    assert await kept(alice) is not None

    await alice.taps_one_by_one("Erase my answers", "Yes, erase them")
    assert alice.told.startswith("They are gone")
    assert await kept(alice) is None
    assert not any("What you told me" in message.text for message in alice.inbox)

    await alice.says("/pattern")
    assert alice.newest.buttons == [["Begin", "Not now"]]


async def test_a_half_answered_check_is_erased_as_well(alice: Somebody) -> None:
    await agrees(alice)
    await alice.taps_one_by_one(HELP_ME_CHOOSE, "Begin", "Often", "Often", "Stop here", "Erase my answers")
    await alice.taps_one_by_one("Keep them")
    assert alice.told.startswith("Stopped, and that is fine.")

    await alice.taps_one_by_one("Erase my answers", "Yes, erase them")

    await alice.says("/pattern")
    assert alice.newest.buttons == [["Begin", "Not now"]]


async def test_under_way_it_is_taken_and_looked_at_without_a_track_to_start(alice: Somebody) -> None:
    await enrols(alice, "Steady under pressure")
    walk = await alice.walk()

    await takes_the_check(alice, "hho" "hhhhh" "hhho")  # fmt: skip
    assert "When your track is over, this one may fit: Model openness." in alice.told
    assert alice.newest.buttons == [["Answer again", "Erase my answers"]]
    await alice.says("/pattern")
    assert alice.told.startswith("What you told me")

    await alice.taps_one_by_one("Answer again", "Begin")
    await answers(alice, "n" * 12)
    assert any("You are on a track that may fit already: Steady under pressure." in one.text for one in alice.inbox)
    assert await alice.walk() == walk


async def test_who_looks_in_again_and_answers_nothing_still_sees_what_they_said(alice: Somebody) -> None:
    await agrees(alice)
    await takes_the_check(alice, "o" * 12)
    await alice.taps_one_by_one("Answer again", "Not now")

    await alice.says("/pattern")

    assert alice.told.startswith("What you told me")


async def test_after_thirty_days_it_is_offered_again_and_told_item_by_item(alice: Somebody, town: Town) -> None:
    await agrees(alice)
    await takes_the_check(alice, "oah" "hhhaa" "ohhn")  # fmt: skip
    await alice.taps_one_by_one("See the tracks", "Model openness", "08:00")
    await alice.says("Berlin")
    await alice.walks(30)
    assert "that was day 30" in alice.told
    assert alice.newest.buttons == [[AGAIN], ["My letter"], *ENDS]

    await alice.taps_one_by_one(AGAIN, "Begin")
    await answers(alice, "aah" "hhhah" "ohho")  # fmt: skip

    profile, comparison = alice.inbox[-2:]
    assert profile.text.startswith("What you told me")
    assert "Start: Steady under pressure" in profile.buttons[0]  # not the one that was just walked
    different, same = comparison.text.removeprefix("Then and now\n\n").split("\n\n")[:2]
    assert different.splitlines() == [
        "Different from the first time",
        f"• {ITEMS[0].says} You said often then, at times now.",
        f"• {ITEMS[7].says} You said at times then, hardly now.",
        f"• {ITEMS[11].says} You kept this to yourself then, and said often now.",
    ]
    assert len(same.splitlines()) == 1 + 8
    assert "no proof of what caused what" in comparison.text
    assert not re.search(r"\d", comparison.text)
    assert AFRAID.says not in comparison.text

    town.clock.move(timedelta(days=1))
    await alice.says("/pattern")
    assert [message.text for message in alice.inbox[-2:]] == [profile.text, comparison.text]


async def test_the_end_that_comes_by_itself_offers_it_again_as_well(alice: Somebody, ben: Somebody, town: Town) -> None:
    await enrols(alice)
    await takes_the_check(alice, "h" * 12)
    town.clock.move(WITHIN)
    await enrols(ben)

    for _ in range(29):
        await town.passes(timedelta(days=1))
        for one in (alice, ben):
            await one.taps("Done", one.days[-1])
    await town.passes(timedelta(days=3))

    ends = {one: next(sent for sent in one.inbox if "that was day 30" in sent.text) for one in (alice, ben)}
    assert ends[alice].buttons == [[AGAIN], ["My letter"], *ENDS]
    assert ends[ben].buttons == [["My letter"], *ENDS]


async def test_the_last_item_tapped_twice_tells_the_comparison_once(alice: Somebody, town: Town) -> None:
    await agrees(alice)
    await takes_the_check(alice, "h" * 12)
    town.clock.move(timedelta(days=1))
    await alice.taps_one_by_one("Answer again", "Begin")
    await answers(alice, "o" * 11)
    town.clock.move(WITHIN)

    alice.person.taps("Often")
    alice.person.taps("Often")
    await town.settles()

    assert sum(message.text.startswith("Then and now") for message in alice.inbox) == 1


async def test_somebody_elses_buttons_change_nothing(alice: Somebody, ben: Somebody, town: Town) -> None:
    await agrees(alice)
    await takes_the_check(alice, "h" * 12)
    await agrees(ben)
    check = await kept(alice)
    assert check is not None

    for number, what in enumerate(("qa:{}:1:o", "qi:{}:1", "qm:{}:erase", "qm:{}:surely_erase", "qm:{}:again")):
        ben.person.taps_data(what.format(check.token))
        await town.settles()
        assert ben.toasts == [NOT_IN_USE] * (number + 1)

    assert await kept(alice) == check
    assert await kept(ben) is None


async def test_buttons_of_an_erased_check_are_met_politely(alice: Somebody, town: Town) -> None:
    await agrees(alice)
    await takes_the_check(alice, "h" * 12)
    old = alice.newest
    await alice.says("/pattern")
    await alice.taps_one_by_one("Erase my answers", "Yes, erase them")

    town.clock.move(WITHIN)
    await alice.taps("Answer again", old)

    assert alice.toasts == [NOT_IN_USE]


async def test_what_is_finished_is_not_changed_by_an_old_button(alice: Somebody) -> None:
    await agrees(alice)
    await alice.taps_one_by_one(HELP_ME_CHOOSE, "Begin")
    await answers(alice, "h" * 11)
    await alice.says("/pattern")
    left = alice.inbox[-2]
    await answers(alice, "h")

    await alice.taps("Often", left)

    assert alice.toasts == []
    assert [message.text.startswith("What you told me") for message in alice.inbox[-2:]] == [True, True]
    check = await kept(alice)
    assert check is not None
    assert set(check.answers.given.values()) == {Answer.HARDLY}


async def test_who_has_not_agreed_is_led_to_the_beginning(alice: Somebody) -> None:
    await alice.says("/pattern")
    assert alice.told.startswith("You are not on a track. /start shows what this is")

    await alice.starts()
    await alice.says("/pattern")
    assert alice.told.startswith("You are not on a track. /start shows what this is")
    assert await kept(alice) is None


async def test_a_button_that_nobody_was_given_before_agreeing_begins_nothing(alice: Somebody, town: Town) -> None:
    await alice.starts()
    async with town.database.unit() as unit:
        person = await unit.people.known(alice.telegram_id)
    assert person is not None

    alice.person.taps_data(f"m:{person.token}:pattern")
    await town.settles()

    assert alice.toasts == [NOT_IN_USE]
    assert alice.newest.buttons == [[AGREE]]


async def test_in_a_flood_a_tap_waits_and_nothing_is_lost(alice: Somebody, town: Town) -> None:
    await agrees(alice)
    await alice.taps_one_by_one(HELP_ME_CHOOSE, "Begin")
    await answers(alice, "oa")
    for _ in range(MOST):
        alice.person.says("/help")
    await town.settles()

    await alice.taps("Often")
    assert alice.toasts == ["That was a lot at once. Please try again in a minute."]
    assert await so_far(alice) == "oa"

    town.clock.move(WITHIN)
    await alice.taps("Often")
    assert any("4 of 12" in message.text for message in alice.inbox)
    assert await so_far(alice) == "oao"


async def test_it_stands_in_help_privacy_and_menu(alice: Somebody) -> None:
    await alice.says("/help")
    assert "/pattern: twelve short questions" in alice.told

    await alice.says("/privacy")
    kept = alice.inbox[-2].text
    assert "• what you answer to /pattern" in kept
    assert "your answers to /pattern" in kept.partition("Encrypted in the database:")[2].partition(".")[0]
    assert "Your answers to /pattern can also be erased there" in alice.told

    assert "pattern" in [entry["command"] for entry in Menus(study=True).for_everybody().params["commands"]]


async def test_what_was_written_while_it_is_open_is_kept_with_the_day(alice: Somebody) -> None:
    await enrols(alice)
    await alice.gets_the_next_day()
    await alice.says("/pattern")
    await alice.taps_one_by_one("Begin")

    await alice.says("often, I think")

    assert await alice.words() == [(1, "often, I think")]


@pytest.mark.parametrize("letters", ["o" * 12, "h" * 12, "n" * 12, "oahoahhahhho", "aaaaaaaaaaha"])
async def test_it_takes_under_five_minutes(alice: Somebody, letters: str, tell: Callable[[str], None]) -> None:
    await agrees(alice)
    read: list[str] = []
    labels: set[str] = set()
    tapped = [HELP_ME_CHOOSE, "Begin", *(Answer(letter).says for letter in letters)]

    for label in tapped:
        await alice.taps_one_by_one(label)
        newest = next(one for one in reversed(alice.inbox) if not one.text.startswith("Five private questions"))
        read.append(newest.text)
        labels |= {label for row in newest.buttons for label in row}

    words = sum(len(text.split()) for text in read) + sum(len(label.split()) for label in labels)
    took = timedelta(minutes=words / WORDS_A_MINUTE) + A_TAP * len(tapped)
    tell(f"pattern check, {letters}: {len(tapped)} taps, {words} words, {took.total_seconds() / 60:.1f} minutes")
    assert took < AT_MOST
