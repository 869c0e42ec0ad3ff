"""Pause, resume, stop: the way waits, and nothing has to be caught up on."""

from datetime import timedelta

from curriculum.enrolment import Standing
from curriculum.nudge import NudgeState
from tests.stories.town import Somebody, Town


async def test_a_pause_holds_the_place_and_resuming_goes_on_from_it(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await town.passes(timedelta(days=2))
    assert alice.told.startswith("Day 2:")

    await alice.says("/pause")
    assert alice.told.startswith("Paused. No message comes until you say so.")
    await town.passes(timedelta(days=4))
    assert len(alice.days) == 2

    await alice.taps("Resume")
    assert "Welcome back. The next one comes" in alice.told
    assert (await alice.gets_the_next_day()).text.startswith("Day 3:")
    assert len(alice.days) == 3


async def test_a_day_has_a_button_for_a_pause(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    await alice.taps("Not now")
    await alice.taps("Pause")

    assert (await alice.walk()).standing is Standing.PAUSED
    assert [nudge.state for nudge in await alice.ledger()] == [NudgeState.CONFIRMED]


async def test_pausing_twice_and_resuming_twice_is_met_calmly(alice: Somebody) -> None:
    await alice.enrols()

    await alice.says("/pause")
    await alice.says("/pause")
    assert "You are on a pause already." in alice.told

    await alice.says("/resume")
    await alice.says("/resume")
    assert alice.told.startswith("You are not on a pause. The next one comes")


async def test_words_during_a_pause_are_kept(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.taps("Not now")
    await alice.taps("Pause")
    await town.passes(timedelta(days=3))

    await alice.says("Still thinking of it.")

    assert alice.told == "Thank you. Kept with day 1. You are on a pause; /resume ends it when you want."
    assert await alice.words() == [(1, "Still thinking of it.")]


async def test_after_a_rest_one_day_comes_and_never_a_backlog(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says("/pause")
    await town.passes(timedelta(days=20, hours=1))
    before = len(alice.inbox)

    await alice.says("/resume")
    await town.passes(timedelta(hours=25))

    assert [message.text.partition(":")[0] for message in alice.inbox[before + 1 :]] == ["Day 2"]


async def test_a_pause_calls_back_what_was_planned(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None
    town.clock.move_to(walk.due_at)
    await town.app.planning.plan_due()

    alice.person.says("/pause")
    await town.listens()
    assert [(nudge.state, nudge.reason) for nudge in await alice.ledger()] == [(NudgeState.CANCELLED, "paused")]

    await town.settles()
    assert alice.days == []

    await alice.says("/resume")
    assert (await alice.gets_the_next_day()).text.startswith("Day 1:")


async def test_leaving_is_asked_once_and_can_be_thought_over(alice: Somebody, town: Town) -> None:
    await alice.enrols()

    await alice.says("/stop")
    assert alice.newest.buttons == [["Yes, leave"], ["Pause instead", "Stay"]]
    await alice.taps("Stay")
    assert "You are on Thirty calm days" in alice.told

    await alice.says("/stop")
    await alice.taps("Yes, leave")
    assert "Done: no more messages." in alice.told
    await town.passes(timedelta(days=3))
    assert alice.days == []
    assert (await alice.walk()).standing is Standing.STOPPED


async def test_a_pause_instead_of_leaving_keeps_the_place(alice: Somebody) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says("/stop")

    await alice.taps("Pause instead")

    walk = await alice.walk()
    assert (walk.standing, walk.place) == (Standing.PAUSED, 1)


async def test_what_was_written_stays_after_leaving_and_old_days_can_be_answered(alice: Somebody) -> None:
    await alice.enrols()
    first = await alice.gets_the_next_day()
    await alice.says("Mine to keep.")
    await alice.says("/stop")
    await alice.taps("Yes, leave")

    await alice.taps("Done", first)

    assert alice.told.startswith("Day 1 is done.")
    assert await alice.words() == [(1, "Mine to keep.")]
    assert (await alice.walk()).standing is Standing.STOPPED


async def test_who_starts_again_on_the_same_day_gets_no_second_nudge_that_day(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.says("/stop")
    await alice.taps("Yes, leave")

    await alice.starts()
    await alice.taps("20:00")
    await alice.says("Berlin")
    await town.passes(timedelta(hours=20))
    assert len(alice.days) == 1

    await town.passes(timedelta(hours=24))
    assert [(day.at.hour, day.at.minute // 5) for day in alice.days] == [(6, 0), (18, 0)]
