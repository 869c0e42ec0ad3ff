"""The machine's clock is moved: that is noticed, and for a while nothing is done by it."""

import asyncio
import logging
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import StandingClock
from bot.engine.clock_watch import ClockWatch
from bot.engine.embedded import Embedded
from bot.engine.engine import Job, Work
from tests.stories.town import Town

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Machine:
    """A machine whose wall clock and elapsed seconds are moved by hand."""

    def __init__(self) -> None:
        self.wall = StandingClock(NOON)
        self.elapsed = 1000.0
        self.watch = ClockWatch(self.wall, lambda: self.elapsed, calm=10)

    def lives(self, seconds: float) -> None:
        """Time passes, and both clocks show it."""
        self.elapsed += seconds
        self.wall.move(timedelta(seconds=seconds))


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_time_that_just_passes_is_no_jump(machine: Machine) -> None:
    for _ in range(100):
        machine.lives(5)
        assert machine.watch.is_steady()

    assert machine.watch.jumps == 0


@pytest.mark.parametrize("by", [61, -61, 86_400, -31_536_000], ids=["ahead", "back", "a day ahead", "a year back"])
def test_after_a_jump_the_clock_is_not_trusted_for_a_while(
    machine: Machine, by: int, caplog: pytest.LogCaptureFixture
) -> None:
    machine.wall.move(timedelta(seconds=by))

    with caplog.at_level(logging.WARNING):
        assert not machine.watch.is_steady()
    machine.lives(9)
    assert not machine.watch.is_steady()
    machine.lives(1)
    assert machine.watch.is_steady()

    assert [record.getMessage() for record in caplog.records] == [
        f"the machine's clock jumped by {by} s; nothing is planned or sent for 10 s"
    ]


def test_the_way_back_is_a_jump_as_well_and_the_waiting_begins_anew(machine: Machine) -> None:
    machine.wall.move(timedelta(hours=5))
    assert not machine.watch.is_steady()
    machine.lives(9)
    machine.wall.move(timedelta(hours=-5))

    assert not machine.watch.is_steady()
    machine.lives(9)
    assert not machine.watch.is_steady()
    machine.lives(1)
    assert machine.watch.is_steady()
    assert machine.watch.jumps == 2


def test_what_a_time_server_does_is_no_jump(machine: Machine) -> None:
    for _ in range(50):
        machine.lives(5)
        machine.wall.move(timedelta(seconds=-2))
        assert machine.watch.is_steady()


async def test_jobs_are_set_going_again_when_the_clock_was_moved(town: Town) -> None:
    wall = StandingClock(NOON)
    runs: asyncio.Queue[int] = asyncio.Queue()

    async def note() -> None:
        runs.put_nowait(1)

    engine = Embedded(ClockWatch(wall, time.monotonic, calm=0))
    work = Work(3600, (Job("note", 3600, note),), town.app.delivery, town.app.intake)
    working = asyncio.create_task(engine.run(work))
    async with asyncio.timeout(10):
        await runs.get()
        wall.move(timedelta(hours=-2))
        await runs.get()
        engine.pause()
        town.app.intake.stop()
        await working
