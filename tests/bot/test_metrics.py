"""The figures that Prometheus reads: right, always an answer, and nothing about anybody in particular."""

import re
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.clock import StandingClock
from bot.engine.engine import Job
from bot.measures import Measures
from bot.metrics import CONTENT_TYPE, Metrics
from curriculum.nudge import NudgeState
from storage.database import Database
from storage.errors import Unavailable
from storage.inbox import Received
from storage.secrecy import Keyring
from tests.conftest import NOON, url_of
from tests.stories.town import Somebody, Town

WITHOUT_THE_DATABASE = {
    "smallgains_build_info",
    "smallgains_database_up",
    "smallgains_clock_skew_seconds",
    "smallgains_disk_free_bytes",
    "smallgains_disk_size_bytes",
}
COUNTED_HERE = (
    "smallgains_requests_total",
    "smallgains_request_",
    "smallgains_answer_",
    "smallgains_tick_",
    "process_",
)


def figures(exposition: bytes) -> dict[str, float]:
    """What an exposition tells: each sample under its name, with its labels where it has some."""
    return {
        sample.name + "".join(f"/{value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(exposition.decode())
        for sample in family.samples
    }


@pytest.fixture
async def database(database_file: Path, keyring: Keyring) -> AsyncIterator[Database]:
    async with Database(url_of(database_file), keyring) as database:
        yield database


def metrics(database: Database, clock: StandingClock, *, skew: timedelta | None = None) -> Metrics:
    measures = Measures(clock)
    return Metrics(database, clock, clock_skew=lambda: skew, measures=measures, folder=Path(), patience=0.2)


def of_the_installation(told: dict[str, float]) -> dict[str, float]:
    """Without what the process counts of itself."""
    return {name: value for name, value in told.items() if not name.startswith(COUNTED_HERE)}


async def of(town: Town) -> dict[str, float]:
    """What the metrics of a running bot tell."""
    return figures(await town.app.figures.exposition())


async def test_a_new_bot_has_nothing_to_tell_but_that_it_is_there(database: Database, clock: StandingClock) -> None:
    told = of_the_installation(figures(await metrics(database, clock).exposition()))

    assert told.pop("smallgains_build_info/0.1.0") == 1
    assert told.pop("smallgains_database_up") == 1
    assert 0 < told.pop("smallgains_disk_free_bytes") < told.pop("smallgains_disk_size_bytes")
    assert "smallgains_clock_skew_seconds" not in told
    assert set(told.values()) == {0}
    assert {f"smallgains_nudges/{state}" for state in NudgeState} <= set(told)
    assert CONTENT_TYPE.startswith("text/plain")


async def test_what_should_have_gone_out_is_told_with_its_age(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None

    town.clock.move_to(walk.due_at + timedelta(minutes=7))
    late = await of(town)
    await town.settles()
    after = await of(town)

    assert (late["smallgains_nudges_due_unsent"], late["smallgains_oldest_due_age_seconds"]) == (1, 420)
    assert (after["smallgains_nudges_due_unsent"], after["smallgains_oldest_due_age_seconds"]) == (0, 0)
    assert after["smallgains_nudges/sent"] == after["smallgains_requests_last_day"] == 1


async def test_doubts_are_told(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.answer_lost(times=2)

    await alice.gets_the_next_day()
    in_doubt = await of(town)
    await town.ticks(timedelta(minutes=5))
    settled = await of(town)

    assert (in_doubt["smallgains_nudges/ambiguous"], in_doubt["smallgains_nudges/unknown"]) == (1, 0)
    assert (settled["smallgains_nudges/ambiguous"], settled["smallgains_nudges/unknown"]) == (0, 1)


async def test_those_who_blocked_the_bot_are_told_with_their_share(alice: Somebody, ben: Somebody, town: Town) -> None:
    await alice.enrols()
    await ben.enrols()
    town.sandbox.faults.refuse(403, "Forbidden: bot was blocked by the user", chat=ben.telegram_id)

    await alice.gets_the_next_day()
    await town.ticks(timedelta(minutes=3))  # not all days go out in the same second
    told = await of(town)

    assert told["smallgains_nudges_last_day/blocked"] == told["smallgains_blocked_last_day"] == 1
    assert told["smallgains_blocked_ratio"] == 0.5


async def test_requests_are_counted_by_lane_and_result(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    before = await of(town)
    town.sandbox.faults.answer_lost(times=1)

    await alice.gets_the_next_day()
    after = await of(town)

    grown = {name for name, value in after.items() if value > before.get(name, 0)}
    assert {name for name in grown if name.startswith("smallgains_requests_total/")} == {
        "smallgains_requests_total/nudge/reset"
    }
    assert after["smallgains_requests_total/reply/sent"] > 3
    assert after["smallgains_request_seconds_count/nudge"] == 1


async def test_how_long_people_wait_for_an_answer_is_counted(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    before = await of(town)

    alice.person.says("/progress")
    await town.app.poller.once()
    town.clock.move(timedelta(seconds=40))
    await town.app.intake.drain()
    after = await of(town)

    def grew(name: str) -> float:
        return after[f"smallgains_answer_seconds_{name}"] - before[f"smallgains_answer_seconds_{name}"]

    assert (grew("count"), grew("sum"), grew("bucket/30.0"), grew("bucket/60.0")) == (1, 40, 0, 1)


async def test_jobs_that_come_round_tell_when_they_last_ended_well(database: Database, clock: StandingClock) -> None:
    measures = Measures(clock)
    there = Metrics(database, clock, clock_skew=lambda: None, measures=measures, folder=Path())
    goes_wrong = False

    async def plan() -> None:
        if goes_wrong:
            raise Unavailable("database is locked")

    job = measures.watched(Job("plan", 5.0, plan))
    await job.do()
    well = figures(await there.exposition())
    goes_wrong = True
    clock.move(timedelta(minutes=9))
    with pytest.raises(Unavailable):
        await job.do()
    wrong = figures(await there.exposition())

    at = "smallgains_tick_last_success_timestamp_seconds/plan"
    assert well[at] == wrong[at] == NOON.timestamp()
    assert [told["smallgains_tick_failures_total/plan"] for told in (well, wrong)] == [0, 1]
    assert wrong["smallgains_tick_seconds_count/plan"] == 2


async def test_the_process_tells_of_itself(database: Database, clock: StandingClock) -> None:
    told = figures(await metrics(database, clock).exposition())

    assert told["process_resident_memory_bytes"] > 10**6
    assert told["process_open_fds"] > 0


async def test_what_lies_in_the_inbox_is_told_with_its_age(database: Database, clock: StandingClock) -> None:
    async with database.unit() as unit:
        await unit.inbox.store([Received(1, 7, "{}"), Received(2, 7, "{}")], NOON)
        await unit.inbox.store([Received(3, 7, "{}")], NOON)
        await unit.inbox.bury(3, reason="handler", now=NOON)
    clock.move(timedelta(seconds=90))

    told = figures(await metrics(database, clock).exposition())

    assert (told["smallgains_inbox_depth"], told["smallgains_inbox_oldest_age_seconds"]) == (2, 90)
    assert told["smallgains_dead_letters"] == 1


async def test_a_skewed_clock_is_told(database: Database, clock: StandingClock) -> None:
    told = figures(await metrics(database, clock, skew=timedelta(seconds=-42.5)).exposition())

    assert told["smallgains_clock_skew_seconds"] == -42.5


async def test_the_answers_of_telegram_say_how_far_the_clock_is_off(alice: Somebody, town: Town) -> None:
    await alice.enrols()

    told = await of(town)

    # The pretend Telegram lives by the same clock, which stands on a whole second.
    assert told["smallgains_clock_skew_seconds"] == -0.5


async def test_without_its_database_it_tells_what_it_knows(tmp_path: Path, keyring: Keyring) -> None:
    clock = StandingClock(NOON)
    async with Database(url_of(tmp_path / "not-migrated.db"), keyring) as database:
        told = figures(await metrics(database, clock, skew=timedelta(seconds=3)).exposition())

    assert {name.partition("/")[0] for name in of_the_installation(told)} == WITHOUT_THE_DATABASE
    assert told["smallgains_database_up"] == 0


async def test_a_locked_database_keeps_nobody_waiting(
    database: Database, database_file: Path, clock: StandingClock
) -> None:
    reader = metrics(database, clock)
    with closing(sqlite3.connect(database_file)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        locked = [figures(await reader.exposition()) for _ in range(2)]
        took = time.monotonic() - began
        other.rollback()

    open_again = await eventually_up(reader)

    assert [told["smallgains_database_up"] for told in locked] == [0, 0]
    assert took < 2
    assert open_again["smallgains_inbox_depth"] == 0


async def eventually_up(reader: Metrics) -> dict[str, float]:
    """The first exposition that the database has a part in."""
    for _ in range(100):
        told = figures(await reader.exposition())
        if told["smallgains_database_up"]:
            return told
    raise AssertionError("the database did not answer again")


async def test_nothing_about_anybody_is_told(alice: Somebody, town: Town) -> None:
    await alice.enrols(city="Nuuk")
    await alice.gets_the_next_day()
    await alice.says("needle")
    walk = await alice.walk()

    told = (await town.app.figures.exposition()).decode()

    for secret in ("needle", "Alice", "Nuuk", str(walk.id), str(walk.person), walk.track.slug):
        assert secret not in told
    assert re.search(r"(?<![\d.])1002(?!\d)", told) is None  # her id; bytes of memory may have these digits in them
