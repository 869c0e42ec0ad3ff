"""What admins write at the desk, sealed, for its author alone."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.guarded import change_one
from storage.randomness import Randomness
from storage.secrecy import Cell, Keyring
from storage.tables import DeskDraftRow


@dataclass(frozen=True, slots=True)
class DeskDraft:
    """A track that somebody writes, as it was last saved; `edition` counts how often that was."""

    token: str
    text: str = field(repr=False)
    edition: int
    saved_at: datetime


class DeskDrafts:
    """The table of drafts at the desk, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def begin(self, text: str, *, admin: int, now: datetime) -> DeskDraft:
        """A new draft."""
        id = self._random.id()
        row = DeskDraftRow(
            id=id,
            token=self._random.token(),
            admin=admin,
            text=self._keyring.seal(text, _text_of(admin, id)),
            edition=1,
            saved_at=now,
        )
        self._session.add(row)
        await self._session.flush()
        return self._value(row)

    async def of(self, admin: int) -> list[DeskDraft]:
        """All drafts of this admin, the one that was saved last first."""
        rows = await self._session.scalars(
            select(DeskDraftRow)
            .where(DeskDraftRow.admin == admin)
            .order_by(col(DeskDraftRow.saved_at).desc(), col(DeskDraftRow.id))
            .execution_options(populate_existing=True)
        )
        return [self._value(row) for row in rows.all()]

    async def count_of(self, admin: int) -> int:
        """How many drafts this admin has."""
        query = select(func.count()).select_from(DeskDraftRow).where(col(DeskDraftRow.admin) == admin)
        return (await self._session.execute(query)).scalar_one()

    async def get(self, token: str, *, admin: int) -> DeskDraft | None:
        """A draft, for the admin who writes it."""
        row = await self._row(token, admin)
        return None if row is None else self._value(row)

    async def save(self, token: str, text: str, *, admin: int, edition: int, now: datetime) -> None:
        """Saves what was written on top of this edition. Raises `Stale` when that is the newest one no longer, or gone."""
        row = await self._row(token, admin)
        id = 0 if row is None else row.id
        await change_one(
            self._session,
            update(DeskDraftRow)
            .where(col(DeskDraftRow.id) == id, col(DeskDraftRow.edition) == edition)
            .values(text=self._keyring.seal(text, _text_of(admin, id)), edition=edition + 1, saved_at=now),
        )

    async def drop(self, token: str, *, admin: int) -> bool:
        """The draft is gone. False when there was none."""
        gone = await self._session.scalars(
            delete(DeskDraftRow)
            .where(col(DeskDraftRow.token) == token, col(DeskDraftRow.admin) == admin)
            .returning(col(DeskDraftRow.id))
        )
        return gone.one_or_none() is not None

    async def forget(self, saved_before: datetime) -> None:
        """Lets go of drafts that are old enough."""
        await self._session.execute(delete(DeskDraftRow).where(col(DeskDraftRow.saved_at) < saved_before))

    async def _row(self, token: str, admin: int) -> DeskDraftRow | None:
        query = select(DeskDraftRow).where(DeskDraftRow.token == token, DeskDraftRow.admin == admin)
        return (await self._session.scalars(query.execution_options(populate_existing=True))).one_or_none()

    def _value(self, row: DeskDraftRow) -> DeskDraft:
        return DeskDraft(
            row.token, self._keyring.open(row.text, _text_of(row.admin, row.id)), row.edition, row.saved_at
        )


def _text_of(admin: int, row: int) -> Cell:
    return Cell("desk_draft", "text", admin, row)
