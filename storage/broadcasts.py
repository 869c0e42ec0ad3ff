"""Broadcasts, and each of them on its way to each person: claimed with its request written down first, and never sent again
once it may have arrived.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Table, delete, exists, func, insert, literal, or_, update
from sqlalchemy import select as select_of
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.enrolment import Standing
from storage.guarded import change_one
from storage.randomness import Randomness
from storage.secrecy import Cell, Keyring
from storage.tables import BroadcastRow, BroadcastSendRow, BroadcastViewRow, EnrolmentRow, PersonRow, table_of

_SEND: Final[Table] = table_of(BroadcastSendRow)


class BroadcastState(StrEnum):
    """Where a broadcast is: being looked through, going out, called off by an owner, or seen to the end."""

    DRAFT = "draft"
    UNDER_WAY = "under_way"
    CANCELLED = "cancelled"
    DONE = "done"


class SendState(StrEnum):
    """What became of a broadcast for one person. `UNKNOWN`: it may have arrived, so it does not go again."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"
    LEFT_OUT = "left_out"


REQUESTED: Final = frozenset({SendState.SENDING, SendState.SENT, SendState.UNKNOWN})
_OPEN: Final = (SendState.PLANNED, SendState.SENDING)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A word to everybody. `asks_nothing`: whoever wrote it says that it asks nothing of anybody towards a partner."""

    id: int
    token: str
    text: str = field(repr=False)
    asks_nothing: bool
    state: BroadcastState
    made_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Send:
    """A broadcast on its way to one person; `fence` counts the claims."""

    broadcast: int
    person: int
    state: SendState = SendState.PLANNED
    fence: int = 0
    local_date: date | None = None
    not_before: datetime | None = None
    lease_until: datetime | None = None
    requested_at: datetime | None = None
    message_id: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class BroadcastView:
    """The message of an owner's in which a broadcast is watched."""

    broadcast: int
    account: int
    message_id: int


class Broadcasts:
    """The tables of broadcasts, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def keep(self, text: str, now: datetime) -> Broadcast:
        """A fresh draft."""
        id = self._random.id()
        row = BroadcastRow(
            id=id,
            token=self._random.token(),
            text=self._keyring.seal(text, _cell(id)),
            state=BroadcastState.DRAFT,
            made_at=now,
        )
        self._session.add(row)
        await self._session.flush()
        return self._value(row)

    async def with_token(self, token: str) -> Broadcast | None:
        """The broadcast whose buttons carry this token."""
        query = select(BroadcastRow).where(BroadcastRow.token == token)
        row = (await self._session.scalars(query.execution_options(populate_existing=True))).one_or_none()
        return None if row is None else self._value(row)

    async def going_out(self) -> list[Broadcast]:
        """Those that are under way, or called off and not at their end, the oldest first."""
        query = select(BroadcastRow).where(
            col(BroadcastRow.begun_at).is_not(None), col(BroadcastRow.ended_at).is_(None)
        )
        rows = await self._session.scalars(
            query.order_by(col(BroadcastRow.begun_at)).execution_options(populate_existing=True)
        )
        return [self._value(row) for row in rows.all()]

    async def say_it_asks_nothing(self, broadcast: Broadcast, *, asks_nothing: bool) -> None:
        """Whoever wrote it says so, or takes it back. Raises `Stale` for what is no draft any more."""
        await self._change(broadcast, BroadcastState.DRAFT, asks_nothing=asks_nothing)

    async def count_receivers(self) -> int:
        """How many people a broadcast would be planned for now."""
        return await self._session.scalar(select_of(func.count()).select_from(_receivers().subquery())) or 0

    async def begin(self, broadcast: Broadcast, now: datetime) -> None:
        """It goes out from now on, to everybody who is under way. Raises `Stale` when it was begun or thrown away already."""
        await self._change(broadcast, BroadcastState.DRAFT, state=BroadcastState.UNDER_WAY, begun_at=now)
        people = _receivers(literal(broadcast.id), literal(SendState.PLANNED.value))
        await self._session.execute(insert(_SEND).from_select(["broadcast", "state", "person"], people))

    async def drop(self, broadcast: Broadcast) -> None:
        """A draft is thrown away. Raises `Stale` for what is none any more."""
        await self._change(broadcast, BroadcastState.DRAFT, state=BroadcastState.CANCELLED)
        await self._session.execute(delete(BroadcastRow).where(col(BroadcastRow.id) == broadcast.id))

    async def cancel(self, broadcast: Broadcast) -> None:
        """It goes to nobody any more to whom it is not going already. Raises `Stale` when it is not under way."""
        await self._change(broadcast, BroadcastState.UNDER_WAY, state=BroadcastState.CANCELLED)
        await self._leave_out(broadcast.id, "called off")

    async def expire(self, *, begun_before: datetime, now: datetime) -> None:
        """What has been on its way for too long goes to nobody any more."""
        for one in await self.going_out():
            if one.begun_at is not None and one.begun_at <= begun_before:
                await self._leave_out(one.id, "too late")

    async def end(self, now: datetime) -> None:
        """What has been seen to for everybody is at its end."""
        open_ = exists().where(
            _SEND.c.broadcast == col(BroadcastRow.id), _SEND.c.state.in_([state.value for state in _OPEN])
        )
        ended = update(BroadcastRow).where(
            col(BroadcastRow.begun_at).is_not(None), col(BroadcastRow.ended_at).is_(None), ~open_
        )
        await self._session.execute(ended.values(ended_at=now))
        done = update(BroadcastRow).where(
            col(BroadcastRow.state) == BroadcastState.UNDER_WAY, col(BroadcastRow.ended_at).is_not(None)
        )
        await self._session.execute(done.values(state=BroadcastState.DONE))

    async def counts(self, broadcast: Broadcast) -> Mapping[SendState, int]:
        """For how many people it is in each state."""
        query = select(col(BroadcastSendRow.state), func.count()).where(BroadcastSendRow.broadcast == broadcast.id)
        rows = await self._session.execute(query.group_by(col(BroadcastSendRow.state)))
        return {SendState(state): count for state, count in rows.all()}

    async def does_any_wait(self, now: datetime) -> bool:
        """Whether a broadcast could go to somebody now."""
        return bool((await self._session.execute(_waiting(now, limit=1))).first())

    async def waiting(self, now: datetime, *, limit: int) -> list[Send]:
        """What could go now. Nobody else is given these while this transaction lasts."""
        rows = await self._session.execute(_waiting(now, limit=limit).with_for_update(skip_locked=True))
        return [Send(row.broadcast, row.person, SendState(row.state), row.fence) for row in rows.all()]

    async def all_by_id(self, ids: Sequence[int]) -> Mapping[int, Broadcast]:
        """These broadcasts, by id."""
        rows = await self._session.scalars(
            select(BroadcastRow)
            .where(col(BroadcastRow.id).in_(sorted(set(ids))))
            .execution_options(populate_existing=True)
        )
        return {row.id: self._value(row) for row in rows.all()}

    async def was_sent_one_on(self, person: int, local_date: date) -> bool:
        """Whether a broadcast went to this person on that date of theirs, or may have."""
        query = select_of(_SEND.c.person).where(
            _SEND.c.person == person, _SEND.c.local_date == local_date, _SEND.c.state.in_(sorted(REQUESTED))
        )
        return (await self._session.execute(query.limit(1))).first() is not None

    async def claim(self, send: Send, now: datetime, *, local_date: date, lease: timedelta) -> Send:
        """It is the caller's until the lease ends, and written down as requested. Raises `Stale`."""
        claimed = replace(
            send,
            state=SendState.SENDING,
            fence=send.fence + 1,
            local_date=local_date,
            not_before=None,
            lease_until=now + lease,
            requested_at=now,
        )
        await change_one(self._session, _guarded(send, claimed))
        return claimed

    async def change(self, before: Send, after: Send) -> None:
        """Writes what became of it, unless something else did meanwhile, or the person is forgotten."""
        await self._session.execute(_guarded(before, after))

    async def doubt(self, now: datetime) -> int:
        """What was requested by somebody who fell silent may have arrived: it is unknown. Gives how many are."""
        silent = (
            update(_SEND)
            .where(_SEND.c.state == SendState.SENDING, _SEND.c.lease_until <= now)
            .values(state=SendState.UNKNOWN.value, lease_until=None, reason="sender vanished")
            .returning(_SEND.c.person)
        )
        return len((await self._session.execute(silent)).all())

    async def restored(self, now: datetime) -> None:
        """After a backup was put back: what was not seen to in it may have arrived since, so it is unknown, and goes no more."""
        open_ = update(_SEND).where(_SEND.c.state.in_([state.value for state in _OPEN]))
        unknown = {"state": SendState.UNKNOWN.value, "not_before": None, "lease_until": None, "reason": "restored"}
        await self._session.execute(open_.values(**unknown))
        await self.end(now)

    async def reached(self, token: str, person: int) -> Broadcast | None:
        """The broadcast with this token, if it was sent to this person, or may have been."""
        broadcast = await self.with_token(token)
        if broadcast is None:
            return None
        query = select_of(_SEND.c.person).where(
            _SEND.c.broadcast == broadcast.id, _SEND.c.person == person, _SEND.c.state.in_(sorted(REQUESTED))
        )
        return broadcast if (await self._session.execute(query)).first() is not None else None

    async def watch(self, broadcast: Broadcast, *, account: int, message_id: int, now: datetime) -> None:
        """From now on the owner watches it in this message, and no longer in another."""
        await self._session.execute(delete(BroadcastViewRow).where(col(BroadcastViewRow.broadcast) == broadcast.id))
        row = BroadcastViewRow(
            id=self._random.id(), broadcast=broadcast.id, account=account, message_id=message_id, shown_at=now
        )
        self._session.add(row)
        await self._session.flush()

    async def views_to_write(self, now: datetime, *, shown_before: datetime) -> list[BroadcastView]:
        """The messages that were last written before then; they count as written now."""
        stale = update(BroadcastViewRow).where(col(BroadcastViewRow.shown_at) <= shown_before).values(shown_at=now)
        rows = await self._session.execute(
            stale.returning(
                col(BroadcastViewRow.broadcast), col(BroadcastViewRow.account), col(BroadcastViewRow.message_id)
            )
        )
        return [BroadcastView(*row) for row in rows.all()]

    async def watch_no_more(self, broadcast: int) -> None:
        """Its end is told: there is nothing more to see."""
        await self._session.execute(delete(BroadcastViewRow).where(col(BroadcastViewRow.broadcast) == broadcast))

    async def watched_no_more_by(self, account: int) -> None:
        """That account is shown nothing more of any."""
        await self._session.execute(delete(BroadcastViewRow).where(col(BroadcastViewRow.account) == account))

    async def forget(self, *, made_before: datetime) -> None:
        """Lets go of old drafts, and of what went out long ago with all that became of it."""
        old = select(BroadcastRow.id).where(
            col(BroadcastRow.made_at) <= made_before,
            or_(col(BroadcastRow.ended_at).is_not(None), col(BroadcastRow.begun_at).is_(None)),
        )
        for row in (BroadcastSendRow, BroadcastViewRow):
            await self._session.execute(delete(row).where(col(row.broadcast).in_(old)))
        await self._session.execute(delete(BroadcastRow).where(col(BroadcastRow.id).in_(old)))

    async def _change(self, broadcast: Broadcast, before: BroadcastState, **values: object) -> None:
        stands = update(BroadcastRow).where(
            col(BroadcastRow.id) == broadcast.id, col(BroadcastRow.state) == before.value
        )
        await change_one(self._session, stands.values(**values))

    async def _leave_out(self, broadcast: int, reason: str) -> None:
        planned = update(_SEND).where(_SEND.c.broadcast == broadcast, _SEND.c.state == SendState.PLANNED)
        await self._session.execute(planned.values(state=SendState.LEFT_OUT.value, not_before=None, reason=reason))

    def _value(self, row: BroadcastRow) -> Broadcast:
        return Broadcast(
            id=row.id,
            token=row.token,
            text=self._keyring.open(row.text, _cell(row.id)),
            asks_nothing=row.asks_nothing,
            state=BroadcastState(row.state),
            made_at=row.made_at,
            begun_at=row.begun_at,
            ended_at=row.ended_at,
        )


def _receivers(*first: Any) -> Any:
    walks = col(EnrolmentRow.person) == col(PersonRow.id), col(EnrolmentRow.standing) == Standing.UNDER_WAY
    return select_of(*first, col(PersonRow.id)).where(col(PersonRow.held_since).is_(None), exists().where(*walks))


def _waiting(now: datetime, *, limit: int) -> Any:
    may_go = or_(_SEND.c.not_before.is_(None), _SEND.c.not_before <= now)
    return select_of(_SEND).where(_SEND.c.state == SendState.PLANNED, may_go).limit(limit)


def _guarded(before: Send, after: Send) -> Any:
    stands = (
        _SEND.c.broadcast == before.broadcast,
        _SEND.c.person == before.person,
        _SEND.c.state == before.state.value,
        _SEND.c.fence == before.fence,
    )
    return (
        update(_SEND)
        .where(*stands)
        .values(
            state=after.state.value,
            fence=after.fence,
            local_date=after.local_date,
            not_before=after.not_before,
            lease_until=after.lease_until,
            requested_at=after.requested_at,
            message_id=after.message_id,
            reason=after.reason,
        )
    )


def _cell(id: int) -> Cell:
    return Cell("broadcast", "text", 0, id)
