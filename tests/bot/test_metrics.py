"""The figures that Prometheus reads: right, always an answer, and nothing about anybody in particular."""

import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.clock import StandingClock
from bot.metrics import CONTENT_TYPE, Metrics
from curriculum.nudge import NudgeState
from storage.database import Database
from storage.inbox import Received
from storage.secrecy import Keyring
from tests.conftest import NOON, url_of
from tests.stories.town import Somebody, Town

WITHOUT_THE_DATABASE = {"smallgains_build_info", "smallgains_database_up", "smallgains_clock_skew_seconds"}


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
    return Metrics(database, clock, clock_skew=lambda: skew, patience=0.2)


async def of(town: Town) -> dict[str, float]:
    """What the metrics of a running bot tell."""
    there = Metrics(town.database, town.clock, clock_skew=lambda: town.app.sending.clock_skew)
    return figures(await there.exposition())


async def test_a_new_bot_has_nothing_to_tell_but_that_it_is_there(database: Database, clock: StandingClock) -> None:
    told = figures(await metrics(database, clock).exposition())

    assert told.pop("smallgains_build_info/0.1.0") == 1
    assert told.pop("smallgains_database_up") == 1
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

    assert {name.partition("/")[0] for name in told} == WITHOUT_THE_DATABASE
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
    there = Metrics(town.database, town.clock, clock_skew=lambda: None)

    told = (await there.exposition()).decode()

    for secret in ("needle", "Alice", "1002", "Nuuk", str(walk.id), str(walk.person), walk.track.slug):
        assert secret not in told
