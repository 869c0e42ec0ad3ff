"""The ledger of nudges: planned, claimed with an attempt written first, and settled behind a fence."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Table, bindparam, delete, func, insert, or_, update
from sqlalchemy import select as select_of
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.day import Strength
from curriculum.enrolment import TrackRef
from curriculum.fitted import Because, Fit, Form
from curriculum.nudge import NEVER_ARRIVED, UNSETTLED, Nudge, NudgeKind, NudgeState
from storage.prepared import Prepared, among
from storage.randomness import Randomness
from storage.secrecy import Cell, Keyring
from storage.tables import AttemptRow, NudgeRow, table_of

_BROUGHT: Final = (NudgeKind.DAY, NudgeKind.REST)
_ABOUT_A_DAY: Final = (NudgeKind.AGAIN, NudgeKind.REMINDER)
_WAITING: Final = (NudgeState.AMBIGUOUS, NudgeState.PLANNED)
_NUDGE: Final[Table] = table_of(NudgeRow)
_ATTEMPT: Final[Table] = table_of(AttemptRow)
_CHANGED: Final = (
    "state",
    "fence",
    "attempts",
    "not_before",
    "lease_until",
    "message_id",
    "sent_at",
    "reason",
    "opened_at",
)
_STANDS: Final = (
    _NUDGE.c.id == bindparam("of"),
    _NUDGE.c.fence == bindparam("fence_before"),
    _NUDGE.c.state == bindparam("state_before"),
)
_CHANGE: Final = Prepared(update(_NUDGE).where(*_STANDS).values({name: bindparam(name) for name in _CHANGED}))
_CHANGE_WITH_FIT: Final = Prepared(
    update(_NUDGE)
    .where(*_STANDS)
    .values({name: bindparam(name) for name in (*_CHANGED, "number", "form", "strength", "chosen")})
)
_END: Final = Prepared(
    update(_ATTEMPT)
    .where(_ATTEMPT.c.nudge == bindparam("of"), _ATTEMPT.c.fence == bindparam("claim"))
    .values({name: bindparam(name) for name in ("result", "ended_at")})
)
_BEGIN: Final = Prepared(
    insert(_ATTEMPT).values({name: bindparam(name) for name in ("id", "nudge", "fence", "started_at")})
)
_MAY_GO: Final = or_(_NUDGE.c.not_before.is_(None), _NUDGE.c.not_before <= bindparam("now"))
_READ: Final = select_of(*(column for column in _NUDGE.c if column.name not in ("form", "strength", "chosen")))
"""Which version went out is not opened: a claim chooses it anew, and nobody else asks for it."""
_OF_IDS: Final = Prepared(_READ.where(among(_NUDGE.c.id, "ids")))
_OF_STATE: Final = Prepared(
    _READ.where(_NUDGE.c.state == bindparam("state"), _MAY_GO)
    .order_by(_NUDGE.c.due_at)
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(skip_locked=True)
)
_ANY: Final = Prepared(
    select_of(_NUDGE.c.id).where(or_(*(_NUDGE.c.state == state for state in _WAITING)), _MAY_GO).limit(1)
)


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
        await self.add_all([nudge])

    async def add_all(self, nudges: Iterable[Nudge]) -> None:
        """The same for many, in one go."""
        if rows := [_columns(nudge) for nudge in nudges]:
            await (await self._session.connection()).execute(insert(_NUDGE), rows)

    async def get(self, nudge: int) -> Nudge:
        """The nudge with this id."""
        return self._value(await self._session.get_one(NudgeRow, nudge, populate_existing=True))

    async def found(self, nudges: Collection[int]) -> dict[int, Nudge]:
        """The nudges with these ids, by id, but for those whose person was forgotten meanwhile."""
        return {row.id: _value(row, None) for row in await _OF_IDS.rows(self._session, ids=nudges)}

    async def with_token(self, token: str) -> Nudge | None:
        """The nudge whose buttons carry this token."""
        return await self._one(select(NudgeRow).where(NudgeRow.token == token))

    async def shown_in(self, person: int, message_id: int) -> Nudge | None:
        """The nudge of a day that this message brought, brought again, or reminded of."""
        found = await self._one(
            select(NudgeRow).where(
                NudgeRow.person == person,
                NudgeRow.message_id == message_id,
                col(NudgeRow.kind).in_((*_BROUGHT, *_ABOUT_A_DAY, NudgeKind.COMPLETION)),
            )
        )
        if found is None or found.kind not in _ABOUT_A_DAY:
            return found
        return await self._one(
            select(NudgeRow)
            .where(
                NudgeRow.enrolment == found.enrolment,
                NudgeRow.day == found.day,
                NudgeRow.lap == found.lap,
                NudgeRow.kind == NudgeKind.DAY,
                col(NudgeRow.state).not_in(NEVER_ARRIVED | {NudgeState.PLANNED}),
            )
            .limit(1)
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

    async def was_due(self, enrolment: int, day: int) -> datetime | None:
        """When a day of this walk that came, or may have, fell due; the first time, if there were several."""
        found = await self._session.scalars(
            select(func.min(NudgeRow.due_at, type_=_NUDGE.c.due_at.type)).where(
                NudgeRow.enrolment == enrolment,
                NudgeRow.day == day,
                NudgeRow.kind == NudgeKind.DAY,
                col(NudgeRow.state).not_in(NEVER_ARRIVED | {NudgeState.PLANNED}),
            )
        )
        return found.one()

    async def looked_back(self, enrolments: Collection[int]) -> set[tuple[int, int]]:
        """On which of these walks, and up to which day, somebody has looked back, or is about to."""
        rows = await self._session.execute(
            select(NudgeRow.enrolment, NudgeRow.day).where(
                col(NudgeRow.enrolment).in_(enrolments),
                NudgeRow.kind == NudgeKind.LOOK_BACK,
                col(NudgeRow.state).not_in(NEVER_ARRIVED),
            )
        )
        return {(enrolment, day) for enrolment, day in rows.all()}

    async def newest_of(self, enrolment: int, kinds: Collection[NudgeKind]) -> Nudge | None:
        """The newest nudge of these kinds on a walk that came."""
        return await self._one(
            select(NudgeRow)
            .where(
                NudgeRow.enrolment == enrolment,
                col(NudgeRow.kind).in_(kinds),
                col(NudgeRow.state).not_in(NEVER_ARRIVED | {NudgeState.PLANNED}),
            )
            .order_by(col(NudgeRow.due_at).desc())
            .limit(1)
        )

    async def furthest_day(self, enrolment: int) -> int:
        """The last day of a walk that came, be it that the person went back since; 0 when none did."""
        found = await self._session.scalar(
            select_of(func.max(_NUDGE.c.day)).where(
                _NUDGE.c.enrolment == enrolment,
                _NUDGE.c.kind == NudgeKind.DAY,
                _NUDGE.c.state.not_in(NEVER_ARRIVED | UNSETTLED),
            )
        )
        return found or 0

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

    async def along(self, walks: Collection[int]) -> list[Nudge]:
        """The whole ledger of these walks with the versions that were brought, the first nudge first. Raises `WrongCell`,
        `KeyProblem`.
        """
        rows = await self._session.execute(
            select_of(_NUDGE).where(_NUDGE.c.enrolment.in_(walks)).order_by(_NUDGE.c.due_at)
        )
        return [self._value(row) for row in rows.all()]

    async def attempts_at(self, nudge: int) -> list[Attempt]:
        """Every request made for a nudge."""
        rows = await self._session.scalars(
            select(AttemptRow).where(AttemptRow.nudge == nudge).order_by(col(AttemptRow.fence))
        )
        return [Attempt(row.fence, row.started_at, row.ended_at, row.result) for row in rows.all()]

    async def unsettled(self, *enrolments: int) -> list[Nudge]:
        """Nudges of these enrolments that are still on their way."""
        return await self._all(_NUDGE.c.enrolment.in_(enrolments), _NUDGE.c.state.in_(UNSETTLED))

    async def unsettled_by(self, now: datetime) -> list[Nudge]:
        """Every nudge that fell due by `now` and is still on its way."""
        return await self._all(_NUDGE.c.due_at <= now, _NUDGE.c.state.in_(UNSETTLED))

    async def waiting(self, now: datetime, *, limit: int) -> list[Nudge]:
        """Nudges that wait for being sent again, and then those that wait for being sent; of each the longest waiting
        first. Nobody else is given these while this transaction lasts.
        """
        found: list[Nudge] = []
        # One state after the other: the index gives each in order, where both at once would be sorted for every nudge.
        for state in _WAITING:
            if len(found) < limit:
                rows = await _OF_STATE.rows(self._session, state=state, now=now, limit=limit - len(found))
                found += [_value(row, None) for row in rows]
        return found

    async def does_any_wait(self, now: datetime) -> bool:
        """Whether a nudge could be sent now."""
        return bool(await _ANY.rows(self._session, now=now))

    async def are_on_their_way(self, now: datetime) -> bool:
        """Whether a nudge is being sent, or could be sent now."""
        sending = select(NudgeRow.id).where(NudgeRow.state == NudgeState.SENDING).limit(1)
        return await self.does_any_wait(now) or (await self._session.scalars(sending)).one_or_none() is not None

    async def next_at(self, now: datetime) -> datetime | None:
        """When the next of those goes out that are planned for later than now and were never tried."""
        at = func.coalesce(_NUDGE.c.not_before, _NUDGE.c.due_at)
        later = select(at).where(_NUDGE.c.state == NudgeState.PLANNED, _NUDGE.c.attempts == 0, at > now)
        return (await self._session.scalars(later.order_by(at).limit(1))).one_or_none()

    async def claim(self, waiting: Nudge, now: datetime, *, lease: timedelta, fit: Fit | None = None) -> Nudge:
        """The nudge is the caller's until the lease ends: it is `sending`, its attempt is written, and so is the version
        of the day that goes out. Raises `Stale`.
        """
        [claimed] = await self.claim_all([(waiting, replace(waiting, fit=fit))], now, lease=lease)
        return claimed

    async def claim_all(
        self, waiting: Sequence[tuple[Nudge, Nudge]], now: datetime, *, lease: timedelta
    ) -> list[Nudge]:
        """The same for many, each as it waits and as it goes out: in the words of which version of the track, and in which
        version of the day. In one go.
        """
        claims = [
            (
                nudge,
                replace(
                    nudge,
                    state=NudgeState.SENDING,
                    fence=nudge.fence + 1,
                    attempts=nudge.attempts + 1,
                    lease_until=now + lease,
                    not_before=None,
                    track=goes_out.track,
                    fit=goes_out.fit,
                ),
            )
            for nudge, goes_out in waiting
        ]
        await self.change_all(claims)
        rows = [
            {"id": self._random.id(), "nudge": claimed.id, "fence": claimed.fence, "started_at": now}
            for _, claimed in claims
        ]
        await _BEGIN.run_each(self._session, rows)
        return [claimed for _, claimed in claims]

    def look_up_keys(self, people: Iterable[int]) -> None:
        """The keys of these people are looked up together, so that each is at hand. Raises `Unavailable`."""
        self._keyring.data_keys.recall(people)

    def prove_key(self, nudge: Nudge) -> None:
        """Makes sure that which version goes out can be sealed. Raises `KeyProblem`, `Unavailable`."""
        self._keyring.data_keys.of(nudge.person)

    async def change(self, before: Nudge, after: Nudge) -> None:
        """Writes a nudge's new state. Raises `Stale` when its state or fence moved on meanwhile."""
        await self.change_all([(before, after)])

    async def change_all(self, changes: Sequence[tuple[Nudge, Nudge]]) -> None:
        """The same for many, before and after, in one go."""
        fitted = [(before, after) for before, after in changes if _goes_out_otherwise(before, after)]
        self.look_up_keys(after.person for _, after in fitted if after.fit is not None)
        others = [_change(before, after) for before, after in changes if not _goes_out_otherwise(before, after)]
        await _CHANGE.change_each(self._session, others)
        with_fit = [_change(before, after) | _fit_columns(after, self._keyring) for before, after in fitted]
        await _CHANGE_WITH_FIT.change_each(self._session, with_fit)

    async def leave(self, nudge: Nudge, now: datetime) -> None:
        """The person leaves the day that this nudge brought."""
        await self._session.execute(
            update(_NUDGE).where(_NUDGE.c.id == nudge.id, _NUDGE.c.left_at.is_(None)).values(left_at=now)
        )

    async def end_attempt(self, nudge: Nudge, *, result: str, now: datetime) -> None:
        """What the request of this claim came to."""
        await self.end_attempts([(nudge, result)], now)

    async def end_attempts(self, ended: Sequence[tuple[Nudge, str]], now: datetime) -> None:
        """The same for many, each with what it came to, in one go."""
        rows = [{"of": nudge.id, "claim": nudge.fence, "result": result, "ended_at": now} for nudge, result in ended]
        await _END.run_each(self._session, rows)

    async def abandoned(self, now: datetime | None) -> list[Nudge]:
        """Nudges whose sender is gone: the lease ran out by `now`; with None, all that are being sent."""
        lapsed = () if now is None else (_NUDGE.c.lease_until <= now,)
        return await self._all(_NUDGE.c.state == NudgeState.SENDING, *lapsed)

    async def forget_attempts(self, *, ended_before: datetime) -> None:
        """Lets go of requests that ended long ago; what became of their nudges stays."""
        await self._session.execute(delete(AttemptRow).where(col(AttemptRow.ended_at) < ended_before))

    async def counts(self) -> Mapping[NudgeState, int]:
        """How many nudges are in each state."""
        rows = await self._session.execute(select(col(NudgeRow.state), func.count()).group_by(col(NudgeRow.state)))
        return {NudgeState(state): count for state, count in rows.all()}

    async def _all(self, *conditions: ColumnElement[bool]) -> list[Nudge]:
        rows = await (await self._session.connection()).execute(_READ.where(*conditions))
        return [_value(row, None) for row in rows.all()]

    async def _one(self, query: Any) -> Nudge | None:
        row = (await self._session.scalars(query.execution_options(populate_existing=True))).one_or_none()
        return None if row is None else self._value(row)

    def _value(self, row: Any) -> Nudge:
        return _value(row, self._keyring)


def _goes_out_otherwise(before: Nudge, after: Nudge) -> bool:
    return after.fit != before.fit or after.track != before.track


def _columns(nudge: Nudge) -> dict[str, object]:
    return {
        "id": nudge.id,
        "person": nudge.person,
        "enrolment": nudge.enrolment,
        "track": nudge.track.slug,
        "number": nudge.track.number,
        "kind": nudge.kind,
        "day": nudge.day,
        "local_date": nudge.local_date,
        "zone": nudge.zone,
        "due_at": nudge.due_at,
        "token": nudge.token,
        "state": nudge.state,
        "reason": nudge.reason,
        "fence": nudge.fence,
        "attempts": nudge.attempts,
        "not_before": nudge.not_before,
        "lap": nudge.lap,
        "view": nudge.view,
    }


def _change(before: Nudge, after: Nudge) -> dict[str, object]:
    return {
        "of": before.id,
        "fence_before": before.fence,
        "state_before": before.state,
        "state": after.state,
        "fence": after.fence,
        "attempts": after.attempts,
        "not_before": after.not_before,
        "lease_until": after.lease_until,
        "message_id": after.message_id,
        "sent_at": after.sent_at,
        "reason": after.reason,
        "opened_at": after.opened_at,
    }


def _value(row: Any, keyring: Keyring | None) -> Nudge:
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
        fit=None if keyring is None else _fit(row, keyring),
        lap=row.lap,
        view=row.view,
        left_at=row.left_at,
        opened_at=row.opened_at,
    )


def _fit(row: Any, keyring: Keyring) -> Fit | None:
    if row.form is None or row.strength is None or row.chosen is None:
        return None
    because, _, rest = keyring.open(row.chosen, _chosen_of(row.person, row.id)).partition(":")
    variant, _, arm = rest.partition(":")
    number = int(variant) if variant else None
    return Fit(Form(row.form), Strength(row.strength), number, Because(because), arm or None)


def _fit_columns(nudge: Nudge, keyring: Keyring) -> dict[str, Any]:
    fit, number = nudge.fit, nudge.track.number
    if fit is None:
        return {"number": number, "form": None, "strength": None, "chosen": None}
    words = f"{fit.because}:{'' if fit.variant is None else fit.variant}"
    if fit.arm is not None:
        words += f":{fit.arm}"
    sealed = keyring.seal(words, _chosen_of(nudge.person, nudge.id))
    return {"number": number, "form": fit.form, "strength": fit.strength, "chosen": sealed}


def _chosen_of(person: int, row: int) -> Cell:
    return Cell("nudge", "chosen", person, row)
