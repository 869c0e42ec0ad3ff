"""What somebody calls their partner: said in their days, nowhere else, and taken away again."""

from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml


async def names(somebody: Somebody, name: str) -> None:
    await somebody.says("/settings")
    await somebody.taps("A name for your partner")
    await somebody.says(name)


async def test_the_days_say_the_name_and_settings_take_it_away(alice: Somebody) -> None:
    await alice.enrols()
    await names(alice, "Rim <3")
    assert alice.told.startswith("Then the days say Rim <3.")

    day = await alice.gets_the_next_day()
    assert "then look at Rim <3 for a moment" in day.text
    await alice.says("/settings")
    assert "The days call your partner Rim <3." in alice.told

    await alice.taps("A name for your partner")
    await alice.taps("Take the name away")
    await alice.says("/today")
    assert "then look at your partner for a moment" in alice.told
    assert await alice.words() == []


async def test_a_name_is_at_most_thirty_characters(alice: Somebody) -> None:
    await alice.enrols()
    await names(alice, "x" * 31)
    assert alice.told.startswith("A name here has at most 30 characters.")

    await alice.says("x" * 30)

    assert alice.told.startswith("Then the days say xxx")


async def test_what_comes_closed_never_shows_it_and_it_is_sealed(town: Town, ben: Somebody) -> None:
    town.discreet = True
    await ben.enrols()
    await names(ben, "Quillabelle")

    await ben.gets_the_next_day()
    assert "Quillabelle" not in ben.told
    await ben.taps("Open")
    assert "Quillabelle" in ben.told
    with open(town.database_url.partition("///")[2], "rb") as file:  # noqa: ASYNC230, PTH123  (a small file of this test)
        assert b"Quillabelle" not in file.read()


async def test_nobody_else_is_told_the_name(alice: Somebody, ben: Somebody) -> None:
    await alice.enrols()
    await ben.enrols()
    await names(alice, "Quillabelle")

    await alice.gets_the_next_day()

    assert "Quillabelle" in alice.told
    assert not any("Quillabelle" in message.text for message in ben.inbox)


async def test_a_name_in_another_track_is_said_too(bare_town: Town) -> None:
    await bare_town.publishes(track_yaml())
    alice = bare_town.somebody("Alice", 1002)
    await alice.enrols()
    await names(alice, "{partner}")

    assert alice.told.startswith("Then the days say partner.")
