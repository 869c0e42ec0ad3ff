"""How days land is counted right: only what happened before the cut, only whom it is to count."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from curriculum.day import Outcome
from curriculum.enrolment import Standing
from curriculum.nudge import NudgeKind, NudgeState
from storage.database import Database
from storage.landing import Bound, Landed, Silent, Started, Version
from tests.cohort import Reached, Walk, write
from tests.storage.conftest import IN_A_FILE, NOON
from tests.stories.town import CALM
from tests.tracks import track_yaml

SLUG = "thirty-calm-days"
ON = NOON.date()
BEFORE = datetime(2026, 5, 7, tzinfo=UTC)
"""Days 1 and 2 have been since noon of the fourth, and not yet day 3."""


EVERYBODY = [Bound(number, day, BEFORE) for number in (1, 2) for day in range(1, 31)]


@dataclass(frozen=True)
class Counts:
    started: list[Started]
    landed: list[Landed]
    silent: list[Silent]


async def counted(database: Database, *walks: Walk, bounds: Sequence[Bound] = EVERYBODY) -> Counts:
    await write(database, SLUG, walks)
    async with database.unit(long=True, reads=True) as unit:
        return Counts(
            await unit.landing.started(SLUG, before=BEFORE),
            await unit.landing.landed(SLUG, bounds, before=BEFORE),
            await unit.landing.silent(SLUG, bounds, before=BEFORE),
        )


async def test_nothing_is_counted_where_nobody_is(database: Database) -> None:
    counts = await counted(database)

    assert (counts.started, counts.landed, counts.silent) == ([], [], [])


async def test_what_was_sent_opened_and_answered_is_counted_by_day(database: Database) -> None:
    said = [Reached(1, outcome=Outcome.DONE), Reached(2, outcome=Outcome.TRIED, after=timedelta(hours=3))]
    tapped = [Reached(1, opened=True), Reached(2)]

    counts = await counted(database, Walk(NOON, said), Walk(NOON, said), Walk(NOON, tapped), Walk(NOON))

    assert counts.started == [Started(1, ON, 30, 4)]
    assert set(counts.landed) == {
        Landed(1, 1, True, Outcome.DONE, 2, 2),
        Landed(1, 1, True, None, None, 1),
        Landed(1, 2, True, Outcome.TRIED, 5, 2),
        Landed(1, 2, False, None, None, 1),
    }


async def test_what_happened_later_is_not_in_it(database: Database) -> None:
    late = [Reached(2, outcome=Outcome.DONE, after=timedelta(hours=14, seconds=1)), Reached(3, opened=True)]

    counts = await counted(database, Walk(NOON, late), Walk(BEFORE, [Reached(1)]))

    assert counts.started == [Started(1, ON, 30, 1)]
    assert counts.landed == [Landed(1, 2, True, None, None, 1)]


async def test_an_answer_that_took_just_as_long_as_a_span_is_in_the_next(database: Database) -> None:
    counts = await counted(
        database,
        *(Walk(NOON, [Reached(1, outcome=Outcome.DONE, after=timedelta(minutes=after))]) for after in (0, 5, 15, 60)),
    )

    assert sorted(one.wait for one in counts.landed) == [0, 1, 2, 4]


async def test_what_is_no_day_or_did_not_arrive_is_not_counted(database: Database) -> None:
    days = [Reached(1)]
    counts = await counted(
        database,
        Walk(NOON, days, extra={"state": NudgeState.UNKNOWN}),
        Walk(NOON, days, extra={"state": NudgeState.BLOCKED}),
        Walk(NOON, days, extra={"kind": NudgeKind.REST}),
        Walk(NOON, days, extra={"kind": NudgeKind.REMINDER}),
    )

    assert counts.landed == []


async def test_walks_that_do_not_count_and_other_tracks_are_no_figures(database: Database) -> None:
    await write(database, "another", [Walk(NOON, [Reached(1)])], first=5_000_000)

    counts = await counted(database, Walk(NOON, [Reached(1, outcome=Outcome.DONE)], counted=False))

    assert (counts.started, counts.landed, counts.silent) == ([], [], [])


async def test_versions_and_dates_are_apart(database: Database) -> None:
    midnight = datetime(2026, 5, 5, tzinfo=UTC)

    counts = await counted(
        database,
        Walk(midnight - timedelta(microseconds=1), number=1, length=20),
        Walk(midnight),
        Walk(NOON, [Reached(1)], number=2),
    )

    assert set(counts.started) == {
        Started(1, ON, 20, 1),
        Started(1, date(2026, 5, 5), 30, 1),
        Started(2, ON, 30, 1),
    }
    assert [(one.number, one.day) for one in counts.landed] == [(2, 1)]


async def test_who_began_with_a_version_stays_with_it(database: Database) -> None:
    mended = [Reached(1), Reached(2, number=2)]

    counts = await counted(database, Walk(NOON, mended), Walk(NOON, mended, number=2, began=1))

    assert counts.started == [Started(1, ON, 30, 2)]
    assert sorted((one.number, one.day, one.count) for one in counts.landed) == [(1, 1, 2), (1, 2, 2)]
    assert [(one.number, one.count) for one in counts.silent] == [(1, 2)]


async def test_who_went_quiet_is_counted_since_their_last_answer_or_first_day(database: Database) -> None:
    start = NOON - timedelta(days=20)
    counts = await counted(
        database,
        Walk(NOON, [Reached(1), Reached(2, outcome=Outcome.DONE)]),  # half a day ago
        Walk(NOON, [Reached(1), Reached(2)]),  # the first day came a day and a half ago
        Walk(start, [Reached(day, outcome=Outcome.DONE if day == 17 else None) for day in range(1, 20)]),  # five days
        Walk(start, [Reached(day) for day in range(1, 20)]),
        Walk(start, [Reached(day) for day in range(1, 20)], standing=Standing.PAUSED),
        Walk(start, [Reached(day) for day in range(1, 20)], held=True),
    )

    assert set(counts.silent) == {
        Silent(1, 0, 1),
        Silent(1, 1, 1),
        Silent(1, 3, 1),
    }


async def test_whether_a_version_is_told_apart_is_noted_when_the_next_one_comes(database: Database) -> None:
    async def published(title: str) -> list[Version]:
        async with database.unit() as unit:
            await unit.tracks.publish(track_yaml(title=title), by=None, now=NOON)
            return await unit.landing.versions(SLUG)

    assert await published("One") == [Version(1, None)]
    await write(database, SLUG, [*[Walk(NOON)] * 49, Walk(NOON, counted=False)])
    assert await published("Two") == [Version(1, False), Version(2, None)]
    await write(database, SLUG, [Walk(NOON, number=2)], first=2_000_000)
    assert await published("Three") == [Version(1, False), Version(2, True), Version(3, None)]
    await write(database, SLUG, [Walk(NOON, number=3)] * 49, first=3_000_000)
    await write(database, SLUG, [Walk(NOON, number=3, began=1)] * 70, first=4_000_000)
    decided = [Version(1, False), Version(2, True), Version(3, False)]
    assert await published("Four") == [*decided, Version(4, None)]
    async with database.unit() as unit:
        assert await unit.landing.versions("another") == []
    assert await published("Four") == [*decided, Version(4, None)]


@IN_A_FILE
async def test_what_only_reads_waits_for_nobody_who_writes_and_holds_up_nobody(database: Database) -> None:
    async with asyncio.timeout(30), database.unit(long=True, reads=True) as reading:
        assert await reading.landing.versions(SLUG) == []
        async with database.unit() as writing:
            await writing.tracks.publish(CALM, by=None, now=NOON)
        assert await reading.landing.versions(SLUG) == []
        async with database.unit() as writing, database.unit(long=True, reads=True) as another:
            assert await another.landing.versions(SLUG) == await writing.landing.versions(SLUG) == [Version(1, None)]


async def test_who_started_later_than_the_bounds_is_not_in_it(database: Database) -> None:
    days = [Reached(1), Reached(2)]
    bounds = [Bound(1, 1, NOON + timedelta(hours=1)), Bound(1, 2, NOON)]

    counts = await counted(database, Walk(NOON, days), Walk(NOON + timedelta(hours=2), days), bounds=bounds)

    assert counts.landed == [Landed(1, 1, False, None, None, 1)]
    assert counts.silent == [Silent(1, 0, 1)]
