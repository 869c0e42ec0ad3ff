"""Reminders: one quiet line in the evening, for those who want it, about a day that is unanswered."""

from datetime import timedelta

import pytest

from curriculum.nudge import NudgeKind, NudgeState
from curriculum.timing import local
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

LINE = "It is still here, if you want it."
HOUR = timedelta(hours=1)


@pytest.fixture
async def alice(bare_town: Town) -> Somebody:
    """Alice, who wants reminders on a track that has them."""
    await bare_town.publishes(track_yaml(days={day: {"reminder": LINE} for day in range(1, 30)}))
    alice = bare_town.somebody("Alice", 1002)
    await alice.enrols()
    await alice.says("/settings")
    await alice.taps("Remind me in the evening")
    return alice


async def reminders(somebody: Somebody) -> list[NudgeState]:
    return [nudge.state for nudge in await somebody.ledger() if nudge.kind is NudgeKind.REMINDER]


async def test_an_unanswered_day_is_reminded_of_in_the_evening_without_a_sound(alice: Somebody) -> None:
    day = await alice.gets_the_next_day()
    await alice.town.ticks(13 * HOUR, every=timedelta(minutes=10))

    assert alice.told.startswith(LINE)
    assert local(alice.newest.at, "Europe/Berlin").time().hour == 19
    sent = [call for call in alice.town.sandbox.calls if call.method == "sendMessage"][-1]
    assert sent.params["disable_notification"] in (True, "true")
    assert alice.newest.buttons == [["Pressure", "Help"]]
    assert (await alice.walk()).place == 1
    assert day.message_id != alice.newest.message_id


@pytest.mark.parametrize("answer", ["tap", "words"])
async def test_who_has_answered_is_left_in_peace(alice: Somebody, answer: str) -> None:
    day = await alice.gets_the_next_day()
    if answer == "tap":
        await alice.taps("Done", day)
    else:
        await alice.says("It was quiet.")

    await alice.town.ticks(13 * HOUR, every=timedelta(minutes=10))

    assert await reminders(alice) == []


async def test_who_answers_between_planning_and_sending_is_left_in_peace(alice: Somebody) -> None:
    day = await alice.gets_the_next_day()
    remind_at = (await alice.walk()).remind_at
    assert remind_at is not None
    alice.town.clock.move_to(remind_at)
    await alice.town.app.planning.plan_due()

    alice.person.taps("Done", day)
    await alice.town.settles()

    assert await reminders(alice) == [NudgeState.CANCELLED]


async def test_nobody_is_reminded_unasked(alice: Somebody) -> None:
    await alice.says("/settings")
    await alice.taps("No more reminders")
    await alice.gets_the_next_day()

    await alice.town.ticks(13 * HOUR, every=timedelta(minutes=10))

    assert await reminders(alice) == []
    assert (await alice.walk()).remind_at is None


async def test_after_an_outage_no_reminder_comes_late(alice: Somebody) -> None:
    await alice.gets_the_next_day()
    remind_at = (await alice.walk()).remind_at
    assert remind_at is not None

    await alice.town.sleeps_until(remind_at + 2 * HOUR)

    assert await reminders(alice) == []
    assert alice.told.startswith("Day 1: ")


async def test_who_moves_to_another_zone_is_not_reminded_at_night(alice: Somebody) -> None:
    await alice.gets_the_next_day()
    await alice.says("/settings")
    await alice.taps("Another place")
    await alice.says("Auckland")

    await alice.town.ticks(13 * HOUR, every=timedelta(minutes=10))

    assert await reminders(alice) == []


async def test_an_answer_to_a_reminder_is_kept_with_its_day(alice: Somebody) -> None:
    await alice.gets_the_next_day()
    await alice.town.ticks(13 * HOUR, every=timedelta(minutes=10))

    await alice.says("I did it after all.", reply_to=alice.newest)

    assert await alice.words() == [(1, "I did it after all.")]
    assert (await alice.gets_the_next_day()).text.startswith("Day 2: ")


async def test_the_day_after_comes_whatever_became_of_the_reminder(alice: Somebody) -> None:
    await alice.gets_the_next_day()
    await alice.town.ticks(24 * HOUR, every=timedelta(minutes=10))

    assert [day.text.partition(":")[0] for day in alice.days] == ["Day 1", "Day 2"]
    assert await reminders(alice) == [NudgeState.SENT]
