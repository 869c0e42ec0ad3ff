"""What an operator counts: due and unsent, by state, in the inbox; counted right, and in moments."""

import asyncio
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from curriculum import journey
from curriculum.nudge import NudgeState
from storage.database import Database
from storage.figures import LastRequest, Pile
from storage.inbox import Received
from tests.storage.conftest import NOON, Walker, by_hand_many

MINUTE = timedelta(minutes=1)
LEDGER = 50_000


def on(day: int) -> dict[str, object]:
    """Fields that let a nudge stand beside those of other days."""
    return {"day": day, "local_date": date(2026, 5, day)}


async def test_an_empty_database_has_nothing_due(database: Database) -> None:
    async with database.unit() as unit:
        overview = await unit.figures.overview(NOON)
        results = await unit.figures.results_since(NOON)

    assert overview.due == overview.inbox == Pile(0, None)
    assert overview.nudges == dict.fromkeys(NudgeState, 0)
    assert overview.dead_letters == 0
    assert results == {}


async def test_who_is_due_and_what_waits_is_due_and_unsent(database: Database, alice: Walker, ben: Walker) -> None:
    assert alice.walk.due_at is not None
    assert ben.walk.due_at is not None
    async with database.unit() as unit:
        await unit.nudges.add(alice.nudge(1, **on(1), due_at=NOON - 3 * MINUTE))
        await unit.nudges.add(alice.nudge(2, **on(2), due_at=NOON - 2 * MINUTE, state=NudgeState.AMBIGUOUS))
        await unit.nudges.add(alice.nudge(3, **on(3), due_at=NOON - 9 * MINUTE, state=NudgeState.SENT))
        await unit.nudges.add(alice.nudge(4, **on(4), due_at=NOON - 9 * MINUTE, state=NudgeState.SENDING))

    async with database.unit() as unit:
        now = await unit.figures.overview(NOON)
        later = await unit.figures.overview(max(alice.walk.due_at, ben.walk.due_at))

    assert now.due == Pile(2, NOON - 3 * MINUTE)
    assert later.due == Pile(4, NOON - 3 * MINUTE)


async def test_what_is_put_off_is_still_due_and_a_doubt_that_waits_is_not(database: Database, alice: Walker) -> None:
    put_off = alice.nudge(1, **on(1))
    doubt = alice.nudge(2, **on(2), state=NudgeState.AMBIGUOUS)
    async with database.unit() as unit:
        for nudge in (put_off, doubt):
            await unit.nudges.add(nudge)
            await unit.nudges.change(nudge, alice.nudge(nudge.id, state=nudge.state, not_before=NOON + MINUTE))

    async with database.unit() as unit:
        now = await unit.figures.overview(NOON)
        later = await unit.figures.overview(NOON + MINUTE)

    assert (now.due.count, later.due.count) == (1, 2)


async def test_a_pause_is_not_due(database: Database, alice: Walker) -> None:
    assert alice.walk.due_at is not None
    async with database.unit() as unit:
        await unit.enrolments.save(alice.walk, journey.pause(alice.walk))

    async with database.unit() as unit:
        overview = await unit.figures.overview(alice.walk.due_at + MINUTE)

    assert overview.due.count == 0


async def test_nudges_are_counted_by_state(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        for day, state in enumerate([NudgeState.UNKNOWN, NudgeState.UNKNOWN, NudgeState.MISSED], start=1):
            await unit.nudges.add(alice.nudge(day, **on(day), state=state, due_at=NOON + day * MINUTE))

    async with database.unit() as unit:
        nudges = (await unit.figures.overview(NOON)).nudges
        late = await unit.figures.fell_due_since(NOON + MINUTE, NOON + 3 * MINUTE)
        early = await unit.figures.fell_due_since(NOON, NOON + 2 * MINUTE)

    states = (NudgeState.UNKNOWN, NudgeState.MISSED, NudgeState.SENT)
    assert [nudges[state] for state in states] == [2, 1, 0]
    assert [late[state] for state in states] == [1, 1, 0]
    assert [early[state] for state in states] == [2, 0, 0]


async def test_the_inbox_is_counted_until_all_is_said(database: Database) -> None:
    async with database.unit() as unit:
        await unit.inbox.store([Received(1, 7, "{}"), Received(2, 7, "{}")], NOON)
        await unit.inbox.store([Received(3, 7, "{}"), Received(4, 8, "{}")], NOON + MINUTE)
        await unit.inbox.done(1, NOON + MINUTE)
        await unit.inbox.bury(4, reason="handler", now=NOON + MINUTE)

    async with database.unit() as unit:
        both = await unit.figures.overview(NOON)
        await unit.inbox.done(2, NOON + MINUTE)
        last = await unit.figures.overview(NOON)

    assert both.inbox == Pile(2, NOON)
    assert last.inbox == Pile(1, NOON + MINUTE)
    assert last.dead_letters == 1


async def test_requests_are_counted_by_what_came_of_them_lately(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        for day, result in enumerate(["sent", "chat_gone", "sent", None], start=1):
            nudge = alice.nudge(day, **on(day))
            await unit.nudges.add(nudge)
            claimed = await unit.nudges.claim(nudge, NOON, lease=MINUTE)
            if result is not None:
                await unit.nudges.end_attempt(claimed, result=result, now=NOON + day * MINUTE)

    async with database.unit() as unit:
        assert await unit.figures.results_since(NOON) == {"sent": 2, "chat_gone": 1}
        assert await unit.figures.results_since(NOON + MINUTE) == {"sent": 1, "chat_gone": 1}
        assert await unit.figures.results_since(NOON + 3 * MINUTE) == {}


async def test_the_newest_request_and_the_newest_update_are_known(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        nothing = (await unit.figures.last_request(), await unit.figures.last_update())
        for day, result in enumerate(["sent", "blocked", None], start=1):
            nudge = alice.nudge(day, **on(day))
            await unit.nudges.add(nudge)
            claimed = await unit.nudges.claim(nudge, NOON, lease=MINUTE)
            if result is not None:
                await unit.nudges.end_attempt(claimed, result=result, now=NOON + day * MINUTE)
        await unit.inbox.store([Received(1, 7, "{}")], NOON + MINUTE)
        await unit.inbox.store([Received(2, 7, "{}")], NOON)
        await unit.inbox.done(1, NOON + 5 * MINUTE)

    async with database.unit(reads=True) as unit:
        assert await unit.figures.last_request() == LastRequest(NOON + 2 * MINUTE, "blocked")
        assert await unit.figures.last_update() == NOON + MINUTE
    assert nothing == (None, None)


async def test_on_a_server_the_processes_that_work_there_are_counted(database: Database) -> None:
    async def processes() -> int | None:
        async with database.unit(reads=True) as unit:
            return await unit.figures.processes()

    if database.file is not None:
        assert await processes() is None
        return
    assert await processes() == 0
    async with database.among_others(), database.among_others():
        assert await processes() == 2
    async with asyncio.timeout(10):
        while await processes():  # a server lets go of what a closed connection held a moment later
            pass


@pytest.mark.parametrize("waiting", [pytest.param(0, id="all settled"), pytest.param(10_000, id="10,000 to send")])
async def test_a_long_ledger_is_counted_in_moments(
    database: Database, database_url: str, alice: Walker, waiting: int, tell: Callable[[str], None]
) -> None:
    write_a_ledger(database_url, alice, waiting)

    took = []
    for _ in range(5):
        # The work of this process alone, so that a busy machine changes nothing.
        began = time.process_time()
        async with database.unit() as unit:
            overview = await unit.figures.overview(NOON)
            results = await unit.figures.results_since(NOON - timedelta(days=1))
            lately = await unit.figures.fell_due_since(NOON - timedelta(days=1), NOON)
        took.append(time.process_time() - began)

    assert sum(overview.nudges.values()) == LEDGER
    assert overview.due.count == waiting
    assert 0 < sum(results.values()) < LEDGER
    assert sum(lately.values()) == sum(results.values())
    tell(f"figures over {LEDGER} nudges, {waiting} of them due: {min(took) * 1000:.0f} ms of CPU")
    assert min(took) < 0.05


def write_a_ledger(url: str, walker: Walker, waiting: int) -> None:
    """Sixty days of nudges with a request each, as rows: through the ledger itself it would take minutes."""
    settled = [state for state in NudgeState if state.value not in {"planned", "sending", "ambiguous"}]
    ledger = [
        {
            "id": (number * 2_654_435_761) % 2**61,
            "person": walker.person.id,
            "walk": walker.walk.id,
            "day": number,
            "zone": f"zone {number}",
            "due": told(NOON - number * timedelta(days=60) / LEDGER),
            "token": f"t{number}",
            "state": str(NudgeState.PLANNED if number <= waiting else settled[number % len(settled)]),
        }
        for number in range(1, LEDGER + 1)
    ]
    by_hand_many(
        url,
        "INSERT INTO nudge (id, person, enrolment, track, number, kind, day, local_date, zone, due_at, token, state, "
        "fence, attempts) VALUES (:id, :person, :walk, 'calm', 1, 'day', :day, '2026-05-05', :zone, :due, :token, "
        ":state, 1, 1)",
        ledger,
    )
    by_hand_many(
        url,
        "INSERT INTO attempt (id, nudge, fence, started_at, ended_at, result) VALUES (:id, :id, 1, :due, :due, 'sent')",
        ledger,
    )


def told(instant: datetime) -> str:
    """An instant as it may be written by hand."""
    return instant.strftime("%Y-%m-%d %H:%M:%S.%f")
