"""Drills: each use is a row, which stays; one at a time is being shown to a person, step by step in one message."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CursorResult, func, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.pressure import PressureResponse
from storage.randomness import Randomness
from storage.tables import DrillRow, PersonRow


class Felt(StrEnum):
    """How it was after a drill, as the person tapped it."""

    EASIER = "easier"
    SAME = "same"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a drill. While it goes on, `step` stands in the message, and something follows at `next_at`; beyond the last
    step, and below zero when it was cut short, it counts how often the end was told.
    """

    id: int
    person: int
    token: str
    response: PressureResponse | None
    step: int
    message_id: int
    next_at: datetime | None
    felt: Felt | None = None


class Drills:
    """The table of drills, in one transaction."""

    def __init__(self, session: AsyncSession, randomness: Randomness) -> None:
        self._session = session
        self._random = randomness

    async def begin(
        self, person: int, response: PressureResponse | None, *, message_id: int, now: datetime, next_at: datetime
    ) -> Use:
        """From now on this one is shown in this message, in place of any other; its first step stands there."""
        # Nobody else begins one for them meanwhile.
        await self._session.execute(select(PersonRow.id).where(PersonRow.id == person).with_for_update(key_share=True))
        going_on = update(DrillRow).where(col(DrillRow.person) == person, col(DrillRow.next_at).is_not(None))
        await self._session.execute(going_on.values(next_at=None))
        row = DrillRow(
            id=self._random.id(),
            person=person,
            token=self._random.token(),
            response=response,
            step=1,
            message_id=message_id,
            begun_at=now,
            next_at=next_at,
        )
        self._session.add(row)
        await self._session.flush()
        return _value(row)

    async def with_token(self, token: str) -> Use | None:
        """The use whose buttons carry this token."""
        found = await self._session.scalars(
            select(DrillRow).where(DrillRow.token == token).execution_options(populate_existing=True)
        )
        row = found.one_or_none()
        return None if row is None else _value(row)

    async def due(self, now: datetime, *, limit: int = 50) -> list[Use]:
        """Those whose next step is to be shown now, the longest waiting first."""
        rows = await self._session.scalars(
            select(DrillRow)
            .where(col(DrillRow.next_at) <= now)
            .order_by(col(DrillRow.next_at))
            .limit(limit)
            .execution_options(populate_existing=True)
        )
        return [_value(row) for row in rows.all()]

    async def move_on(self, before: Use, *, step: int, next_at: datetime | None) -> bool:
        """What comes next is this step, then; with None nothing more does. False when it was ended, or others were first."""
        moved = (
            update(DrillRow)
            .where(col(DrillRow.id) == before.id, col(DrillRow.step) == before.step, col(DrillRow.next_at).is_not(None))
            .values(step=step, next_at=next_at)
        )
        return await self._met(moved)

    async def end(self, use: Use) -> bool:
        """Nothing more is shown of it. False when nothing was to come."""
        ended = update(DrillRow).where(col(DrillRow.id) == use.id, col(DrillRow.next_at).is_not(None))
        return await self._met(ended.values(next_at=None))

    async def felt(self, use: Use, felt: Felt) -> None:
        """How it was afterwards; a later tap takes the place of an earlier one."""
        await self._session.execute(update(DrillRow).where(col(DrillRow.id) == use.id).values(felt=felt))

    async def count(self, person: int) -> int:
        """How often this person used one."""
        query = select(func.count()).select_from(DrillRow).where(col(DrillRow.person) == person)
        return int((await self._session.scalars(query)).one())

    async def _met(self, statement: Any) -> bool:
        return cast(CursorResult[Any], await self._session.execute(statement)).rowcount > 0


def _value(row: DrillRow) -> Use:
    return Use(
        row.id,
        row.person,
        row.token,
        None if row.response is None else PressureResponse(row.response),
        row.step,
        row.message_id,
        row.next_at,
        None if row.felt is None else Felt(row.felt),
    )
