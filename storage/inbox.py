"""The inbox: every update is kept before Telegram is told that it arrived, and has its effect once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Table, bindparam, delete, func, insert, or_, update
from sqlalchemy import select as select_of
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from storage.errors import Gone
from storage.keys import NOBODY
from storage.locks import is_on_a_server
from storage.prepared import Prepared, among
from storage.secrecy import Cell, KeyProblem, Keyring, Sealed, WrongCell
from storage.singles import insert_into
from storage.tables import DeadLetterRow, InboxRow, PersonRow, table_of

_INBOX: Final[Table] = table_of(InboxRow)
_PERSON: Final[Table] = table_of(PersonRow)
_KNOWN: Final = Prepared(select_of(_INBOX.c.update_id).where(among(_INBOX.c.update_id, "numbers")))
_BEHIND: Final = Prepared(
    select_of(_PERSON.c.telegram_id, _PERSON.c.id)
    .where(among(_PERSON.c.telegram_id, "accounts"))
    .with_for_update(read=True, key_share=True)
)
_KEPT: Final = ("update_id", "sender", "state", "body", "received_at", "said_at", "slowed")
_KEEP: Final = Prepared(insert(_INBOX).values({name: bindparam(name) for name in _KEPT}))


class InboxState(StrEnum):
    """`WAITING`: not handled; `ACTED`: its effect is kept and its answer is still to be said; `DONE`."""

    WAITING = "waiting"
    ACTED = "acted"
    DONE = "done"


_OPEN: Final = frozenset({InboxState.WAITING, InboxState.ACTED})


@dataclass(frozen=True, slots=True)
class Received:
    """An update from outside. `sender` is the Telegram id whose updates are handled in order; `said_at` is when the
    person did it, None when Telegram does not tell.
    """

    update_id: int
    sender: int
    body: str = field(repr=False)
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that is not seen through yet, unopened. `said_at` is when the person did it."""

    update_id: int
    sender: int
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """One update in the inbox, opened. `answer` is set once its effect is kept."""

    update_id: int
    sender: int
    state: InboxState
    said_at: datetime
    body: str = field(repr=False)
    answer: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """What else the same sender did shortly before an update: how much, and whether some of it was `slowed`."""

    count: int
    slowed: bool


class Inbox:
    """The tables of updates and dead letters, in one transaction. What somebody sends who is known is sealed with their own
    key, so that it goes with them, in every backup too.
    """

    def __init__(self, session: AsyncSession, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring

    async def store(self, received: Iterable[Received], now: datetime) -> set[int]:
        """Keeps what is new; an update that came before changes nothing. Gives the numbers of those that were new."""
        fresh = {one.update_id: one for one in received}
        for known in await _KNOWN.rows(self._session, numbers=fresh):
            del fresh[known.update_id]
        if not fresh:
            return set()
        people = await self._people_behind({one.sender for one in fresh.values()})
        self._keyring.data_keys.recall(people.values())
        rows = [
            {
                "update_id": one.update_id,
                "sender": one.sender,
                "state": InboxState.WAITING,
                "body": self._sealed(one.body, _cell("body", one.sender, one.update_id, people.get(one.sender))),
                "received_at": now,
                # A clock that runs ahead of ours, or a date that is none, is never believed beyond this moment.
                "said_at": min(one.said_at or now, now),
                "slowed": False,
            }
            # Two who keep the same updates at once come upon them in the same order.
            for _, one in sorted(fresh.items())
        ]
        if not is_on_a_server(self._session):
            await _KEEP.run_each(self._session, rows)  # nobody else writes meanwhile
            return set(fresh)
        kept = insert_into(self._session, _INBOX).on_conflict_do_nothing(index_elements=["update_id"])
        return set((await self._session.scalars(kept.returning(_INBOX.c.update_id), rows)).all())

    async def to_handle(self, *, in_hand: Collection[int], limit: int, of: int | None = None) -> list[Waiting]:
        """What is waiting or half handled and not `in_hand`, of all or `of` one account, in the order it came."""
        theirs = () if of is None else (col(InboxRow.sender) == of,)
        rows = await self._session.execute(
            select(col(InboxRow.update_id), col(InboxRow.sender), col(InboxRow.said_at))
            .where(col(InboxRow.state).in_(_OPEN), *theirs)
            .order_by(col(InboxRow.received_at), col(InboxRow.update_id))
            .limit(limit + len(in_hand))
        )
        return [Waiting(row[0], row[1], row[2]) for row in rows.all() if row[0] not in in_hand]

    async def who_waits(self, *, limit: int) -> set[int]:
        """Accounts of which something is waiting or half handled; the longest waiting first."""
        rows = await self._session.scalars(
            select(col(InboxRow.sender))
            .where(col(InboxRow.state).in_(_OPEN))
            .group_by(col(InboxRow.sender))
            .order_by(func.min(col(InboxRow.received_at)))
            .limit(limit)
        )
        return set(rows.all())

    async def seen_to(self, numbers: Collection[int]) -> set[int]:
        """Which of these updates had their effect, or never will."""
        query = select(col(InboxRow.update_id)).where(
            col(InboxRow.update_id).in_(numbers), col(InboxRow.state) == InboxState.WAITING
        )
        return set(numbers) - set((await self._session.scalars(query)).all())

    async def was_said(self, update_id: int) -> bool:
        """Whether there is nothing left to say to an update."""
        query = select(col(InboxRow.state)).where(col(InboxRow.update_id) == update_id)
        return (await self._session.scalars(query)).one_or_none() in (None, InboxState.DONE)

    async def get(self, update_id: int) -> Letter:
        """One update as it stands now. Nobody else is given it while this transaction lasts, so that it has its effect once.
        Raises `Gone` when it went with somebody who was forgotten.
        """
        found = await self._session.execute(
            select(InboxRow, PersonRow.id)
            .outerjoin(PersonRow, col(PersonRow.telegram_id) == col(InboxRow.sender))
            .where(InboxRow.update_id == update_id)
            .with_for_update(of=InboxRow)
            .execution_options(populate_existing=True)
        )
        kept = found.one_or_none()
        if kept is None:
            raise Gone("there is no such update any more")
        return self._value(kept[0], kept[1])

    async def said_before(self, letter: Letter, *, within: timedelta) -> SaidBefore:
        """What its sender did in the time before an update. The rows stay when they are handled, so that this is the
        same whenever it is asked.
        """
        found = await self._session.execute(
            select(func.count(), func.count().filter(col(InboxRow.slowed).is_(True))).where(
                InboxRow.sender == letter.sender,
                col(InboxRow.said_at) > letter.said_at - within,
                col(InboxRow.said_at) <= letter.said_at,
                col(InboxRow.update_id) < letter.update_id,
            )
        )
        count, slowed = found.one()
        return SaidBefore(count, slowed > 0)

    async def slow(self, update_id: int) -> None:
        """This update is answered with a plea to slow down."""
        await self._set(update_id, slowed=True)

    async def acted(self, letter: Letter | Waiting, answer: str) -> None:
        """The effect is kept in this same transaction; `answer` is still to be said. Nothing is kept for an update whose
        sender was forgotten meanwhile.
        """
        person = await self._person_behind(letter.sender)
        sealed = self._sealed(answer, _cell("answer", letter.sender, letter.update_id, person))
        still_theirs = or_(col(InboxRow.sender) == letter.sender, col(InboxRow.state) != InboxState.DONE)
        await self._session.execute(
            update(InboxRow)
            .where(col(InboxRow.update_id) == letter.update_id, still_theirs)
            .values(state=InboxState.ACTED, answer=sealed)
        )

    async def done(self, update_id: int, now: datetime) -> None:
        """All is said; what was written is kept here no longer, only that it came."""
        await self._set(update_id, state=InboxState.DONE, body=None, answer=None, handled_at=now)

    async def bury(self, update_id: int, *, reason: str, now: datetime) -> None:
        """The update cannot be handled: it goes to the dead letters and holds up nobody."""
        row = await self._session.get_one(InboxRow, update_id, populate_existing=True)
        person = await self._person_behind(row.sender)
        try:
            body = self._value(row, person).body
        except (WrongCell, KeyProblem):
            body = ""
        sealed = self._sealed(body, Cell("dead_letter", "body", row.sender, update_id, person or NOBODY))
        await self._session.merge(
            DeadLetterRow(update_id=update_id, sender=row.sender, body=sealed, reason=reason, put_at=now)
        )
        await self.done(update_id, now)

    async def depth(self) -> int:
        """How many updates are not handled yet."""
        waiting = col(InboxRow.state).in_(_OPEN)
        return int((await self._session.scalars(select(func.count()).where(waiting))).one())

    async def dead_letters(self) -> int:
        """How many updates could not be handled."""
        return int((await self._session.scalars(select(func.count()).select_from(DeadLetterRow))).one())

    async def forget(self, *, handled_before: datetime, buried_before: datetime) -> None:
        """Lets go of handled updates and dead letters that are old enough."""
        await self._session.execute(delete(InboxRow).where(col(InboxRow.handled_at) < handled_before))
        await self._session.execute(delete(DeadLetterRow).where(col(DeadLetterRow.put_at) < buried_before))

    async def _set(self, update_id: int, **values: Sealed | str | int | datetime | None) -> None:
        await self._session.execute(update(InboxRow).where(col(InboxRow.update_id) == update_id).values(**values))

    async def _person_behind(self, sender: int) -> int | None:
        return (await self._people_behind({sender})).get(sender)

    async def _people_behind(self, senders: Collection[int]) -> dict[int, int]:
        """Who of these accounts is known, by account. They stay known, with their keys, until this transaction ends."""
        return {row.telegram_id: row.id for row in await _BEHIND.rows(self._session, accounts=senders)}

    def _sealed(self, text: str, cell: Cell) -> Sealed:
        """One person's key that cannot be used holds up nobody's updates: nobody's key takes its place."""
        try:
            return self._keyring.seal(text, cell)
        except KeyProblem:
            return self._keyring.seal(text, replace(cell, of=NOBODY))

    def _value(self, row: InboxRow, person: int | None) -> Letter:
        return Letter(
            row.update_id,
            row.sender,
            InboxState(row.state),
            row.said_at,
            "" if row.body is None else self._keyring.open(row.body, _cell("body", row.sender, row.update_id, person)),
            None
            if row.answer is None
            else self._keyring.open(row.answer, _cell("answer", row.sender, row.update_id, person)),
        )


def _cell(column: str, sender: int, update_id: int, person: int | None) -> Cell:
    return Cell("inbox", column, sender, update_id, person or NOBODY)
