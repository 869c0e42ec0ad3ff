"""The columns of a study's tables: what each holds, in which unit, and where it comes from. Files and codebook are both made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from curriculum.day import DAYS, Outcome, Strength
from curriculum.deciding import WhyNot
from curriculum.enrolment import Standing
from curriculum.experiment import By
from curriculum.nudge import NudgeKind, NudgeState

KINDS: Final = (
    NudgeKind.DAY,
    NudgeKind.REST,
    NudgeKind.REMINDER,
    NudgeKind.LOOK_BACK,
    NudgeKind.QUESTION,
    NudgeKind.WELCOME_BACK,
    NudgeKind.COMPLETION,
)
"""What is handed over. When somebody said they would come back to a talk, or put a day off, stays here."""
OWN: Final = "own"
OTHER: Final = "other"
_TAPPED: Final = "the person's own taps"
_LEDGER: Final = "the ledger of nudges"
_LOG: Final = "the log of decisions"


class Holds(StrEnum):
    """What kind of value a column holds, by its name in a Frictionless Table Schema."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "number"
    FLAG = "boolean"
    INSTANT = "datetime"
    """In UTC, to the second: `2026-05-04T07:00:00Z`."""
    LOCAL = "local"
    """What the person's clock said, without an offset: `2026-05-04T09:00:00`."""
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `exact`: it tells a date, a minute or a place, and is left out of a coarse bundle."""

    name: str
    holds: Holds
    label: str
    source: str
    unit: str = ""
    values: Sequence[str] = ()
    exact: bool = False


def _times(name: str, what: str, source: str) -> Sequence[Column]:
    """An instant in UTC, by the person's clock, and its hour there."""
    return (
        Column(f"{name}_at", Holds.INSTANT, f"when {what}", source, "UTC", exact=True),
        Column(f"{name}_local", Holds.LOCAL, f"when {what}, by the clock of `zone`", source, "local time", exact=True),
        Column(f"{name}_hour", Holds.WHOLE, f"the hour in which {what}, by the clock of `zone`", source, "0-23"),
    )


_WHO: Final = (
    Column("person", Holds.TEXT, "a made-up number for a person, the same in all tables", "made with the salt"),
    Column("walk", Holds.TEXT, "a made-up number for one person's way along a track", "made with the salt"),
)
_TRACK: Final = Column("track", Holds.TEXT, "the short name of the track", "the track's YAML")
_EXPERIMENT: Final = (
    Column("experiment", Holds.TEXT, "the experiment that the day is part of", "the track's YAML, experiment.name"),
    Column("unit", Holds.TEXT, "for whom an arm was drawn", "the track's YAML, experiment.unit", values=tuple(By)),
    Column("arm", Holds.TEXT, "the arm that was decided", _LOG),
    Column("probability", Holds.NUMBER, "how likely this arm was when it was decided", _LOG, "0-1"),
    Column("randomised", Holds.FLAG, "whether chance decided", _LOG),
)
LONG: Final = (
    *_WHO,
    Column("nudge", Holds.TEXT, "a made-up number for a message", "made with the salt"),
    _TRACK,
    Column("version", Holds.WHOLE, "the version of the track in whose words it came", _LEDGER),
    Column("kind", Holds.TEXT, "what the message brought", _LEDGER, values=tuple(KINDS)),
    Column("day", Holds.WHOLE, "which day of the track it was about", _LEDGER, "1-30"),
    Column("lap", Holds.WHOLE, "how often the person had gone back to days that had come", _LEDGER, "times"),
    Column("state", Holds.TEXT, "what became of the message", _LEDGER, values=tuple(NudgeState)),
    Column(
        "days_in", Holds.WHOLE, "local dates since the way began, or since the yes if that came later", _LEDGER, "days"
    ),
    Column("local_date", Holds.DATE, "the person's date on which it fell due", _LEDGER, exact=True),
    Column("zone", Holds.TEXT, "the person's time zone", _LEDGER, "IANA name", exact=True),
    *_times("planned", "it fell due", _LEDGER),
    *_times("sent", "Telegram had taken it", _LEDGER),
    *_times("opened", "the person first tapped on it or answered", _LEDGER),
    *_times("answered", "the person said how the day went, the last time they changed it", _TAPPED),
    Column(
        "variant",
        Holds.TEXT,
        "in which texts the day came: its own, those after an outcome of the day before (`after-1` is the first in the "
        "file), or others, of which it is not told which",
        _LEDGER,
    ),
    Column("strength", Holds.TEXT, "how demanding the version was", _LEDGER, values=tuple(Strength)),
    *_EXPERIMENT,
    Column("arm_shown", Holds.TEXT, "the arm in whose words the day came, if it could come in them", _LEDGER),
    Column("opened", Holds.FLAG, "whether the person tapped on it or answered", _LEDGER),
    Column("answered", Holds.FLAG, "whether the person said how the day went", _TAPPED),
    Column("outcome", Holds.TEXT, "how the day went", _TAPPED, values=tuple(Outcome)),
    Column("rating", Holds.NUMBER, "the answer to the day's question, if it has one", _TAPPED, "0-10"),
    Column("choice", Holds.WHOLE, "which of the day's answers, if it has a choice", _TAPPED, "1-5"),
    Column("latency_minutes", Holds.NUMBER, "from the message until the outcome", "the above", "minutes"),
)
"""One row a message."""
DECISIONS: Final = (
    *_WHO,
    _TRACK,
    Column("version", Holds.WHOLE, "the version of the track that was about to go out", _LOG),
    Column("version_hash", Holds.TEXT, "the SHA-256 of what that version says", "the published tracks"),
    *_EXPERIMENT[:2],
    Column("day", Holds.WHOLE, "the day before which it was decided", _LOG, "1-30"),
    *_EXPERIMENT[2:],
    Column("drawn", Holds.NUMBER, "the number that chance gave, from 0 up to 1", _LOG, "0-1"),
    Column("why_not", Holds.TEXT, "why chance was not asked", _LOG, values=tuple(WhyNot)),
    Column("decided_at", Holds.INSTANT, "when it was decided, before the message", _LOG, "UTC", exact=True),
)
"""One row a decision."""
_COUNTS: Final = (
    Column("days_sent", Holds.WHOLE, "days that came", _LEDGER, "days"),
    Column("days_opened", Holds.WHOLE, "days that were tapped on or answered", _LEDGER, "days"),
    Column("days_answered", Holds.WHOLE, "days with an outcome", _TAPPED, "days"),
    *(Column(f"days_{each}", Holds.WHOLE, f"days with the outcome `{each}`", _TAPPED, "days") for each in Outcome),
)
WIDE: Final = (
    *_WHO,
    _TRACK,
    Column("began_with", Holds.WHOLE, "the version with which the way began, if after the yes", "enrolments"),
    Column("version", Holds.WHOLE, "the version that the way is on", "enrolments"),
    Column("started_at", Holds.INSTANT, "when the way began, if after the yes", "enrolments", "UTC", exact=True),
    Column("started_local", Holds.LOCAL, "the same by the clock of `zone`", "enrolments", "local time", exact=True),
    Column("zone", Holds.TEXT, "the person's time zone now", "enrolments", "IANA name", exact=True),
    Column("standing", Holds.TEXT, "where the way stands", "enrolments", values=tuple(Standing)),
    Column("length", Holds.WHOLE, "how many days the track has", "the track's YAML", "days"),
    Column("place", Holds.WHOLE, "how many days have come, if the way began after the yes", "enrolments", "days"),
    *_EXPERIMENT[:1],
    Column("arm", Holds.TEXT, "the arm of the whole way, where the experiment is by person", _LOG),
    Column("probability", Holds.NUMBER, "how likely this arm was when it was decided", _LOG, "0-1"),
    *_COUNTS,
    *(
        column
        for day in range(1, DAYS + 1)
        for column in (
            Column(f"d{day:02}_arm", Holds.TEXT, f"`arm` of day {day} in long", _LOG),
            Column(f"d{day:02}_outcome", Holds.TEXT, f"`outcome` of day {day} in long", _TAPPED, values=tuple(Outcome)),
            Column(
                f"d{day:02}_latency", Holds.NUMBER, f"`latency_minutes` of day {day} in long", "the above", "minutes"
            ),
        )
    ),
)
"""One row a way of a person along a track; days that were walked a second time count as they came first."""
TABLES: Final = {"long": LONG, "wide": WIDE, "decisions": DECISIONS}


def columns_of(table: str, *, coarse: bool) -> Sequence[Column]:
    """The columns of a table, without those that tell a date, a minute or a place when it is to be `coarse`."""
    return [column for column in TABLES[table] if not (coarse and column.exact)]
