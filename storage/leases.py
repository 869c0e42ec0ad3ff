"""The lease on a database: one holder may send from it, and says again and again that it still lives."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.errors import LeaseHeld, LeaseLost
from storage.tables import LeaseRow

_SENDER = "sender"


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
        asks holds the file lock, so that process is dead. Raises `LeaseHeld` while another machine's holder lives.
        """
        row = await self._row()
        if row is None:
            self._session.add(LeaseRow(name=_SENDER, holder=holder.id, machine=holder.machine, until=until))
            await self._session.flush()
            return
        if row.machine != holder.machine and row.until > now:
            raise LeaseHeld(row.until)
        row.holder, row.machine, row.until = holder.id, holder.machine, until
        await self._session.flush()

    async def renew(self, holder: Holder, *, until: datetime) -> None:
        """The holder still lives. Raises `LeaseLost` when somebody else has taken the lease."""
        row = await self._held_by(holder)
        row.until = until
        await self._session.flush()

    async def confirm(self, holder: Holder) -> None:
        """Makes sure that what is done in this transaction is done by the holder. Raises `LeaseLost`."""
        await self._held_by(holder)

    async def give_back(self, holder: Holder) -> None:
        """The next one need not wait."""
        await self._session.execute(
            delete(LeaseRow).where(col(LeaseRow.name) == _SENDER, col(LeaseRow.holder) == holder.id)
        )

    async def _held_by(self, holder: Holder) -> LeaseRow:
        row = await self._row()
        if row is None or row.holder != holder.id:
            raise LeaseLost
        return row

    async def _row(self) -> LeaseRow | None:
        rows = await self._session.scalars(
            select(LeaseRow).where(LeaseRow.name == _SENDER).execution_options(populate_existing=True)
        )
        return rows.one_or_none()
