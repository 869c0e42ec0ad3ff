"""Enrolments: who is under way, and who is due."""

from collections.abc import Collection, Sequence
from datetime import datetime, time
from typing import Any, Final

from sqlalchemy import Table, bindparam, update
from sqlalchemy import select as select_of
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from curriculum.enrolment import COMES, DAILY, OPEN, Enrolment, Standing, TrackRef
from curriculum.errors import AlreadyUnderWay
from storage.errors import Stale
from storage.prepared import Prepared, among
from storage.tables import EnrolmentRow, PersonRow, table_of

_ENROLMENT: Final[Table] = table_of(EnrolmentRow)
_PERSON: Final[Table] = table_of(PersonRow)
_SAVED: Final = (
    "hour",
    "zone",
    "standing",
    "place",
    "due_at",
    "last_nudge_at",
    "reminded",
    "remind_at",
    "ended_at",
    "length",
    "paused_until",
    "quiet_since",
    "back_at",
    "lap",
)
_SAVE: Final = Prepared(
    update(_ENROLMENT)
    .where(
        _ENROLMENT.c.id == bindparam("of"),
        *(
            _ENROLMENT.c[name].is_not_distinct_from(bindparam(f"{name}_before", type_=_ENROLMENT.c[name].type))
            for name in _SAVED
        ),
    )
    .values({name: bindparam(name) for name in _SAVED})
)
_FOR_OTHERS: Final = frozenset({"offered", "began", "counted"})
"""What is no part of a walk as it is read here."""
_OF_IDS: Final = Prepared(
    select_of(
        *(column for column in _ENROLMENT.c if column.name not in _FOR_OTHERS),
        _PERSON.c.held_since.is_not(None).label("held"),
    )
    .join_from(_ENROLMENT, _PERSON, _PERSON.c.id == _ENROLMENT.c.person)
    .where(among(_ENROLMENT.c.id, "ids"))
)


class Enrolments:
    """The enrolment table, in one transaction; each walk is read with whether its person's nudges are on hold."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, enrolment: Enrolment, *, counted: bool = True) -> None:
        """A walk begins; unless `counted` it is in no figure. Raises `AlreadyUnderWay` when another is open."""
        self._session.add(row_of(enrolment, counted=counted))
        try:
            await self._session.flush()
        except IntegrityError as error:
            raise AlreadyUnderWay from error

    async def get(self, enrolment: int) -> Enrolment:
        """The enrolment with this id."""
        row, held = (await self._session.execute(_walks().where(EnrolmentRow.id == enrolment))).one()
        return _value(row, held=held)

    async def all(self, enrolments: Collection[int]) -> dict[int, Enrolment]:
        """The enrolments with these ids, by id."""
        rows = await _OF_IDS.rows(self._session, ids=enrolments)
        return {row.id: _value(row, held=row.held) for row in rows}

    async def open_of(self, person: int) -> Enrolment | None:
        """The walk this person is on, be it paused."""
        found = await self._session.execute(
            _walks().where(EnrolmentRow.person == person, col(EnrolmentRow.standing).in_(OPEN))
        )
        row = found.one_or_none()
        return None if row is None else _value(row[0], held=row[1])

    async def last_of(self, person: int) -> Enrolment | None:
        """The walk this person is on, or else the last one they were on."""
        return await self.open_of(person) or await self._newest_of(person)

    async def finished_of(self, person: int) -> Enrolment | None:
        """The newest walk that this person walked to its end."""
        finished = [walk for walk in await self.all_of(person) if walk.standing is Standing.FINISHED]
        return finished[-1] if finished else None

    async def all_of(self, person: int) -> list[Enrolment]:
        """Every walk of this person, the first one first."""
        rows = await self._session.execute(
            _walks().where(EnrolmentRow.person == person).order_by(col(EnrolmentRow.started_at))
        )
        return [_value(row, held=held) for row, held in rows.all()]

    async def walked_by(self, person: int) -> frozenset[str]:
        """The short names of the tracks this person has been on."""
        return frozenset(await self._session.scalars(select(EnrolmentRow.track).where(EnrolmentRow.person == person)))

    async def due(self, now: datetime, *, besides: Collection[int] = (), limit: int) -> list[int]:
        """Who is due, the longest waiting first; not those in `besides`."""
        rows = await self._session.scalars(
            select(EnrolmentRow.id)
            .where(
                col(EnrolmentRow.due_at) <= now,
                col(EnrolmentRow.standing).in_(COMES),
                col(EnrolmentRow.id).not_in(besides),
            )
            .order_by(col(EnrolmentRow.due_at))
            .limit(limit)
        )
        return list(rows.all())

    async def to_remind(self, now: datetime, *, limit: int) -> list[int]:
        """Whose reminder falls due, the longest waiting first."""
        rows = await self._session.scalars(
            select(EnrolmentRow.id)
            .where(col(EnrolmentRow.remind_at) <= now)
            .order_by(col(EnrolmentRow.remind_at))
            .limit(limit)
        )
        return list(rows.all())

    async def to_replan(self, *, beyond: int, limit: int) -> list[Enrolment]:
        """Walks that have a nudge to come, by their ids from `beyond` on: a page of all of them."""
        rows = await self._session.execute(
            _walks()
            .where(col(EnrolmentRow.id) > beyond, col(EnrolmentRow.due_at).is_not(None))
            .order_by(col(EnrolmentRow.id))
            .limit(limit)
        )
        return [_value(row, held=held) for row, held in rows.all()]

    async def next_due_at(self, person: int | None = None) -> datetime | None:
        """The next instant at which a nudge falls due, for one person or for anybody."""
        query = select(EnrolmentRow.due_at).where(col(EnrolmentRow.due_at).is_not(None))
        if person is not None:
            query = query.where(EnrolmentRow.person == person)
        return (await self._session.scalars(query.order_by(col(EnrolmentRow.due_at)).limit(1))).one_or_none()

    async def next_remind_at(self) -> datetime | None:
        """The next instant at which somebody may be reminded of a day."""
        query = select(EnrolmentRow.remind_at).where(col(EnrolmentRow.remind_at).is_not(None))
        return (await self._session.scalars(query.order_by(col(EnrolmentRow.remind_at)).limit(1))).one_or_none()

    async def save(self, before: Enrolment, after: Enrolment) -> None:
        """Writes what changed. Raises `Stale` when the row no longer stands as it was read."""
        await self.save_all([(before, after)])

    async def save_all(self, changes: Sequence[tuple[Enrolment, Enrolment]]) -> None:
        """The same for many, before and after, in one go."""
        rows = [_saved(before, after) for before, after in changes if before != after]
        await _SAVE.change_each(self._session, rows)

    async def move(self, before: Enrolment, after: Enrolment) -> None:
        """A walk that is open goes on along another version of its track. Raises `Stale` when it does not walk the one it
        was on any more.
        """
        moved = (
            update(_ENROLMENT)
            .where(
                _ENROLMENT.c.id == before.id,
                _ENROLMENT.c.track == after.track.slug,
                _ENROLMENT.c.number == before.track.number,
                _ENROLMENT.c.standing.in_(OPEN),
            )
            .values(number=after.track.number, length=after.length)
            .returning(_ENROLMENT.c.id)
        )
        if (await self._session.execute(moved)).first() is None:
            raise Stale

    async def offered(self, enrolment: int) -> int | None:
        """The newest version that whoever walks there was asked about."""
        asked = select(EnrolmentRow.offered).where(EnrolmentRow.id == enrolment)
        return (await self._session.scalars(asked)).one_or_none()

    async def is_weekly(self, enrolment: int) -> bool:
        """Whether a day comes once a week there."""
        every = await self._session.scalar(select(EnrolmentRow.every).where(EnrolmentRow.id == enrolment))
        return every is not None and every != DAILY

    async def was_offered(self, enrolment: int, number: int) -> None:
        """Whoever walks there has been asked about this version."""
        await self._session.execute(update(_ENROLMENT).where(_ENROLMENT.c.id == enrolment).values(offered=number))

    async def _newest_of(self, person: int) -> Enrolment | None:
        walks = await self.all_of(person)
        return walks[-1] if walks else None


def _walks() -> Select[EnrolmentRow, bool]:
    """Walks as they stand now, each with whether its person's nudges are on hold."""
    return (
        select(EnrolmentRow, col(PersonRow.held_since).is_not(None))
        .join(PersonRow, col(PersonRow.id) == col(EnrolmentRow.person))
        .execution_options(populate_existing=True)
    )


def row_of(enrolment: Enrolment, *, counted: bool = True) -> EnrolmentRow:
    """How a walk is written down when it begins."""
    return EnrolmentRow(
        id=enrolment.id,
        person=enrolment.person,
        track=enrolment.track.slug,
        number=enrolment.track.number,
        hour=enrolment.hour.strftime("%H:%M"),
        zone=enrolment.zone,
        standing=enrolment.standing,
        place=enrolment.place,
        started_at=enrolment.started_at,
        due_at=enrolment.due_at,
        last_nudge_at=enrolment.last_nudge_at,
        reminded=enrolment.reminded,
        remind_at=enrolment.remind_at,
        ended_at=enrolment.ended_at,
        length=enrolment.length,
        paused_until=enrolment.paused_until,
        quiet_since=enrolment.quiet_since,
        back_at=enrolment.back_at,
        lap=enrolment.lap,
        every=enrolment.every,
        began=enrolment.track.number,
        counted=counted,
    )


def _saved(before: Enrolment, after: Enrolment) -> dict[str, object]:
    stood = {f"{name}_before": value for name, value in _columns(before).items()}
    return {"of": before.id} | stood | _columns(after)


def _columns(after: Enrolment) -> dict[str, object]:
    return {
        "hour": after.hour.strftime("%H:%M"),
        "zone": after.zone,
        "standing": after.standing,
        "place": after.place,
        "due_at": after.due_at,
        "last_nudge_at": after.last_nudge_at,
        "reminded": after.reminded,
        "remind_at": after.remind_at,
        "ended_at": after.ended_at,
        "length": after.length,
        "paused_until": after.paused_until,
        "quiet_since": after.quiet_since,
        "back_at": after.back_at,
        "lap": after.lap,
    }


def _value(row: Any, *, held: bool) -> Enrolment:
    return Enrolment(
        id=row.id,
        person=row.person,
        track=TrackRef(row.track, row.number),
        hour=time.fromisoformat(row.hour),
        zone=row.zone,
        standing=Standing(row.standing),
        place=row.place,
        started_at=row.started_at,
        due_at=row.due_at,
        last_nudge_at=row.last_nudge_at,
        reminded=row.reminded,
        remind_at=row.remind_at,
        held=held,
        ended_at=row.ended_at,
        length=row.length,
        paused_until=row.paused_until,
        quiet_since=row.quiet_since,
        back_at=row.back_at,
        lap=row.lap,
        every=row.every,
    )
