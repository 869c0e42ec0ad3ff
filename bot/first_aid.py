"""Help while nothing can be kept or seen to: who asks where help is, or may be in danger, is answered at once, from memory.

What they said is not lost by that: Telegram brings it again until it can be kept. Then it has its effect, and they are told
only what was not said yet: how to go on.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from bot.chat import conversation, help_messages, own_words, standing_texts, watching
from bot.chat.message import Answer, Call, Message
from bot.chat.turn import Heard, Kind, Unhearable, calls
from bot.clock import Clock
from bot.handling import UNREADABLE, heard_in
from bot.pauses import stopped_within
from bot.telegram import answers
from bot.telegram.sending import Sending
from bot.words import speaking
from curriculum.helplines import GENERAL
from storage.errors import Unavailable

_LOG = logging.getLogger(__name__)

MOMENT: Final = 2.0
"""Seconds for which a database may keep somebody waiting."""
_PATIENCE: Final = 1.75
"""So many moments what was kept may wait: behind others of the same person that comes first, and is no fault."""
_REMEMBERED: Final = 1_000


class FirstAid:
    """Knows nothing of anybody, and writes nothing down; whom it has answered it remembers until it is stopped, so that
    they are not told the same again once what they said can be kept.
    """

    def __init__(self, sending: Sending, now: Clock, *, moment: float = MOMENT) -> None:
        self._sending = sending
        self._now = now
        self._moment = moment
        self._answered: deque[int] = deque(maxlen=_REMEMBERED)
        self._told: deque[tuple[int, Sequence[int]]] = deque(maxlen=_REMEMBERED)

    def told(self, update_id: int) -> Sequence[int]:
        """The messages of the answer to this update that is known to have arrived; none where there was none."""
        return next((messages for update, messages in self._told if update == update_id), ())

    @asynccontextmanager
    async def beside(self, updates: Sequence[Mapping[str, Any]]) -> AsyncIterator[None]:
        """While updates are being kept: if that takes longer than a moment, or fails, those who need help are answered."""
        kept = asyncio.Event()
        waiting = asyncio.create_task(self._give_after_a_moment(updates, kept))
        try:
            yield
        except Unavailable:
            await self.give(updates)
            raise
        finally:
            kept.set()
            await waiting

    @property
    def moment(self) -> float:
        """For how many seconds a database may keep somebody waiting."""
        return self._moment

    @property
    def patience(self) -> float:
        """For how many seconds an update that was kept may wait to be seen to."""
        return _PATIENCE * self._moment

    def is_asked_in(self, update: Mapping[str, Any]) -> bool:
        """Whether an update asks for help or shows a sign."""
        return any(self._answers_to(update))

    async def _give_after_a_moment(self, updates: Sequence[Mapping[str, Any]], done: asyncio.Event) -> None:
        if not await stopped_within(self._moment, done):
            await self.give(updates)

    async def give(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Answers from memory, each once, those who need help."""
        for update in updates:
            number, said = update.get("update_id"), list(self._answers_to(update))
            if not said or type(number) is not int or number in self._answered:
                continue
            self._answered.append(number)
            _LOG.warning("update %s cannot be seen to yet, and asks for help; it is answered from memory", number)
            results = [await self._sending.reply(call) for call in said]
            if not isinstance(results[-1], answers.Sent | answers.Ambiguous):
                self._answered.remove(number)  # it is tried again when Telegram brings it again
            elif isinstance(results[-1], answers.Sent):
                sent = [each.message_id for each in results if isinstance(each, answers.Sent)]
                self._told.append((number, sent))

    def _answers_to(self, update: Mapping[str, Any]) -> Iterator[Call]:
        try:
            heard = heard_in(update, self._now())
        except (Unhearable, *UNREADABLE):
            bare = own_words.bare(update, self._now())
            if bare is None:
                return
            heard = bare
        with speaking(heard.language):
            message = _message_for(heard)
        if message is not None:
            yield from calls(heard, Answer(say=(message,)))


def _message_for(heard: Heard) -> Message | None:
    if heard.kind is Kind.GROUP:
        return None
    concern = watching.concern_in(heard)
    if concern is not None:
        return help_messages.card(concern, GENERAL, None)
    return standing_texts.help(GENERAL) if conversation.wants_help(heard) else None
