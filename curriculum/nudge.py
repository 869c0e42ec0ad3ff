"""A nudge on its way: what kinds there are and which states it passes through."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from curriculum.enrolment import TrackRef
from curriculum.fitted import Fit


class NudgeKind(StrEnum):
    """What a nudge brings."""

    DAY = "day"
    REST = "rest"
    REMINDER = "reminder"
    COMPLETION = "completion"
    QUESTION = "question"
    WELCOME_BACK = "welcome_back"
    AGAIN = "again"
    RETURN = "return"
    LOOK_BACK = "look_back"

    @property
    def is_beside(self) -> bool:
        """Whether it comes beside the day of its date, at a time of its own, and moves nothing on the walk."""
        return self in BESIDE

    @property
    def is_quiet(self) -> bool:
        """Whether it makes no sound."""
        return self in (NudgeKind.REMINDER, NudgeKind.LOOK_BACK)


ASKS = frozenset({NudgeKind.QUESTION, NudgeKind.WELCOME_BACK})
"""What wants to be answered before anything else comes."""

BESIDE = frozenset({NudgeKind.REMINDER, NudgeKind.AGAIN, NudgeKind.RETURN, NudgeKind.LOOK_BACK})


class NudgeState(StrEnum):
    """Where a nudge is. Every nudge ends in one of `SETTLED`."""

    PLANNED = "planned"
    SENDING = "sending"
    AMBIGUOUS = "ambiguous"
    SENT = "sent"
    CONFIRMED = "confirmed"
    MISSED = "missed"
    BLOCKED = "blocked"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


UNSETTLED = frozenset({NudgeState.PLANNED, NudgeState.SENDING, NudgeState.AMBIGUOUS})
NEVER_ARRIVED = frozenset({NudgeState.MISSED, NudgeState.BLOCKED, NudgeState.CANCELLED})
"""A nudge that ended so leaves its day to be planned again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """One entry of the ledger. `token` is random and the person's own: it travels in the buttons and proves delivery.

    A `REST` comes in place of `day`, which waits; a `REMINDER` is about a day that came, which comes `AGAIN` when it was put
    off. A `QUESTION` comes in place of a day after silence, a `WELCOME_BACK` after an absence. A `RETURN` says that the time has come that
    somebody named. `fit` is the version of the day that was sent; `view` is the one in which it comes again. `lap`: of which time
    that the person came to this day. They left the day without a word at `left_at`; at `opened_at` they first tapped on it or
    answered.

    `fence` counts the claims: who writes with an older fence writes nothing. `attempts` counts the requests that may
    have reached Telegram.
    """

    id: int
    person: int
    enrolment: int
    track: TrackRef
    kind: NudgeKind
    day: int
    local_date: date
    zone: str
    due_at: datetime
    token: str
    state: NudgeState
    fence: int = 0
    attempts: int = 0
    not_before: datetime | None = None
    lease_until: datetime | None = None
    message_id: int | None = None
    sent_at: datetime | None = None
    reason: str | None = None
    fit: Fit | None = None
    lap: int = 0
    view: str | None = None
    left_at: datetime | None = None
    opened_at: datetime | None = None
