"""Answers on their way to a person: each call is made until it is known to have arrived, or known that it cannot."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot import file_ids, terms
from bot.chat import standing_texts
from bot.chat.calls import written
from bot.chat.message import EDITS, MOST_TAKEN_AWAY, TAKES_AWAY, TAP, Call
from bot.clock import Clock
from bot.pauses import PAUSES, growing, stopped_within
from bot.practice import Practice
from bot.telegram import answers
from bot.telegram.sending import HELLO, Sending
from storage.database import Database
from storage.errors import Unavailable
from storage.inbox import Waiting
from storage.media import Attached

_LOG = logging.getLogger(__name__)

_LATE: Final = timedelta(minutes=10)
"""After that, nobody waits with the phone in hand: somebody else may have it."""
_ON_THE_WAY: Final = timedelta(minutes=10)
"""So long before Telegram's own term a message is left where it is: with one that is too old, none would go."""
_UPLOADS: Final = 8
"""So many answers at once may bring a file that Telegram does not know yet; those behind them find it known."""


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
        self._uploads = asyncio.Semaphore(_UPLOADS)

    def stop(self) -> None:
        """No call is begun or tried again; what is being requested is finished."""
        self._stopping.set()
        self._sending.send_replies_away()

    async def tap_first(self, answer: Sequence[Call] | None) -> Sequence[Call] | None:
        """A tap is answered at once, ahead of messages that wait for their turn; gives what is still to be said."""
        if not answer or answer[0].method != TAP:
            return answer
        result = await self._sending.reply(answer[0])
        return answer if isinstance(result, answers.NotSent | answers.Ambiguous) else answer[1:]

    async def say(self, one: Waiting, answer: Sequence[Call]) -> None:
        """Makes all calls of an answer, in order, and marks its update as done. What a stop cuts off is kept, to be said
        after the next start.
        """
        left = list(answer)
        said: list[int] = []
        while left and not self._stopping.is_set() and await self._see_to(one, left[0], said):
            del left[0]
        await self._mark(one, left, said)

    async def _mark(self, one: Waiting, left: Sequence[Call], said: Sequence[int]) -> None:
        """Marked until it is marked, for else what was said would be said again; so is which messages stand in the chat
        now.
        """
        for pause in growing(self._pauses):
            try:
                async with self._database.unit() as unit:
                    await unit.messages.stand_with(one.sender, said, self._now())
                    if left:
                        await unit.inbox.acted(one, written(left))
                    else:
                        await unit.inbox.done(one.update_id, self._now())
            except Unavailable:
                _LOG.exception("update %s is answered but could not be marked", one.update_id)
            else:
                return
            if await stopped_within(pause, self._stopping):
                return

    async def stopped_within_a_pause(self, tries: int) -> bool:
        """Waits as long as is usual after so many `tries`; True when the bot stops meanwhile."""
        return await stopped_within(self._pauses[min(tries, len(self._pauses) - 1)], self._stopping)

    async def _see_to(self, one: Waiting, call: Call, said: list[int]) -> bool:
        if call.method != TAKES_AWAY:
            return await self._make(one, call, said)
        return await self._empty(one, call, said)

    async def _fit(self, one: Waiting, call: Call) -> Call:
        """What comes late to somebody who is discreet comes without a sound and covered."""
        if self._now() - one.said_at <= _LATE:
            return call
        try:
            async with self._database.unit() as unit:
                person = await unit.people.known(one.sender)
        except Unavailable:
            _LOG.exception("whether somebody is discreet cannot be read; their late answer comes covered")
            return call.covered(standing_texts.late())
        return call if person is not None and not person.discreet else call.covered(standing_texts.late())

    async def _empty(self, one: Waiting, call: Call, said: list[int]) -> bool:
        """Takes away all that stands in a chat by now, what was said a moment ago included."""
        for pause in growing(self._pauses):
            try:
                async with self._database.unit() as unit:
                    stand = await unit.messages.standing_with(
                        one.sender, since=self._now() - terms.MESSAGES + _ON_THE_WAY
                    )
            except Unavailable:
                _LOG.exception("which messages are to be taken away cannot be read; trying until it can")
            else:
                break
            if await stopped_within(pause, self._stopping):
                return False
        ids = sorted({*stand, *call.params["message_ids"]})
        for start in range(0, len(ids), MOST_TAKEN_AWAY):
            some = replace(call, params=call.params | {"message_ids": ids[start : start + MOST_TAKEN_AWAY]})
            if not await self._make(one, some, said):
                return False
        return True

    async def _make(self, one: Waiting, call: Call, said: list[int]) -> bool:
        """True when there is nothing more to do for this call; the message it made is in `said` then."""
        in_doubt = False
        for usual in growing(self._pauses):
            pause = usual
            call = await self._fit(one, call)
            # Said once more after a doubt, but only when Telegram is known to be there: the second try is the last.
            result = await self._ask(HELLO if in_doubt else call)
            if in_doubt and isinstance(result, answers.Sent):
                result = await self._ask(call)
                if isinstance(result, answers.Ambiguous):
                    return True
            match result:
                case answers.NotSent() | answers.TokenRefused() | answers.SecondPoller():
                    pass
                case answers.Wait(retry_after=seconds):
                    pause = seconds
                case answers.Ambiguous():
                    in_doubt = True
                case answers.FileUnknown(media=media):
                    call = replace(call, media=replace(media, file_id=None))
                case answers.FileRefused():
                    _LOG.warning("Telegram does not take a file; the answer goes in words alone")
                    call = call.in_words_alone()
                case answers.NO_TEXT if call.method == EDITS[False]:
                    call = call.as_caption()  # Telegram does not tell of an old message what was in it
                case answers.Sent(message_id=message_id) if message_id and call.method not in EDITS:
                    said.append(message_id)
                    return True
                case answers.Blocked():
                    await self._lose(one.sender)
                    return True
                case answers.Refused() | answers.Unparsable():
                    _LOG.error("Telegram refused %s: %s", call.method, result.code)
                    return True
                case _:
                    return True
            if await stopped_within(pause, self._stopping):
                return False
        return False

    async def _ask(self, call: Call) -> answers.Answer:
        """Makes one call, with its file if it has one, and keeps what the answer tells of that."""
        if call.media is None:
            return await self._sending.reply(call)
        async with self._uploads if call.media.file_id is None else nullcontext():
            try:
                media = await self._ready(call.media)
            except Unavailable:
                _LOG.exception("the file of an answer cannot be read; trying until it can")
                return answers.NotSent("fault")
            answer = await self._sending.reply(replace(call, media=media))
            if file_ids.tells(answer):
                await self._learn(answer)
            return answer

    async def _ready(self, media: Attached) -> Attached:
        if media.file_id is not None:
            return media
        async with self._database.unit() as unit:
            return await unit.media.ready(media)

    async def _learn(self, answer: answers.Answer) -> None:
        """If it cannot be written down now, the next message with the same file tells it again."""
        try:
            async with self._database.unit() as unit:
                await file_ids.learn(unit, answer)
        except Unavailable:
            _LOG.exception("what Telegram told of a file could not be kept")

    async def _lose(self, sender: int) -> None:
        """Nothing is due for somebody who blocked the bot. If that cannot be written now, the next refusal tells again."""
        try:
            async with self._database.unit() as unit:
                person = await unit.people.known(sender)
                if person is not None:
                    await self._practice.lost(unit, person)
        except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
            _LOG.exception("somebody who blocked the bot could not be put on hold")
