"""Where one person stands on one version of a track."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from curriculum.day import DAYS

DAILY: Final = 1
WEEKLY: Final = 7
"""Days between two nudges of a walk: one every day, or one a week."""


class Standing(StrEnum):
    """Whether nudges come. `UNREACHABLE`: the person blocked the bot; a `/start` or an unblocking brings them back."""

    UNDER_WAY = "under_way"
    PAUSED = "paused"
    UNREACHABLE = "unreachable"
    FINISHED = "finished"
    STOPPED = "stopped"

    @property
    def is_open(self) -> bool:
        """The walk is not over: nudges come, or will again."""
        return self in OPEN


OPEN = frozenset({Standing.UNDER_WAY, Standing.PAUSED, Standing.UNREACHABLE})
COMES = frozenset({Standing.UNDER_WAY, Standing.PAUSED})
"""Something may fall due: under way, or at the end of a pause that has one."""


@dataclass(frozen=True, slots=True)
class TrackRef:
    """One immutable version of a track."""

    slug: str
    number: int

    @property
    def told(self) -> str:
        """How it is called where it stands among others, such as `quiet-evenings 2`."""
        return f"{self.slug} {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """One person's walk. `place` counts the days delivered, never dates; `due_at` is when the next nudge falls due.

    `last_nudge_at` is the instant of the last nudge, or of the last one that was planned and not yet sent: the next
    has to fall on a later local date. `reminded`: the person wants to be reminded in the evening; `remind_at` is when,
    if that stays unanswered which came last. `held`: nothing falls due until the person says that they want to go on.
    `ended_at` is when the walk was over; `length` is how many days the version of the track has. A pause may end by itself, on
    the local date `paused_until`. Since `quiet_since` nothing comes, until the person says or taps something; at `back_at` they
    last came back, and silence is counted from then. `lap` counts how often they went back to days that had come.
    Nudges come `every` so many days: one, or seven.
    """

    id: int
    person: int
    track: TrackRef
    hour: time
    zone: str
    standing: Standing
    place: int
    started_at: datetime
    due_at: datetime | None
    last_nudge_at: datetime | None = None
    reminded: bool = False
    remind_at: datetime | None = None
    held: bool = False
    ended_at: datetime | None = None
    length: int = DAYS
    paused_until: date | None = None
    quiet_since: datetime | None = None
    back_at: datetime | None = None
    lap: int = 0
    every: int = DAILY

    @property
    def is_weekly(self) -> bool:
        """Whether a day of the track comes once a week, and not every day."""
        return self.every != DAILY

    @property
    def comes(self) -> bool:
        """Whether something may fall due: the walk is under way, or on a pause that has an end."""
        return self.standing is Standing.UNDER_WAY or (
            self.standing is Standing.PAUSED and self.paused_until is not None
        )
