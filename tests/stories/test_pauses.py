"""A pause that has an end: said with a button or in words, kept through the change of clocks, and ended sooner at will."""

from datetime import date, timedelta

import pytest

from curriculum.enrolment import Standing
from curriculum.timing import local
from tests.stories.town import Somebody, Town

DAY = timedelta(days=1)


async def arrived(somebody: Somebody, number: int = -1) -> tuple[date, str]:
    """On which local date a day came, and at what time."""
    here = local(somebody.days[number].at, (await somebody.walk()).zone)
    return here.date(), f"{here:%H:%M}"


async def today(somebody: Somebody) -> date:
    return local(somebody.town.clock(), (await somebody.walk()).zone).date()


@pytest.fixture
async def alice(alice: Somebody) -> Somebody:
    """Alice, to whom a day has come."""
    await alice.enrols()
    await alice.gets_the_next_day()
    return alice


async def test_a_pause_for_three_days_ends_by_itself_at_the_persons_hour(alice: Somebody, town: Town) -> None:
    began = await today(alice)
    await alice.says("/pause")
    await alice.taps("3 days")

    assert "You are on a pause until" in alice.told
    await town.passes(4 * DAY)

    assert await arrived(alice, 1) == (began + 3 * DAY, "08:00")
    assert alice.days[1].text.startswith("Day 2: ")
    walk = await alice.walk()
    assert (walk.standing, walk.paused_until) == (Standing.UNDER_WAY, None)


@pytest.mark.parametrize("words", ["5 days", "for five days", "5 días"])
async def test_the_end_may_be_typed_after_the_command_or_with_it(alice: Somebody, town: Town, words: str) -> None:
    began = await today(alice)
    await alice.says("/pause")
    await alice.says(words)
    assert (await alice.walk()).paused_until == began + 5 * DAY

    await alice.says("/resume")
    await alice.says(f"/pause {words}")
    walk = await alice.walk()
    assert (walk.standing, walk.paused_until) == (Standing.PAUSED, began + 5 * DAY)

    await town.passes(6 * DAY)
    assert await arrived(alice, 1) == (began + 5 * DAY, "08:00")


async def test_a_date_may_be_typed_and_settings_and_today_say_until_when(alice: Somebody) -> None:
    await alice.says("/pause until 24 December")

    assert "until Thursday 24 December" in alice.told
    await alice.says("/settings")
    assert "You are on a pause until Thursday 24 December." in alice.told
    assert "Next:" in alice.told
    await alice.says("/today")
    assert alice.told.startswith("You are on a pause until Thursday 24 December.")
    assert alice.inbox[-2].text.startswith("Day 1: ")


async def test_what_names_no_date_begins_the_pause_all_the_same(alice: Somebody) -> None:
    await alice.says("/pause somewhen")

    assert "I did not understand that as a date." in alice.told
    walk = await alice.walk()
    assert (walk.standing, walk.paused_until) == (Standing.PAUSED, None)


@pytest.mark.parametrize(("words", "answer"), [("0 days", "not to come"), ("400 days", "more than a year")])
async def test_the_past_and_more_than_a_year_are_refused_kindly(alice: Somebody, words: str, answer: str) -> None:
    await alice.says("/pause")
    await alice.says(words)

    assert answer in alice.told
    assert (await alice.walk()).paused_until is None


async def test_words_about_a_day_are_kept_while_the_end_of_a_pause_is_asked(alice: Somebody) -> None:
    await alice.says("/pause")
    await alice.says("It was quiet between us.")

    assert await alice.words() == [(1, "It was quiet between us.")]
    assert alice.told.startswith("Thank you. Kept with day 1.")

    await alice.says("10")  # and what is written later is not about the pause

    assert (await alice.walk()).paused_until is None


async def test_a_pause_can_be_ended_sooner_and_an_end_can_be_taken_back(alice: Somebody, town: Town) -> None:
    await alice.says("/pause 5 days")
    await alice.taps("Until I say so")
    assert "until you say so" in alice.told
    await town.passes(6 * DAY)
    assert len(alice.days) == 1

    await alice.says("/pause 5 days")
    await alice.taps("Resume")
    await town.passes(2 * DAY)
    assert len(alice.days) > 1


@pytest.mark.parametrize(("hour", "came"), [("02:30", "03:30"), ("08:00", "08:00")])
async def test_a_pause_ends_at_its_hour_when_the_clocks_are_moved(
    town: Town, ben: Somebody, hour: str, came: str
) -> None:
    town.clock.move_to(town.clock().replace(year=2027, month=3, day=22))
    await ben.enrols(hour=hour)
    await ben.gets_the_next_day()

    await ben.says("/pause until 28 March")  # on which Berlin goes from 02:00 to 03:00
    await town.passes(8 * DAY)

    assert await arrived(ben, 1) == (date(2027, 3, 28), came)


async def test_a_pause_that_ended_while_the_bot_was_down_brings_one_day(alice: Somebody, town: Town) -> None:
    await alice.says("/pause 3 days")

    await town.sleeps_until(town.clock() + 5 * DAY)
    await town.passes(timedelta(hours=23))

    assert len(alice.days) == 2


async def test_a_button_of_somebody_elses_changes_nothing(alice: Somebody, ben: Somebody) -> None:
    await alice.says("/pause")
    await ben.starts()
    before = await alice.walk()

    ben.person.taps_data(str(alice.newest.data[0][0]))
    await ben.town.settles()

    assert await alice.walk() == before
