"""The durable inbox: every update is stored before Telegram is told, handled in order per person, answered, marked done.

Effect and answer land in one transaction with the update's mark; a crash at any moment repeats no effect and loses no
answer. Answers are said in a line of their own, so that a tap is answered at once while messages wait for their turn.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from structlog.contextvars import bound_contextvars

from bot import incoming
from bot.answering import Answering
from bot.chat import standing_texts
from bot.chat.conversation import Conversation
from bot.chat.message import Call
from bot.clock import Clock
from bot.engine.engine import HandOver
from bot.first_aid import FirstAid
from bot.handling import Fetch, Greet, Handling, ToSay
from bot.looking_after import LookingAfter
from bot.pauses import stopped_within
from bot.words import speaking
from storage.database import Database
from storage.errors import Gone, Unavailable
from storage.inbox import Waiting
from storage.keys import NOBODY

_LOG = logging.getLogger(__name__)

TRIES: Final = 3
_BATCH: Final = 200
_AT_ONCE: Final = 16
_HELD_UP: Final = 5.0
"""Seconds; a process that gives no sign of life for longer than some more counts as dead."""
_LOOK_AGAIN: Final = 0.5
"""Seconds after which it is looked what else somebody has said whose answer is still on its way."""

Finish = Callable[[], Awaitable[None]]


class Intake:
    """Takes updates in and sees each through. `fetch` reads an admin's file; `greet` meets who says /start; `finish`
    does what is left to do for those who were forgotten, before they are told so; `called` is how an account is named in the
    log. Where there are others to `hand_over` to,
    whoever is free sees to what is kept.
    """

    def __init__(
        self,
        database: Database,
        conversation: Conversation,
        answering: Answering,
        first_aid: FirstAid,
        now: Clock,
        *,
        fetch: Fetch,
        greet: Greet,
        finish: Finish,
        called: Callable[[int], str],
        hand_over: HandOver | None = None,
    ) -> None:
        self._database = database
        self._hand_over = hand_over
        self._handling = Handling(database, conversation, now, fetch=fetch, greet=greet, helped=first_aid.told)
        self._finish = finish
        self._called = called
        self._answering = answering
        self._first_aid = first_aid
        self._now = now
        self._news = asyncio.Event()
        self._stopping = False
        self._in_hand: set[int] = set()
        self._looking_after = LookingAfter(first_aid, elsewhere=None if hand_over is None else self._seen_to)
        self._lines: dict[int, deque[Waiting]] = {}
        self._spoken: dict[int, deque[tuple[Waiting, ToSay]]] = {}
        self._over_with: dict[int, asyncio.Event] = {}
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def store(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Keeps raw updates, each once. After this Telegram may be told that they arrived. While they cannot be kept, or not
        be seen to afterwards, those who ask for help are answered all the same.
        """
        read = [(one, update) for update in updates if (one := incoming.received(update)) is not None]
        async with self._first_aid.beside(updates), self._database.unit() as unit:
            fresh = await unit.inbox.store([received for received, _ in read], self._now())
        self._looking_after.take({one.update_id: update for one, update in read if one.update_id in fresh})
        if self._hand_over is not None:
            self._hand_over({received.sender for received, _ in read if received.update_id in fresh})
        self._news.set()

    async def run(self) -> None:
        """Handles what comes until `stop`; what is under way is finished."""
        async with asyncio.TaskGroup() as tasks:
            while not self._stopping:
                self._news.clear()
                try:
                    taken = await self._take_in_hand(tasks)
                except Unavailable:
                    _LOG.exception("the inbox cannot be read; trying until it can")
                    await self._answering.stopped_within_a_pause(0)
                    continue
                if not taken:
                    await self._news.wait()

    def stop(self) -> None:
        """Nothing more is begun; what is not said yet is said after the next start."""
        self._stopping = True
        self._looking_after.stop()
        self._answering.stop()
        self._news.set()

    async def drain(self) -> None:
        """Handles all that waits, and returns when nothing does."""
        while True:
            async with asyncio.TaskGroup() as tasks:
                taken = await self._take_in_hand(tasks)
            if not taken:
                return

    async def attend(self, sender: int) -> None:
        """Sees to all that waits of one account, which nobody else does meanwhile. Raises `Unavailable`."""
        if sender in self._lines or sender in self._spoken:
            return
        theirs: list[Waiting] = []
        try:
            async with asyncio.TaskGroup() as tasks:
                while not self._stopping:
                    try:
                        taken = await self._take_in_hand(tasks, of=sender)
                    except Unavailable:
                        if self._is_over_with(sender):
                            raise
                        taken = ()  # what is being said is not broken off by that
                    theirs += taken
                    if not taken and self._is_over_with(sender):
                        return
                    await self._something_new_of(sender)
        finally:
            # What was not seen through waits in the inbox, for anybody.
            self._in_hand.difference_update(one.update_id for one in theirs)
            self._lines.pop(sender, None)
            self._spoken.pop(sender, None)
            self._over_with.pop(sender, None)

    def _is_over_with(self, sender: int) -> bool:
        return sender not in self._lines and sender not in self._spoken

    async def _something_new_of(self, sender: int) -> None:
        """Until all is seen to and said, or it is time to look whether more has come: that has its effect at once, also
        while an answer waits for its turn.
        """
        if self._is_over_with(sender):
            return
        over = self._over_with.setdefault(sender, asyncio.Event())
        await stopped_within(_LOOK_AGAIN, over)

    def _tell_if_over_with(self, sender: int) -> None:
        if self._is_over_with(sender) and (over := self._over_with.pop(sender, None)) is not None:
            over.set()

    async def who_waits(self) -> Collection[int]:
        """The accounts of which something waits. Raises `Unavailable`."""
        async with self._database.unit(patient=True) as unit:
            return await unit.inbox.who_waits(limit=_BATCH)

    async def _seen_to(self, numbers: Collection[int]) -> Collection[int]:
        async with self._database.unit() as unit:
            return await unit.inbox.seen_to(numbers)

    async def _take_in_hand(self, tasks: asyncio.TaskGroup, *, of: int | None = None) -> Sequence[Waiting]:
        async with self._database.unit() as unit:
            waiting = await unit.inbox.to_handle(in_hand=self._in_hand, limit=_BATCH, of=of)
        for one in waiting:
            self._in_hand.add(one.update_id)
            if one.sender in self._lines:
                self._lines[one.sender].append(one)
            else:
                self._lines[one.sender] = deque([one])
                with bound_contextvars(
                    person=self._called(one.sender)
                ):  # what the task logs says so, and those it begins
                    tasks.create_task(self._work_off(one.sender, tasks))
        return waiting

    async def _work_off(self, sender: int, tasks: asyncio.TaskGroup) -> None:
        """One person's updates, one after the other; what is to be said is handed on."""
        line = self._lines[sender]
        while line and not self._stopping:
            async with self._places:
                answer = await self._see_to(line[0])
            one = line.popleft()
            self._looking_after.seen_to(one.update_id)
            if answer is None:
                self._in_hand.discard(one.update_id)
            elif sender in self._spoken:
                waiting = self._spoken[sender]
                is_urgent = any(call.urgent for call in answer.calls)
                (waiting.appendleft if is_urgent else waiting.append)((one, answer))
            else:
                self._spoken[sender] = deque([(one, answer)])
                tasks.create_task(self._speak(sender))
        del self._lines[sender]
        self._tell_if_over_with(sender)

    async def _speak(self, sender: int) -> None:
        """One person's answers, one after the other, urgent ones first. What the stop cuts short is said after the next start."""
        line = self._spoken[sender]
        now = asyncio.get_running_loop().time
        began = now()
        while line:
            one, answer = line.popleft()
            try:
                # Whoever was held up for long may find that others took it for dead, and have said it.
                held_up = self._hand_over is not None and now() - began > _HELD_UP
                if not self._stopping and not (held_up and await self._was_said(one)):
                    with speaking(answer.tongue):
                        await self._answering.say(one, answer.calls)
            except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
                _LOG.exception("update %s could not be answered; it is tried again after the next start", one.update_id)
            else:
                self._in_hand.discard(one.update_id)
        del self._spoken[sender]
        self._tell_if_over_with(sender)

    async def _was_said(self, one: Waiting) -> bool:
        async with self._database.unit() as unit:
            return await unit.inbox.was_said(one.update_id)

    async def _see_to(self, one: Waiting) -> ToSay | None:
        """The answer to one update; None when there is nothing more to do for it. An update that cannot be handled is
        tried again, then buried with a word to the person; while the database cannot be used, it just waits.
        """
        tries = 0
        while not self._stopping:
            try:
                if tries >= TRIES:
                    return await self._apologise(one)
                answer = await self._handling.handle(one.update_id)
                if answer is not None and any(call.alone for call in answer.calls):
                    self._drop_answers_to(one.sender)
                await self._finish()
                return None if answer is None else replace(answer, calls=await self._answering.tap_first(answer.calls))
            except Gone:
                return None  # another process has forgotten them meanwhile
            except Unavailable:
                _LOG.exception("the database cannot be used for update %s; trying until it can", one.update_id)
                await self._help_meanwhile(one)
            except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
                tries += 1
                _LOG.exception("update %s could not be handled (try %s)", one.update_id, tries)
            await self._answering.stopped_within_a_pause(max(tries - 1, 0))
        return None

    def _drop_answers_to(self, sender: int) -> None:
        """Nothing that was still to be said to them is said any more; storage has let go of it already."""
        line = self._spoken.get(sender, deque())
        self._in_hand.difference_update(one.update_id for one, _ in line)
        line.clear()
        self._answering.drop(sender)

    async def _help_meanwhile(self, one: Waiting) -> None:
        """Who asked for help before the last start is not looked after yet."""
        with suppress(Unavailable, Gone):
            await self._first_aid.give([await self._handling.raw(one.update_id)])

    async def _apologise(self, one: Waiting) -> ToSay | None:
        """The update goes to the dead letters, with a word to the person in its place; for who asks for help or shows a
        sign that is help, and the hold.
        """
        try:
            rescue = await self._handling.rescue(one.update_id)
        except Unavailable:
            raise
        except Exception:  # noqa: BLE001  (whatever it is, it is logged, and help comes from memory)
            _LOG.exception(
                "who sent update %s could not be put on hold; help comes from memory, if it was asked for",
                one.update_id,
            )
            raw = await self._handling.raw(one.update_id)
            await self._first_aid.give([raw])
            rescue = [] if self._first_aid.is_asked_in(raw) else None
        tongue = await self._handling.tongue(one.update_id)
        await self._handling.bury(one.update_id)
        if one.sender <= NOBODY:
            return None
        with speaking(tongue):
            sorry = [Call("sendMessage", standing_texts.went_wrong().params(one.sender))]
        return ToSay(sorry if rescue is None else rescue, tongue)
