"""What is on its way when somebody moves, leaves, or blocks the bot: still one day a date, eight hours apart."""

from datetime import datetime, timedelta

from curriculum.nudge import NudgeState
from curriculum.timing import APART, local
from tests.stories.town import Somebody, Town


async def states(somebody: Somebody) -> list[NudgeState]:
    return [nudge.state for nudge in await somebody.ledger()]


async def falls_due(somebody: Somebody) -> datetime:
    """The next nudge of this person is planned, and not sent yet."""
    due_at = (await somebody.walk()).due_at
    assert due_at is not None
    somebody.town.clock.move_to(due_at)
    await somebody.town.app.planning.plan_due()
    return due_at


async def says_at_once(somebody: Somebody, *words: str) -> None:
    """Writes, and taps what is written like a button, before anything is planned or sent."""
    for word in words:
        labels = [label for row in somebody.newest.buttons for label in row]
        (somebody.person.taps if word in labels else somebody.person.says)(word)
        await somebody.town.listens()


async def changes_hour(somebody: Somebody, hour: str) -> None:
    await says_at_once(somebody, "/settings", "Another hour", hour)


async def moves_to(somebody: Somebody, city: str) -> None:
    await says_at_once(somebody, "/settings", "Another place", city)


async def arrives_late_and_unanswered(somebody: Somebody) -> datetime:
    """A nudge of the evening goes out more than two hours late, and nobody hears that it arrived."""
    due_at = await falls_due(somebody)
    somebody.town.clock.move_to(due_at + timedelta(minutes=140))
    somebody.town.sandbox.faults.answer_lost()
    await somebody.town.app.delivery.send_planned()
    assert await states(somebody) == [NudgeState.AMBIGUOUS]
    return somebody.days[-1].at


async def test_a_nudge_that_was_planned_before_a_move_does_not_follow_into_a_date_that_has_had_one(
    alice: Somebody, town: Town
) -> None:
    await alice.enrols(hour="23:00")
    await alice.gets_the_next_day()
    await changes_hour(alice, "08:00")
    await falls_due(alice)

    await moves_to(alice, "Honolulu")  # where it is still the evening of the date on which day 1 came
    await town.settles()

    assert len(alice.days) == 1
    assert await states(alice) == [NudgeState.SENT, NudgeState.CANCELLED]
    second = await alice.gets_the_next_day()
    assert second.text.startswith("Day 2:")
    dates = [local(day.at, "Pacific/Honolulu").date() for day in alice.days]
    assert dates[0] < dates[1]


async def test_a_nudge_that_waited_too_long_to_be_repeated_came_when_it_was_asked_for(
    alice: Somebody, town: Town
) -> None:
    await alice.enrols(hour="20:00")
    came_at = await arrives_late_and_unanswered(alice)
    town.sandbox.faults.too_many(retry_after=1800, times=None)
    await town.ticks(timedelta(minutes=40), every=timedelta(minutes=5))
    assert await states(alice) == [NudgeState.UNKNOWN]
    town.sandbox.faults.clear()

    await changes_hour(alice, "04:15")

    assert (await alice.gets_the_next_day()).at - came_at >= APART


async def test_who_leaves_and_starts_again_under_a_nudge_on_its_way_gets_the_next_no_sooner(
    alice: Somebody, town: Town
) -> None:
    await alice.enrols(hour="20:00")
    came_at = await arrives_late_and_unanswered(alice)
    before = await alice.walk()

    await says_at_once(alice, "/stop", "Yes, leave", "/start", "04:15", "Berlin")

    assert (await alice.walk()).id != before.id
    assert (await alice.gets_the_next_day()).at - came_at >= APART


async def test_a_day_that_may_have_come_before_the_block_does_not_come_again_after_it(
    alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    town.sandbox.faults.answer_lost()
    await alice.gets_the_next_day()

    alice.person.blocks()
    town.clock.move(timedelta(minutes=3))
    await town.app.delivery.send_planned()
    assert await states(alice) == [NudgeState.UNKNOWN]

    await town.settles()
    alice.person.unblocks()
    await town.settles()
    assert (await alice.gets_the_next_day()).text.startswith("Day 2:")
