"""One's own journal: paged through and searched, opened for oneself alone, and nothing of it where it could be read."""

import asyncio
from datetime import timedelta

import pytest

from bot.retention import let_go
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

HEAD = "Your journal, newest first"


async def has_written(one: Somebody) -> None:
    """Words on a day, a gain, a voice note."""
    await one.enrols()
    await one.gets_the_next_day()
    await one.says("We had TEA & <cake> on the balcony")
    await one.says("/gain A hand on my shoulder")
    one.person.sends_voice()
    await one.town.settles()


async def test_the_journal_shows_what_was_written_newest_first(alice: Somebody) -> None:
    await has_written(alice)

    await alice.says("/journal")

    assert alice.told.startswith(HEAD)
    places = [
        alice.told.index(part)
        for part in ("A voice note", "A hand on my shoulder", "We had TEA & <cake> on the balcony")
    ]
    assert places == sorted(places)
    assert "Day 1 of Thirty calm days, 5 May 2026" in alice.told
    assert "A small gain, 5 May 2026" in alice.told


async def test_an_empty_journal_says_what_comes_into_it(alice: Somebody) -> None:
    await alice.enrols()

    await alice.says("/journal")

    assert alice.told.startswith("Nothing is in your journal now.")
    assert alice.newest.buttons == [["A small gain"]]


async def test_pages_are_leafed_through_in_one_message(alice: Somebody) -> None:
    await alice.enrols()
    for number in range(12):
        await alice.says(f"/gain Number {number} of them")
        alice.town.clock.move(timedelta(minutes=1))
    await alice.says("/journal")
    told = len(alice.inbox)
    assert "Number 11 of" in alice.told
    assert "Number 6 of" not in alice.told
    assert alice.newest.buttons == [["Older ▶"]]

    await alice.taps("Older ▶")
    await alice.taps("Older ▶")

    assert len(alice.inbox) == told
    assert "Number 1 of" in alice.told
    assert "Number 2 of" not in alice.told
    assert alice.newest.buttons == [["◀ Newer"]]
    await alice.taps("◀ Newer")
    assert "Number 2 of" in alice.told


@pytest.mark.parametrize("wanted", ["tea", "TÉA", "balcony tea", "cake>"])
async def test_a_search_knows_neither_case_nor_accents(alice: Somebody, wanted: str) -> None:
    await has_written(alice)

    await alice.says(f"/journal {wanted}")

    assert alice.told.startswith("Found in your journal")
    assert "We had TEA & <cake> on the balcony" in alice.told
    assert "A hand" not in alice.told


async def test_accents_in_what_was_written_are_found_without_them(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/gain Qué bien, el Señor Pérez se rió")

    await alice.says("/journal senor perez rio")

    assert "Señor Pérez" in alice.told


async def test_what_is_not_there_is_not_found(alice: Somebody) -> None:
    await has_written(alice)

    await alice.says("/journal submarine")

    assert alice.told.startswith("Nothing in your journal has these words.")


async def test_a_search_is_leafed_through_and_its_words_stand_in_no_button(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    for number in range(7):
        await alice.says(f"/gain The kettle, {number}")
        await alice.says(f"/gain Something else, {number}")
        town.clock.move(timedelta(minutes=1))

    await alice.says("/journal kettle")
    assert all("kettle" not in (data or "") for row in alice.newest.data for data in row)
    await town.restarts()
    await alice.taps("Older ▶")

    assert "The kettle, 1" in alice.told
    assert "The kettle, 0" in alice.told
    assert "Something else" not in alice.told


async def test_what_was_looked_for_is_forgotten_within_a_day(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    for number in range(7):
        await alice.says(f"/gain The kettle, {number}")
    await alice.says("/journal kettle")

    town.clock.move(timedelta(days=1, seconds=1))
    await alice.taps("Older ▶")
    assert alice.toasts[-1].startswith("That button is not in use any more")
    await let_go(town.database, town.clock())

    await alice.says("/privacy")
    async with town.database.unit() as unit:
        person = await unit.people.known(alice.telegram_id)
        assert person is not None
        token = (alice.inbox[-3].data[-1][0] or "").split(":")[1]
        assert await unit.journal.search(person.id, token, asked_since=town.clock() - timedelta(days=9)) is None


async def test_long_entries_are_cut_and_can_be_opened(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    long = " ".join(f"word{number}" for number in range(500))[:4000]
    await alice.says(long)
    await alice.says("/journal")
    assert " …" in alice.told
    assert "word400" not in alice.told

    await alice.taps("Open 1")

    told = "".join(message.text for message in alice.inbox[-2:])
    assert "word100" in told
    assert long[-30:] in told
    assert alice.newest.buttons == [["Back to the journal"]]
    await alice.taps("Back to the journal")
    assert alice.told.startswith(HEAD)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("I " + "x" * 400, "I " + "x" * 278 + " …"),
        ("笑" * 400, "笑" * 280 + " …"),
        ("a " + " " * 300 + "b", "a …"),
        ("word " * 100, ("word " * 56).strip() + " …"),
    ],
)
async def test_an_entry_is_cut_at_a_gap_if_there_is_one_near(alice: Somebody, words: str, shown: str) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says(words)

    await alice.says("/journal")

    assert shown in alice.told


async def test_a_page_that_has_become_empty_leads_back(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    for number in range(6):
        await alice.says(f"/gain Number {number}")
    await alice.says("/journal")
    await alice.says("/stop")
    await alice.taps("Yes, leave", alice.newest)
    journal = next(message for message in alice.inbox if message.text.startswith(HEAD))
    await let_go(town.database, town.clock() + timedelta(days=91))

    await alice.taps("Older ▶", journal)
    (page,) = [message for message in alice.inbox if message.text == "Nothing is on this page any more."]
    await alice.taps("Back to the journal", page)

    assert any(message.text.startswith("Nothing is in your journal now.") for message in alice.inbox)


async def test_what_another_track_brought_stays(bare_town: Town) -> None:
    await bare_town.publishes(track_yaml())
    await bare_town.publishes(track_yaml(track="other", title="Another thirty"))
    alice = bare_town.somebody("Alice", 1002)
    await alice.enrols(link="thirty-calm-days")
    await alice.gets_the_next_day()
    await alice.says("On the first track")
    await alice.says("/stop")
    await alice.taps("Yes, leave")
    await alice.says("/start other")
    await alice.says("08:00")
    await alice.says("Berlin")
    await alice.gets_the_next_day()
    await alice.says("On the second one")

    await alice.says("/journal")

    assert "Day 1 of Thirty calm days" in alice.told
    assert "Day 1 of Another thirty" in alice.told


async def test_nobody_else_sees_any_of_it(alice: Somebody, ben: Somebody, town: Town) -> None:
    await has_written(alice)
    await alice.says("/gain " + "A long evening " * 40)
    for number in range(6):
        await alice.says(f"/gain A long evening, {number}")
    await ben.enrols()
    carried = []
    for says in ("/journal", "/journal evening"):
        await alice.says(says)
        carried += [data for row in alice.newest.data for data in row if data is not None]
    await alice.taps("Older ▶")
    carried += [data for row in alice.newest.data for data in row if data is not None]
    async with town.database.unit() as unit:
        other = await unit.people.known(ben.telegram_id)
        assert other is not None
    forged = [data.replace(data.split(":")[1], other.token) for data in carried]

    for data in [*carried, *forged]:
        town.clock.move(timedelta(seconds=10))
        ben.person.taps_data(data)
        await town.settles()

    assert all("evening" not in message.text for message in ben.inbox)
    await ben.says("/journal evening")
    assert ben.told.startswith("Nothing in your journal has these words.")


async def test_a_search_of_thousands_of_entries_holds_up_nobody(alice: Somebody, ben: Somebody, town: Town) -> None:
    await alice.enrols()
    await ben.enrols()
    await alice.says("/gain The needle")
    async with town.database.unit() as unit:
        person = await unit.people.known(alice.telegram_id)
        assert person is not None
        for number in range(3000):
            await unit.gains.keep(
                person.id,
                f"Hay {number}",
                message_id=10_000 + number,
                on=town.clock().date(),
                zone="Europe/Berlin",
                now=town.clock(),
            )

    alice.person.says("/journal needle")
    ben.person.says("/gain Meanwhile")
    await asyncio.wait_for(town.settles(), timeout=30)

    assert "The needle" in alice.told
    assert ben.told.startswith("Thank you for noticing.")
