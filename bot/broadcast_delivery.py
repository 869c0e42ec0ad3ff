"""Carries broadcasts to people, behind all replies and nudges: claims, sends, records. An attempt is written down before its
request starts, and whoever may have got one gets it never again: with a fault one may be missing, and none comes twice.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.broadcasting import Progress, may_read, progress
from bot.chat.message import Message
from bot.clock import Clock
from bot.lease import Right
from bot.pauses import growing, stopped_within
from bot.practice import Practice
from bot.rights import Rights, Scope
from bot.spoken_to import languages_of
from bot.telegram import answers
from bot.telegram.sending import Sending
from bot.words import speaking
from curriculum import timing
from curriculum.enrolment import Standing
from storage.broadcasts import Broadcast, BroadcastState, BroadcastView, Send, SendState
from storage.database import Database, Unit
from storage.errors import AlreadyThere, LeaseLost, Stale, Unavailable
from storage.people import Recipient

_LOG = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=90)
"""How long a claim lasts: after that its sender counts as vanished, and what it sent as unknown."""
SHOWN_EVERY: Final = timedelta(seconds=3)
"""How often at most an owner is shown how far a broadcast is."""
LASTS: Final = timedelta(days=3)
"""What could go to somebody so long after it was let out is no news any more."""
_AGAIN: Final = timedelta(seconds=30)
_RECORD_PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 5.0)

Render = Callable[[Broadcast, bool], Message]
"""A broadcast as somebody gets it, closed for who is discreet."""
Show = Callable[[Progress], Message]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A claimed send, and all that is needed to say it."""

    send: Send
    broadcast: Broadcast
    recipient: Recipient


@dataclass(frozen=True, slots=True)
class _Landed:
    send: Send
    result: answers.Answer


class BroadcastDelivery:
    """Carries broadcasts until all are seen to, for as long as this process holds the `lease` on the database; while the
    machine's clock is not `steady`, nothing is sent.
    """

    def __init__(
        self,
        database: Database,
        sending: Sending,
        practice: Practice,
        render: Render,
        show: Show,
        now: Clock,
        *,
        rights: Rights,
        lease: Right,
        steady: Callable[[], bool],
        senders: int,
    ) -> None:
        self._database = database
        self._sending = sending
        self._practice = practice
        self._render = render
        self._show = show
        self._now = now
        self._rights = rights
        self._lease = lease
        self._steady = steady
        self._senders = senders
        self._stopping = asyncio.Event()
        self._working = asyncio.Lock()

    def stop(self) -> None:
        """Nothing more is claimed; what is being sent is sent and recorded."""
        self._stopping.set()

    async def carry_on(self) -> int:
        """Sends what may go now, and shows how far it is; gives how many were seen to or tried."""
        if self._working.locked():
            return 0
        async with self._working:
            tried = 0
            await self._put_right()
            while more := await self._send_some():
                tried += more
                await self._show_progress()
            await self._put_right()
            await self._show_progress()
            return tried

    async def _put_right(self) -> None:
        """What a vanished sender left is unknown, what is too old goes no more, and what is seen to for everybody ends."""
        now = self._now()
        async with self._database.unit(patient=True) as unit:
            if not await unit.broadcasts.going_out():
                return
            if doubtful := await unit.broadcasts.doubt(now):
                _LOG.warning("%s broadcasts were being sent when their sender vanished", doubtful)
            await unit.broadcasts.expire(begun_before=now - LASTS, now=now)
            await unit.broadcasts.end(now)

    async def _send_some(self) -> int:
        if not await self._may_send():
            return 0
        permits = await self._permits()
        if not permits or self._is_over() or not self._steady():
            return 0
        seen_to, claimed = await self._claim(permits)
        landed = await asyncio.gather(*(self._send(each) for each in claimed))
        if landed:
            await self._record(landed)
        return seen_to

    async def _may_send(self) -> bool:
        """Whether somebody is to get a broadcast now, and no nudge waits."""
        if self._is_over() or not self._steady():
            return False
        now = self._now()
        async with self._database.unit(patient=True) as unit:
            return await unit.broadcasts.does_any_wait(now) and not await unit.nudges.does_any_wait(now)

    async def _permits(self) -> int:
        permits = asyncio.create_task(self._sending.nudge_permits(self._senders))
        over = [asyncio.create_task(event.wait()) for event in (self._stopping, self._sending.halted, self._lease.lost)]
        await asyncio.wait({permits, *over}, return_when=asyncio.FIRST_COMPLETED)
        given = permits.result() if permits.done() else 0
        for task in (permits, *over):
            task.cancel()
        await asyncio.gather(permits, *over, return_exceptions=True)
        return given

    def _is_over(self) -> bool:
        return self._sending.halted.is_set() or self._stopping.is_set() or self._lease.lost.is_set()

    async def _claim(self, permits: int) -> tuple[int, Sequence[_Ready]]:
        """As many as are allowed, or as there are, claimed; gives how many were looked at. Who is not to get it any more is
        left out on the way.
        """
        now = self._now()
        try:
            async with self._database.unit(patient=True) as unit:
                await self._lease.confirm(unit)
                waiting = await unit.broadcasts.waiting(now, limit=permits)
                broadcasts = await unit.broadcasts.all_by_id([send.broadcast for send in waiting])
                people = await unit.people.recipients({send.person for send in waiting})
                claimed = []
                for send in waiting:
                    broadcast, recipient = broadcasts[send.broadcast], people[send.person]
                    decided = await _decided(unit, send, broadcast, recipient, now)
                    if decided.state is SendState.SENDING and decided.local_date is not None:
                        taken = await unit.broadcasts.claim(send, now, local_date=decided.local_date, lease=LEASE)
                        claimed.append(_Ready(taken, broadcast, recipient))
                    else:
                        await unit.broadcasts.change(send, decided)
        except LeaseLost:
            return 0, ()
        except (Stale, AlreadyThere):
            _LOG.info("somebody else sends the same broadcast; it goes on at the next tick")
            return 0, ()
        return len(waiting), claimed

    async def _send(self, ready: _Ready) -> _Landed:
        """A fault on our side puts this one off. Once the claim has ended, as when this process was stopped in between, no
        request is begun.
        """
        result: answers.Answer = answers.NotSent("fault")
        try:
            with speaking(ready.recipient.language):
                message = self._render(ready.broadcast, ready.recipient.discreet)
            if ready.send.lease_until is not None and ready.send.lease_until <= self._now():
                return _Landed(ready.send, answers.NotSent("claim ended"))
            result = answers.Ambiguous("fault")
            result = await self._sending.nudge(ready.recipient.telegram_id, message)
        except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
            _LOG.exception("a broadcast could not be sent to somebody")
        return _Landed(ready.send, result)

    async def _record(self, landed: Sequence[_Landed]) -> None:
        """Writes down what came back, for as long as the claims last and the database cannot be written."""
        until = self._now() + LEASE
        for pause in growing(_RECORD_PAUSES):
            try:
                async with self._database.unit(patient=True) as unit:
                    await self._write_down(unit, landed, self._now())
            except (Unavailable, Stale) as error:
                _LOG.warning("%s answers to a broadcast cannot be written down yet: %s", len(landed), error)
            else:
                return
            if self._now() >= until or await stopped_within(pause, self._stopping):
                return

    async def _write_down(self, unit: Unit, landed: Sequence[_Landed], now: datetime) -> None:
        for one in landed:
            after = settled(one.send, one.result, now)
            await unit.broadcasts.change(one.send, after)
            if after.state is SendState.SENT:  # also when it was given up as unknown meanwhile
                await unit.broadcasts.change(replace(one.send, state=SendState.UNKNOWN), after)
            if isinstance(one.result, answers.Blocked):
                people = await unit.people.recipients([one.send.person])
                for recipient in people.values():
                    person = await unit.people.known(recipient.telegram_id)
                    if person is not None:
                        await self._practice.lost(unit, person)
        arrived = [(one.send.person, one.result.message_id) for one in landed if isinstance(one.result, answers.Sent)]
        there = await unit.people.recipients([person for person, _ in arrived])
        await unit.messages.stand([(person, id) for person, id in arrived if person in there], now)

    async def _show_progress(self) -> None:
        """Shows owners how far it is, each at most every few seconds; who is none any more is shown nothing."""
        now = self._now()
        if self._is_over():
            return
        async with self._database.unit(patient=True) as unit:
            views = await self._of_owners(
                unit, await unit.broadcasts.views_to_write(now, shown_before=now - SHOWN_EVERY)
            )
            broadcasts = await unit.broadcasts.all_by_id([view.broadcast for view in views])
            shown = [(view, await progress(unit, broadcasts[view.broadcast])) for view in views]
            languages = await languages_of(unit, {view.account for view in views})
        for view, far in shown:
            with speaking(languages[view.account]):
                await self._write_anew(view, far)

    async def _of_owners(self, unit: Unit, views: Sequence[BroadcastView]) -> list[BroadcastView]:
        owners = await self._rights.having(unit, Scope.OWN) if views else frozenset()
        for account in {view.account for view in views} - owners:
            await unit.broadcasts.watched_no_more_by(account)
        return [view for view in views if view.account in owners]

    async def _write_anew(self, view: BroadcastView, far: Progress) -> None:
        result = await self._sending.reply(self._show(far).edit(view.account, view.message_id, captioned=False))
        tried_in_vain = isinstance(result, answers.NotSent | answers.Ambiguous | answers.Wait)
        if far.broadcast.ended_at is not None and not tried_in_vain:
            async with self._database.unit(patient=True) as unit:
                await unit.broadcasts.watch_no_more(view.broadcast)


async def _decided(unit: Unit, send: Send, broadcast: Broadcast, recipient: Recipient, now: datetime) -> Send:
    """What becomes of it at this moment: it goes, waits for a morning, or is left out."""
    if broadcast.state is BroadcastState.CANCELLED:  # it was going there when it was called off, and did not arrive
        return _left_out(send, "called off")
    walk = await unit.enrolments.open_of(send.person)
    if walk is None or walk.held or walk.standing is not Standing.UNDER_WAY:
        return _left_out(send, "not under way")
    if not may_read(broadcast, recipient.content_class):
        return _left_out(send, "kept back")
    here = timing.local(now, walk.zone)
    earliest, latest = timing.WAKING
    if not earliest <= here.time() <= latest:
        return replace(send, not_before=_morning(walk.zone, now))
    if await unit.broadcasts.was_sent_one_on(send.person, here.date()):
        return replace(send, not_before=_morning(walk.zone, now + timedelta(seconds=1)))
    return replace(send, state=SendState.SENDING, local_date=here.date())


def settled(send: Send, result: answers.Answer, now: datetime) -> Send:
    """What a claimed send is, after what came back."""
    done = replace(send, lease_until=None, reason=result.code)
    match result:
        case answers.Sent(message_id=message_id):
            return replace(done, state=SendState.SENT, message_id=message_id, reason=None)
        case answers.Ambiguous():
            return replace(done, state=SendState.UNKNOWN)
        case answers.Blocked() | answers.ChatGone():
            return replace(done, state=SendState.BLOCKED, local_date=None)
        case answers.Wait(retry_after=seconds):
            return _planned(done, now + timedelta(seconds=seconds))
        case answers.NotSent() | answers.TokenRefused() | answers.SecondPoller():
            return _planned(done, now + _AGAIN)
        case _:
            return replace(done, state=SendState.LEFT_OUT, local_date=None)


def _planned(send: Send, not_before: datetime) -> Send:
    return replace(send, state=SendState.PLANNED, not_before=not_before, local_date=None)


def _left_out(send: Send, reason: str) -> Send:
    return replace(send, state=SendState.LEFT_OUT, reason=reason)


def _morning(zone: str, now: datetime) -> datetime:
    """When it is six for somebody the next time."""
    return timing.next_due(hour=timing.WAKING[0], zone=zone, last=None, now=now)
