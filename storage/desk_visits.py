"""Who is at the desk: links that open it once, and the browsers it is open in. What opens it stands here as what only the
key makes of it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.randomness import Randomness
from storage.secrecy import Keyring
from storage.tables import DeskLinkRow, DeskVisitRow

_LINKS: Final = "links to the desk"
_VISITS: Final = "visits to the desk"
_FORMS: Final = "forms of the desk"


@dataclass(frozen=True, slots=True)
class DeskVisit:
    """An admin at the desk since `begun_at`, in one browser, which was last heard of at `seen_at`."""

    id: int
    admin: int
    begun_at: datetime
    seen_at: datetime


class DeskVisits:
    """The tables of links and visits, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def put_link(self, secret: str, *, admin: int, until: datetime) -> None:
        """From now on this opens the desk for the admin, once."""
        self._session.add(DeskLinkRow(id=self._random.id(), admin=admin, digest=self._link(secret), until=until))
        await self._session.flush()

    async def use_link(self, secret: str, now: datetime) -> int | None:
        """The admin whose link this is; it is used up. None when it is none, or none any more."""
        row = await self._session.scalars(
            delete(DeskLinkRow)
            .where(col(DeskLinkRow.digest) == self._link(secret), col(DeskLinkRow.until) > now)
            .returning(col(DeskLinkRow.admin))
        )
        return row.one_or_none()

    async def begin(self, secret: str, *, admin: int, now: datetime) -> DeskVisit:
        """The browser that holds this is at the desk."""
        row = DeskVisitRow(id=self._random.id(), admin=admin, digest=self._visit(secret), begun_at=now, seen_at=now)
        self._session.add(row)
        await self._session.flush()
        return _value(row)

    async def of(self, secret: str) -> DeskVisit | None:
        """The visit of the browser that holds this."""
        query = select(DeskVisitRow).where(DeskVisitRow.digest == self._visit(secret))
        row = (await self._session.scalars(query.execution_options(populate_existing=True))).one_or_none()
        return None if row is None else _value(row)

    async def seen(self, visit: DeskVisit, now: datetime) -> None:
        """It was heard of."""
        await self._session.execute(update(DeskVisitRow).where(col(DeskVisitRow.id) == visit.id).values(seen_at=now))

    async def end(self, visit: DeskVisit) -> None:
        """It is over."""
        await self._session.execute(delete(DeskVisitRow).where(col(DeskVisitRow.id) == visit.id))

    async def end_all(self, admin: int) -> None:
        """The desk is open for this admin nowhere any more, and no link of theirs opens it."""
        await self._session.execute(delete(DeskLinkRow).where(col(DeskLinkRow.admin) == admin))
        await self._session.execute(delete(DeskVisitRow).where(col(DeskVisitRow.admin) == admin))

    async def forget(self, *, now: datetime, seen_before: datetime, begun_before: datetime) -> None:
        """Lets go of what opens nothing any more."""
        await self._session.execute(delete(DeskLinkRow).where(col(DeskLinkRow.until) <= now))
        await self._session.execute(
            delete(DeskVisitRow).where(
                or_(col(DeskVisitRow.seen_at) <= seen_before, col(DeskVisitRow.begun_at) <= begun_before)
            )
        )

    def in_forms(self, secret: str) -> str:
        """What the forms of this browser's pages carry, so that no other page can send them."""
        return self._keyring.fingerprint(_FORMS, secret)

    def _link(self, secret: str) -> str:
        return self._keyring.fingerprint(_LINKS, secret)

    def _visit(self, secret: str) -> str:
        return self._keyring.fingerprint(_VISITS, secret)


def _value(row: DeskVisitRow) -> DeskVisit:
    return DeskVisit(row.id, row.admin, row.begun_at, row.seen_at)
