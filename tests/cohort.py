"""Cohorts for tests: many walks along a track, written as rows, with what became of each day."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Table

from curriculum.day import DAYS, Outcome
from curriculum.enrolment import Standing, TrackRef
from curriculum.nudge import NudgeKind, NudgeState
from storage.database import Database
from storage.tables import CheckInRow, EnrolmentRow, NudgeRow, PersonRow, table_of

_PERSON: Final = table_of(PersonRow)
_ENROLMENT: Final = table_of(EnrolmentRow)
_NUDGE: Final = table_of(NudgeRow)
_CHECK_IN: Final = table_of(CheckInRow)
FIRST: Final = 1_000_000


@dataclass(frozen=True)
class Reached:
    """A day that reached somebody: whether they tapped on it, what they said and how long after."""

    day: int
    opened: bool = False
    outcome: Outcome | None = None
    after: timedelta = timedelta(minutes=20)
    number: int | None = None


@dataclass(frozen=True)
class Walk:
    """Somebody's walk: one day of the track each day, at ten in UTC, from the day after they started. `began` is the version
    it began with, where that is another.
    """

    started_at: datetime
    days: Sequence[Reached] = ()
    number: int = 1
    telegram_id: int | None = None
    standing: Standing = Standing.UNDER_WAY
    held: bool = False
    extra: Mapping[str, object] = field(default_factory=dict)
    length: int = DAYS
    began: int | None = None
    counted: bool = True


async def write(database: Database, slug: str, walks: Sequence[Walk], *, first: int = FIRST) -> None:
    """Writes these walks as rows, with ids from `first` on."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("person", "enrolment", "nudge", "check_in")}
    for index, walk in enumerate(walks):
        _add(rows, slug, walk, first + index)
    async with database.unit() as unit:
        for table in (_PERSON, _ENROLMENT, _NUDGE, _CHECK_IN):
            of_table = [_values(table, row) for row in rows[table.name]]
            for at in range(0, len(of_table), 500):
                await unit.rows.put(table, of_table[at : at + 500])


def _add(rows: dict[str, list[dict[str, Any]]], slug: str, walk: Walk, id: int) -> None:
    telegram_id = walk.telegram_id or id
    rows["person"].append(
        {
            "id": id,
            "telegram_id": telegram_id,
            "token": f"p{id}",
            "content_class": "open",
            "discreet": True,
            "held_since": walk.started_at if walk.held else None,
            "words_days": 90,
            "language": "en",
            "looks_back": True,
            "dark": False,
            "met_at": walk.started_at,
        }
    )
    ref = TrackRef(slug, walk.number)
    rows["enrolment"].append(
        {
            "id": id,
            "person": id,
            "track": ref.slug,
            "number": ref.number,
            "hour": "10:00",
            "zone": "UTC",
            "standing": walk.standing,
            "place": len(walk.days),
            "started_at": walk.started_at,
            "reminded": False,
            "length": walk.length,
            "lap": 0,
            "every": 1,
            "began": walk.began or walk.number,
            "counted": walk.counted,
        }
    )
    midnight = walk.started_at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for reached in walk.days:
        nudge = id * 100 + reached.day
        sent_at = midnight + timedelta(days=reached.day, hours=10)
        rows["nudge"].append(
            {
                "id": nudge,
                "person": id,
                "enrolment": id,
                "track": slug,
                "number": reached.number or walk.number,
                "kind": NudgeKind.DAY,
                "lap": 0,
                "day": reached.day,
                "local_date": sent_at.date(),
                "zone": "UTC",
                "due_at": sent_at,
                "token": f"n{nudge}",
                "state": NudgeState.CONFIRMED if reached.opened or reached.outcome else NudgeState.SENT,
                "fence": 1,
                "attempts": 1,
                "sent_at": sent_at,
                **walk.extra,
            }
        )
        if reached.outcome is not None:
            rows["check_in"].append(
                {
                    "id": nudge,
                    "nudge": nudge,
                    "person": id,
                    "enrolment": id,
                    "day": reached.day,
                    "outcome": reached.outcome,
                    "answered_at": sent_at + reached.after,
                }
            )


def _values(table: Table, row: Mapping[str, object]) -> list[object]:
    return [row.get(column.name) for column in table.columns]


def likely(seed: int, count: int, *, started_at: datetime, over: int = 20, days: int = DAYS) -> list[Walk]:
    """So many walks that began within so many days, some of which fade, as people do."""
    chance = random.Random(seed)  # noqa: S311  (it is to be the same each time)
    return [_likely(chance, started_at + timedelta(days=chance.randrange(over)), days) for _ in range(count)]


def _likely(chance: random.Random, started_at: datetime, days: int) -> Walk:
    stays, eager = 1 - chance.random() ** 3 / 6, 0.5 + chance.random() / 2
    reached = []
    for day in range(1, days + 1):
        if chance.random() > stays:
            break
        opened = chance.random() < eager
        outcome = _outcome(chance) if opened and chance.random() < 0.85 else None
        reached.append(Reached(day, opened, outcome, timedelta(minutes=chance.choice([2, 9, 25, 50, 200, 700]))))
    return Walk(started_at, reached)


def _outcome(chance: random.Random) -> Outcome:
    return chance.choices(list(Outcome), [50, 22, 14, 9, 5])[0]
