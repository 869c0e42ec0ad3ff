"""When Telegram, the network or this machine fails: nobody is forgotten, and nobody is nudged twice without a fault."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.chat import nudge_messages
from bot.chat.message import Message
from bot.delivery import Delivery
from bot.practice import Shown
from bot.settling import LEASE
from curriculum.nudge import NudgeState
from curriculum.timing import local
from storage.inbox import InboxState
from tests.stories.town import Somebody, Town


async def states(somebody: Somebody) -> list[NudgeState]:
    return [nudge.state for nudge in await somebody.ledger()]


async def test_a_nudge_whose_answer_was_lost_is_sent_once_more_and_not_again(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.answer_lost(times=5)

    await alice.gets_the_next_day()
    assert await states(alice) == [NudgeState.AMBIGUOUS]
    await town.passes(timedelta(seconds=110))
    assert len(alice.days) == 1

    await town.ticks(timedelta(minutes=30))

    assert len(alice.days) == 2
    assert alice.days[0].text == alice.days[1].text
    assert await states(alice) == [NudgeState.UNKNOWN]
    town.sandbox.faults.clear()
    assert (await alice.gets_the_next_day()).text.startswith("Day 2:")


async def test_a_tap_on_the_copy_that_came_prevents_another(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.answer_lost()
    await alice.gets_the_next_day()

    await alice.taps("Done")
    await town.ticks(timedelta(minutes=10))

    assert len(alice.days) == 1
    assert await states(alice) == [NudgeState.CONFIRMED]
    assert (await alice.walk()).place == 1
    assert (await alice.gets_the_next_day()).text.startswith("Day 2:")


async def test_words_alone_prove_nothing_of_a_copy_in_doubt_and_are_kept(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.answer_lost()
    await alice.gets_the_next_day()

    await alice.says("I have read it.")
    await town.ticks(timedelta(minutes=10))

    assert len(alice.days) <= 2
    assert await alice.words() == [(1, "I have read it.")]
    assert await states(alice) in ([NudgeState.SENT], [NudgeState.CONFIRMED])


async def test_a_pause_prevents_the_second_copy(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.answer_lost()
    await alice.gets_the_next_day()

    await alice.says("/pause")
    await town.ticks(timedelta(minutes=10))

    assert len(alice.days) == 1
    assert await states(alice) == [NudgeState.UNKNOWN]


async def test_a_doubt_that_meets_a_429_stays_a_doubt(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.answer_lost()
    await alice.gets_the_next_day()
    town.sandbox.faults.too_many(retry_after=3600, times=None)

    await town.ticks(timedelta(hours=6), every=timedelta(minutes=10))
    assert await states(alice) == [NudgeState.UNKNOWN]

    town.sandbox.faults.clear()
    await alice.taps("Done")
    assert await states(alice) == [NudgeState.CONFIRMED]
    assert (await alice.gets_the_next_day()).text.startswith("Day 2:")


async def test_a_connection_that_breaks_before_anything_was_done_costs_one_try_of_two(
    alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    town.sandbox.faults.drop_connection()

    await alice.gets_the_next_day()
    await town.ticks(timedelta(minutes=3))

    assert len(alice.days) == 1
    assert await states(alice) == [NudgeState.SENT]


async def test_a_sender_that_dies_between_request_and_record_is_made_up_for(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None
    town.clock.move_to(walk.due_at)
    await town.app.planning.plan_due()
    async with town.database.unit() as unit:
        [waiting] = await unit.nudges.waiting(town.clock(), limit=1)
        await unit.nudges.claim(waiting, town.clock(), lease=timedelta(seconds=90))

    await town.restarts()
    assert await states(alice) == [NudgeState.AMBIGUOUS]
    await town.ticks(timedelta(minutes=3))

    assert await states(alice) == [NudgeState.SENT]
    assert len(alice.days) == 1


async def test_a_request_that_would_begin_after_its_claim_has_ended_is_not_made(alice: Somebody, town: Town) -> None:
    """As in a process that was stopped in between: by then another may have sent it."""
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None
    town.clock.move_to(walk.due_at)
    await town.app.planning.plan_due()

    def held_up(it: Shown, title: str, check: str | None, **more: Any) -> Message:
        town.clock.move(LEASE)
        return nudge_messages.going_out(it, title, check, **more)

    app = town.app
    sleeper = Delivery(town.database, app.sending, held_up, town.clock, lease=app.lease, steady=app.watch.is_steady)
    await sleeper.send_planned()

    assert alice.days == []
    assert await states(alice) == [NudgeState.PLANNED]
    await town.ticks(timedelta(minutes=3))
    assert len(alice.days) == 1
    assert await states(alice) == [NudgeState.SENT]


async def test_an_outage_over_the_hour_makes_the_nudge_late_and_not_lost(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None

    await town.sleeps_until(walk.due_at + timedelta(hours=3, minutes=50))

    assert [day.text.partition(":")[0] for day in alice.days] == ["Day 1"]
    assert await states(alice) == [NudgeState.SENT]


async def test_a_nudge_that_is_too_late_is_missed_and_the_same_day_comes_tomorrow(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None

    await town.sleeps_until(walk.due_at + timedelta(hours=4, minutes=5))
    assert alice.days == []
    assert await states(alice) == [NudgeState.MISSED]

    tomorrow = await alice.gets_the_next_day()
    assert tomorrow.text.startswith("Day 1:")
    assert tomorrow.at == walk.due_at + timedelta(days=1)


async def test_a_late_evening_nudge_does_not_come_at_night(alice: Somebody, town: Town) -> None:
    await alice.enrols(hour="22:00")
    walk = await alice.walk()
    assert walk.due_at is not None

    await town.sleeps_until(walk.due_at + timedelta(minutes=40))
    assert alice.days == []

    assert f"{local((await alice.gets_the_next_day()).at, 'Europe/Berlin'):%H}" == "22"


async def test_after_six_days_without_power_one_message_comes_and_the_day_is_the_next_one(
    alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    due_at = await town.next_due_at()
    assert due_at is not None

    await town.sleeps_until(due_at + timedelta(days=5, minutes=5))
    await town.passes(timedelta(hours=20))

    assert [day.text.partition(":")[0] for day in alice.days] == ["Day 1", "Day 2"]
    assert set(await states(alice)) == {NudgeState.SENT, NudgeState.MISSED}


async def test_a_nudge_that_telegram_cannot_take_for_hours_is_missed_and_told_so(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.too_many(retry_after=600, times=None)
    await alice.gets_the_next_day()
    await town.ticks(timedelta(hours=5), every=timedelta(minutes=15))
    assert alice.days == []

    town.sandbox.faults.clear()
    await town.ticks(timedelta(hours=20), every=timedelta(minutes=15))

    assert [day.text.partition(":")[0] for day in alice.days] == ["Day 1"]
    assert NudgeState.MISSED in await states(alice)


async def test_a_429_makes_a_nudge_wait_and_costs_no_try(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.too_many(retry_after=30)

    await alice.gets_the_next_day()
    assert alice.days == []
    assert [(nudge.state, nudge.attempts) for nudge in await alice.ledger()] == [(NudgeState.PLANNED, 0)]

    await town.passes(timedelta(seconds=31))
    assert len(alice.days) == 1


async def test_an_outage_holds_up_nudges_and_then_each_comes_once(alice: Somebody, ben: Somebody, town: Town) -> None:
    await alice.enrols()
    await ben.enrols()
    town.sandbox.faults.outage()
    due_at = await town.next_due_at()
    assert due_at is not None
    town.clock.move_to(due_at + timedelta(minutes=3))
    await town.app.planning.plan_due()
    await town.app.delivery.send_planned()
    assert alice.days == ben.days == []

    town.sandbox.faults.clear()
    await town.ticks(timedelta(minutes=9))

    assert [len(alice.days), len(ben.days)] == [1, 1]


async def test_what_was_said_in_an_outage_is_answered_after_it(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    town.sandbox.faults.outage()
    alice.person.taps("Done")
    alice.person.says("We talked.")

    town.sandbox.faults.clear()
    await town.settles()

    assert alice.told == "Thank you. Kept with day 1."
    assert any(message.text.startswith("Day 1 is done.") for message in alice.inbox)


async def test_an_outage_between_hearing_and_answering_swallows_no_answer(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    alice.person.says("We talked.")
    await town.app.poller.once()

    town.sandbox.faults.outage()
    answering = asyncio.create_task(town.app.intake.drain())
    await town.sandbox.until(lambda: sum(call.status == 502 for call in town.sandbox.calls) >= 2, within=10)
    town.sandbox.faults.clear()
    await asyncio.wait_for(answering, 20)

    assert "Kept with day 1." in alice.told


async def test_an_answer_whose_arrival_is_in_doubt_is_said_at_most_twice(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    town.sandbox.faults.answer_lost(times=5)

    await alice.says("We talked.")

    assert 1 <= sum("Kept with day 1." in message.text for message in alice.inbox) <= 2
    assert await alice.words() == [(1, "We talked.")]


async def test_an_update_that_comes_again_has_one_effect(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    alice.person.says("Once.")
    (raw,) = list(town.sandbox.world.updates)
    await town.settles()
    messages = len(alice.inbox)

    town.sandbox.raw_update(dict(raw))
    await town.settles()
    await town.restarts()
    town.sandbox.raw_update(dict(raw))
    await town.settles()

    assert len(alice.inbox) == messages
    assert await alice.words() == [(1, "Once.")]


async def test_what_was_taken_in_before_a_crash_is_answered_after_it(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    alice.person.says("Just before the lights went out.")
    await town.app.poller.once()

    await town.restarts()
    await town.settles()

    assert await alice.words() == [(1, "Just before the lights went out.")]
    assert "Kept with day 1." in alice.told


async def test_what_was_done_before_a_crash_is_not_done_again_and_its_answer_is_said(
    alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    alice.person.says("/pause")

    await town.stops_in_mid_answer()
    await town.settles()

    assert alice.told.startswith("Paused. No message comes until you say so.")


@pytest.mark.parametrize(
    "poison",
    [
        {},
        {"message": None},
        {"message": {}},
        {"message": {"message_id": "x"}},
        {"message": {"chat": {"id": 1002}, "from": {"id": 1002}}},
        {"message": [1, 2]},
        {"callback_query": {"id": "1"}},
        {"callback_query": {"id": "1", "from": {"id": 1002, "is_bot": False, "first_name": "A"}, "data": 7}},
        {"edited_message": {"message_id": 1}},
        {"my_chat_member": {"chat": {"id": 1002}}},
        {"something_new": {"chat": {"id": 1002}}},
        {"message": {"message_id": 1, "date": 1e30, "chat": {"id": 1002, "type": "private"}}},
        {"message": {"message_id": 1, "date": -1, "chat": {"id": 1002, "type": "martian"}, "text": "hm"}},
    ],
)
async def test_an_update_nobody_can_read_holds_up_nobody(
    alice: Somebody, ben: Somebody, town: Town, poison: dict[str, object]
) -> None:
    await alice.starts()

    town.sandbox.raw_update(poison)
    alice.person.says("/help")
    ben.person.starts()
    await town.settles()

    assert "What you can do here" in alice.told
    assert "It is for adults" in ben.told
    async with town.database.unit() as unit:
        assert await unit.inbox.depth() == 0


async def test_an_unreadable_update_goes_to_the_dead_letters(alice: Somebody, town: Town) -> None:
    update_id = town.sandbox.raw_update({"message": {"message_id": "x", "chat": {"id": alice.telegram_id}}})

    await town.settles()

    async with town.database.unit() as unit:
        assert await unit.inbox.dead_letters() == 1
        assert (await unit.inbox.get(update_id)).state is InboxState.DONE
