"""Shows drills that go on, step by step in one message, each at its time; whoever looks after them next goes on there.

A drill is moved on before its message is edited, so that a crash costs one step at most and shows none twice. Its end is told
until Telegram has taken it, a while at most: without it somebody would be left with a step, and nothing after it.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.calm.drilling import Drilling, Over, Step, Told, next_step
from bot.chat import calm_messages
from bot.clock import Clock
from bot.telegram import answers
from bot.telegram.sending import Sending
from bot.words import speaking
from curriculum.calm import PACE, drill_for
from storage.database import Database
from storage.drills import Use
from storage.people import Recipient

_LOG = logging.getLogger(__name__)

_APART: Final = timedelta(seconds=5)
"""Two steps that are both late still do not follow each other faster."""
_SHOWN: Final = (answers.Sent, answers.NotModified, answers.Ambiguous, answers.Unparsable)
_NOT_YET: Final = (answers.NotSent, answers.Wait)
_TRIES: Final = 20
"""So often the end of a drill is told anew."""


class Pacing:
    """Looks what is due, and edits."""

    def __init__(self, database: Database, sending: Sending, drilling: Drilling, now: Clock) -> None:
        self._database = database
        self._sending = sending
        self._drilling = drilling
        self._now = now

    async def look(self) -> int:
        """Shows what is due; gives how many messages were changed."""
        async with self._database.unit(patient=True) as unit:
            due = await unit.drills.due(self._now())
            people = await unit.people.recipients({use.person for use in due})
        shown = 0
        for use in due:
            try:
                shown += await self._show(use, people[use.person])
            except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
                _LOG.exception("drill %s could not be shown; it is at its end", use.id)
                await self._end(use)
        return shown

    async def _show(self, use: Use, recipient: Recipient) -> int:
        now = self._now()
        step = next_step(use, now)
        moved = _moved(use, step, now)
        async with self._database.unit(patient=True) as unit:
            if not await unit.drills.move_on(use, step=moved.step, next_at=moved.next_at):
                return 0
        result = await self._says(recipient, moved, step)
        if isinstance(step, Over):
            return await self._ended(recipient, moved, result)
        if isinstance(result, _NOT_YET):
            if now < (use.next_at or now) + PACE:
                async with self._database.unit(patient=True) as unit:
                    await unit.drills.move_on(moved, step=use.step, next_at=now + _APART)
            return 0
        if not isinstance(result, _SHOWN):
            await self._end(moved)
            return 0
        await self.stays_stopped(recipient, moved)
        return 1

    async def _ended(self, recipient: Recipient, use: Use, result: answers.Answer) -> int:
        if isinstance(result, (*_NOT_YET, answers.Ambiguous)) and _tries(use) < _TRIES:
            return 0
        if not await self._end(use):
            await self.stays_stopped(recipient, use)
        return int(isinstance(result, _SHOWN))

    async def _says(self, recipient: Recipient, use: Use, it: Step | Over | Told) -> answers.Answer:
        with speaking(recipient.language):
            message = calm_messages.told(it) if isinstance(it, Told) else calm_messages.drill(it)
        return await self._sending.reply(message.edit(recipient.telegram_id, use.message_id, captioned=False))

    async def stays_stopped(self, recipient: Recipient, use: Use) -> None:
        """Somebody stopped it while this was on its way, which came after the answer to that: the answer is given once more."""
        async with self._database.unit(patient=True) as unit:
            now = await unit.drills.with_token(use.token)
            if now is None or now.next_at is not None:
                return
            offers = await self._drilling.offers(unit, await unit.people.get(use.person))
        await self._says(recipient, now, Told(now, now.felt, offers))

    async def _end(self, use: Use) -> bool:
        async with self._database.unit(patient=True) as unit:
            return await unit.drills.end(use)


def _moved(use: Use, step: Step | Over, now: datetime) -> Use:
    if isinstance(step, Over):
        return replace(use, step=min(use.step, 0) - 1 if step.cut_short else use.step + 1, next_at=now + PACE)
    due_at = now if use.next_at is None else use.next_at
    return replace(use, step=step.number, next_at=max(due_at + PACE, now + _APART))


def _tries(use: Use) -> int:
    """How often the end of this drill was told."""
    return -use.step if use.step < 0 else use.step - len(drill_for(use.response).steps)
