"""Answers on their way to a person: each call is made until it is known to have arrived, or known that it cannot."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

from bot.chat.message import Call
from bot.clock import Clock
from bot.pauses import PAUSES, growing, stopped_within
from bot.practice import Practice
from bot.telegram import answers
from bot.telegram.sending import HELLO, Sending
from storage.database import Database
from storage.errors import Unavailable

_LOG = logging.getLogger(__name__)

_TAP: Final = "answerCallbackQuery"


class Answering:
    """Says answers. `pauses` are the seconds between tries."""

    def __init__(
        self,
        database: Database,
        sending: Sending,
        practice: Practice,
        now: Clock,
        *,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._database = database
        self._sending = sending
        self._practice = practice
        self._now = now
        self._pauses = pauses
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """No call is tried again."""
        self._stopping.set()

    async def tap_first(self, answer: Sequence[Call] | None) -> Sequence[Call] | None:
        """A tap is answered at once, ahead of messages that wait for their turn; gives what is still to be said."""
        if not answer or answer[0].method != _TAP:
            return answer
        result = await self._sending.reply(answer[0])
        return answer if isinstance(result, answers.NotSent | answers.Ambiguous) else answer[1:]

    async def say(self, sender: int, answer: Sequence[Call]) -> bool:
        """Makes all calls of an answer, in order. False when the bot stops before that."""
        for call in answer:
            if not await self._make(sender, call):
                return False
        return True

    async def done(self, update_id: int) -> None:
        """The update is answered. Marked until it is marked, for else its answer would be said again."""
        for pause in growing(self._pauses):
            try:
                async with self._database.unit() as unit:
                    await unit.inbox.done(update_id, self._now())
            except Unavailable:
                _LOG.exception("update %s is answered but could not be marked", update_id)
            else:
                return
            if await stopped_within(pause, self._stopping):
                return

    async def stopped_within_a_pause(self, tries: int) -> bool:
        """Waits as long as is usual after so many `tries`; True when the bot stops meanwhile."""
        return await stopped_within(self._pauses[min(tries, len(self._pauses) - 1)], self._stopping)

    async def _make(self, sender: int, call: Call) -> bool:
        in_doubt = False
        for usual in growing(self._pauses):
            pause = usual
            # Said once more after a doubt, but only when Telegram is known to be there: the second try is the last.
            result = await self._sending.reply(HELLO if in_doubt else call)
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
            if await stopped_within(pause, self._stopping):
                return False
        return False

    async def _lost(self, sender: int) -> None:
        async with self._database.unit() as unit:
            person = await unit.people.known(sender)
            if person is not None:
                await self._practice.lost(unit, person)
