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
from bot.measures import Measures
from bot.pauses import PAUSES, growing, stopped_within
from bot.practice import Practice
from bot.telegram import answers
from bot.telegram.sending import HELLO, Sending
from bot.words import language, speaking
from storage.database import Database
from storage.errors import NotFound, Unavailable
from storage.inbox import Waiting
from storage.media import Attached

_LOG = logging.getLogger(__name__)

_LATE: Final = timedelta(minutes=10)
"""After that, nobody waits with the phone in hand: somebody else may have it."""
_NOT_KNOWN: Final = 300
"""So many numbers before the newest message are tried besides: what stands there is not always known (of strangers, after
/forget, when an answer was lost on the wire). Telegram passes over those that are not of this chat. Its numbers are of
the whole account, so that where many people write, these reach back only a little while.
"""
_MOST_REFUSED: Final = 20
_MOST_REFUSED_NOT_KNOWN: Final = 8
"""As many halves as lead from a hundred to the one message that is too old; all before it are too old as well."""
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
        measures: Measures | None = None,
    ) -> None:
        self._database = database
        self._sending = sending
        self._practice = practice
        self._now = now
        self._pauses = pauses
        self._measures = measures or Measures(now)
        self._stopping = asyncio.Event()
        self._uploads = asyncio.Semaphore(_UPLOADS)
        self._saying: dict[int, asyncio.Task[answers.Answer] | None] = {}
        self._dropped: set[int] = set()

    def stop(self) -> None:
        """No call is begun or tried again; what is being requested is finished."""
        self._stopping.set()
        self._sending.send_replies_away()

    def drop(self, sender: int) -> None:
        """The answer that is being said to them is broken off, also in the middle of a request, and not tried again."""
        if sender in self._saying:
            self._dropped.add(sender)
            if (asking := self._saying[sender]) is not None:
                asking.cancel()

    async def tap_first(self, answer: Sequence[Call]) -> Sequence[Call]:
        """A tap is answered at once, ahead of messages that wait for their turn; gives what is still to be said."""
        if not answer or answer[0].method != TAP:
            return answer
        result = await self._sending.reply(answer[0])
        return answer if isinstance(result, answers.NotSent | answers.Ambiguous) else answer[1:]

    async def say(self, one: Waiting, answer: Sequence[Call]) -> None:
        """Makes all calls of an answer, in order, and marks its update as done. What a stop cuts off is kept, to be said
        after the next start; of what is dropped nothing is.
        """
        left = list(answer)
        said: list[int] = []
        self._saying[one.sender] = None
        try:
            while left and not self._stopping.is_set() and await self._see_to(one, left, said):
                del left[0]
            if answer and not left:
                self._measures.answered(self._now() - one.said_at)
            if one.sender not in self._dropped:
                await self._mark(one, left, said)
        finally:
            del self._saying[one.sender]
            self._dropped.discard(one.sender)

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

    async def _see_to(self, one: Waiting, left: list[Call], said: list[int]) -> bool:
        """Makes the first call of what is left. False when a stop came before it was made."""
        call = left[0]
        if call.method == TAKES_AWAY:
            return await self._empty(one, left)
        result = await self._make(one, call, said)
        if isinstance(result, answers.Refused | answers.Unparsable):
            _LOG.error("Telegram refused %s: %s", call.method, result.code)
        return result is not None

    async def _fit(self, one: Waiting, call: Call) -> Call:
        """What comes late to somebody who is discreet comes without a sound and covered. Of whom nothing is known, or can be
        read now, the words around it are in the language that is spoken here, which is that of the answer.
        """
        if self._now() - one.said_at <= _LATE or not _is_to(one, call):
            return call
        try:
            async with self._database.unit() as unit:
                person = await unit.people.known(one.sender)
        except Unavailable:
            _LOG.exception("whether somebody is discreet cannot be read; their late answer comes covered")
            return call.covered(standing_texts.late())
        if person is not None and not person.discreet:
            return call
        with speaking(language() if person is None else person.language):
            return call.covered(standing_texts.late())

    async def _empty(self, one: Waiting, left: list[Call]) -> bool:
        """Takes away all that stands in a chat by now, what was said a moment ago included. Where Telegram lets not all of it
        go, that is said in place of what comes next.
        """
        call = left[0]
        for pause in growing(self._pauses):
            try:
                async with self._database.unit() as unit:
                    since = self._now() - terms.TAKEN_AWAY
                    stand = await unit.messages.standing_with(one.sender, since=since)
                    young_from = await unit.messages.young_from(one.sender, since=since)
            except Unavailable:
                _LOG.exception("which messages are to be taken away cannot be read; trying until it can")
            else:
                break
            if await stopped_within(pause, self._stopping):
                return False
        known = sorted({*stand, *call.params["message_ids"]})
        stay = await self._take_away(one, call, known, most_refused=_MOST_REFUSED)
        others = await self._take_away(
            one, call, _numbers_before(known, young_from), most_refused=_MOST_REFUSED_NOT_KNOWN
        )
        if stay is None or others is None:
            return False
        if stay:
            _LOG.error("Telegram let %s messages stand in a chat that was to be emptied", stay)
            left[1:2] = left[1:2] if call.otherwise is None else [call.otherwise]
        return True

    async def _take_away(self, one: Waiting, call: Call, ids: Sequence[int], *, most_refused: int) -> int | None:
        """Takes these away, the newest first, and gives how many Telegram let stand; None when a stop came in between.
        With one that may not go none of its call goes, so it is asked again by halves, until it has refused that often.
        """
        waiting = [ids[max(0, end - MOST_TAKEN_AWAY) : end] for end in range(len(ids), 0, -MOST_TAKEN_AWAY)]
        stay = refused = 0
        while waiting and refused < most_refused:
            some = waiting.pop(0)
            result = await self._make(one, replace(call, params=call.params | {"message_ids": list(some)}), [])
            if result is None:
                return None
            refused += isinstance(result, answers.Refused)
            if isinstance(result, answers.Refused) and len(some) > 1:
                half = len(some) // 2
                waiting[:0] = [some[half:], some[:half]]
            elif not isinstance(result, answers.Sent):
                stay += len(some)
        return stay + sum(map(len, waiting))

    async def _make(self, one: Waiting, call: Call, said: list[int]) -> answers.Answer | None:
        """What came of this call, for which there is nothing more to do then; None when a stop came before it was made. The
        message it made is in `said`.
        """
        in_doubt = False
        for usual in growing(self._pauses):
            pause = usual
            if one.sender in self._dropped:
                return None
            call = await self._fit(one, call)
            # Said once more after a doubt, but only when Telegram is known to be there: the second try is the last.
            result = await self._ask(one.sender, HELLO if in_doubt else call)
            if in_doubt and isinstance(result, answers.Sent):
                result = await self._ask(one.sender, call)
                if isinstance(result, answers.Ambiguous):
                    return result
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
                case answers.Sent(message_id=message_id) if (
                    message_id and call.method not in EDITS and _is_to(one, call)
                ):
                    said.append(message_id)
                    return result
                case answers.Blocked() if _is_to(one, call):
                    await self._lose(one.sender)
                    return result
                case _:
                    return result
            if await stopped_within(pause, self._stopping):
                return None
        return None

    async def _ask(self, sender: int, call: Call) -> answers.Answer:
        """Makes one call, with its file if it has one, and keeps what the answer tells of that."""
        if call.media is None:
            return await self._reply(sender, call)
        async with self._uploads if call.media.file_id is None else nullcontext():
            try:
                media = await self._ready(call.media)
            except NotFound:
                return answers.FileRefused()  # a picture that was drawn for one look is not kept for long
            except Unavailable:
                _LOG.exception("the file of an answer cannot be read; trying until it can")
                return answers.NotSent("fault")
            answer = await self._reply(sender, replace(call, media=media))
            if file_ids.tells(answer):
                await self._learn(answer)
            return answer

    async def _reply(self, sender: int, call: Call) -> answers.Answer:
        """Makes one call, unless it is dropped: before, in its line, or on its way."""
        if sender in self._dropped:
            return answers.NotSent("dropped")
        asking = asyncio.create_task(self._sending.reply(call))
        self._saying[sender] = asking
        try:
            return await asking
        except asyncio.CancelledError:
            if sender not in self._dropped or _is_to_end():
                raise
            return answers.NotSent("dropped")
        finally:
            self._saying[sender] = None

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


def _is_to(one: Waiting, call: Call) -> bool:
    """Whether a call goes to whoever it answers, and not to somebody else who is to hear of it."""
    chat = call.params.get("chat_id", one.sender)
    return not isinstance(chat, int) or chat <= 0 or chat == one.sender


def _is_to_end() -> bool:
    """Whether this very task is being cancelled, and not only what it waits for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _numbers_before(known: Sequence[int], young_from: int) -> list[int]:
    """The numbers before the newest of those known that may be of the same chat, and not too old."""
    newest = known[-1] if known else 0
    return sorted({*range(max(1, young_from, newest - _NOT_KNOWN), newest)} - {*known})
