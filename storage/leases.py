"""The lease on a database: one holder may send from it, and says again and again that it still lives."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Table, delete, or_
from sqlalchemy import select as select_of
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.errors import LeaseHeld, LeaseLost
from storage.prepared import Prepared
from storage.singles import put
from storage.tables import LeaseRow, table_of

_SENDER: Final = "sender"
_LEASE: Final[Table] = table_of(LeaseRow)
_HOLDER: Final = Prepared(select_of(_LEASE.c.holder).where(_LEASE.c.name == _SENDER).with_for_update(read=True))


@dataclass(frozen=True, slots=True)
class Holder:
    """One life of the program: `id` is its own, `machine` is that of every program started since the machine was."""

    id: str
    machine: str


class Leases:
    """The lease table, in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def take(self, holder: Holder, *, now: datetime, until: datetime) -> None:
        """The lease is `holder`'s. One that a process of the same machine left behind is taken over at once: whoever
        asks holds the lock on the database, so that process is dead. Raises `LeaseHeld` while another machine's holder lives.
        """
        row = {"name": _SENDER, "holder": holder.id, "machine": holder.machine, "until": until}
        is_free = or_(_LEASE.c.machine == holder.machine, _LEASE.c.until <= now)
        if await put(self._session, _LEASE, row, by=["name"], anew=["holder", "machine", "until"], provided=is_free):
            return
        held = await self.held_until()
        raise LeaseHeld(now if held is None else held)

    async def renew(self, holder: Holder, *, until: datetime) -> None:
        """The holder still lives. Raises `LeaseLost` when somebody else has taken the lease."""
        row = await self._held_by(holder)
        row.until = until
        await self._session.flush()

    async def confirm(self, holder: Holder) -> None:
        """Makes sure that what is done in this transaction is done by the holder: nobody takes the lease before it ends.
        Raises `LeaseLost`.
        """
        held = await _HOLDER.rows(self._session)
        if not held or held[0].holder != holder.id:
            raise LeaseLost

    async def held_until(self, *, elsewhere_than: str | None = None) -> datetime | None:
        """When the lease of whoever has it runs out; None when nobody has, or nobody on another machine than this."""
        query = select(LeaseRow.until).where(LeaseRow.name == _SENDER)
        if elsewhere_than is not None:
            query = query.where(LeaseRow.machine != elsewhere_than)
        return (await self._session.scalars(query)).one_or_none()

    async def give_back(self, holder: Holder) -> None:
        """The next one need not wait."""
        await self._session.execute(
            delete(LeaseRow).where(col(LeaseRow.name) == _SENDER, col(LeaseRow.holder) == holder.id)
        )

    async def _held_by(self, holder: Holder) -> LeaseRow:
        rows = await self._session.scalars(
            select(LeaseRow).where(LeaseRow.name == _SENDER).with_for_update().execution_options(populate_existing=True)
        )
        row = rows.one_or_none()
        if row is None or row.holder != holder.id:
            raise LeaseLost
        return row
