"""Plan what is due, claim, send, record. Here is kept the promise: no nudge is silently lost, none comes twice
without a fault, and an attempt is written down before its request starts.

`LEASE` is how long a claim lasts: after that its sender counts as vanished, and its nudge as in doubt.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot import file_ids
from bot.attaching import attached
from bot.chat.message import Message
from bot.clock import Clock
from bot.lease import Lease
from bot.pauses import growing, stopped_within
from bot.practice import Shown, brought, shown_to
from bot.question import close_setting
from bot.telegram import answers
from bot.telegram.sending import Sending
from curriculum import adapting, journey, timing
from curriculum.adapting import Held, Rested
from curriculum.day import DAYS
from curriculum.enrolment import Enrolment, Standing
from curriculum.errors import CurriculumError
from curriculum.fitted import Fit
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from curriculum.track import Track
from storage.database import Database, Unit
from storage.errors import LeaseLost, NotFound, Unavailable
from storage.media import Attached
from storage.secrecy import KeyProblem, WrongCell

_LOG = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=90)
RESEND_AFTER: Final = timedelta(seconds=120)
RESENDS: Final = 1
"""A nudge whose request may or may not have arrived is sent again at most this often."""
PUT_OFF: Final = timedelta(hours=1)
_BATCH: Final = 200
_BACKOFF: Final = (2, 5, 15, 30, 60)
_LOOK_AGAIN: Final = 1.0
"""Seconds between two looks whether more senders find work."""
_RECORD_PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
_CHAT_GONE: Final = answers.ChatGone.code


class Render(Protocol):
    """Says a nudge, which is closed when the person is `discreet`. `check` is the token of a pattern check that may be looked
    at again at the end of the track.
    """

    def __call__(self, it: Shown, title: str, check: str | None, *, discreet: bool) -> Message:
        """The message."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    nudge: Nudge
    telegram_id: int
    track: Track
    shown: Shown
    check: str | None
    media: Attached | None
    discreet: bool


class Delivery:
    """Carries nudges from due to settled, for as long as this process holds the `lease` on the database; while the
    machine's clock is not `steady`, nothing is planned and nothing is sent.
    """

    def __init__(
        self,
        database: Database,
        sending: Sending,
        render: Render,
        now: Clock,
        *,
        lease: Lease,
        steady: Callable[[], bool],
        concurrency: int = 8,
    ) -> None:
        self._database = database
        self._sending = sending
        self._render = render
        self._now = now
        self._lease = lease
        self._steady = steady
        self._concurrency = concurrency
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopping = asyncio.Event()
        self._put_off: dict[int, datetime] = {}

    def stop(self) -> None:
        """Nothing more is claimed; what is being sent is sent and recorded."""
        self._stopping.set()

    async def plan_due(self) -> int:
        """Plans a nudge for everybody who is due; gives how many people were looked at."""
        looked_at = 0
        while self._steady():
            now = self._now()
            self._put_off = {enrolment: until for enrolment, until in self._put_off.items() if until > now}
            async with self._database.unit(patient=True) as unit:
                due = await unit.enrolments.due(now, besides=self._put_off, limit=_BATCH)
            for enrolment in due:
                await self._plan_or_put_off(enrolment)
            looked_at += len(due)
            await self._plan_reminders(now)
            if len(due) < _BATCH or self._stopping.is_set():
                break
        return looked_at

    async def send_planned(self) -> int:
        """Sends what waits, oldest first, at the allowed rate; gives how many nudges were settled or tried."""
        if self._stopping.is_set() or not self._idle.is_set():
            return 0
        self._idle.clear()
        try:
            async with asyncio.TaskGroup() as tasks:
                return await self._sent_by_all(tasks)
        finally:
            self._idle.set()

    async def _sent_by_all(self, tasks: asyncio.TaskGroup) -> int:
        """As many senders as there is work for. While some are at work, others join them for what is planned meanwhile."""
        sent = 0
        senders = await self._fresh_senders(tasks, self._concurrency)
        while senders:
            ended, senders = await asyncio.wait(senders, timeout=_LOOK_AGAIN)
            sent += sum(sender.result() for sender in ended)
            if senders:
                senders |= await self._fresh_senders(tasks, self._concurrency - len(senders))
        return sent

    async def _fresh_senders(self, tasks: asyncio.TaskGroup, at_most: int) -> set[asyncio.Task[int]]:
        if self._is_over() or at_most == 0:
            return set()
        try:
            async with self._database.unit(patient=True) as unit:
                waiting = await unit.nudges.how_many_wait(self._now())
        except Unavailable as error:  # those who are at work must not be cut off by this
            _LOG.error("nobody can look for what waits: %s", error)
            return set()
        return {tasks.create_task(self._sender()) for _ in range(min(waiting, at_most))}

    async def recover(self, *, at_start: bool = False) -> int:
        """Settles what a vanished sender left behind; at the start of the only process, that is all that is `sending`."""
        now = self._now()
        async with self._database.unit(patient=True) as unit:
            abandoned = await unit.nudges.abandoned(None if at_start else now)
        for nudge in abandoned:
            try:
                async with self._database.unit(patient=True) as unit:
                    await unit.nudges.end_attempt(nudge, result="abandoned", now=now)
                    await _in_doubt(unit, nudge, reason="sender vanished", now=now)
            except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
                _LOG.exception("nudge %s is in doubt and could not be settled", nudge.id)
        if abandoned:
            _LOG.warning("%s nudges were being sent when their sender vanished", len(abandoned))
        return len(abandoned)

    async def _plan_reminders(self, now: datetime) -> None:
        """Plans a reminder for everybody who wants one and has not answered; one broken person holds up nobody."""
        async with self._database.unit(patient=True) as unit:
            due = await unit.enrolments.to_remind(now, limit=_BATCH)
        for enrolment in due:
            try:
                async with self._database.unit(patient=True) as unit:
                    await _remind(unit, enrolment, now)
            except Unavailable:
                raise  # it is not about this person: the next tick looks at everybody again
            except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
                _LOG.exception("enrolment %s could not be reminded", enrolment)

    async def _plan_or_put_off(self, enrolment: int) -> None:
        """One broken person is put off an hour and holds up nobody. When they were due stays as it is."""
        try:
            await self._plan(enrolment)
        except Unavailable:
            raise  # it is not about this person: the next tick looks at everybody again
        except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
            _LOG.exception("enrolment %s could not be planned; looked at again in an hour", enrolment)
            self._put_off[enrolment] = self._now() + PUT_OFF

    async def _plan(self, enrolment: int) -> None:
        now = self._now()
        async with self._database.unit(patient=True) as unit:
            for earlier in await unit.nudges.unsettled(enrolment):
                if not await _given_up(unit, earlier, now):
                    self._put_off[enrolment] = now + RESEND_AFTER
                    return
            before = await unit.enrolments.get(enrolment)
            if before.held or before.standing is not Standing.UNDER_WAY or before.due_at is None or before.due_at > now:
                return
            decided = journey.nudge(before, now, await _step(unit, before, now))
            if isinstance(decided, journey.Waits):
                await unit.enrolments.save(before, decided.enrolment)
                return
            after = decided.enrolment
            planned = _planned(unit, before, decided)
            if isinstance(decided, journey.Missed):
                planned = replace(planned, state=NudgeState.MISSED, reason="too late")
            else:
                day = (await unit.tracks.get(before.track)).day(decided.day)
                after = journey.with_reminder(after, decided, written=day.reminder is not None)
            await unit.nudges.add(planned)
            await unit.enrolments.save(before, after)

    async def _sender(self) -> int:
        sent = 0
        while await self._permitted():
            try:
                claimed = await self._claim()
                if claimed is None:
                    break
                await self._send(claimed)
            except LeaseLost:
                break
            except Exception:  # noqa: BLE001  (whatever it is, it is logged, and the other senders go on)
                # What was being sent stays so until its lease ends; then it is in doubt, and seen to.
                _LOG.exception("the ledger could not be written; sending goes on at the next tick")
                break
            sent += 1
        return sent

    async def _permitted(self) -> bool:
        """Waits for a permit, however long a ban lasts; False when nothing is to be sent, now or any more."""
        if self._is_over():
            return False
        permit = asyncio.create_task(self._sending.nudge_permit())
        stopped = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({permit, stopped}, return_when=asyncio.FIRST_COMPLETED)
        for task in (permit, stopped):
            task.cancel()
        return not self._is_over() and self._steady()

    def _is_over(self) -> bool:
        return self._sending.halted.is_set() or self._stopping.is_set() or self._lease.lost.is_set()

    async def _claim(self) -> _Claimed | None:
        now = self._now()
        async with self._database.unit(patient=True) as unit:
            await self._lease.confirm(unit)
            while (waiting := await unit.nudges.waiting(now)) is not None:
                try:
                    claimed = await self._claimed(unit, waiting, now)
                except (WrongCell, KeyProblem, NotFound, CurriculumError, ValueError):
                    _LOG.exception("nudge %s cannot be made ready; tried again in an hour", waiting.id)
                    later = replace(waiting, not_before=now + PUT_OFF, reason="fault")
                    await unit.nudges.change(waiting, later)
                    continue
                if claimed is not None:
                    return claimed
        return None

    async def _claimed(self, unit: Unit, waiting: Nudge, now: datetime) -> _Claimed | None:
        """The nudge, claimed and ready to be sent; None when it is not to be sent any more."""
        enrolment = await unit.enrolments.get(waiting.enrolment)
        if enrolment.held:
            await _called_back(unit, waiting, "on hold")
        elif enrolment.standing is not Standing.UNDER_WAY:
            await _called_back(unit, waiting, enrolment.standing)
        elif enrolment.zone != waiting.zone:
            # Where the person is now it may be night, or still the date of the nudge before.
            await _called_back(unit, waiting, "moved")
        elif not timing.may_still_go(due=waiting.due_at, zone=waiting.zone, now=now):
            await _too_late(unit, waiting)
        else:
            return await self._fitted(unit, waiting, enrolment, now)
        return None

    async def _fitted(self, unit: Unit, waiting: Nudge, enrolment: Enrolment, now: datetime) -> _Claimed | None:
        """The nudge, claimed in the version that fits the person now; None when the day is not for them today."""
        track = await unit.tracks.get(waiting.track)
        fit = None
        if waiting.kind is NudgeKind.DAY:
            footing = await unit.footings.of(enrolment, besides=waiting.id)
            step = adapting.fitted(track.day(waiting.day), footing, now)
            if not isinstance(step, Fit):
                await _called_back(unit, waiting, "strained")
                return None
            fit = step
        if waiting.kind is NudgeKind.REMINDER:
            last = (await unit.footings.of(enrolment)).last
            if last is None or last.is_answered:
                await _called_back(unit, waiting, "answered")
                return None
            about = await unit.nudges.last_shown(waiting.person)
            fit = None if about is None else brought(about)
        person = await unit.people.get(waiting.person)
        walked = waiting.kind is NudgeKind.COMPLETION
        check = await unit.patterns.newest_token(waiting.person) if walked else None
        nudge = await unit.nudges.claim(waiting, now, lease=LEASE, fit=fit)
        shown = shown_to(person, nudge, track)
        in_words = person.discreet or nudge.reason == answers.FileRefused.code
        media = None if in_words else await attached(unit, shown)
        ready = None if media is None else await unit.media.ready(media)
        return _Claimed(nudge, person.telegram_id, track, shown, check, ready, person.discreet)

    async def _send(self, claimed: _Claimed) -> None:
        """Renders, sends and records; a fault on our side puts this one nudge off and holds up nobody."""
        nudge = claimed.nudge
        result: answers.Answer = answers.NotSent("fault")
        try:
            title, discreet = claimed.track.title, claimed.discreet
            message = self._render(claimed.shown, title, claimed.check, discreet=discreet)
            message = replace(message, media=claimed.media)
            if nudge.reason == answers.Unparsable.code:
                message = replace(message, plain=True)
            result = answers.Ambiguous("fault")
            result = await self._sending.nudge(claimed.telegram_id, message)
        except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
            _LOG.exception("nudge %s could not be sent", nudge.id)
        await self._record(nudge, result)

    async def _record(self, nudge: Nudge, result: answers.Answer) -> None:
        """Writes down what came back, for as long as the claim lasts and the database cannot be written: what is known
        to have arrived should not become a doubt.
        """
        for pause in growing(_RECORD_PAUSES):
            try:
                await self._write_down(nudge, result)
            except Unavailable:
                if nudge.lease_until is None or nudge.lease_until <= self._now():
                    raise
                _LOG.warning("the answer to nudge %s cannot be written down yet", nudge.id)
            else:
                return
            if await stopped_within(pause, self._stopping):
                return

    async def _write_down(self, nudge: Nudge, result: answers.Answer) -> None:
        now = self._now()
        async with self._database.unit(patient=True) as unit:
            await unit.nudges.end_attempt(nudge, result=result.code, now=now)
            await file_ids.learn(unit, result)
            current = await unit.nudges.found(nudge.id)
            if current is None:
                return  # the person was forgotten while it was on its way
            if current.fence != nudge.fence or current.state not in (NudgeState.SENDING, NudgeState.AMBIGUOUS):
                if isinstance(result, answers.Sent) and current.message_id is None:
                    await unit.nudges.change(current, replace(current, message_id=result.message_id))
                    await unit.messages.stands(nudge.person, result.message_id, now)
                return
            await self._settle(unit, current, result, now)

    async def _settle(self, unit: Unit, nudge: Nudge, result: answers.Answer, now: datetime) -> None:
        match result:
            case answers.Sent(message_id=message_id):
                sent = replace(nudge, state=NudgeState.SENT, sent_at=now, message_id=message_id, reason=None)
                await unit.nudges.change(nudge, sent)
                await unit.messages.stands(nudge.person, message_id, now)
                before = await unit.enrolments.get(nudge.enrolment)
                await unit.enrolments.save(before, journey.delivered(before, nudge.kind, nudge.day, now))
                await close_setting(unit, nudge.person)
            case answers.ChatGone() if not await _was_gone_before(unit, nudge):
                # It may be back tomorrow: the same day is tried once more then, and only that decides.
                await _refused(unit, nudge, result.code)
            case answers.Blocked() | answers.ChatGone():
                await _refused(unit, nudge, result.code)
                before = await unit.enrolments.get(nudge.enrolment)
                await unit.enrolments.save(before, journey.unreachable(before))
            case answers.Ambiguous():
                await _in_doubt(unit, nudge, reason=result.code, now=now)
            case answers.Wait(retry_after=seconds):
                await _again(unit, nudge, result.code, now + timedelta(seconds=seconds))
            case answers.FileUnknown() if nudge.reason != answers.FileUnknown.code:
                await _again(unit, nudge, result.code, now)  # as an upload
            case answers.FileUnknown() | answers.FileRefused():
                _LOG.warning("%s version %s day %s: Telegram does not take its file", *_which(nudge))
                await _again(unit, nudge, answers.FileRefused.code, now)
            case answers.Unparsable() if nudge.reason not in (answers.Unparsable.code, answers.FileRefused.code):
                _LOG.error("%s version %s day %s: Telegram cannot read its markup", *_which(nudge))
                await _again(unit, nudge, result.code, now)
            case answers.NotSent(reason="fault") | answers.Unparsable() | answers.Refused():
                _LOG.error("%s version %s day %s could not be sent: %s", *_which(nudge), result.code)
                await _again(unit, nudge, result.code, now + PUT_OFF)
            case _:
                wait = _BACKOFF[min(nudge.fence, len(_BACKOFF)) - 1]
                await _again(unit, nudge, result.code, now + timedelta(seconds=wait))


def _planned(unit: Unit, walk: Enrolment, decided: journey.Due | journey.Missed) -> Nudge:
    """What falls due, as a line of the ledger."""
    return Nudge(
        id=unit.fresh.id(),
        person=walk.person,
        enrolment=walk.id,
        track=walk.track,
        kind=decided.kind,
        day=decided.day,
        local_date=decided.local_date,
        zone=walk.zone,
        due_at=decided.due_at,
        token=unit.fresh.token(),
        state=NudgeState.PLANNED,
    )


async def _remind(unit: Unit, enrolment: int, now: datetime) -> None:
    before = await unit.enrolments.get(enrolment)
    footing = await unit.footings.of(before)
    after, due = journey.reminder(before, footing.last, now)
    await unit.enrolments.save(before, after)
    if due is not None:
        await unit.nudges.add(_planned(unit, before, due))


async def _step(unit: Unit, walk: Enrolment, now: datetime) -> Fit | Rested | Held:
    """How the next day of this walk comes, if it comes."""
    track = await unit.tracks.get(walk.track)
    number = min(walk.place + 1, DAYS)
    return adapting.step(track, number, await unit.footings.of(walk), zone=walk.zone, now=now)


async def _refused(unit: Unit, nudge: Nudge, reason: str) -> None:
    """Telegram takes nothing for this person. What an earlier request may have brought does not come again."""
    if nudge.attempts > 1:
        await _unknown(unit, nudge, reason)
    else:
        await unit.nudges.change(nudge, replace(nudge, state=NudgeState.BLOCKED, reason=reason))


async def _again(unit: Unit, nudge: Nudge, reason: str, not_before: datetime) -> None:
    """The request surely did not arrive: the nudge waits for its next try, and the attempt does not count. A doubt that
    an earlier request left stays a doubt.
    """
    attempts = nudge.attempts - 1
    again = replace(
        nudge,
        state=NudgeState.AMBIGUOUS if attempts else NudgeState.PLANNED,
        attempts=attempts,
        not_before=not_before,
        lease_until=nudge.lease_until if attempts else None,
        reason=reason,
    )
    await unit.nudges.change(nudge, again)


async def _in_doubt(unit: Unit, nudge: Nudge, *, reason: str, now: datetime) -> None:
    """The request may have arrived: sent again once, later; after that the nudge counts as delivered, and as unknown."""
    if nudge.attempts > RESENDS:
        await _unknown(unit, nudge, reason)
        return
    started = now if nudge.lease_until is None else nudge.lease_until - LEASE
    doubtful = replace(nudge, state=NudgeState.AMBIGUOUS, not_before=started + RESEND_AFTER, reason=reason)
    await unit.nudges.change(nudge, doubtful)


async def _unknown(unit: Unit, nudge: Nudge, reason: str) -> None:
    await unit.nudges.change(nudge, replace(nudge, state=NudgeState.UNKNOWN, not_before=None, reason=reason))
    before = await unit.enrolments.get(nudge.enrolment)
    requested = nudge.due_at if nudge.lease_until is None else nudge.lease_until - LEASE
    await unit.enrolments.save(before, journey.delivered(before, nudge.kind, nudge.day, requested))


async def _too_late(unit: Unit, nudge: Nudge) -> None:
    """A nudge that may not go any more today. The same day comes tomorrow, unless it may have arrived."""
    if nudge.state is NudgeState.AMBIGUOUS:
        await _unknown(unit, nudge, "too late to repeat")
    else:
        reason = f"too late, after {nudge.reason}" if nudge.reason else "too late"
        await unit.nudges.change(nudge, replace(nudge, state=NudgeState.MISSED, reason=reason))


async def _called_back(unit: Unit, nudge: Nudge, reason: str) -> None:
    """The person paused, left, finished or moved to another zone meanwhile, or their nudges are on hold."""
    if nudge.state is NudgeState.AMBIGUOUS:
        await _unknown(unit, nudge, reason)
    else:
        await unit.nudges.change(nudge, replace(nudge, state=NudgeState.CANCELLED, reason=reason))


async def _was_gone_before(unit: Unit, nudge: Nudge) -> bool:
    """Whether Telegram knew no such chat when this person's nudge before this one was sent."""
    earlier = await unit.nudges.before(nudge)
    return earlier is not None and earlier.state is NudgeState.BLOCKED and earlier.reason == _CHAT_GONE


async def _given_up(unit: Unit, earlier: Nudge, now: datetime) -> bool:
    """An earlier nudge that still waits when the next falls due is too late; one that is being sent is not ours."""
    if earlier.state is NudgeState.SENDING or timing.may_still_go(due=earlier.due_at, zone=earlier.zone, now=now):
        return False
    await _too_late(unit, earlier)
    return True


def _which(nudge: Nudge) -> tuple[str, int, int]:
    return nudge.track.slug, nudge.track.number, nudge.day
