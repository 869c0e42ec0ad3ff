"""What an operator counts: how much is due, how old the oldest of it is, and what lies about unhandled. No ids, no words.

Every query keeps to an index or to what waits; whoever asks often holds up nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Row, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.enrolment import COMES
from curriculum.nudge import NudgeState
from storage.inbox import InboxState
from storage.locks import Of, holders, is_on_a_server
from storage.tables import AttemptRow, DeadLetterRow, EnrolmentRow, InboxRow, NudgeRow

_NOT_HANDLED: Final = frozenset({InboxState.WAITING, InboxState.ACTED})


@dataclass(frozen=True, slots=True)
class Pile:
    """How many there are of something, and since when the oldest of it has waited."""

    count: int
    since: datetime | None

    def age(self, now: datetime) -> timedelta:
        """How long the oldest of them has waited."""
        return timedelta(0) if self.since is None else max(now - self.since, timedelta(0))


@dataclass(frozen=True, slots=True)
class Overview:
    """How the work stands at one moment. `due` is what should have gone out and has not."""

    due: Pile
    nudges: Mapping[NudgeState, int]
    inbox: Pile
    dead_letters: int


@dataclass(frozen=True, slots=True)
class LastRequest:
    """When a request for a nudge ended, and what came of it."""

    at: datetime
    result: str


class Figures:
    """Counts over all tables, in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def overview(self, now: datetime) -> Overview:
        """Everything there is to count."""
        return Overview(
            due=_together(await self._people_due(now), await self._nudges_due(now)),
            nudges=await self._nudges(),
            inbox=await self._inbox(),
            dead_letters=await self._dead_letters(),
        )

    async def results_since(self, since: datetime) -> Mapping[str, int]:
        """How many requests for a nudge have ended after `since`, by what came of them."""
        rows = await self._session.execute(
            select(AttemptRow.result, func.count())
            .where(col(AttemptRow.ended_at) > since)
            .group_by(col(AttemptRow.result))
        )
        return {result: count for result, count in rows.all() if result is not None}

    async def fell_due_since(self, since: datetime, now: datetime) -> Mapping[NudgeState, int]:
        """How many nudges fell due after `since` and by `now`, by the state they stand in."""
        rows = await self._session.execute(
            select(col(NudgeRow.state), func.count())
            .where(col(NudgeRow.state).in_(list(NudgeState)), col(NudgeRow.due_at) > since, col(NudgeRow.due_at) <= now)
            .group_by(col(NudgeRow.state))
        )
        return _by_state(rows.all())

    async def last_request(self) -> LastRequest | None:
        """The newest request for a nudge that has ended."""
        rows = await self._session.execute(
            select(col(AttemptRow.ended_at), col(AttemptRow.result))
            .where(col(AttemptRow.ended_at).is_not(None))
            .order_by(col(AttemptRow.ended_at).desc())
            .limit(1)
        )
        found = rows.one_or_none()
        return None if found is None or found[0] is None else LastRequest(found[0], found[1] or "")

    async def last_update(self) -> datetime | None:
        """When the newest update came in, of those of the last days."""
        newest = [
            (await self._session.scalars(select(func.max(InboxRow.received_at)).where(InboxRow.state == state))).one()
            for state in InboxState
        ]
        return max((instant for instant in newest if instant is not None), default=None)

    async def processes(self) -> int | None:
        """How many processes work on a database on a server; None on a file, where its lock and its lease tell."""
        return await holders(self._session, Of.WORK) if is_on_a_server(self._session) else None

    async def _people_due(self, now: datetime) -> Pile:
        """Who is due and has no nudge planned yet."""
        found = await self._session.execute(
            select(func.count(), func.min(EnrolmentRow.due_at)).where(
                col(EnrolmentRow.due_at) <= now, col(EnrolmentRow.standing).in_(COMES)
            )
        )
        return Pile(*found.one())

    async def _nudges_due(self, now: datetime) -> Pile:
        """What is planned and due, be it put off, and what may be sent once more."""
        may_go = or_(
            col(NudgeRow.state) == NudgeState.PLANNED,
            col(NudgeRow.not_before).is_(None),
            col(NudgeRow.not_before) <= now,
        )
        found = await self._session.execute(
            select(func.count(), func.min(NudgeRow.due_at)).where(
                col(NudgeRow.state).in_({NudgeState.PLANNED, NudgeState.AMBIGUOUS}),
                col(NudgeRow.due_at) <= now,
                may_go,
            )
        )
        return Pile(*found.one())

    async def _nudges(self) -> Mapping[NudgeState, int]:
        rows = await self._session.execute(select(col(NudgeRow.state), func.count()).group_by(col(NudgeRow.state)))
        return _by_state(rows.all())

    async def _inbox(self) -> Pile:
        found = await self._session.execute(
            select(func.count(), func.min(InboxRow.received_at)).where(col(InboxRow.state).in_(_NOT_HANDLED))
        )
        return Pile(*found.one())

    async def _dead_letters(self) -> int:
        return int((await self._session.scalars(select(func.count()).select_from(DeadLetterRow))).one())


def _by_state(rows: Iterable[Row[str, int]]) -> Mapping[NudgeState, int]:
    return dict.fromkeys(NudgeState, 0) | {NudgeState(state): count for state, count in rows}


def _together(one: Pile, other: Pile) -> Pile:
    return Pile(
        one.count + other.count, min((since for since in (one.since, other.since) if since is not None), default=None)
    )
