"""Small gains: noted in a few words at any time, thanked for and never graded, and nobody else's business."""

from datetime import timedelta

import pytest

from bot.retention import let_go
from curriculum.gain import Gain, Whose
from curriculum.safety import ContentClass
from tests.stories.town import Somebody, Town

THANKED = "Thank you for noticing."
ASKED = "What did you notice?"
CHANGED = "I changed it in what I keep, too."


async def gains_of(one: Somebody) -> list[Gain]:
    """What is kept of this person's gains."""
    async with one.town.database.unit() as unit:
        person = await unit.people.known(one.telegram_id)
        assert person is not None
        now = one.town.clock()
        return await unit.gains.between(person.id, now - timedelta(days=1000), now + timedelta(days=1))


async def words_of(one: Somebody) -> list[str]:
    return [gain.words for gain in await gains_of(one)]


async def test_a_gain_behind_the_command_is_kept_at_once(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    await alice.says("/gain We laughed at <the same> joke")

    assert await words_of(alice) == ["We laughed at <the same> joke"]
    assert alice.told.startswith(THANKED)
    assert await alice.words() == []


async def test_the_command_alone_asks_and_the_next_words_are_the_gain(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    await alice.says("/gain")
    assert alice.told.startswith(ASKED)
    await alice.says("There was tea when I came home")
    await alice.says("And the day was good")

    assert await words_of(alice) == ["There was tea when I came home"]
    assert await alice.words() == [(1, "And the day was good")]


@pytest.mark.parametrize("between", ["/today", "a day", "a check-in", "a reply to a day"])
async def test_what_comes_between_ends_the_question(alice: Somebody, between: str) -> None:
    await alice.enrols()
    day = await alice.gets_the_next_day()
    await alice.says("/gain")

    match between:
        case "/today":
            await alice.says("/today")
        case "a day":
            await alice.gets_the_next_day()
        case "a check-in":
            await alice.taps("Done", day)
    await alice.says("It was fine", reply_to=day if between == "a reply to a day" else None)

    assert await words_of(alice) == []
    assert [words for _, words in await alice.words()] == ["It was fine"]


@pytest.mark.parametrize("under", ["the day", "the answer to it"])
async def test_a_gain_is_one_tap_away(alice: Somebody, under: str) -> None:
    await alice.enrols()
    day = await alice.gets_the_next_day()
    if under == "the answer to it":
        await alice.taps("Tried", day)
        day = next(message for message in reversed(alice.inbox) if ["A small gain"] in message.buttons)

    await alice.taps("A small gain", day)
    await alice.says("A hand on my shoulder")

    assert await words_of(alice) == ["A hand on my shoulder"]


async def test_no_gain_is_asked_for_after_it_was_worse(alice: Somebody) -> None:
    await alice.enrols()
    day = await alice.gets_the_next_day()

    await alice.taps("Made it worse", day)

    answer = next(message for message in reversed(alice.inbox) if "Pause for now" in str(message.buttons))
    assert "A small gain" not in str(answer.buttons)


async def test_whose_it_was_may_be_said_and_said_anew(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/gain A look across the table")
    assert [gain.whose for gain in await gains_of(alice)] == [None]

    await alice.taps("My partner's")
    await alice.taps("Ours")

    assert [gain.whose for gain in await gains_of(alice)] == [Whose.OURS]
    assert alice.newest.buttons == [["Mine", "My partner's", "✓ Ours"]]


async def test_a_gain_needs_no_track(alice: Somebody) -> None:
    await alice.starts()
    await alice.says("/gain Nothing is kept before the yes")
    await alice.taps("I am an adult and I agree")
    await alice.is_classed(ContentClass.OPEN)

    await alice.says("/gain One on the way")
    await alice.says("/gain")
    assert alice.told.startswith("Write it behind the command")
    await alice.says("08:00")
    await alice.says("Berlin")
    await alice.gets_the_next_day()
    await alice.says("/pause")
    await alice.says("/gain One on a pause")
    await alice.says("/stop")
    await alice.taps("Yes, leave")
    await alice.says("/gain One after it all")

    assert await words_of(alice) == [
        "One on the way",
        "One on a pause",
        "One after it all",
    ]


async def test_who_never_agreed_has_nothing_kept(alice: Somebody) -> None:
    await alice.starts()

    await alice.says("/gain She smiled")

    assert await words_of(alice) == []


async def test_a_very_long_gain_is_kept_whole(alice: Somebody) -> None:
    await alice.enrols()
    long = "a little more " * 280

    await alice.says(f"/gain {long}")

    assert await words_of(alice) == [long.strip()]


async def test_an_edit_changes_it_for_two_days(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.says("/gain There was te")
    behind = alice.person.chat[-2]
    await alice.says("/gain")
    await alice.says("And cak")
    asked_for = alice.person.chat[-2]

    alice.person.edits(behind, "/gain There was tea")
    await town.settles()
    alice.person.edits(asked_for, "And cake")
    await town.settles()
    assert await words_of(alice) == ["There was tea", "And cake"]
    assert alice.told == CHANGED
    told = len(alice.inbox)
    alice.person.edits(asked_for, "And cake")
    await town.settles()
    assert len(alice.inbox) == told
    town.clock.move(timedelta(hours=48, seconds=1))
    alice.person.edits(behind, "/gain There was none")
    await town.settles()

    assert await words_of(alice) == ["There was tea", "And cake"]
    assert alice.told.startswith("What I keep stays as it was")


@pytest.mark.parametrize("way", ["behind the command", "asked for", "edited in"])
async def test_the_watch_reads_gains_like_all_words(alice: Somebody, town: Town, way: str) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    cry = "I want to kill myself"
    match way:
        case "behind the command":
            await alice.says(f"/gain {cry}")
        case "asked for":
            await alice.says("/gain")
            await alice.says(cry)
        case _:
            await alice.says("/gain A good hour")
            alice.person.edits(alice.person.chat[-2], f"/gain {cry}")
            await town.settles()

    assert alice.told.startswith("I stop here for a moment")
    assert (await alice.walk()).held


async def test_who_is_on_hold_is_answered_plainly(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("I want to kill myself")

    await alice.says("/gain A friend called")

    assert await words_of(alice) == ["A friend called"]
    assert alice.told.startswith("Kept as you wrote it.")
    assert "Thank" not in alice.told
    assert ["I am safe, go on"] in alice.newest.buttons


async def test_a_gain_in_a_flood_is_kept(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    for number in range(40):
        alice.person.says(f"/gain Number {number}")
    await town.settles()

    assert len(await words_of(alice)) == 40


async def test_a_foreign_button_changes_nothing(alice: Somebody, ben: Somebody, town: Town) -> None:
    await alice.enrols()
    await ben.enrols()
    await alice.says("/gain Mine to tell")
    data = alice.newest.data[0][0]
    day = await alice.gets_the_next_day()
    (asks,) = [data for row in day.data for data in row if data is not None and data.startswith("kg:")]

    for carried in (data, asks):
        ben.person.taps_data(carried)
        await town.settles()
        assert ben.toasts[-1].startswith("That button is not in use any more")

    assert [gain.whose for gain in await gains_of(alice)] == [None]
    await ben.says("Fine")
    assert await words_of(ben) == []


async def test_gains_go_with_the_words_when_their_time_is_over(alice: Somebody, ben: Somebody, town: Town) -> None:
    for one in (alice, ben):
        await one.enrols()
        await one.says("/gain Tea on the balcony")
    await let_go(town.database, town.clock() + timedelta(days=1000))
    assert len(await words_of(alice)) == 1  # the track is not over
    await alice.says("/stop")
    await alice.taps("Yes, leave")

    await let_go(town.database, town.clock() + timedelta(days=90))
    assert len(await words_of(alice)) == 1
    await let_go(town.database, town.clock() + timedelta(days=90, seconds=1))

    assert await words_of(alice) == []
    assert len(await words_of(ben)) == 1


@pytest.mark.parametrize("on_a_track_again", [False, True])
async def test_who_keeps_no_words_after_a_track_has_a_gain_for_a_day_and_is_told_so(
    alice: Somebody, town: Town, on_a_track_again: bool
) -> None:
    await alice.enrols()
    person = (await alice.walk()).person
    async with town.database.unit() as unit:
        await unit.people.keep_words_for(person, days=0)
    await alice.says("/gain While on the track")
    assert "for a day" not in alice.told
    await alice.says("/stop")
    await alice.taps("Yes, leave")
    town.clock.move(timedelta(minutes=1))

    await alice.says("/gain After it")
    assert "It is kept as you wrote it for a day" in alice.told
    await alice.taps("Mine")
    assert "It is kept as you wrote it for a day" in alice.told
    await let_go(town.database, town.clock() + timedelta(hours=1))
    assert await words_of(alice) == ["After it"]
    if on_a_track_again:
        await alice.says("/start thirty-calm-days")
        await alice.says("08:00")
        await alice.says("Berlin")
    await let_go(town.database, town.clock() + timedelta(days=1, seconds=1))

    assert await words_of(alice) == (["After it"] if on_a_track_again else [])


async def test_who_is_on_hold_and_keeps_no_words_is_told_so_too(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    person = (await alice.walk()).person
    async with town.database.unit() as unit:
        await unit.people.keep_words_for(person, days=0)
    await alice.says("/stop")
    await alice.taps("Yes, leave")
    await alice.says("I want to kill myself")

    await alice.says("/gain A friend called")

    assert alice.told.startswith("It is kept as you wrote it for a day")
    assert "Thank" not in alice.told


async def test_the_choice_how_long_words_are_kept_tells_of_gains(alice: Somebody) -> None:
    await alice.enrols()

    await alice.says("/settings")
    await alice.taps("How long words are kept")

    assert "What you note by /gain is kept in the same way" in alice.told


async def test_gains_are_in_privacy_and_export_and_go_with_forget(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/gain A song in the kitchen")

    await alice.says("/privacy")
    assert "the small gains that you note by /gain" in alice.inbox[-2].text
    await alice.says("/export")
    files = [message.document.content.decode() for message in alice.inbox if message.document is not None]
    assert ["A song in the kitchen" in file for file in files] == [True, True]
    await alice.says("/forget")
    await alice.taps("Erase everything")

    assert "the small gains that you note by /gain: 1" in alice.told
    assert "0 entries of yours are left" in alice.told


async def test_a_gain_closes_a_question_of_the_settings(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says("/settings")
    await alice.taps("Another place")

    await alice.says("/gain She made room for me")
    await alice.says("Paris")

    assert await alice.words() == [(1, "Paris")]
    assert (await alice.walk()).zone == "Europe/Berlin"
