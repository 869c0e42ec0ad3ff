"""How days land: counts of people over whole tables, by version, day and the date they started. No ids, no words.

Whoever began with a version stays with it here, whichever version's words they were sent and whichever they went on along.

What comes out here is not fit to be shown: counts are small. `bot.landing.hiding` makes of it what may be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Date,
    Float,
    Integer,
    Subquery,
    case,
    cast,
    extract,
    func,
    literal,
    or_,
)
from sqlalchemy import select as select_of
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.day import DAYS, Outcome
from curriculum.enrolment import Standing
from curriculum.nudge import NudgeKind, NudgeState
from storage.columns import UtcDateTime
from storage.tables import CheckInRow, EnrolmentRow, NudgeRow, PersonRow, TrackVersionRow

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
WAITS: Final = (5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR)
"""Where the spans end in which the time to an answer is told, in seconds; the last span has no end."""
QUIET: Final = (1, 3, 7, 14)
"""With how many whole days without an answer each span of silence begins; the last has no end."""
_DAY: Final = 24 * HOUR
_DID_NOT_REACH: Final = frozenset(NudgeState) - {NudgeState.SENT, NudgeState.CONFIRMED}


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a track, and whether it is told without the next one; None while it is the newest."""

    number: int
    apart: bool | None


@dataclass(frozen=True, slots=True)
class Started:
    """So many people started with this version on this date (UTC), and have so many days before them in all."""

    number: int
    on: date
    length: int
    count: int


@dataclass(frozen=True, slots=True)
class Bound:
    """Of those who started with this version count, on this day, who did so before that instant."""

    number: int
    day: int
    before: datetime


@dataclass(frozen=True, slots=True)
class Landed:
    """So many who started with this version got this day and did this with it: `opened` tells whether they tapped on it; the outcome and
    the span of `WAITS` are there for who answered.
    """

    number: int
    day: int
    opened: bool
    outcome: Outcome | None
    wait: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Silent:
    """So many who started with this version are under way and have not answered for a span of `QUIET`."""

    number: int
    span: int
    count: int


class LandingCounts:
    """Counts of one track, in one transaction that should be `long` and only reads. Walks that are not `counted` are left out."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def versions(self, slug: str) -> list[Version]:
        """Every version of the track, the first one first."""
        rows = await self._session.execute(
            select(TrackVersionRow.number, TrackVersionRow.apart)
            .where(TrackVersionRow.slug == slug)
            .order_by(col(TrackVersionRow.number))
        )
        return [Version(number, apart) for number, apart in rows.all()]

    async def started(self, slug: str, *, before: datetime) -> list[Started]:
        """How many started before that instant, by version, date and length."""
        on = self._date_of(col(EnrolmentRow.started_at)).label("started_on")
        keys = (col(EnrolmentRow.began), on, col(EnrolmentRow.length))
        query = (
            select_of(*keys, func.count())
            .where(col(EnrolmentRow.track) == slug, col(EnrolmentRow.started_at) < before, col(EnrolmentRow.counted))
            .group_by(*keys)
        )
        return [Started(number, _date(on), length, count) for number, on, length, count in await self._rows(query)]

    async def landed(self, slug: str, bounds: Sequence[Bound], *, before: datetime) -> list[Landed]:
        """What became before that instant of the days that reached those within the bounds."""
        if not bounds:
            return []
        opened = or_(
            col(NudgeRow.state) == NudgeState.CONFIRMED,
            col(CheckInRow.outcome).is_not(None),
        ).label("opened")
        wait = case(
            (col(CheckInRow.outcome).is_(None), None),
            else_=self._span(self._seconds(col(NudgeRow.sent_at), col(CheckInRow.answered_at)), WAITS),
        ).label("wait")
        keys = (col(EnrolmentRow.began), col(NudgeRow.day), opened, col(CheckInRow.outcome), wait)
        query = (
            select_of(*keys, func.count())
            .join(EnrolmentRow, col(EnrolmentRow.id) == col(NudgeRow.enrolment))
            .outerjoin(CheckInRow, _answered(before))
            .where(
                col(NudgeRow.track) == slug,
                *_reached(before),
                col(EnrolmentRow.started_at) < _latest(bounds, col(EnrolmentRow.began), col(NudgeRow.day)),
                col(EnrolmentRow.counted),
            )
            .group_by(*keys)
        )
        return [
            Landed(number, day, bool(opened), None if outcome is None else Outcome(outcome), wait, count)
            for number, day, opened, outcome, wait, count in await self._rows(query)
        ]

    async def silent(self, slug: str, bounds: Sequence[Bound], *, before: datetime) -> list[Silent]:
        """Who is under way, within the bounds of the first day, and how long they have not answered: since their last answer,
        or, where there is none, since the first day that reached them.
        """
        first = [bound for bound in bounds if bound.day == 1]
        if not first:
            return []
        walks = self._walks(slug, first, before)
        since = func.coalesce(walks.c.answered_at, walks.c.sent_at, type_=UtcDateTime)
        span = self._span(self._seconds(since, before), tuple(days * _DAY for days in QUIET)).label("span")
        query = select_of(walks.c.number, span, func.count()).group_by(walks.c.number, span)
        return [Silent(number, span - 1, count) for number, span, count in await self._rows(query) if span]

    def _walks(self, slug: str, first: Sequence[Bound], before: datetime) -> Subquery:
        """Everybody under way whom a day has reached, with the last answer and the first day."""
        return (
            select_of(
                col(EnrolmentRow.began).label("number"),
                func.max(CheckInRow.answered_at).label("answered_at"),
                func.min(NudgeRow.sent_at).label("sent_at"),
            )
            .join(NudgeRow, col(NudgeRow.enrolment) == col(EnrolmentRow.id))
            .join(PersonRow, col(PersonRow.id) == col(EnrolmentRow.person))
            .outerjoin(CheckInRow, _answered(before))
            .where(
                col(EnrolmentRow.track) == slug,
                col(EnrolmentRow.started_at) < _latest(first, col(EnrolmentRow.began), literal(1)),
                col(EnrolmentRow.standing) == Standing.UNDER_WAY,
                col(PersonRow.held_since).is_(None),
                *_reached(before),
                col(EnrolmentRow.counted),
            )
            .group_by(col(EnrolmentRow.id), col(EnrolmentRow.began))
            .subquery()
        )

    @property
    def _is_sqlite(self) -> bool:
        return self._session.get_bind().dialect.name == "sqlite"

    def _date_of(self, instant: Any) -> ColumnElement[Any]:
        """The date in UTC."""
        return func.substr(instant, 1, 10) if self._is_sqlite else cast(func.timezone("UTC", instant), Date)

    def _seconds(self, since: Any, until: Any) -> ColumnElement[Any]:
        if not self._is_sqlite:
            return cast(extract("epoch", until - since), Float)
        if isinstance(until, datetime):
            until = until.strftime("%Y-%m-%d %H:%M:%S")
        return (func.julianday(until) - func.julianday(since)) * _DAY

    def _span(self, seconds: ColumnElement[Any], ends: Sequence[int]) -> ColumnElement[int]:
        """Which of these spans it falls in: 0 before the first end."""
        # Days are told by SQLite to a thousandth of a second or so.
        within = [(seconds < end - 0.001, number) for number, end in enumerate(ends)]
        return cast(case(*within, else_=len(ends)), Integer)

    async def _rows(self, query: Any) -> Sequence[Any]:
        return (await self._session.execute(query)).all()


def _reached(before: datetime) -> tuple[ColumnElement[bool], ...]:
    """It is a day, the first time that it came to somebody, and it arrived by then."""
    return (
        col(NudgeRow.kind) == NudgeKind.DAY,
        col(NudgeRow.day) <= DAYS,
        col(NudgeRow.lap) == 0,
        # So that the table is gone through once, and not row by row by way of an index.
        col(NudgeRow.state).not_in(_DID_NOT_REACH),
        col(NudgeRow.sent_at) < before,
    )


def _answered(before: datetime) -> ColumnElement[bool]:
    return (col(CheckInRow.nudge) == col(NudgeRow.id)) & (col(CheckInRow.answered_at) < before)


def _latest(bounds: Sequence[Bound], number: Any, day: Any) -> ColumnElement[Any]:
    """Before which instant somebody has to have started; beyond the bounds there is none."""
    by_number: dict[int, dict[int, Any]] = {}
    for bound in bounds:
        by_number.setdefault(bound.number, {})[bound.day] = literal(bound.before, UtcDateTime)
    return case(*((number == each, case(by_day, value=day)) for each, by_day in by_number.items()))


def _date(told: date | str) -> date:
    return date.fromisoformat(told) if isinstance(told, str) else told
