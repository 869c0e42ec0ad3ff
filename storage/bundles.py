"""What a study may be handed: the walks of who takes part, page by page, and what came of them since they agreed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from curriculum.day import Outcome
from curriculum.deciding import Decision, WhyNot
from curriculum.enrolment import DAILY, Standing, TrackRef
from curriculum.experiment import By
from curriculum.safety import ContentClass
from curriculum.study import EDITION, Study
from storage.tables import (
    CheckInRow,
    DecisionRow,
    EnrolmentRow,
    PersonRow,
    StudyAgreementRow,
    TrackVersionRow,
    table_of,
)

_AGREEMENT: Final[Table] = table_of(StudyAgreementRow)
_PERSON: Final[Table] = table_of(PersonRow)
_WALK: Final[Table] = table_of(EnrolmentRow)
_CHECK_IN: Final[Table] = table_of(CheckInRow)
_DECISION: Final[Table] = table_of(DecisionRow)
_VERSION: Final[Table] = table_of(TrackVersionRow)


@dataclass(frozen=True, slots=True)
class StudiedWalk:
    """A walk of somebody who takes part since `agreed_at`."""

    id: int
    person: int
    track: TrackRef
    began: int
    standing: Standing
    place: int
    length: int
    zone: str
    started_at: datetime
    agreed_at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody tapped about the day of a nudge."""

    outcome: Outcome
    rating: int | None
    choice: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """A line of the log of decisions."""

    person: int
    walk: int
    track: TrackRef
    experiment: str
    unit: By
    day: int
    decision: Decision
    at: datetime


class Bundles:
    """Reads for a study, in one transaction that should be `long` and only reads.

    In it is who agreed to this very study, as it is told of today, answered the private questions clearly and has nothing on hold: for anybody else being
    found by what they tapped may be dangerous, and who is missing tells nobody why.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def people_in(self, study: Study) -> dict[int, datetime]:
        """Who may be in a bundle of this study now, and since when they take part."""
        both = select(_PERSON.c.id, _AGREEMENT.c.agreed_at).join(_AGREEMENT, _AGREEMENT.c.person == _PERSON.c.id)
        rows = await self._session.execute(both.where(*_takes_part(study)))
        return {row.id: row.agreed_at for row in rows}

    async def count(self, study: Study, track: str | None) -> int:
        """How many walks there are to hand over."""
        found = _walks(study, track).subquery()
        return int((await self._session.scalars(select(func.count()).select_from(found))).one())

    async def walks(self, study: Study, track: str | None, *, after: int, limit: int) -> list[StudiedWalk]:
        """The walks behind the one with the id `after`, in the order of their ids, which is none of time."""
        page = _walks(study, track).where(_WALK.c.id > after).order_by(_WALK.c.id).limit(limit)
        return [_walk(row) for row in (await self._session.execute(page)).all()]

    async def answers(self, walks: Collection[int]) -> dict[int, Answered]:
        """What was answered on these walks, by nudge."""
        rows = await self._session.execute(select(_CHECK_IN).where(_CHECK_IN.c.enrolment.in_(walks)))
        return {row.nudge: Answered(Outcome(row.outcome), row.rating, row.choice, row.answered_at) for row in rows}

    async def decisions(self, people: Collection[int]) -> list[Decided]:
        """The log of these people, in the order in which it was decided."""
        query = select(_DECISION).where(_DECISION.c.person.in_(people))
        rows = await self._session.execute(query.order_by(_DECISION.c.decided_at, _DECISION.c.id))
        return [_decided(row) for row in rows]

    async def hashes(self, tracks: Collection[str]) -> dict[TrackRef, str]:
        """The digest of what each version of these tracks says."""
        rows = await self._session.execute(
            select(_VERSION.c.slug, _VERSION.c.number, _VERSION.c.content_hash).where(_VERSION.c.slug.in_(tracks))
        )
        return {TrackRef(row.slug, row.number): row.content_hash for row in rows}


def _takes_part(study: Study) -> Sequence[ColumnElement[bool]]:
    return (
        _AGREEMENT.c.study == study.name,
        _AGREEMENT.c.contact == study.contact,
        _AGREEMENT.c.edition == EDITION,
        _PERSON.c.content_class == ContentClass.OPEN,
        _PERSON.c.held_since.is_(None),
    )


def _walks(study: Study, track: str | None) -> Any:
    """Walks of who takes part, but for those that ended before they agreed, those that are in no figure, and those on which days are
    repeated week by week.
    """
    of_track = () if track is None else (_WALK.c.track == track,)
    return (
        select(*_WALK.c, _AGREEMENT.c.agreed_at)
        .join(_AGREEMENT, _AGREEMENT.c.person == _WALK.c.person)
        .join(_PERSON, _PERSON.c.id == _WALK.c.person)
        .where(
            *_takes_part(study),
            or_(_WALK.c.ended_at.is_(None), _WALK.c.ended_at >= _AGREEMENT.c.agreed_at),
            _WALK.c.counted,
            _WALK.c.every == DAILY,
            *of_track,
        )
    )


def _walk(row: Any) -> StudiedWalk:
    return StudiedWalk(
        id=row.id,
        person=row.person,
        track=TrackRef(row.track, row.number),
        began=row.began,
        standing=Standing(row.standing),
        place=row.place,
        length=row.length,
        zone=row.zone,
        started_at=row.started_at,
        agreed_at=row.agreed_at,
    )


def _decided(row: Any) -> Decided:
    why_not = None if row.why_not is None else WhyNot(row.why_not)
    decision = Decision(arm=row.arm, probability=row.probability, drawn=row.drawn, why_not=why_not)
    track = TrackRef(row.track, row.number)
    return Decided(row.person, row.enrolment, track, row.experiment, By(row.unit), row.day, decision, row.decided_at)
