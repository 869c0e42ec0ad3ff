"""Once a week: after the end of a track it comes once more, a day a week, for as long as somebody likes."""

from datetime import timedelta

import pytest

from curriculum.enrolment import Standing
from curriculum.nudge import NudgeKind, NudgeState
from curriculum.timing import local
from tests.stories.test_after_the_track import has_come_to_the_end
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

LINE = "It is still here, if you want it."
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


@pytest.fixture
async def town(bare_town: Town) -> Town:
    """A town whose track reminds people in the evening."""
    await bare_town.publishes(track_yaml(days={day: {"reminder": LINE} for day in range(1, 30)}))
    return bare_town


@pytest.fixture
async def alice(town: Town) -> Somebody:
    """Alice, who likes to be reminded, and goes on once a week from a Monday in March."""
    town.clock.move_to(town.clock().replace(year=2027, month=3, day=8))
    alice = town.somebody("Alice", 1002)
    await alice.enrols()
    await alice.says("/settings")
    await alice.taps("Remind me in the evening")
    await has_come_to_the_end(alice)
    await alice.taps("Once a week")
    return alice


async def test_the_end_of_a_track_offers_it_once_a_week(alice: Somebody) -> None:
    walk = await alice.walk()

    assert alice.told.startswith("From now on: Thirty calm days, once a week at 08:00, from its first day.")
    assert (walk.standing, walk.place, walk.every, walk.zone) == (Standing.UNDER_WAY, 0, 7, "Europe/Berlin")
    assert walk.due_at is not None
    assert local(walk.due_at, walk.zone).date() - alice.town.clock().date() == WEEK


async def test_five_weeks_bring_five_days_on_one_weekday_over_the_change_of_the_clocks(
    alice: Somebody, town: Town
) -> None:
    before = len(alice.inbox)
    chosen = local(town.clock(), "Europe/Berlin").date()

    for _ in range(5):
        day = await alice.gets_the_next_day()
        assert "\nThis week\n" in day.text
        assert "Today" not in day.text
        await town.ticks(14 * HOUR, every=HOUR / 2)
        await alice.taps("Tried", day)
        assert "\nThis week\n" in alice.days[-1].text

    ledger = [nudge for nudge in await alice.ledger() if nudge.enrolment == (await alice.walk()).id]
    dates = [nudge.local_date for nudge in ledger]
    assert dates == [chosen + weeks * WEEK for weeks in range(1, 6)]
    assert {local(nudge.due_at, "Europe/Berlin").hour for nudge in ledger} == {8}
    assert len({local(nudge.due_at, "Europe/Berlin").utcoffset() for nudge in ledger}) == 2
    assert {nudge.kind for nudge in ledger} == {NudgeKind.DAY}
    assert not any(LINE in message.text for message in alice.inbox[before:])


async def test_seven_weeks_are_not_looked_back_at(alice: Somebody, town: Town) -> None:
    for _ in range(7):
        await alice.taps("Tried", await alice.gets_the_next_day())
    await town.ticks(14 * HOUR, every=HOUR / 2)

    walk = await alice.walk()
    assert walk.place == 7
    assert {nudge.kind for nudge in await alice.ledger() if nudge.enrolment == walk.id} == {NudgeKind.DAY}


async def test_where_somebody_stands_is_told_as_once_a_week(alice: Somebody) -> None:
    await alice.says("/settings")
    assert "Once a week at 08:00, Berlin time (Europe/Berlin)." in alice.told
    assert ["Every day again, or another track"] in alice.newest.buttons
    assert not {"Remind me in the evening", "No more reminders", "No weekly look back"} & {
        label for row in alice.newest.buttons for label in row
    }
    await alice.says("/progress")
    assert "0 of 30 days have come. One comes each week." in alice.told
    await alice.says("/start")
    assert "It comes once a week." in alice.told
    await alice.says("/today")
    assert alice.told.startswith("No day has come yet. The first one comes")
    await alice.says("/settings")
    await alice.taps("Another hour")
    await alice.taps("20:00")
    assert alice.told.startswith("Changed: once a week at 20:00, Berlin time.")
    await alice.gets_the_next_day()
    await alice.says("/today")
    assert "\nThis week\n" in alice.told


async def test_it_goes_back_to_every_day_by_a_tap_and_reminds_again(alice: Somebody, town: Town) -> None:
    await alice.taps("Tried", await alice.gets_the_next_day())

    await alice.says("/start")
    await alice.taps("Every day again, or another track")
    assert alice.told.startswith("Every day again?")
    await alice.taps("✓ Thirty calm days")

    walk = await alice.walk()
    assert (walk.every, walk.reminded, walk.place) == (1, True, 0)
    assert alice.told.startswith("From now on: Thirty calm days, every day at 08:00.")
    first = await alice.gets_the_next_day()
    assert "\nToday\n" in first.text
    second = await alice.gets_the_next_day()
    assert second.at.date() - first.at.date() == timedelta(days=1)


async def test_it_ends_when_somebody_leaves(alice: Somebody, town: Town) -> None:
    await alice.says("/stop")
    await alice.taps("Yes, leave")
    before = len(alice.inbox)

    await town.passes(3 * WEEK)

    assert len(alice.inbox) == before
    assert (await alice.walk()).standing is Standing.STOPPED


async def test_the_button_of_an_earlier_end_changes_nothing_for_who_is_on_the_way(alice: Somebody) -> None:
    ends = [message for message in alice.inbox if "It is a start, not a finish." in message.text]
    before = await alice.walk()

    await alice.taps("Once a week", ends[-1])

    assert await alice.walk() == before
    assert "It comes once a week." in alice.told


async def test_nobody_goes_on_by_the_button_of_somebody_else(alice: Somebody, town: Town) -> None:
    ben = town.somebody("Ben", 1003)
    await ben.enrols()
    ends = [message for message in alice.inbox if "It is a start, not a finish." in message.text]
    carried = next(data for row in ends[-1].data for data in row if data is not None and data.endswith(":weekly"))

    ben.person.taps_data(carried)
    await town.settles()

    assert ben.toasts[-1].startswith("That button is not in use")
    assert not (await ben.walk()).is_weekly


async def test_after_three_silent_weeks_one_question_comes_and_then_nothing(alice: Somebody, town: Town) -> None:
    before = len(alice.inbox)

    await town.passes(20 * WEEK)

    heads = [message.text.partition("\n")[0].partition(":")[0] for message in alice.inbox[before:]]
    assert heads == [
        "Day 1",
        "Day 2",
        "Day 3",
        "Nothing came back for three weeks, and that is fine. Shall this go on, pause, or end?",
    ]
    await alice.taps("Go on")
    assert "Where would you like to go on?" in alice.told
    assert ["Once more from day 1"] in alice.newest.buttons
    await alice.taps("Go on here")
    assert (await alice.gets_the_next_day()).text.startswith("Day 4: ")


async def test_starting_again_stays_once_a_week(alice: Somebody, town: Town) -> None:
    await town.passes(5 * WEEK)
    await alice.taps("Go on")
    await alice.taps("Start again")
    await alice.taps("Start again")

    walk = await alice.walk()
    assert (walk.every, walk.place) == (7, 0)
    assert alice.told.startswith("All set: Thirty calm days, once a week at 08:00.")


async def test_a_week_that_the_bot_slept_through_is_made_up_for_once(alice: Somebody, town: Town) -> None:
    await alice.taps("Tried", await alice.gets_the_next_day())
    before = len(alice.days)
    due_at = (await alice.walk()).due_at
    assert due_at is not None

    await town.sleeps_until(due_at + 30 * HOUR)
    await town.passes(2 * WEEK)

    dates = [local(message.at, "Europe/Berlin").date() for message in alice.days[before:]]
    missed = local(due_at, "Europe/Berlin").date()
    assert [(on - missed).days for on in dates] == [2, 9]


async def test_a_week_that_was_called_back_is_made_up_for_on_the_next_day(alice: Somebody, town: Town) -> None:
    """It was planned, and the person moved in that moment to where it is another hour."""
    due_at = (await alice.walk()).due_at
    assert due_at is not None
    town.clock.move_to(due_at)
    await town.app.planning.plan_due()
    alice.person.says("/settings")
    await town.listens()
    alice.person.taps("Another place")
    await town.listens()
    await alice.says("Tokyo")

    walk = await alice.walk()
    assert walk.due_at is not None
    assert (await alice.ledger())[-1].state is NudgeState.CANCELLED
    assert walk.due_at - due_at <= timedelta(days=2)
    assert (await alice.gets_the_next_day()).text.startswith("Day 1: ")
