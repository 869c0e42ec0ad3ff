"""A look back at seven days: on which of them something was done or tried, and what was noticed. What did not happen is not told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from curriculum import timing
from curriculum.adapting import Reply
from curriculum.day import Outcome
from curriculum.gain import Gain
from curriculum.progress import PRACTISED
from curriculum.reminding import LATE, remind_at

EVERY: Final = 7
"""A look back comes after so many days."""
MOST_GAINS: Final = 4
NOON: Final = time(12, 30)
APART: Final = timedelta(hours=2)
"""A look back comes no sooner than this after its day, so that no two messages come in a burst."""


class Mark(StrEnum):
    """What a day is drawn as."""

    PRACTISED = "p"
    CAME = "c"
    TO_COME = "."


@dataclass(frozen=True, slots=True)
class LookBack:
    """The days from `first` to `last`, and the newest `gains` that were noticed meanwhile, in order."""

    first: int
    last: int
    marks: tuple[Mark, ...]
    gains: tuple[Gain, ...] = field(repr=False)

    @property
    def practised(self) -> int:
        """On how many days something was done or tried."""
        return self.marks.count(Mark.PRACTISED)


def marks(days: Iterable[int], *, place: int, outcomes: Iterable[tuple[int, Outcome]]) -> tuple[Mark, ...]:
    """What each of these days is drawn as, for who has come to `place` and said this of them."""
    practised = {day for day, outcome in outcomes if outcome in PRACTISED}
    return tuple(Mark.PRACTISED if day in practised else Mark.CAME if day <= place else Mark.TO_COME for day in days)


def look_back(day: int, *, outcomes: Iterable[tuple[int, Outcome]], gains: Sequence[Gain]) -> LookBack | None:
    """The seven days up to `day`, with what was noticed meanwhile; None when there is nothing to look at."""
    first = max(1, day - EVERY + 1)
    week = marks(range(first, day + 1), place=day, outcomes=outcomes)
    if not gains and Mark.PRACTISED not in week:
        return None
    newest = sorted(gains, key=lambda gain: (gain.written_at, gain.id))[-MOST_GAINS:]
    return LookBack(first, day, week, tuple(newest))


def comes_at(due_at: datetime, zone: str) -> datetime:
    """When the look back comes that ends with the day due at `due_at`: in its evening, or at noon after a day that comes in
    the evening itself. Raises `UnknownZone`.
    """
    evening = remind_at(due_at, zone)
    if evening is not None:
        return evening
    place = timing.zone_named(zone)
    after = due_at.astimezone(place).date() + timedelta(days=1)
    return timing.instant(after, NOON, place) or due_at + timedelta(hours=24)


def is_timely(last: Reply | None, day: int, at: datetime, now: datetime) -> bool:
    """Whether the look back that was to come at `at` may still go: its day came, a while ago, was not too much, and is the newest."""
    if last is None or last.rest or last.is_hard or last.day != day or now > at + LATE:
        return False
    return now - last.came_at >= APART
