"""Claim, send, record. Here is kept the promise: no nudge is silently lost, none comes twice without a fault, and an attempt
is written down before its request starts.

One transaction writes down what came back and claims what is sent next: as many nudges as have a free sender and a permit,
and none ahead of that. What is claimed is requested at once, so that little is in doubt when the process dies.
"""

import asyncio
import logging
import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Protocol

from structlog.contextvars import bound_contextvars

from bot import file_ids, looking_back, settling
from bot.attaching import attached
from bot.calm import returning
from bot.chat.message import Message
from bot.clock import Clock
from bot.lease import Right
from bot.looking_back import NoLookBack
from bot.pauses import growing, stopped_within
from bot.practice import Shown, View, brought, shown_to
from bot.putting_off import brings_again
from bot.question import close_settings
from bot.randomising import Randomising
from bot.settling import LEASE, PUT_OFF, Settled
from bot.telegram import answers
from bot.telegram.sending import Sending
from bot.words import speaking, speaking_of
from curriculum import absence, adapting, journey, timing
from curriculum.enrolment import Enrolment, Standing, TrackRef
from curriculum.errors import CurriculumError
from curriculum.fitted import Fit
from curriculum.looking_back import LookBack
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from curriculum.study import Study
from curriculum.track import Track
from storage.database import Database, Unit
from storage.errors import LeaseLost, NotFound, Stale, Unavailable
from storage.footings import Grounds
from storage.media import Attached
from storage.people import Recipient
from storage.secrecy import KeyProblem, WrongCell
from storage.versions import Mended

_LOG = logging.getLogger(__name__)

SENDERS: Final = 8
"""So many requests at a time: as many copies at most can come of one death of the process."""
_LOOK_AGAIN: Final = 1.0
"""Seconds between two looks whether anything waits, while something is being sent."""
_GATHERED_WITHIN: Final = 0.01
"""Seconds; so long what came back may wait for more to come, so that the database is not entered for each alone."""
_SETTLED_AT_ONCE: Final = 50
"""So many that are not to be sent any more, in one transaction."""
_RECORD_PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
_CHAT_GONE: Final = answers.ChatGone.code
_NOT_READY: Final = (WrongCell, KeyProblem, NotFound, CurriculumError, ValueError)


class Render(Protocol):
    """Says a nudge, which is closed when the person is `discreet`. `check` is the token of a pattern check that may be looked
    at again at the end of the track; `look_back` is what is seen of a week, on a picture that may be `dark`.
    """

    def __call__(
        self,
        it: Shown,
        title: str,
        check: str | None,
        *,
        discreet: bool,
        look_back: LookBack | None = None,
        dark: bool = False,
    ) -> Message:
        """The message."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A nudge that may go, and all that is needed to say it; claimed or about to be."""

    nudge: Nudge
    shown: Shown
    recipient: Recipient
    title: str
    check: str | None
    media: Attached | None
    look_back: LookBack | None = None
    partner: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class _Landed:
    """A request that ended, with its claim."""

    nudge: Nudge
    result: answers.Answer


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where somebody stands for whom a nudge waits."""

    walk: Enrolment
    recipient: Recipient
    grounds: Grounds


class _Flight:
    """What is being sent at this moment, and what has come back and is not written down yet. When three quarters of all
    `senders` are back, that is enough to be written down.
    """

    def __init__(self, news: asyncio.Event, senders: int) -> None:
        self.up = 0
        self._news = news
        self._landed: list[_Landed] = []
        self._enough = (3 * senders + 3) // 4
        self._hurry = asyncio.Event()
        self._gathers_until = -math.inf

    @property
    def is_over(self) -> bool:
        return not self.up and not self._landed

    def lands(self, nudge: Nudge, result: answers.Answer) -> None:
        self.up -= 1
        self._landed.append(_Landed(nudge, result))
        self._news.set()
        if len(self._landed) >= self._enough:
            self.hurries()

    def hurries(self) -> None:
        """There is something that should not wait for more."""
        self._hurry.set()

    async def gathered(self) -> None:
        """Waits for enough to come back, or for what hurries: a moment from the last time on, and no longer."""
        wait = self._gathers_until - asyncio.get_running_loop().time()
        if wait > 0 and not self._hurry.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._hurry.wait()

    def taken_down(self) -> Sequence[_Landed]:
        landed, self._landed = self._landed, []
        return landed

    def goes_on(self) -> None:
        """What came back is written down; a moment begins in which more may come."""
        self._gathers_until = asyncio.get_running_loop().time() + _GATHERED_WITHIN
        if len(self._landed) < self._enough:
            self._hurry.clear()


class Delivery:
    """Carries planned nudges until they are settled, for as long as this process holds the `lease` on the database; while
    the machine's clock is not `steady`, nothing is sent. While the operator runs a `study`, those who take part in it may get a
    day in another wording.
    """

    def __init__(
        self,
        database: Database,
        sending: Sending,
        render: Render,
        now: Clock,
        *,
        lease: Right,
        steady: Callable[[], bool],
        senders: int = SENDERS,
        study: Study | None = None,
    ) -> None:
        self._database = database
        self._sending = sending
        self._render = render
        self._now = now
        self._lease = lease
        self._steady = steady
        self._senders = senders
        self._randomising = Randomising(study)
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopping = asyncio.Event()
        self._news = asyncio.Event()
        self._tracks: dict[TrackRef, Track] = {}
        self._mended = Mended()

    def stop(self) -> None:
        """Nothing more is claimed; what is being sent is sent and recorded."""
        self._stopping.set()
        self._news.set()

    async def send_planned(self) -> int:
        """Sends what waits, oldest first, at the allowed rate; gives how many nudges were settled or tried."""
        if self._stopping.is_set() or not self._idle.is_set():
            return 0
        self._idle.clear()
        try:
            async with asyncio.TaskGroup() as tasks:
                return await self._drain(tasks)
        finally:
            self._idle.set()

    async def recover(self, *, at_start: bool = False) -> int:
        """Settles what a vanished sender left behind; at the start of the only process, that is all that is `sending`."""
        now = self._now()
        async with self._database.unit(patient=True) as unit:
            abandoned = await unit.nudges.abandoned(None if at_start else now)
        for nudge in abandoned:
            try:
                async with self._database.unit(patient=True) as unit:
                    await unit.nudges.end_attempt(nudge, result="abandoned", now=now)
                    walk = await unit.enrolments.get(nudge.enrolment)
                    settled = settling.in_doubt(nudge, walk, reason="sender vanished", now=now)
                    await unit.nudges.change(nudge, settled.nudge)
                    await unit.enrolments.save(walk, settled.walk)
            except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
                _LOG.exception("nudge %s is in doubt and could not be settled", nudge.id)
        if abandoned:
            _LOG.warning("%s nudges were being sent when their sender vanished", len(abandoned))
        return len(abandoned)

    async def _drain(self, tasks: asyncio.TaskGroup) -> int:
        """Goes on until nothing waits and all that was sent is written down. What is planned meanwhile is sent, too."""
        flight, settled = _Flight(self._news, self._senders), 0
        permits: asyncio.Task[int] | None = None
        more = await self.anything_waits()
        while True:
            if flight.up or more:
                await flight.gathered()
            permits = permits or await self._asked_for_permits(tasks, flight, more)
            if permits is None and flight.is_over:
                return settled
            looked = await self._hears_news(patiently=more)
            permits = permits or await self._asked_for_permits(tasks, flight, more)
            allowed = 0
            if permits is not None and (permits.done() or self._is_over()):
                allowed = permits.result() if permits.done() and not self._is_over() and self._steady() else 0
                permits.cancel()
                permits = None
                more = allowed > 0
            landed = flight.taken_down()
            claimed, rest = await self._turn_over(landed, allowed)
            flight.goes_on()
            settled += len(landed)
            looked = looked or (bool(landed) and not flight.up)
            more = rest if allowed else more or (looked and await self.anything_waits())
            for ready in claimed:
                flight.up += 1
                with bound_contextvars(nudge=ready.nudge.id):  # what the task logs says so
                    tasks.create_task(self._send(ready, flight))

    async def _asked_for_permits(
        self, tasks: asyncio.TaskGroup, flight: _Flight, more: bool
    ) -> asyncio.Task[int] | None:
        """Permits for all senders that are free; None when there is no use for any."""
        room = self._senders - flight.up
        if not more or not room or self._is_over():
            return None
        asked = tasks.create_task(self._sending.nudge_permits(room))
        asked.add_done_callback(lambda _: self._news.set())
        asked.add_done_callback(lambda _: flight.hurries())
        await asyncio.sleep(0)  # so that what is free already is taken together with what has just come back
        return asked

    async def _hears_news(self, *, patiently: bool) -> bool:
        """Waits for a permit, for the end of a request, or for the stop. True when it is time to look for more, which
        there is no need of while there is known to be more.
        """
        try:
            async with asyncio.timeout(None if patiently else _LOOK_AGAIN):
                await self._news.wait()
        except TimeoutError:
            return True
        self._news.clear()
        return False

    async def anything_waits(self) -> bool:
        """Whether a nudge could be sent now."""
        if self._is_over() or not self._steady():
            return False
        try:
            async with self._database.unit(patient=True) as unit:
                return await unit.nudges.does_any_wait(self._now())
        except Unavailable as error:  # what is under way must not be cut off by this
            _LOG.error("nobody can look for what waits: %s", error)
            return False

    def _is_over(self) -> bool:
        return self._sending.halted.is_set() or self._stopping.is_set() or self._lease.lost.is_set()

    async def _turn_over(self, landed: Sequence[_Landed], allowed: int) -> tuple[Sequence[_Ready], bool]:
        """Writes down what came back, and claims as many as are `allowed`, together; when that fails nothing is claimed, and
        what came back is written down apart. Gives what was claimed, and whether more may wait.
        """
        if not landed and not allowed:
            return (), False
        now = self._now()
        try:
            async with self._database.unit(patient=True) as unit:
                if allowed:
                    await self._lease.confirm(unit)
                await self._write_down(unit, landed, now)
                return await self._claim(unit, allowed, now)
        except LeaseLost:
            pass
        except Unavailable as error:
            if allowed:
                _LOG.error("the ledger could not be written; sending goes on at the next tick: %s", error)
        except Stale:
            _LOG.info("somebody did something else in the same moment; sending goes on at the next tick")
        except Exception:  # noqa: BLE001  (whatever it is, it is logged, and what came back is written down apart)
            _LOG.exception("the ledger could not be written; sending goes on at the next tick")
        if landed:
            await self._record(landed)
        return (), False

    async def _claim(self, unit: Unit, allowed: int, now: datetime) -> tuple[Sequence[_Ready], bool]:
        """As many as are `allowed`, or as there are, claimed, and whether more may wait. What is not to be sent any more is
        settled on the way, but not all of a long row of them: others have to do with the database as well.
        """
        claimed: list[_Ready] = []
        more = True
        for limit in (allowed, _SETTLED_AT_ONCE):
            if more and len(claimed) < allowed:
                waiting = await unit.nudges.waiting(now, limit=limit)
                more = len(waiting) == limit
                claimed += await self._claimed(unit, waiting, allowed - len(claimed), now)
        return claimed, more or len(claimed) == allowed

    async def _claimed(self, unit: Unit, waiting: Sequence[Nudge], room: int, now: datetime) -> Sequence[_Ready]:
        """Of those that wait, one after the other, until `room` of them are claimed."""
        known = await self._known(unit, waiting)
        mended = await self._mended_by_now(unit) if waiting else self._mended
        before = {standing.walk.id: standing.walk for standing in known.values()}
        walks = dict(before)
        ready: list[_Ready] = []
        changes: list[tuple[Nudge, Nudge]] = []
        for nudge in waiting:
            if len(ready) == room:
                break
            try:
                standing = known[nudge.id] if nudge.id in known else (await _standings(unit, [nudge]))[nudge.id]
                walk = walks.setdefault(nudge.enrolment, standing.walk)
                before.setdefault(nudge.enrolment, standing.walk)
                standing = standing if walk is standing.walk else replace(standing, walk=walk)
                decided = await self._decided(unit, _in_words(nudge, walk, mended), standing, now)
                if isinstance(decided, _Ready) and decided.nudge.fit is not None:
                    unit.nudges.prove_key(nudge)
            except _NOT_READY:
                _LOG.exception("nudge %s cannot be made ready; tried again in an hour", nudge.id)
                changes.append((nudge, replace(nudge, not_before=now + PUT_OFF, reason="fault")))
                continue
            if isinstance(decided, Settled):
                changes.append((nudge, replace(decided.nudge, track=nudge.track)))
                walks[nudge.enrolment] = decided.walk
            else:
                ready.append(decided)
        await unit.nudges.change_all(changes)
        await unit.enrolments.save_all([(before[id], walk) for id, walk in walks.items()])
        ours = {nudge.id: nudge for nudge in waiting}
        claims = [(ours[each.nudge.id], each.nudge) for each in ready]
        claimed = await unit.nudges.claim_all(claims, now, lease=LEASE)
        return [replace(each, nudge=nudge) for each, nudge in zip(ready, claimed, strict=True)]

    async def _track(self, unit: Unit, ref: TrackRef) -> Track:
        """What this version says, which never changes. Raises `NotFound`."""
        track = self._tracks.get(ref)
        if track is None:
            track = self._tracks[ref] = await unit.tracks.get(ref)
        return track

    async def _known(self, unit: Unit, waiting: Sequence[Nudge]) -> Mapping[int, "_Standing"]:
        """Who they are that wait, by nudge; nobody when one of them cannot be read: then each is looked at alone."""
        try:
            return await _standings(unit, waiting)
        except _NOT_READY:
            _LOG.info("the people of %s nudges cannot be read together; each is looked at alone", len(waiting))
            return {}

    async def _mended_by_now(self, unit: Unit) -> Mended:
        """Which versions mend others, as of now. They are read anew only when one has come."""
        if await unit.versions.count_mended() != len(self._mended.versions):
            self._mended = await unit.versions.mended()
        return self._mended

    async def _decided(self, unit: Unit, nudge: Nudge, standing: "_Standing", now: datetime) -> _Ready | Settled:
        """The nudge, ready to go in the version that fits the person now; settled when it is not to be sent any more."""
        track = await self._track(unit, nudge.track)
        walk, grounds = standing.walk, standing.grounds
        if nudge.kind is NudgeKind.RETURN:
            why_not = returning.why_not(nudge, walk, now)
            if why_not is not None:
                return settling.not_told(nudge, walk, reason=why_not)
            return await self._fitted(unit, nudge, standing, track)
        if walk.held:
            return settling.called_back(nudge, walk, reason="on hold")
        if walk.standing is not Standing.UNDER_WAY:
            return settling.called_back(nudge, walk, reason=walk.standing)
        if walk.zone != nudge.zone:
            # Where the person is now it may be night, or still the date of the nudge before.
            return settling.called_back(nudge, walk, reason="moved")
        if not timing.may_still_go(due=nudge.due_at, zone=nudge.zone, now=now):
            return settling.too_late(nudge, walk)
        fit = None
        if nudge.kind is NudgeKind.QUESTION and not absence.is_silent(track.pacing, walk, grounds.of(walk), now):
            return settling.called_back(nudge, journey.resume(walk, now), reason="answered")
        if nudge.kind is NudgeKind.DAY:
            step = adapting.fitted(track.day(nudge.day), grounds.of(walk, besides=nudge.id), now)
            if not isinstance(step, Fit):
                return settling.called_back(nudge, walk, reason="strained")
            fit = await self._randomising.fitted(unit, nudge, walk, track, step, standing.recipient.content_class, now)
        if nudge.kind is NudgeKind.REMINDER:
            last = grounds.of(walk).last
            if last is None or last.is_answered:
                return settling.called_back(nudge, walk, reason="answered")
            about = await unit.nudges.last_shown(nudge.person)
            fit = None if about is None else brought(about)
            if about is not None and about.enrolment == nudge.enrolment:
                nudge = replace(nudge, track=about.track)
                track = await self._track(unit, nudge.track)
        if nudge.kind is NudgeKind.AGAIN:
            about = await brings_again(unit, nudge)
            last = grounds.of(walk).last
            if about is None or last is None or last.is_answered:
                return settling.called_back(nudge, walk, reason="answered")
            track = await self._track(unit, about.track)
            nudge = replace(nudge, track=about.track, fit=brought(about))
            return await self._fitted(unit, nudge, standing, track, about=about)
        ready = await self._fitted(unit, replace(nudge, fit=fit), standing, track)
        if nudge.kind is NudgeKind.LOOK_BACK:
            week = await looking_back.to_send(unit, nudge, walk, grounds.of(walk).last, now)
            if isinstance(week, NoLookBack):
                return settling.called_back(nudge, walk, reason=week)
            ready = replace(ready, look_back=week)
        return ready

    async def _fitted(
        self, unit: Unit, nudge: Nudge, standing: "_Standing", track: Track, *, about: Nudge | None = None
    ) -> _Ready:
        """The nudge, ready; what comes again is shown as the day it is `about`, whose buttons it has."""
        walked = nudge.kind is NudgeKind.COMPLETION
        check = await unit.patterns.newest_token(nudge.person) if walked else None
        view = None if nudge.view is None else View(nudge.view)
        weekly, recipient = standing.walk.is_weekly, standing.recipient
        shown = shown_to(recipient.content_class, about or nudge, track, view=view, weekly=weekly)
        in_words = recipient.discreet or nudge.reason == answers.FileRefused.code
        media = None if in_words else await attached(unit, shown)
        partner = "" if recipient.discreet else unit.people.partner_of(recipient)
        ready = None if media is None else await unit.media.ready(media)
        return _Ready(nudge, shown, recipient, track.title, check, ready, partner=partner)

    async def _send(self, ready: _Ready, flight: _Flight) -> None:
        """Renders and sends; a fault on our side puts this one nudge off and holds up nobody. Once the claim has ended, as when
        this process was stopped in between, another may have sent it: no request is begun then.
        """
        nudge = ready.nudge
        result: answers.Answer = answers.NotSent("fault")
        try:
            with speaking(ready.recipient.language), speaking_of(ready.partner):
                message = self._render(
                    ready.shown,
                    ready.title,
                    ready.check,
                    discreet=ready.recipient.discreet,
                    look_back=ready.look_back,
                    dark=ready.recipient.dark,
                )
            if ready.media is not None:
                message = replace(message, media=ready.media)
            if nudge.reason == answers.FileRefused.code:
                message = replace(message, picture=None)
            if nudge.reason == answers.Unparsable.code:
                message = replace(message, plain=True)
            if nudge.lease_until is not None and nudge.lease_until <= self._now():
                result = answers.NotSent("claim ended")
                return
            result = answers.Ambiguous("fault")
            result = await self._sending.nudge(ready.recipient.telegram_id, message)
        except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
            _LOG.exception("nudge %s could not be sent", nudge.id)
        finally:
            flight.lands(nudge, result)

    async def _record(self, landed: Sequence[_Landed]) -> None:
        """Writes down what came back, for as long as the claims last and the database cannot be written: what is known
        to have arrived should not become a doubt. What cannot be written at all is left, and in doubt once its claim ends.
        """
        for pause in growing(_RECORD_PAUSES):
            try:
                async with self._database.unit(patient=True) as unit:
                    await self._write_down(unit, landed, self._now())
            except (Unavailable, Stale) as error:
                _LOG.warning("%s answers to nudges cannot be written down yet: %s", len(landed), error)
            except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
                if len(landed) == 1:
                    _LOG.exception("the answer to nudge %s cannot be written down", landed[0].nudge.id)
                else:
                    for one in landed:
                        await self._record([one])
                return
            else:
                return
            landed = [one for one in landed if one.nudge.lease_until and one.nudge.lease_until > self._now()]
            if not landed or await stopped_within(pause, self._stopping):
                return

    async def _write_down(self, unit: Unit, landed: Sequence[_Landed], now: datetime) -> None:
        if not landed:
            return
        await unit.nudges.end_attempts([(one.nudge, one.result.code) for one in landed], now)
        for one in landed:
            await file_ids.learn(unit, one.result)
        # Of people who were forgotten while it was on its way there is none.
        current = await unit.nudges.found({one.nudge.id for one in landed})
        before = await unit.enrolments.all({nudge.enrolment for nudge in current.values()})
        walks = dict(before)
        changes, arrived = [], []
        for one in landed:
            nudge, result = current.get(one.nudge.id), one.result
            if nudge is None:
                continue
            if nudge.fence != one.nudge.fence or nudge.state not in (NudgeState.SENDING, NudgeState.AMBIGUOUS):
                if isinstance(result, answers.Sent) and nudge.message_id is None:
                    changes.append((nudge, replace(nudge, message_id=result.message_id)))
                    arrived.append((nudge.person, result.message_id))
                continue
            gone = isinstance(result, answers.ChatGone) and (
                any(_is_of_gone_chat(after, nudge) for _, after in changes) or await _was_gone_before(unit, nudge)
            )
            settled = settling.answered(nudge, walks[nudge.enrolment], result, now, was_gone_before=gone)
            _complain(nudge, result)
            changes.append((nudge, settled.nudge))
            walks[nudge.enrolment] = settled.walk
            if isinstance(result, answers.Sent):
                arrived.append((nudge.person, result.message_id))
        await unit.nudges.change_all(changes)
        await unit.enrolments.save_all([(before[id], walk) for id, walk in walks.items()])
        await unit.messages.stand(arrived, now)
        await close_settings(unit, {person for person, _ in arrived})


def _in_words(nudge: Nudge, walk: Enrolment, mended: Mended) -> Nudge:
    """The nudge in the words of the version that its walk is told in by now; one that may have arrived keeps its own."""
    return nudge if nudge.attempts else replace(nudge, track=mended.words_for(walk.track))


async def _standings(unit: Unit, waiting: Sequence[Nudge]) -> Mapping[int, _Standing]:
    """Where the people of these nudges stand, by nudge. Raises one of `_NOT_READY` when one of them cannot be read."""
    walks = await unit.enrolments.all({nudge.enrolment for nudge in waiting})
    grounds = await unit.footings.under(walks.values())
    people = await unit.people.recipients({nudge.person for nudge in waiting})
    unit.nudges.look_up_keys(people)
    return {nudge.id: _Standing(walks[nudge.enrolment], people[nudge.person], grounds) for nudge in waiting}


async def _was_gone_before(unit: Unit, nudge: Nudge) -> bool:
    """Whether Telegram knew no such chat when this person's nudge before this one was sent."""
    earlier = await unit.nudges.before(nudge)
    return earlier is not None and _is_of_gone_chat(earlier, nudge)


def _is_of_gone_chat(earlier: Nudge, nudge: Nudge) -> bool:
    same = earlier.enrolment == nudge.enrolment and earlier.due_at < nudge.due_at
    return same and earlier.state is NudgeState.BLOCKED and earlier.reason == _CHAT_GONE


def _complain(nudge: Nudge, result: answers.Answer) -> None:
    """What the author or the operator has to mend is told."""
    which = (nudge.track.slug, nudge.track.number, nudge.day)
    match result:
        case answers.FileUnknown() if nudge.reason != answers.FileUnknown.code:
            return
        case answers.FileUnknown() | answers.FileRefused():
            _LOG.warning("%s version %s day %s: Telegram does not take its file", *which)
        case answers.Unparsable() if nudge.reason not in (answers.Unparsable.code, answers.FileRefused.code):
            _LOG.error("%s version %s day %s: Telegram cannot read its markup", *which)
        case answers.NotSent(reason="fault") | answers.Unparsable() | answers.Refused():
            _LOG.error("%s version %s day %s could not be sent: %s", *which, result.code)
