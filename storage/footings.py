"""Footings: what is known of a person when their next day is chosen."""

from datetime import datetime

from sqlalchemy import exists, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.adapting import Footing, Reply
from curriculum.day import Outcome, Strength
from curriculum.enrolment import Enrolment
from curriculum.nudge import NEVER_ARRIVED, NudgeKind, NudgeState
from curriculum.pressure import Strain
from curriculum.safety import ContentClass
from storage.patterns import Patterns
from storage.tables import CheckInRow, NoteRow, NudgeRow, PersonRow, StrainRow

_BROUGHT = (NudgeKind.DAY, NudgeKind.REST)
_NOT_YET = NEVER_ARRIVED | {NudgeState.PLANNED, NudgeState.SENDING}


class Footings:
    """Reads across nudges and what was answered to them, in one transaction."""

    def __init__(self, session: AsyncSession, patterns: Patterns) -> None:
        self._session = session
        self._patterns = patterns

    async def of(self, walk: Enrolment, *, besides: int | None = None) -> Footing:
        """Where the person of this walk stands, when the nudge `besides` is left out."""
        content_class, worse_at, fight_at = await self._of_person(walk.person)
        return Footing(
            replies=await self._replies(walk.id, besides),
            worse_at=worse_at,
            fight_at=fight_at,
            response=await self._patterns.response_of(walk.person),
            content_class=content_class,
        )

    async def _replies(self, walk: int, besides: int | None) -> list[Reply]:
        noted = exists().where(col(NoteRow.nudge) == col(NudgeRow.id))
        rows = await self._session.execute(
            select(NudgeRow, col(CheckInRow.outcome), col(StrainRow.strain), noted)
            .join(CheckInRow, col(CheckInRow.nudge) == col(NudgeRow.id), isouter=True)
            .join(StrainRow, col(StrainRow.nudge) == col(NudgeRow.id), isouter=True)
            .where(
                NudgeRow.enrolment == walk,
                col(NudgeRow.id).is_distinct_from(besides),
                col(NudgeRow.kind).in_(_BROUGHT),
                col(NudgeRow.state).not_in(_NOT_YET),
            )
            .order_by(col(NudgeRow.due_at))
        )
        return [
            Reply(
                day=row.day,
                came_at=row.sent_at or row.due_at,
                strength=Strength(row.strength or Strength.STANDARD),
                rest=row.kind == NudgeKind.REST,
                outcome=None if outcome is None else Outcome(outcome),
                strain=None if strain is None else Strain(strain),
                answered=bool(noted),
            )
            for row, outcome, strain, noted in rows.all()
        ]

    async def _of_person(self, person: int) -> tuple[ContentClass, datetime | None, datetime | None]:
        worse = (
            select(func.max(col(CheckInRow.answered_at)))
            .where(CheckInRow.person == person, CheckInRow.outcome == Outcome.MADE_IT_WORSE)
            .scalar_subquery()
        )
        fight = (
            select(func.max(col(StrainRow.told_at)))
            .where(StrainRow.person == person, StrainRow.strain == Strain.FIGHT)
            .scalar_subquery()
        )
        rows = await self._session.execute(
            select(col(PersonRow.content_class), worse, fight).where(PersonRow.id == person)
        )
        content_class, worse_at, fight_at = rows.one()
        return ContentClass(content_class), worse_at, fight_at
