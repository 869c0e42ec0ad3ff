"""The ledger of nudges: planned, claimed with an attempt written first, and settled behind a fence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, func, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.day import Strength
from curriculum.enrolment import TrackRef
from curriculum.fitted import Because, Fit, Form
from curriculum.nudge import NEVER_ARRIVED, UNSETTLED, Nudge, NudgeKind, NudgeState
from storage.guarded import change_one
from storage.randomness import Randomness
from storage.secrecy import Cell, Keyring
from storage.tables import AttemptRow, NudgeRow

_BROUGHT: Final = (NudgeKind.DAY, NudgeKind.REST)
_WAITING: Final = (NudgeState.AMBIGUOUS, NudgeState.PLANNED)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request for a nudge and what came of it."""

    fence: int
    started_at: datetime
    ended_at: datetime | None
    result: str | None


class Nudges:
    """The tables of nudges and attempts, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def add(self, nudge: Nudge) -> None:
        """A nudge is planned (or recorded as missed). A second one for the same day cannot be."""
        self._session.add(_row(nudge))
        await self._session.flush()

    async def get(self, nudge: int) -> Nudge:
        """The nudge with this id."""
        return self._value(await self._session.get_one(NudgeRow, nudge, populate_existing=True))

    async def found(self, nudge: int) -> Nudge | None:
        """The nudge with this id, unless its person was forgotten meanwhile."""
        return await self._one(select(NudgeRow).where(NudgeRow.id == nudge))

    async def with_token(self, token: str) -> Nudge | None:
        """The nudge whose buttons carry this token."""
        return await self._one(select(NudgeRow).where(NudgeRow.token == token))

    async def shown_in(self, person: int, message_id: int) -> Nudge | None:
        """The nudge of a day that this message brought."""
        return await self._one(
            select(NudgeRow).where(
                NudgeRow.person == person,
                NudgeRow.message_id == message_id,
                NudgeRow.kind != NudgeKind.REMINDER,
            )
        )

    async def last_shown(self, person: int) -> Nudge | None:
        """The newest nudge of a day that reached the person, or may have."""
        return await self._one(
            select(NudgeRow)
            .where(
                NudgeRow.person == person,
                col(NudgeRow.kind).in_(_BROUGHT),
                col(NudgeRow.state).not_in(NEVER_ARRIVED | {NudgeState.PLANNED}),
            )
            .order_by(col(NudgeRow.due_at).desc())
            .limit(1)
        )

    async def before(self, nudge: Nudge) -> Nudge | None:
        """The nudge that fell due before this one on the same walk."""
        return await self._one(
            select(NudgeRow)
            .where(NudgeRow.enrolment == nudge.enrolment, col(NudgeRow.due_at) < nudge.due_at)
            .order_by(col(NudgeRow.due_at).desc())
            .limit(1)
        )

    async def all_of(self, person: int) -> list[Nudge]:
        """A person's whole ledger, the first nudge first."""
        rows = await self._session.scalars(
            select(NudgeRow).where(NudgeRow.person == person).order_by(col(NudgeRow.due_at))
        )
        return [self._value(row) for row in rows.all()]

    async def attempts_at(self, nudge: int) -> list[Attempt]:
        """Every request made for a nudge."""
        rows = await self._session.scalars(
            select(AttemptRow).where(AttemptRow.nudge == nudge).order_by(col(AttemptRow.fence))
        )
        return [Attempt(row.fence, row.started_at, row.ended_at, row.result) for row in rows.all()]

    async def unsettled(self, enrolment: int) -> list[Nudge]:
        """Nudges of this enrolment that are still on their way."""
        rows = await self._session.scalars(
            select(NudgeRow)
            .where(NudgeRow.enrolment == enrolment, col(NudgeRow.state).in_(UNSETTLED))
            .execution_options(populate_existing=True)
        )
        return [self._value(row) for row in rows.all()]

    async def waiting(self, now: datetime) -> Nudge | None:
        """The nudge that has waited longest for being sent again, else for being sent."""
        # One state after the other: the index gives each in order, where both at once would be sorted for every nudge.
        for state in _WAITING:
            query = (
                select(NudgeRow).where(NudgeRow.state == state, _may_go(now)).order_by(col(NudgeRow.due_at)).limit(1)
            )
            if (found := await self._one(query)) is not None:
                return found
        return None

    async def how_many_wait(self, now: datetime) -> int:
        """How many nudges could be sent now."""
        query = select(func.count()).select_from(NudgeRow).where(col(NudgeRow.state).in_(_WAITING), _may_go(now))
        return int((await self._session.scalars(query)).one())

    async def are_on_their_way(self, now: datetime) -> bool:
        """Whether a nudge is being sent, or could be sent now."""
        sending = select(NudgeRow.id).where(NudgeRow.state == NudgeState.SENDING).limit(1)
        return await self.how_many_wait(now) > 0 or (await self._session.scalars(sending)).one_or_none() is not None

    async def claim(self, waiting: Nudge, now: datetime, *, lease: timedelta, fit: Fit | None = None) -> Nudge:
        """The nudge is the caller's until the lease ends: it is `sending`, its attempt is written, and so is the version
        of the day that goes out. Raises `Stale`.
        """
        claimed = replace(
            waiting,
            state=NudgeState.SENDING,
            fence=waiting.fence + 1,
            attempts=waiting.attempts + 1,
            lease_until=now + lease,
            not_before=None,
            fit=fit,
        )
        await self.change(waiting, claimed)
        self._session.add(AttemptRow(id=self._random.id(), nudge=claimed.id, fence=claimed.fence, started_at=now))
        await self._session.flush()
        return claimed

    async def change(self, before: Nudge, after: Nudge) -> None:
        """Writes a nudge's new state. Raises `Stale` when its state or fence moved on meanwhile."""
        await change_one(
            self._session,
            update(NudgeRow)
            .where(
                col(NudgeRow.id) == before.id,
                col(NudgeRow.fence) == before.fence,
                col(NudgeRow.state) == before.state,
            )
            .values(
                state=after.state,
                fence=after.fence,
                attempts=after.attempts,
                not_before=after.not_before,
                lease_until=after.lease_until,
                message_id=after.message_id,
                sent_at=after.sent_at,
                reason=after.reason,
                **({} if after.fit == before.fit else _fit_columns(after, self._keyring)),
            ),
        )

    async def end_attempt(self, nudge: Nudge, *, result: str, now: datetime) -> None:
        """What the request of this claim came to."""
        await self._session.execute(
            update(AttemptRow)
            .where(col(AttemptRow.nudge) == nudge.id, col(AttemptRow.fence) == nudge.fence)
            .values(result=result, ended_at=now)
        )

    async def abandoned(self, now: datetime | None) -> list[Nudge]:
        """Nudges whose sender is gone: the lease ran out by `now`; with None, all that are being sent."""
        query = select(NudgeRow).where(NudgeRow.state == NudgeState.SENDING)
        if now is not None:
            query = query.where(col(NudgeRow.lease_until) <= now)
        rows = await self._session.scalars(query.execution_options(populate_existing=True))
        return [self._value(row) for row in rows.all()]

    async def forget_attempts(self, *, ended_before: datetime) -> None:
        """Lets go of requests that ended long ago; what became of their nudges stays."""
        await self._session.execute(delete(AttemptRow).where(col(AttemptRow.ended_at) < ended_before))

    async def counts(self) -> Mapping[NudgeState, int]:
        """How many nudges are in each state."""
        rows = await self._session.execute(select(col(NudgeRow.state), func.count()).group_by(col(NudgeRow.state)))
        return {NudgeState(state): count for state, count in rows.all()}

    async def _one(self, query: Any) -> Nudge | None:
        row = (await self._session.scalars(query.execution_options(populate_existing=True))).one_or_none()
        return None if row is None else self._value(row)

    def _value(self, row: NudgeRow) -> Nudge:
        return _value(row, self._keyring)


def _may_go(now: datetime) -> ColumnElement[bool]:
    return or_(col(NudgeRow.not_before).is_(None), col(NudgeRow.not_before) <= now)


def _row(nudge: Nudge) -> NudgeRow:
    return NudgeRow(
        id=nudge.id,
        person=nudge.person,
        enrolment=nudge.enrolment,
        track=nudge.track.slug,
        number=nudge.track.number,
        kind=nudge.kind,
        day=nudge.day,
        local_date=nudge.local_date,
        zone=nudge.zone,
        due_at=nudge.due_at,
        token=nudge.token,
        state=nudge.state,
        reason=nudge.reason,
    )


def _value(row: NudgeRow, keyring: Keyring) -> Nudge:
    return Nudge(
        id=row.id,
        person=row.person,
        enrolment=row.enrolment,
        track=TrackRef(row.track, row.number),
        kind=NudgeKind(row.kind),
        day=row.day,
        local_date=row.local_date,
        zone=row.zone,
        due_at=row.due_at,
        token=row.token,
        state=NudgeState(row.state),
        fence=row.fence,
        attempts=row.attempts,
        not_before=row.not_before,
        lease_until=row.lease_until,
        message_id=row.message_id,
        sent_at=row.sent_at,
        reason=row.reason,
        fit=_fit(row, keyring),
    )


def _fit(row: NudgeRow, keyring: Keyring) -> Fit | None:
    if row.form is None or row.strength is None or row.chosen is None:
        return None
    because, _, variant = keyring.open(row.chosen, _chosen_of(row.person, row.id)).partition(":")
    return Fit(Form(row.form), Strength(row.strength), int(variant) if variant else None, Because(because))


def _fit_columns(nudge: Nudge, keyring: Keyring) -> dict[str, Any]:
    fit = nudge.fit
    if fit is None:
        return {"form": None, "strength": None, "chosen": None}
    words = f"{fit.because}:{'' if fit.variant is None else fit.variant}"
    sealed = keyring.seal(words, _chosen_of(nudge.person, nudge.id))
    return {"form": fit.form, "strength": fit.strength, "chosen": sealed}


def _chosen_of(person: int, row: int) -> Cell:
    return Cell("nudge", "chosen", person, row)
