"""Rehearsals that are being shown to admins, one for each: nothing of anybody's walk, and gone when they are over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.randomness import Randomness
from storage.tables import RehearsalRow


@dataclass(frozen=True, slots=True)
class Going:
    """A rehearsal of the track behind `source`, walked by `who`; what comes next is at `place`, and is shown at `next_at`."""

    id: int
    admin: int
    source: str
    who: str
    place: int
    next_at: datetime


class Rehearsals:
    """The table of rehearsals, in one transaction."""

    def __init__(self, session: AsyncSession, randomness: Randomness) -> None:
        self._session = session
        self._random = randomness

    async def begin(self, admin: int, *, source: str, who: str, place: int, next_at: datetime) -> None:
        """From now on this one is shown, in place of any other."""
        await self.end(admin)
        row = RehearsalRow(id=self._random.id(), admin=admin, source=source, who=who, place=place, next_at=next_at)
        self._session.add(row)
        await self._session.flush()

    async def due(self, now: datetime, *, limit: int = 20) -> list[Going]:
        """Those of which something is to be shown now, the longest waiting first."""
        rows = await self._session.scalars(
            select(RehearsalRow)
            .where(col(RehearsalRow.next_at) <= now)
            .order_by(col(RehearsalRow.next_at))
            .limit(limit)
        )
        return [Going(row.id, row.admin, row.source, row.who, row.place, row.next_at) for row in rows.all()]

    async def move_on(self, before: Going, *, place: int, next_at: datetime) -> bool:
        """What comes next is at `place`, later. False when it was stopped, or others were first."""
        return await self._met(_still(update(RehearsalRow), before).values(place=place, next_at=next_at))

    async def over(self, before: Going) -> bool:
        """It is at its end. False when it was stopped, or others were first."""
        return await self._met(_still(delete(RehearsalRow), before))

    async def end(self, admin: int) -> bool:
        """Nothing more is shown to this admin by itself. False when nothing was."""
        return await self._met(delete(RehearsalRow).where(col(RehearsalRow.admin) == admin))

    async def _met(self, statement: Any) -> bool:
        return cast(CursorResult[Any], await self._session.execute(statement)).rowcount > 0


def _still(statement: Any, before: Going) -> Any:
    return statement.where(col(RehearsalRow.id) == before.id, col(RehearsalRow.place) == before.place)
