"""The durable inbox: every update is stored before Telegram is told, handled in order per person, answered, marked done.

Effect and answer land in one transaction with the update's mark; a crash at any moment repeats no effect and loses no
answer.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, Final

import orjson
import telegram

from bot.chat import standing_texts
from bot.chat.calls import read, written
from bot.chat.conversation import Conversation
from bot.chat.message import Answer, Call
from bot.chat.turn import Document, Heard, Kind, Unhearable, calls
from bot.clock import Clock
from bot.publishing import Refused
from bot.telegram import answers
from bot.telegram.sending import Sending
from storage.database import Database, Unit
from storage.inbox import InboxState, Letter, Received
from storage.people import Person

_LOG = logging.getLogger(__name__)

TRIES: Final = 3
_BATCH: Final = 200
_AT_ONCE: Final = 16
PAUSES: Final = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Seconds between tries: growing, then the longest for ever."""
_NOBODY: Final = 0
_HELLO: Final = Call("getMe", {})

Fetch = Callable[[Document], Awaitable[str | Refused]]
Greet = Callable[[Heard], Awaitable[None]]


class Intake:
    """Takes updates in and sees each through to its answer. `fetch` reads an admin's file; `greet` meets a newcomer."""

    def __init__(
        self,
        database: Database,
        conversation: Conversation,
        sending: Sending,
        now: Clock,
        *,
        fetch: Fetch,
        greet: Greet,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._database = database
        self._conversation = conversation
        self._sending = sending
        self._now = now
        self._fetch = fetch
        self._greet = greet
        self._pauses = pauses
        self._news = asyncio.Event()
        self._stopping = asyncio.Event()
        self._in_hand: set[int] = set()
        self._lines: dict[int, deque[Letter]] = {}
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def store(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Keeps raw updates, each once. After this Telegram may be told that they arrived."""
        received = [
            Received(update["update_id"], _sender(update), orjson.dumps(update).decode())
            for update in updates
            if isinstance(update.get("update_id"), int)
        ]
        async with self._database.unit() as unit:
            await unit.inbox.store(received, self._now())
        self._news.set()

    async def run(self) -> None:
        """Handles what comes until `stop`; what is under way is finished."""
        async with asyncio.TaskGroup() as tasks:
            while not self._stopping.is_set():
                self._news.clear()
                if not await self._take_in_hand(tasks):
                    await self._news.wait()

    def stop(self) -> None:
        """Nothing more is begun."""
        self._stopping.set()
        self._news.set()

    async def drain(self) -> None:
        """Handles all that waits, and returns when nothing does."""
        while True:
            async with asyncio.TaskGroup() as tasks:
                taken = await self._take_in_hand(tasks)
            if not taken:
                return

    async def _take_in_hand(self, tasks: asyncio.TaskGroup) -> int:
        async with self._database.unit() as unit:
            letters = await unit.inbox.to_handle(in_hand=self._in_hand, limit=_BATCH)
        for letter in letters:
            self._in_hand.add(letter.update_id)
            line = self._lines.get(letter.sender)
            if line is None:
                self._lines[letter.sender] = deque([letter])
                tasks.create_task(self._work_off(letter.sender))
            else:
                line.append(letter)
        return len(letters)

    async def _work_off(self, sender: int) -> None:
        """One person's updates, one after the other."""
        line = self._lines[sender]
        while line and not self._stopping.is_set():
            letter = line[0]
            async with self._places:
                await self._see_through(letter)
            line.popleft()
            self._in_hand.discard(letter.update_id)
        del self._lines[sender]

    async def _see_through(self, letter: Letter) -> None:
        """An update that cannot be handled is tried again, then buried with a word to the person; others go on."""
        for attempt in range(TRIES):
            try:
                await self._handle(await self._as_it_stands(letter))
                return
            except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
                _LOG.exception("update %s could not be handled (try %s)", letter.update_id, attempt + 1)
            if await self._stopped_within(self._pauses[min(attempt, len(self._pauses) - 1)]):
                return
        await self._bury(letter, "handler")
        if letter.sender > _NOBODY:
            message = standing_texts.went_wrong()
            await self._sending.reply(Call("sendMessage", message.params(letter.sender)))

    async def _as_it_stands(self, letter: Letter) -> Letter:
        """Read again, so that an effect that is kept already is not repeated by another try."""
        async with self._database.unit() as unit:
            return await unit.inbox.get(letter.update_id)

    async def _handle(self, letter: Letter) -> None:
        if letter.state is InboxState.DONE:
            return
        if letter.state is InboxState.ACTED and letter.answer is not None:
            answer: list[Call] | None = read(letter.answer)
        else:
            answer = await self._act(letter)
        if answer is None:
            return
        for call in answer:
            if not await self._say(letter.sender, call):
                return
        async with self._database.unit() as unit:
            await unit.inbox.done(letter, self._now())

    async def _act(self, letter: Letter) -> list[Call] | None:
        """The update's effect and its answer, kept together. None when it was no update at all and is buried."""
        try:
            update = telegram.Update.de_json(orjson.loads(letter.body), None)
        except (TypeError, KeyError, ValueError, AttributeError, OverflowError, OSError, RecursionError):
            _LOG.warning("update %s is none that can be read; it is with the dead letters", letter.update_id)
            await self._bury(letter, "unreadable")
            return None
        try:
            heard = Heard.in_update(update)
        except Unhearable:
            heard = None
        upload = None
        if heard is not None and heard.document is not None and self._conversation.wants_file(heard):
            upload = await self._fetch(heard.document)
        async with self._database.unit() as unit:
            answer = Answer() if heard is None else await self._answer(unit, heard, upload)
            made = [] if heard is None else calls(heard, answer)
            await unit.inbox.acted(letter, written(made))
        if heard is not None and heard.kind is Kind.COMMAND and heard.command == "start":
            await self._greet(heard)
        return made

    async def _answer(self, unit: Unit, heard: Heard, upload: str | Refused | None) -> Answer:
        return await self._conversation.answer(unit, heard, upload, await self._who(unit, heard))

    async def _who(self, unit: Unit, heard: Heard) -> Person | None:
        """Somebody is remembered once they say /start; before that nothing about them is kept."""
        if heard.kind is Kind.COMMAND and heard.command == "start":
            return await unit.people.met(heard.sender, heard.name, self._now())
        return await unit.people.known(heard.sender)

    async def _say(self, sender: int, call: Call) -> bool:
        """Makes one call until it is known to have arrived, or cannot; False when the bot stops before that."""
        in_doubt = False
        for usual in chain(self._pauses, repeat(self._pauses[-1])):
            pause = usual
            # Said once more after a doubt, but only when Telegram is known to be there: the second try is the last.
            result = await self._sending.reply(_HELLO if in_doubt else call)
            if in_doubt and isinstance(result, answers.Sent):
                result = await self._sending.reply(call)
                if isinstance(result, answers.Ambiguous):
                    return True
            match result:
                case answers.NotSent() | answers.TokenRefused() | answers.SecondPoller():
                    pass
                case answers.Wait(retry_after=seconds):
                    pause = seconds
                case answers.Ambiguous():
                    in_doubt = True
                case answers.Blocked():
                    await self._lost(sender)
                    return True
                case answers.Refused() | answers.Unparsable():
                    _LOG.error("Telegram refused %s: %s", call.method, result.code)
                    return True
                case _:
                    return True
            if await self._stopped_within(pause):
                return False
        return False

    async def _lost(self, sender: int) -> None:
        async with self._database.unit() as unit:
            person = await unit.people.known(sender)
            if person is not None:
                heard = Heard(kind=Kind.BLOCKED, sender=sender, chat=sender)
                await self._conversation.answer(unit, heard, None, person)

    async def _bury(self, letter: Letter, reason: str) -> None:
        async with self._database.unit() as unit:
            await unit.inbox.bury(letter, reason=reason, now=self._now())

    async def _stopped_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return False
        return True


def _sender(update: Mapping[str, Any]) -> int:
    """Whose update this is, from the raw form: the chat's id, else the sender's, else nobody's."""
    for part in ("message", "edited_message", "callback_query", "my_chat_member"):
        body = update.get(part)
        if not isinstance(body, Mapping):
            continue
        for place in (body.get("chat"), body.get("from")):
            if isinstance(place, Mapping) and isinstance(place.get("id"), int):
                return int(place["id"])
    return _NOBODY
