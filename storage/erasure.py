"""All that belongs to a person, in every table there is: collected for them, or erased."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final, cast

from sqlalchemy import CursorResult, Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage import belongings
from storage.belongings import Owner
from storage.inbox import InboxState
from storage.keys import NOBODY
from storage.secrecy import Cell, KeyProblem, Keyring, Sealed, WrongCell
from storage.tables import DeadLetterRow, InboxRow, PersonRow
from storage.tombstones import Buried

_INBOX: Final = "inbox"
_JUST_NOW: Final = timedelta(minutes=1)
_LOST: Final = "(cannot be read)"

Row = Mapping[str, Any]


class Erasure:
    """Everything of one person's, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring

    async def collect(self, owner: Owner) -> dict[str, list[Row]]:
        """Every row that belongs to somebody, by table, with what is sealed opened, as far as it is handed over in the
        chat.
        """
        return {table.name: await self._rows(table, owner) for table in belongings.belonging()}

    async def erase(self, owner: Owner) -> dict[str, int]:
        """Erases every row that belongs to somebody; gives how many there were, by table. Answers that are still to be said
        are emptied. The update with which they asked for it, and what came after it, stays until it is answered, without
        a name on it; what was published for everybody stays, without its author.
        """
        # From here on nobody adds anything of theirs: who is about to waits, and then finds them gone.
        theirs = select(col(PersonRow.id)).where(col(PersonRow.id) == owner.person)
        await self._session.execute(theirs.with_for_update())
        await self._hand_to_nobody(owner)
        gone = {}
        for table in reversed(belongings.belonging()):
            gone[table.name] = await self._erase(table, owner)
        for table in belongings.authored():
            for column in belongings.accounts_in(table):
                await self._session.execute(
                    update(table).where(column == owner.telegram_id).values({column.name: None})
                )
        self._session.expire_all()
        return {name: count for name, count in gone.items() if count}

    async def left(self, owner: Owner) -> int:
        """How many rows still belong to somebody."""
        counts = [
            await self._session.scalar(select(func.count()).select_from(table).where(belongings.rows_of(table, owner)))
            for table in [*belongings.belonging(), *belongings.authored()]
        ]
        return sum(count or 0 for count in counts)

    async def bury_again(self, buried: Buried) -> dict[int, dict[str, int]]:
        """Erases everybody who was forgotten and is here all the same, as in a backup; gives what was erased of each, by
        their Telegram id.
        """
        people = (await self._session.execute(select(col(PersonRow.id), col(PersonRow.telegram_id)))).all()
        revived = [Owner(person, telegram_id) for person, telegram_id in people if buried.has(person)]
        for owner in revived:
            await self._hand_to_nobody(owner)
        gone = {owner.telegram_id: await self.erase(Owner(owner.person, NOBODY)) for owner in revived}
        await self._bury_letters(buried)
        return gone

    async def is_there(self, person: int) -> bool:
        """Whether this person has a row. While somebody is about to erase it the answer waits."""
        query = select(col(PersonRow.id)).where(col(PersonRow.id) == person).with_for_update(read=True, key_share=True)
        return await self._session.scalar(query) is not None

    async def _bury_letters(self, buried: Buried) -> None:
        """Updates and dead letters from before somebody was forgotten are of the same past. Only the one with which they
        asked for it may still have to be answered after a crash: it stays, without a name on it.
        """
        letters = await self._session.execute(
            select(col(InboxRow.update_id), col(InboxRow.sender), col(InboxRow.received_at), col(InboxRow.state))
        )
        for update_id, sender, at, state in letters.all():
            if not buried.has_said(sender, at):
                continue
            row = col(InboxRow.update_id) == update_id
            if state != InboxState.WAITING or buried.has_said(sender, at + _JUST_NOW):
                await self._session.execute(delete(InboxRow).where(row))
            else:
                await self._session.execute(update(InboxRow).where(row).values(sender=NOBODY))
        dead = await self._session.execute(
            select(col(DeadLetterRow.update_id), col(DeadLetterRow.sender), col(DeadLetterRow.put_at))
        )
        old = [update_id for update_id, sender, at in dead.all() if buried.has_said(sender, at)]
        await self._session.execute(delete(DeadLetterRow).where(col(DeadLetterRow.update_id).in_(old)))

    async def _hand_to_nobody(self, owner: Owner) -> None:
        """Updates that wait are still to be answered when their sender's key is destroyed, so nobody's key seals them."""
        waiting = await self._session.execute(
            select(col(InboxRow.update_id), col(InboxRow.body)).where(
                col(InboxRow.sender) == owner.telegram_id, col(InboxRow.state) == InboxState.WAITING
            )
        )
        for update_id, body in waiting.all():
            if body is None:
                continue
            cell = Cell(_INBOX, "body", owner.telegram_id, update_id, owner.person or NOBODY)
            try:
                text = self._keyring.open(body, cell)
            except (KeyProblem, WrongCell):
                continue  # as in a backup whose people's keys are destroyed
            anew = self._keyring.seal(text, replace(cell, of=NOBODY))
            await self._session.execute(update(InboxRow).where(col(InboxRow.update_id) == update_id).values(body=anew))

    async def _erase(self, table: Table, owner: Owner) -> int:
        theirs = belongings.rows_of(table, owner)
        if table.name != _INBOX:
            return await self._count(delete(table).where(theirs))
        if owner.telegram_id == NOBODY:
            return 0  # whose name was taken off stays nobody's
        gone = await self._count(delete(table).where(theirs, table.c.state == InboxState.DONE))
        # Emptied and not deleted: they are in hand, and an update that Telegram brings again has to be known.
        emptied = (
            update(table)
            .where(theirs, table.c.state == InboxState.ACTED)
            .values(sender=NOBODY, state=InboxState.DONE, body=None, answer=None, handled_at=table.c.received_at)
        )
        gone += await self._count(emptied)
        return gone + await self._count(update(table).where(theirs).values(sender=NOBODY))

    async def _count(self, statement: Any) -> int:
        return cast(CursorResult[Any], await self._session.execute(statement)).rowcount

    async def _rows(self, table: Table, owner: Owner) -> list[Row]:
        found = await self._session.execute(select(table).where(belongings.rows_of(table, owner)))
        names = [column.name for column in belongings.handed_over(table)]
        return [
            {name: self._opened(table, row, name, owner) for name in names}
            for row in cast(Sequence[Mapping[str, Any]], found.mappings().all())
        ]

    def _opened(self, table: Table, row: Row, name: str, owner: Owner) -> Any:
        value = row[name]
        if not isinstance(value, Sealed):
            return value
        [id] = table.primary_key.columns
        try:
            cell = Cell(table.name, name, belongings.person_in(table, row), row[id.name], owner.person or NOBODY)
            return self._keyring.open(value, cell)
        except (KeyProblem, WrongCell):
            return _LOST
