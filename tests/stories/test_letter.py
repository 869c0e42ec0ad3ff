"""The letter at the end of a track: one's own words, quoted with their dates, for who taps for it and for nobody else."""

from datetime import timedelta

import pytest

from bot.sandbox import Shown
from curriculum.letter import MOST_GAINS
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

HEAD = "A letter in your own words"


@pytest.fixture
async def short(bare_town: Town) -> Town:
    """A town with a track of three days."""
    await bare_town.publishes(track_yaml(length=3, days=dict.fromkeys(range(4, 31))))
    return bare_town


async def walks(one: Somebody, *words: str) -> None:
    """Three days, with words on each as far as there are any."""
    await one.enrols()
    for number in range(3):
        day = await one.gets_the_next_day()
        if number < len(words):
            await one.says(words[number])
        await one.taps("Done", day)


async def test_the_letter_quotes_what_was_written_with_its_date(short: Town) -> None:
    alice = short.somebody("Alice", 1002)
    await walks(alice, "The <first> words", "In the middle", "The last words")
    await alice.says("/gain Tea without asking")

    await alice.taps("My letter")

    letter = next(message.text for message in alice.inbox if message.text.startswith(HEAD))
    assert "The first words, on day 1, 5 May:\nThe <first> words" in letter
    assert "From week 1, on day 3, 7 May:\nThe last words" in letter
    assert "Tea without asking" in letter
    assert "In the middle" not in letter
    assert "shortened where it is long" in letter
    assert alice.newest.photo is not None


async def test_a_letter_without_words_is_short(short: Town) -> None:
    alice = short.somebody("Alice", 1002)
    await walks(alice)

    await alice.taps("My letter")

    assert alice.told.startswith("No words of this track are kept here")
    assert alice.newest.photo is None


async def test_it_does_not_come_by_itself_and_is_in_the_journal_later(short: Town) -> None:
    alice = short.somebody("Alice", 1002)
    await walks(alice, "Only these")
    assert all(HEAD not in message.text for message in alice.inbox)

    await alice.says("/journal")
    await alice.taps("My letter")

    assert any(message.text.startswith(HEAD) for message in alice.inbox)


async def walks_again(one: Somebody) -> None:
    """On the same track, a month later, and two of its days so far."""
    one.town.clock.move(timedelta(days=30))
    await one.says("/start thirty-calm-days")
    await one.says("08:00")
    await one.says("Berlin")
    for number in range(2):
        await one.gets_the_next_day()
        await one.says(f"On the second walk, {number}")
        await one.says(f"/gain A second kettle, {number}")


async def letter_under(one: Somebody, message: Shown) -> str:
    """What the button under this message brings."""
    told = len(one.inbox)
    await one.taps("My letter", message)
    return "".join(said.text for said in one.inbox[told:])


async def test_the_letter_of_a_walk_holds_nothing_of_what_came_after_it(short: Town) -> None:
    alice = short.somebody("Alice", 1002)
    await walks(alice, "The first words")
    end = alice.newest
    await alice.says("/gain Tea without asking")
    short.clock.move(timedelta(days=20))
    for number in range(MOST_GAINS):
        await alice.says(f"/gain Months after, {number}")
    await walks_again(alice)

    letter = await letter_under(alice, end)

    assert "The first words" in letter
    assert "Tea without asking" in letter
    assert "Months after" not in letter
    assert "second" not in letter


async def test_the_letter_stays_within_reach_while_the_next_walk_is_under_way(short: Town) -> None:
    alice = short.somebody("Alice", 1002)
    await walks(alice, "The first words")
    await walks_again(alice)

    await alice.says("/journal")

    assert "The first words" in await letter_under(alice, alice.newest)


async def test_for_who_is_discreet_the_picture_is_covered(short: Town) -> None:
    short.discreet = True
    alice = short.somebody("Alice", 1002)
    await alice.enrols()
    for _ in range(3):
        await alice.gets_the_next_day()
        await alice.taps("Open")
        await alice.says("A few words")
        await alice.taps("Done")

    await alice.taps("My letter")

    sent = [call for call in short.sandbox.calls if call.method == "sendPhoto"][-1]
    assert sent.params["has_spoiler"] in (True, "true")


async def test_nobody_gets_anybody_elses_letter_or_one_before_the_end(short: Town) -> None:
    alice, ben = short.somebody("Alice", 1002), short.somebody("Ben", 1003)
    await ben.enrols()
    await walks(alice, "Only for me")
    (carried,) = [data for row in alice.newest.data for data in row if data is not None and data.startswith("jl:")]
    async with short.database.unit() as unit:
        person = await unit.people.known(ben.telegram_id)
    assert person is not None

    for data in (carried, f"jl:{person.token}", f"jl:{(await ben.ledger())[-1].token}"):
        ben.person.taps_data(data)
        await short.settles()
        assert ben.toasts[-1].startswith("That button is not in use any more")

    assert all(HEAD not in message.text for message in ben.inbox)
