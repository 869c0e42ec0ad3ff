"""What time it is: the real clock, and one that is moved (the demo's and the tests')."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present instant, aware and in UTC. The one place that reads the machine's clock."""
    return datetime.now(UTC)


class StandingClock:
    """A clock that stands until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        return self._now

    def move(self, by: timedelta) -> None:
        """Lets `by` pass."""
        self._now += by

    def move_to(self, instant: datetime) -> None:
        """Lets time pass until `instant`."""
        self._now = instant


class ShiftedClock:
    """The real clock plus a shift kept in a file, so that the demo's two processes agree on the time."""

    def __init__(self, shift_file: Path, real: Clock = utc_now) -> None:
        self._file = shift_file
        self._real = real

    def __call__(self) -> datetime:
        return self._real() + self._shift()

    def move_to(self, instant: datetime) -> None:
        """Makes it `instant` now, for every process that reads the same file."""
        seconds = (instant - self._real()).total_seconds()
        fresh = self._file.with_suffix(".new")
        fresh.write_text(repr(seconds))
        fresh.replace(self._file)

    def _shift(self) -> timedelta:
        try:
            return timedelta(seconds=float(self._file.read_text()))
        except FileNotFoundError:
            return timedelta(0)
