"""The clock of the machine jumps, or the rules of a zone change: nobody gets a nudge at a wrong hour, nobody loses one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot import zone_data
from bot.chat import nudge_messages
from bot.delivery import Delivery
from bot.planning import Planning
from curriculum.nudge import NudgeState
from curriculum.timing import edition, local
from storage.facts import ZONE_DATA
from tests.stories.town import Somebody, Town


def delivery(town: Town, steady: Callable[[], bool]) -> Delivery:
    return Delivery(
        town.database, town.app.sending, nudge_messages.going_out, town.clock, lease=town.app.lease, steady=steady
    )


async def test_while_the_clock_is_not_to_be_trusted_nothing_is_planned_or_given_up(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.clock.move(timedelta(days=300))

    await Planning(town.database, town.clock, steady=lambda: False).plan_due()

    assert await alice.ledger() == []
    town.clock.move(timedelta(days=-300))
    assert (await alice.gets_the_next_day()).text.startswith("Day 1:")


async def test_while_the_clock_is_not_to_be_trusted_nothing_is_sent(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None
    town.clock.move_to(walk.due_at)
    await town.app.planning.plan_due()

    await delivery(town, lambda: False).send_planned()
    assert alice.days == []

    await town.settles()
    assert len(alice.days) == 1
    assert [nudge.state for nudge in await alice.ledger()] == [NudgeState.SENT]


async def test_new_rules_of_a_zone_move_the_next_nudge_to_the_persons_own_hour(alice: Somebody, town: Town) -> None:
    await alice.enrols(hour="08:00", city="Berlin")
    planned = await alice.walk()
    assert planned.due_at is not None
    async with town.database.unit() as unit:  # as if summer time had been unknown when it was planned
        await unit.enrolments.save(planned, replace(planned, due_at=planned.due_at + timedelta(hours=1)))
        await unit.facts.remember(ZONE_DATA, "an older edition")

    assert await zone_data.replan(town.database) == 1

    assert await alice.walk() == planned
    day = await alice.gets_the_next_day()
    assert f"{local(day.at, 'Europe/Berlin'):%H}" == "08"
    async with town.database.unit() as unit:
        assert await unit.facts.get(ZONE_DATA) == edition()


async def test_with_the_same_rules_nothing_is_planned_again(alice: Somebody, ben: Somebody, town: Town) -> None:
    await alice.enrols(hour="08:00", city="Berlin")
    await ben.enrols(hour="23:50", city="Auckland")
    before = [await alice.walk(), await ben.walk()]

    assert await zone_data.replan(town.database) == 0
    assert await zone_data.replan(town.database) == 0

    assert [await alice.walk(), await ben.walk()] == before
