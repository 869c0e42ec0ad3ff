"""What a rehearsal was like: each local day with what was said and done, and beside it why that came, or did not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.rehearsal.personas import Persona
from curriculum.enrolment import Enrolment
from curriculum.nudge import Nudge
from curriculum.track import Track


class By(StrEnum):
    """Whose a line is: what the bot wrote, what the person wrote, what they did."""

    BOT = "bot"
    PERSON = "person"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said or done, at an instant in a zone. `marks` are Telegram's, counted as it counts; `anew`: the
    bot wrote it in place of an earlier message.
    """

    by: By
    at: datetime
    zone: str
    text: str = field(repr=False)
    marks: Sequence[Mapping[str, Any]] = ()
    buttons: Sequence[Sequence[str]] = ()
    file: str | None = None
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """A word in the margin, told at an instant in a zone, or of a day as a whole. `missing`: it is about what did not come."""

    at: datetime | None
    zone: str
    says: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class LocalDay:
    """One day by the person's own calendar."""

    date: date
    lines: Sequence[Line]
    whys: Sequence[Why]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole rehearsal, with everything that fell due."""

    track: Track
    persona: Persona
    seed: int
    dates: Sequence[LocalDay]
    ledger: Sequence[Nudge]


@dataclass(frozen=True, slots=True)
class Played(Transcript):
    """One that the real bot played: where its own database had the person at the end, and whether they were on hold."""

    walk: Enrolment
    held: bool
