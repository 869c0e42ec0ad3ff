"""The ledger of nudges: one a day and a date, claimed in order, settled behind a fence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from curriculum.nudge import NudgeKind, NudgeState
from storage.database import Database
from storage.errors import AlreadyThere, Stale
from tests.storage.conftest import NOON, Walker

LEASE = timedelta(seconds=90)
NEXT_DATE = date(2026, 5, 6)


@pytest.mark.parametrize("state", [state for state in NudgeState if state not in {"missed", "blocked", "cancelled"}])
async def test_a_day_is_brought_once(database: Database, alice: Walker, state: NudgeState) -> None:
    async with database.unit() as unit:
        await unit.nudges.add(alice.nudge(1, state=state))

    with pytest.raises(AlreadyThere, match=r"(?i)unique"):
        async with database.unit() as unit:
            await unit.nudges.add(alice.nudge(2, local_date=NEXT_DATE))


@pytest.mark.parametrize("state", [state for state in NudgeState if state not in {"missed", "blocked", "cancelled"}])
async def test_a_local_date_has_one_nudge(database: Database, alice: Walker, state: NudgeState) -> None:
    async with database.unit() as unit:
        await unit.nudges.add(alice.nudge(1, state=state))

    with pytest.raises(AlreadyThere, match=r"(?i)unique"):
        async with database.unit() as unit:
            await unit.nudges.add(alice.nudge(2, day=2))


@pytest.mark.parametrize("state", [NudgeState.MISSED, NudgeState.BLOCKED, NudgeState.CANCELLED])
async def test_what_never_arrived_leaves_room_for_its_day(database: Database, alice: Walker, state: NudgeState) -> None:
    async with database.unit() as unit:
        await unit.nudges.add(alice.nudge(1, state=state))
        await unit.nudges.add(alice.nudge(2, state=state))
        await unit.nudges.add(alice.nudge(3))

    async with database.unit() as unit:
        assert len(await unit.nudges.all_of(alice.person.id)) == 3


async def test_two_people_share_a_date(database: Database, alice: Walker, ben: Walker) -> None:
    async with database.unit() as unit:
        await unit.nudges.add(alice.nudge(1))
        await unit.nudges.add(ben.nudge(2))

    async with database.unit() as unit:
        assert len(await unit.nudges.waiting(NOON, limit=9)) == 2


async def test_the_end_of_a_track_is_no_second_day_thirty(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        await unit.nudges.add(alice.nudge(1, day=30, state=NudgeState.SENT))
        await unit.nudges.add(alice.nudge(2, day=30, kind=NudgeKind.COMPLETION, local_date=NEXT_DATE))

    with pytest.raises(AlreadyThere, match=r"(?i)unique"):
        async with database.unit() as unit:
            await unit.nudges.add(
                alice.nudge(3, day=30, kind=NudgeKind.COMPLETION, local_date=NEXT_DATE + timedelta(days=1))
            )


async def test_who_waited_longest_is_claimed_first(database: Database, alice: Walker, ben: Walker) -> None:
    async with database.unit() as unit:
        await unit.nudges.add(alice.nudge(1, due_at=NOON))
        await unit.nudges.add(ben.nudge(2, due_at=NOON - timedelta(minutes=1)))

    async with database.unit() as unit:
        both = await unit.nudges.waiting(NOON, limit=2)
        [first] = await unit.nudges.waiting(NOON, limit=1)
        await unit.nudges.claim(first, NOON, lease=LEASE)
        [second] = await unit.nudges.waiting(NOON, limit=2)

    assert both == [first, second]
    assert (first.id, second.id) == (2, 1)


async def test_a_claim_writes_its_attempt_first(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        await unit.nudges.add(alice.nudge(1))
        claimed = await unit.nudges.claim(alice.nudge(1), NOON, lease=LEASE)

    async with database.unit() as unit:
        assert await unit.nudges.get(1) == claimed
        assert (claimed.state, claimed.fence, claimed.attempts) == (NudgeState.SENDING, 1, 1)
        (attempt,) = await unit.nudges.attempts_at(1)
        assert (attempt.fence, attempt.started_at, attempt.ended_at) == (1, NOON, None)
        assert await unit.nudges.waiting(NOON, limit=1) == []
        assert await unit.nudges.are_on_their_way(NOON)


async def test_two_senders_cannot_claim_the_same_nudge(database: Database, alice: Walker) -> None:
    waiting = alice.nudge(1)
    async with database.unit() as unit:
        await unit.nudges.add(waiting)
        await unit.nudges.claim(waiting, NOON, lease=LEASE)

    with pytest.raises(Stale):
        async with database.unit() as unit:
            await unit.nudges.claim(waiting, NOON, lease=LEASE)

    async with database.unit() as unit:
        assert len(await unit.nudges.attempts_at(1)) == 1


async def test_who_writes_with_an_older_fence_writes_nothing(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        await unit.nudges.add(alice.nudge(1))
        slow = await unit.nudges.claim(alice.nudge(1), NOON, lease=LEASE)
        given_up = replace(slow, state=NudgeState.AMBIGUOUS)
        await unit.nudges.change(slow, given_up)
        quick = await unit.nudges.claim(given_up, NOON, lease=LEASE)

    with pytest.raises(Stale):
        async with database.unit() as unit:
            await unit.nudges.change(slow, replace(slow, state=NudgeState.SENT))

    async with database.unit() as unit:
        assert await unit.nudges.get(1) == quick
        assert quick.fence == 2


async def test_what_is_put_off_waits_for_its_time(database: Database, alice: Walker) -> None:
    later = NOON + timedelta(minutes=2)
    put_off = alice.nudge(1)
    async with database.unit() as unit:
        await unit.nudges.add(put_off)
        await unit.nudges.change(put_off, replace(put_off, not_before=later))

    async with database.unit() as unit:
        assert await unit.nudges.waiting(later - timedelta(seconds=1), limit=1) == []
        assert not await unit.nudges.does_any_wait(later - timedelta(seconds=1))
        assert await unit.nudges.does_any_wait(later)


async def test_what_is_planned_for_later_and_was_never_tried_is_known_to_come(
    database: Database, alice: Walker
) -> None:
    later = NOON + timedelta(hours=8)
    planned = alice.nudge(1, not_before=later)
    tried = alice.nudge(2, day=2, local_date=NOON.date() + timedelta(days=7))
    async with database.unit() as unit:
        await unit.nudges.add_all([planned, tried])
        claimed = await unit.nudges.claim(tried, NOON, lease=LEASE)
        again = replace(claimed, state=NudgeState.PLANNED, not_before=NOON + timedelta(minutes=1))
        await unit.nudges.change(claimed, again)

    async with database.unit() as unit:
        assert await unit.nudges.next_at(NOON) == later
        assert await unit.nudges.next_at(later) is None


async def test_an_abandoned_claim_is_found_when_its_lease_ends_or_at_the_start(
    database: Database, alice: Walker
) -> None:
    async with database.unit() as unit:
        await unit.nudges.add(alice.nudge(1))
        claimed = await unit.nudges.claim(alice.nudge(1), NOON, lease=LEASE)

    async with database.unit() as unit:
        assert await unit.nudges.abandoned(NOON + LEASE - timedelta(seconds=1)) == []
        assert await unit.nudges.abandoned(NOON + LEASE) == [claimed]
        assert await unit.nudges.abandoned(None) == [claimed]


async def test_the_newest_day_shown_is_one_that_may_have_arrived(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        await unit.nudges.add(alice.nudge(1, state=NudgeState.SENT))
        await unit.nudges.add(
            alice.nudge(2, day=2, local_date=NEXT_DATE, due_at=NOON + timedelta(days=1), state=NudgeState.MISSED)
        )
        await unit.nudges.add(alice.nudge(3, day=2, local_date=date(2026, 5, 7), due_at=NOON + timedelta(days=2)))

    async with database.unit() as unit:
        shown = await unit.nudges.last_shown(alice.person.id)
        assert shown is not None
        assert shown.id == 1


async def test_the_ledger_is_counted_by_state(database: Database, alice: Walker, ben: Walker) -> None:
    async with database.unit() as unit:
        await unit.nudges.add(alice.nudge(1, state=NudgeState.MISSED))
        await unit.nudges.add(alice.nudge(2))
        await unit.nudges.add(ben.nudge(3))

    async with database.unit() as unit:
        assert await unit.nudges.counts() == {NudgeState.MISSED: 1, NudgeState.PLANNED: 2}


async def test_a_nudge_belongs_to_somebody_who_exists(database: Database, alice: Walker) -> None:
    with pytest.raises(Stale, match=r"(?i)foreign ?key"):
        async with database.unit() as unit:
            await unit.nudges.add(alice.nudge(1, person=4711))
