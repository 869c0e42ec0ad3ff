"""The private questions in the chat: asked at the beginning and again, answered or not, and nothing kept but a class."""

import sqlite3
from datetime import timedelta

import pytest

from curriculum.gate import QUESTIONS, Said
from curriculum.safety import Classed, ContentClass
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

TITLE = "Five private questions"
CLEAR = "".join(question.clear for question in QUESTIONS)
"""The five clear answers, one letter each."""
ASKING = {
    "act": {"gentle": "Think of a wish.", "standard": "Ask {partner} for one thing. No is a full answer."},
    "not_for": ["approach_partner", "ask"],
    "instead": {"title": "A window", "why": "Looking out is a rest.", "act": {"gentle": "Look out of a window."}},
}
NOT_IN_USE = "That button is not in use any more. /today shows where you are."
LEFT = "That is fine. The questions wait in /settings, if you ever want them."


@pytest.fixture
async def town(bare_town: Town) -> Town:
    """A town in which every day turns to the partner."""
    await bare_town.publishes(track_yaml(days=dict.fromkeys(range(1, 31), ASKING)))
    return bare_town


async def answers(somebody: Somebody, letters: str) -> None:
    """Taps as many answers under the questions."""
    await somebody.taps_one_by_one(*(Said(letter).says for letter in letters))


async def begins(somebody: Somebody) -> None:
    """Comes to a track, and is asked."""
    await somebody.enrols(content_class=ContentClass.UNASKED)


async def answers_day(somebody: Somebody, outcome: str = "Done") -> None:
    """The next day comes and is answered."""
    await somebody.taps(outcome, await somebody.gets_the_next_day())


async def content_class(somebody: Somebody) -> ContentClass:
    return (await somebody.classed()).content_class


async def test_who_begins_is_asked_five_questions_in_one_message(alice: Somebody) -> None:
    await begins(alice)
    all_set, offered = alice.inbox[-2:]
    assert all_set.text.startswith("All set")
    assert offered.text.startswith(f"{TITLE} before we begin\n")
    assert "What you answer is not kept" in offered.text
    assert offered.buttons == [["Begin", "Ask me later"]]
    messages = len(alice.inbox)

    await alice.taps_one_by_one("Begin")
    for number, question in enumerate(QUESTIONS, start=1):
        assert alice.told == f"{number} of 5\n\n{question.says}"
        assert alice.newest.buttons == [["Yes", "No"], ["Rather not say"], ["Not now"]]
        await answers(alice, question.clear)

    assert alice.told.startswith("Thank you, those were all five.")
    assert alice.newest.buttons == []
    assert len(alice.inbox) == messages
    assert await alice.classed() == Classed(ContentClass.OPEN, alice.town.clock())
    assert "Ask your partner for one thing" in (await alice.gets_the_next_day()).text


@pytest.mark.parametrize("number", range(1, 6))
@pytest.mark.parametrize("said", list(Said))
async def test_one_answer_keeps_everything_away_that_turns_to_the_partner(
    alice: Somebody, number: int, said: Said
) -> None:
    letters = CLEAR[: number - 1] + said + CLEAR[number:]
    await begins(alice)

    await alice.taps_one_by_one("Begin")
    await answers(alice, letters)

    restricted = letters != CLEAR
    assert await content_class(alice) is (ContentClass.RESTRICTED if restricted else ContentClass.OPEN)
    assert ("A window" in (await alice.gets_the_next_day()).text) is restricted


async def test_it_ends_in_the_same_words_for_everybody_and_shows_nothing_that_was_said(
    alice: Somebody, ben: Somebody
) -> None:
    said = []
    for somebody, letters in ((alice, CLEAR), (ben, "yyyny")):
        await begins(somebody)
        await somebody.taps_one_by_one("Begin")
        await answers(somebody, letters)
        said.append([(message.text, message.buttons) for message in somebody.inbox])

    assert said[0] == said[1]
    assert "findahelpline.com" in alice.told
    assert "local emergency number" in alice.told
    assert not any(word in alice.told.lower() for word in ("afraid", "hurt", "partner", "restricted", "open", "safe"))
    assert await content_class(alice) is not await content_class(ben)


async def test_what_a_question_carries_tells_nothing_of_the_answers_before_it(alice: Somebody, ben: Somebody) -> None:
    carried = []
    for somebody, letter in ((alice, "n"), (ben, "y")):
        await begins(somebody)
        await somebody.taps_one_by_one("Begin")
        await answers(somebody, letter)
        rows = [data for row in somebody.newest.data for data in row if data is not None]
        carried.append([":".join(part for part in data.split(":") if len(part) < 10) for data in rows])

    assert carried[0] == carried[1] == ["ga:2:y", "ga:2:n", "ga:2:r", "gm:later"]


async def test_who_would_rather_be_asked_later_gets_what_turns_to_nobody(alice: Somebody) -> None:
    await begins(alice)

    await alice.taps_one_by_one("Ask me later")
    assert alice.told == LEFT
    day = await alice.gets_the_next_day()

    assert await alice.classed() == Classed()
    assert "A window" in day.text
    assert TITLE not in day.text

    await alice.taps("Done", day)
    assert alice.newest.buttons[-1] == [TITLE]
    assert TITLE not in alice.told
    await alice.taps("Calm")
    assert alice.newest.buttons[-1] == [TITLE]
    await alice.taps_one_by_one(TITLE, "Begin")
    await answers(alice, CLEAR)
    assert "Ask your partner for one thing" in (await alice.gets_the_next_day()).text


async def test_who_has_answered_is_not_asked_at_every_check_in(alice: Somebody) -> None:
    await begins(alice)
    await alice.taps_one_by_one("Begin")
    await answers(alice, CLEAR)

    await answers_day(alice)

    assert [TITLE] not in alice.newest.buttons


@pytest.mark.parametrize("letters", ["", "n", "nnny", "r"])
async def test_to_who_breaks_off_nothing_is_open(alice: Somebody, town: Town, letters: str) -> None:
    await alice.enrols()
    assert await content_class(alice) is ContentClass.OPEN

    await alice.says("/settings")
    await alice.taps_one_by_one(TITLE, "Begin")
    await answers(alice, letters)
    await alice.taps_one_by_one("Not now")

    assert alice.told == LEFT
    assert await content_class(alice) is ContentClass.UNASKED
    await town.restarts()
    assert "A window" in (await alice.gets_the_next_day()).text


async def test_to_who_is_restricted_nothing_is_open_until_the_last_clear_answer(alice: Somebody) -> None:
    await alice.enrols(content_class=ContentClass.RESTRICTED)
    await alice.says("/settings")

    await alice.taps_one_by_one(TITLE, "Begin")
    for letter in CLEAR:
        await answers(alice, letter)
        assert (await content_class(alice) is ContentClass.OPEN) is (alice.told.startswith("Thank you"))

    assert await content_class(alice) is ContentClass.OPEN


async def test_who_has_the_phone_cannot_find_out_which_class_it_was(alice: Somebody, ben: Somebody) -> None:
    await alice.enrols(content_class=ContentClass.OPEN)
    await ben.enrols(content_class=ContentClass.RESTRICTED)
    told = []

    for somebody in (alice, ben):
        before = await somebody.gets_the_next_day() if somebody is alice else somebody.newest
        since = len(somebody.inbox)
        for left_after in ("", "n", "y"):
            await somebody.says("/settings")
            await somebody.taps_one_by_one(TITLE, "Begin")
            await answers(somebody, left_after)
            await somebody.taps_one_by_one("Not now")
            await somebody.taps("Done", before)
            assert somebody.newest.buttons[-1] == [TITLE]
            await somebody.taps("Tried", before)
        await somebody.says("/today")
        await somebody.taps_one_by_one("Full version", "Made it worse")
        await somebody.says("/stop")
        await somebody.taps_one_by_one("Yes, leave")
        await somebody.says("/settings")
        await somebody.starts()
        await somebody.taps_one_by_one("08:00")
        await somebody.says("Berlin")
        assert somebody.told.startswith(f"{TITLE} before we begin\n")
        told.append([(message.text, message.buttons) for message in somebody.inbox[since:]])

    assert told[0] == told[1]


@pytest.mark.parametrize("whether", [ContentClass.OPEN, ContentClass.RESTRICTED])
async def test_who_has_the_phone_meets_the_same_days_after_a_taking_that_was_left(
    alice: Somebody, whether: ContentClass
) -> None:
    await alice.enrols(content_class=whether)
    await alice.says("/settings")
    await alice.taps_one_by_one(TITLE, "Begin", "Not now")

    day = await alice.gets_the_next_day()
    await alice.taps("Done", day)

    assert "A window" in day.text
    assert alice.newest.buttons[-1] == [TITLE]


@pytest.mark.parametrize(("letters", "becomes"), [(CLEAR, ContentClass.OPEN), ("nynyn", ContentClass.RESTRICTED)])
async def test_a_restart_in_the_middle_loses_nothing(
    alice: Somebody, town: Town, letters: str, becomes: ContentClass
) -> None:
    await begins(alice)
    await town.restarts()
    await alice.taps_one_by_one("Begin")
    await town.restarts()
    for letter in letters:
        await answers(alice, letter)
        await town.restarts()

    assert alice.told.startswith("Thank you, those were all five.")
    assert await content_class(alice) is becomes


async def test_an_older_message_left_in_the_middle_opens_nothing(alice: Somebody) -> None:
    await begins(alice)
    await alice.taps_one_by_one("Begin")
    await answers(alice, CLEAR[:4])
    older = alice.newest
    await alice.says("/settings")
    await alice.taps_one_by_one(TITLE, "Begin")
    await answers(alice, "y")

    await alice.taps(Said(CLEAR[4]).says, older)

    assert await content_class(alice) is ContentClass.UNASKED


async def test_what_is_answered_at_the_hour_of_the_day_still_counts(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    due_at = (await alice.walk()).due_at
    assert due_at is not None
    town.clock.move_to(due_at)
    await town.app.planning.plan_due()

    alice.person.taps_data(f"gm:{await own_token(alice)}:begin")
    await town.listens()
    await town.app.delivery.send_planned()

    assert "A window" in alice.told


@pytest.mark.parametrize("now_is", [ContentClass.OPEN, ContentClass.RESTRICTED, ContentClass.UNASKED])
async def test_after_the_check_ins_of_days_ten_and_twenty_they_are_asked_again(
    alice: Somebody, now_is: ContentClass
) -> None:
    await begins(alice)
    await alice.taps_one_by_one("Ask me later")
    if now_is is not ContentClass.UNASKED:
        await alice.is_classed(now_is)
    asked = []

    for day in range(1, 22):
        await answers_day(alice)
        if alice.told.startswith(f"{TITLE}, once more\n"):
            assert alice.newest.buttons == [["Begin", "Ask me later"]]
            asked.append(day)

    assert asked == [10, 20]
    assert await content_class(alice) is now_is


async def test_they_are_not_asked_twice_when_the_answer_to_day_ten_changes(alice: Somebody) -> None:
    await alice.enrols()
    for _ in range(9):
        await answers_day(alice)
    day = await alice.gets_the_next_day()
    await alice.taps("Done", day)

    await alice.taps("Tried", day)
    await alice.taps("✓ Tried", day)

    assert sum(message.text.startswith(f"{TITLE}, once more") for message in alice.inbox) == 1


@pytest.mark.parametrize("now_is", [ContentClass.OPEN, ContentClass.RESTRICTED, ContentClass.UNASKED])
async def test_after_worse_a_sentence_and_a_button_ask_again_and_the_class_stays(
    alice: Somebody, now_is: ContentClass
) -> None:
    await begins(alice)
    if now_is is not ContentClass.UNASKED:
        await alice.is_classed(now_is)

    await answers_day(alice, "Made it worse")

    assert "The five private questions are here again too" in alice.told
    assert alice.newest.buttons == [["Pause for now", "Help"], [TITLE]]
    assert await content_class(alice) is now_is
    assert "Ask your partner" not in (await alice.gets_the_next_day()).text


async def test_who_begins_another_track_soon_is_not_asked_again_and_after_a_while_is(
    alice: Somebody, town: Town
) -> None:
    await begins(alice)
    await alice.taps_one_by_one("Begin")
    await answers(alice, CLEAR)

    for days, asked in ((1, False), (9, True)):
        await alice.says("/stop")
        await alice.taps_one_by_one("Yes, leave")
        await town.passes(timedelta(days=days))
        await alice.starts()
        await alice.taps_one_by_one("08:00")
        await alice.says("Berlin")
        assert alice.told.startswith(TITLE) is asked

    assert await content_class(alice) is ContentClass.OPEN


async def test_settings_have_the_questions_also_when_the_walk_is_over(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/settings")
    assert [TITLE] in alice.newest.buttons
    await alice.says("/stop")
    await alice.taps("Yes, leave")

    await alice.says("/settings")

    assert alice.newest.buttons == [[TITLE], ["How long words are kept"], ["Language: English"]]


@pytest.mark.parametrize("data", ["gm:{}:begin", "gm:{}:later", "ga:{}:1777896000000000:1:y", "m:{}:questions"])
async def test_somebody_elses_button_changes_nothing(alice: Somebody, ben: Somebody, data: str) -> None:
    await alice.enrols()
    await ben.enrols()
    before = await alice.classed(), await ben.classed()
    told = alice.told, ben.told

    ben.person.taps_data(data.format(await own_token(alice)))
    await ben.town.settles()

    assert ben.toasts == [NOT_IN_USE]
    assert (await alice.classed(), await ben.classed()) == before
    assert (alice.told, ben.told) == told


async def test_who_has_not_agreed_is_not_asked(alice: Somebody) -> None:
    await alice.starts()
    told = alice.told

    for data in ("gm:{}:begin", "ga:{}:1777896000000000:5:n"):
        alice.person.taps_data(data.format(await own_token(alice)))
        await alice.town.settles()

    assert alice.told == told
    assert alice.toasts == [NOT_IN_USE, NOT_IN_USE]
    assert await alice.classed() == Classed()


async def test_nothing_is_written_down_but_a_class_and_its_time(alice: Somebody, ben: Somebody, town: Town) -> None:
    await begins(alice)
    await begins(ben)
    before = rows(town)
    await alice.taps_one_by_one("Begin")
    await ben.taps("Begin")
    for one, other in zip(CLEAR, "yryny", strict=True):
        await alice.taps_one_by_one(Said(one).says)
        await ben.taps(Said(other).says)

    after = rows(town)

    changed = {(table, id): (before[table, id], row) for (table, id), row in after.items() if row != before[table, id]}
    assert [table for table, _ in changed] == ["person", "person"]
    differences = [{column for column in now if now[column] != then[column]} for then, now in changed.values()]
    assert differences == [{"content_class", "classed_at"}] * 2
    hers, his = (now for _, now in changed.values())
    assert hers["classed_at"] == his["classed_at"]
    assert {hers["content_class"], his["content_class"]} == {"open", "restricted"}
    assert rows_of_the_inbox(town) == {("done", None, None)}


async def test_the_reminder_of_a_day_that_came_in_place_of_another_says_nothing_of_that_one(
    alice: Somebody, bare_town: Town
) -> None:
    reminded = {"reminder": "Did you ask {partner} for one thing?"}
    await bare_town.publishes(track_yaml(days=dict.fromkeys(range(1, 31), ASKING | reminded)))
    await alice.enrols(content_class=ContentClass.RESTRICTED)
    await alice.says("/settings")
    await alice.taps("Remind me in the evening")

    day = await alice.gets_the_next_day()
    await bare_town.ticks(timedelta(hours=13), every=timedelta(minutes=30))

    assert "A window" in day.text
    assert alice.told.startswith("The day is still there, if you want it.")


async def test_a_question_about_a_day_that_is_kept_from_somebody_by_now_is_not_shown_again(
    alice: Somebody, bare_town: Town
) -> None:
    asks = {"check_in": {"rating": "How hard was asking?", "choice": {"ask": "Where?", "options": ["Here", "There"]}}}
    await bare_town.publishes(track_yaml(days=dict.fromkeys(range(1, 31), ASKING | asks)))
    await alice.enrols()
    await answers_day(alice)
    rating, choice = alice.inbox[-2:]
    await alice.is_classed(ContentClass.RESTRICTED)

    await alice.taps("7", rating)
    await alice.taps("Here", choice)

    assert alice.toasts[-2:] == [NOT_IN_USE, NOT_IN_USE]
    assert [message.edited for message in alice.inbox[-2:]] == [False, False]


async def test_an_author_previews_every_day_whatever_they_may_be_sent_themselves(robin: Somebody, town: Town) -> None:
    await robin.enrols(content_class=ContentClass.RESTRICTED)
    robin.person.sends_document("mine.yaml", track_yaml(track="mine", days={1: ASKING}).encode())
    await town.settles()

    assert "Ask your partner for one thing" in robin.told
    assert "A window" in (await robin.gets_the_next_day()).text


async def own_token(somebody: Somebody) -> str:
    """The random token that is theirs."""
    async with somebody.town.database.unit() as unit:
        person = await unit.people.known(somebody.telegram_id)
        assert person is not None
        return person.token


def rows(town: Town) -> dict[tuple[str, object], dict[str, object]]:
    """Every row that the bot has written, to the byte, but for the updates it was told; those are looked at below."""
    connection = opened(town)
    names = [row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {
        (name, row[0]): dict(row)
        for name in names
        if name not in ("inbox", "lease")
        for row in connection.execute(f"SELECT * FROM {name}")  # noqa: S608  (our own names)
    }
    connection.close()
    return found


def rows_of_the_inbox(town: Town) -> set[tuple[object, ...]]:
    """What is left of the updates that the bot was told, but for their number, sender and time."""
    connection = opened(town)
    left = {tuple(row) for row in connection.execute("SELECT state, body, answer FROM inbox")}
    connection.close()
    return left


def opened(town: Town) -> sqlite3.Connection:
    assert town.database.file is not None
    connection = sqlite3.connect(town.database.file)
    connection.row_factory = sqlite3.Row
    return connection
