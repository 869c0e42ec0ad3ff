"""Somebody whose answers come in the small hours is asked whether they are somewhere else; nothing changes by itself."""

from datetime import timedelta

from curriculum.safety import ContentClass
from tests.stories.town import Somebody, Town

ASKS = "Your answers come in the small hours of Berlin."


async def answers_at_night(alice: Somebody, town: Town, nights: int) -> None:
    """On so many days she answers at three in the morning after."""
    for _ in range(nights):
        day = await alice.gets_the_next_day()
        town.clock.move_to((town.clock() + timedelta(days=1)).replace(hour=1, minute=0))
        await alice.taps("Done", day)


async def test_after_three_nights_another_place_is_offered_and_nothing_is_changed(alice: Somebody, town: Town) -> None:
    await alice.enrols()

    await answers_at_night(alice, town, 2)
    assert not any(ASKS in message.text for message in alice.inbox)

    await answers_at_night(alice, town, 1)
    assert alice.told.startswith(ASKS)
    assert alice.newest.buttons == [["Another place"], ["No, I am up late"]]
    assert (await alice.walk()).zone == "Europe/Berlin"

    await alice.taps("Another place")
    await alice.says("Tokyo")
    assert (await alice.walk()).zone == "Asia/Tokyo"


async def test_who_is_up_late_is_not_asked_again(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await answers_at_night(alice, town, 3)

    await alice.taps("No, I am up late")
    assert "nothing is changed" in alice.told
    await answers_at_night(alice, town, 4)

    assert sum(ASKS in message.text for message in alice.inbox) == 0  # the question itself was answered
    assert (await alice.walk()).zone == "Europe/Berlin"


async def test_who_answers_by_day_or_writes_commands_at_night_is_not_asked(alice: Somebody, town: Town) -> None:
    await alice.enrols(content_class=ContentClass.RESTRICTED)
    for _ in range(4):
        day = await alice.gets_the_next_day()
        await alice.taps("Done", day)
        town.clock.move_to((town.clock() + timedelta(days=1)).replace(hour=1, minute=0))
        await alice.says("/today")

    assert not any(ASKS in message.text for message in alice.inbox)
