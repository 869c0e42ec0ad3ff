"""The picture of how far somebody has come: a path of marks, light or dark, with nothing on it that could break."""

from tests.stories.town import Somebody, Town

PNG = b"\x89PNG"


async def test_progress_is_a_picture_with_its_words(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.taps("Done")

    await alice.says("/progress")

    assert alice.newest.photo is not None
    assert alice.newest.photo.content.startswith(PNG)
    assert "1 of 30 days have come." in alice.told
    assert "/journal" in alice.told


async def test_the_picture_is_dark_for_who_wants_it_so_and_stays_dark(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.says("/progress")
    light = alice.newest.photo

    await alice.taps("Dark picture")
    await town.restarts()
    await alice.says("/progress")

    dark = alice.newest.photo
    assert light is not None
    assert dark is not None
    assert dark.content != light.content
    assert alice.newest.buttons == [["Light picture"]]


async def test_a_foreign_button_changes_nobodys_pictures(alice: Somebody, ben: Somebody, town: Town) -> None:
    await alice.enrols()
    await ben.enrols()
    await alice.says("/progress")

    ben.person.taps_data(alice.newest.data[0][0] or "")
    await town.settles()

    await alice.says("/progress")
    assert alice.newest.buttons == [["Dark picture"]]


async def test_who_is_answered_plainly_gets_words_alone(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("I want to kill myself")

    await alice.says("/progress")

    assert alice.newest.photo is None
    assert "did or tried" not in alice.told
    assert "/journal has what you wrote" in alice.told
