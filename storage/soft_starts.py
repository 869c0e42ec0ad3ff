"""Soft starts that people are putting together: their words, sealed, and gone when the line is kept, left or a day old."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.calm.soft_start import Line
from storage.guarded import change_one
from storage.randomness import Randomness
from storage.secrecy import Cell, Keyring
from storage.tables import PersonRow, SoftStartRow


@dataclass(frozen=True, slots=True)
class SoftStart:
    """One that is being put together; `token` travels in its buttons."""

    id: int
    person: int
    token: str
    line: Line = field(repr=False)
    begun_at: datetime


class SoftStarts:
    """The table of soft starts, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def begin(self, person: int, now: datetime) -> SoftStart:
        """A new one, in place of any other."""
        await self._session.execute(select(PersonRow.id).where(PersonRow.id == person).with_for_update(key_share=True))
        await self.forget_of(person)
        row = SoftStartRow(id=self._random.id(), person=person, token=self._random.token(), begun_at=now)
        self._session.add(row)
        await self._session.flush()
        return self._value(row)

    async def of(self, person: int) -> SoftStart | None:
        """The one that this person is putting together."""
        found = await self._session.scalars(
            select(SoftStartRow).where(SoftStartRow.person == person).execution_options(populate_existing=True)
        )
        row = found.one_or_none()
        return None if row is None else self._value(row)

    async def save(self, before: SoftStart, line: Line) -> None:
        """The line has another part. Raises `Stale` when it is gone meanwhile."""
        words = self._keyring.seal(json.dumps(line.parts, ensure_ascii=False), _cell(before.person, before.id))
        await change_one(
            self._session, update(SoftStartRow).where(col(SoftStartRow.id) == before.id).values(words=words)
        )

    async def forget_of(self, person: int) -> bool:
        """Nothing of it is kept any more. False when there was none."""
        return await self._gone(delete(SoftStartRow).where(col(SoftStartRow.person) == person))

    async def forget(self, *, begun_before: datetime) -> None:
        """Lets go of those that were left lying."""
        await self._gone(delete(SoftStartRow).where(col(SoftStartRow.begun_at) <= begun_before))

    async def _gone(self, statement: Any) -> bool:
        return cast(CursorResult[Any], await self._session.execute(statement)).rowcount > 0

    def _value(self, row: SoftStartRow) -> SoftStart:
        if row.words is None:
            return SoftStart(row.id, row.person, row.token, Line(), row.begun_at)
        parts = json.loads(self._keyring.open(row.words, _cell(row.person, row.id)))
        return SoftStart(row.id, row.person, row.token, Line(tuple(parts)), row.begun_at)


def _cell(person: int, row: int) -> Cell:
    return Cell("soft_start", "words", person, row)
