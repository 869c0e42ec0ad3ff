"""Drafts of tracks that wait for a second reader, or were read by one: of just this text, with just these files."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Table, delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.guarded import change_one
from storage.randomness import Randomness
from storage.singles import put
from storage.tables import DraftRow, SecondReadingRow, table_of

_READING: Final[Table] = table_of(SecondReadingRow)


class ReadingState(StrEnum):
    """What a second reader said of a draft, if anything yet."""

    ASKED = "asked"
    APPROVED = "approved"
    SENT_BACK = "sent_back"


@dataclass(frozen=True, slots=True)
class Reading:
    """A draft and its second reading; `digest` stands for the text and the files that were to be read."""

    id: int
    token: str = field(repr=False)
    author: int
    digest: str
    state: ReadingState
    reader: int | None


class Readings:
    """The table of second readings, in one transaction."""

    def __init__(self, session: AsyncSession, randomness: Randomness) -> None:
        self._session = session
        self._random = randomness

    async def ask(self, token: str, digest: str, *, author: int, now: datetime) -> bool:
        """The draft waits for a second reader from now on. False when this author has none with this token."""
        query = select(DraftRow.id).where(DraftRow.token == token, DraftRow.admin == author)
        draft = (await self._session.scalars(query)).one_or_none()
        if draft is None:
            return False
        row = {
            "id": self._random.id(),
            "draft": draft,
            "digest": digest,
            "state": ReadingState.ASKED.value,
            "reader": None,
            "asked_at": now,
        }
        anew = ("id", "digest", "state", "reader", "asked_at")
        return await put(self._session, _READING, row, by=["draft"], anew=anew)

    async def of(self, token: str) -> Reading | None:
        """The second reading of the draft with this token, if one was asked for."""
        query = (
            select(SecondReadingRow, DraftRow.admin)
            .join(DraftRow, col(DraftRow.id) == col(SecondReadingRow.draft))
            .where(DraftRow.token == token)
            .execution_options(populate_existing=True)
        )
        found = (await self._session.execute(query)).one_or_none()
        if found is None:
            return None
        row, author = found
        return Reading(row.id, token, author, row.digest, ReadingState(row.state), row.reader)

    async def decide(self, reading: Reading, state: ReadingState, *, reader: int) -> None:
        """A reader has said what they think. Raises `Stale` when another was first, or it was asked for anew or withdrawn."""
        asked = update(SecondReadingRow).where(
            col(SecondReadingRow.id) == reading.id, col(SecondReadingRow.state) == ReadingState.ASKED.value
        )
        await change_one(self._session, asked.values(state=state.value, reader=reader))

    async def withdraw(self, reading: Reading) -> None:
        """The author wants no reading any more, and what was said of it counts no more."""
        await self._session.execute(delete(SecondReadingRow).where(col(SecondReadingRow.id) == reading.id))
