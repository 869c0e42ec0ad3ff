"""Shows drills that go on, step by step in one message, each at its time; whoever looks after them next goes on there.

A drill is moved on before its message is edited, so that a crash costs one step at most and shows none twice.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.calm.drilling import Over, Step, next_step
from bot.chat import calm_messages
from bot.clock import Clock
from bot.telegram import answers
from bot.telegram.sending import Sending
from bot.words import speaking
from curriculum.calm import PACE
from storage.database import Database
from storage.drills import Use
from storage.people import Recipient

_LOG = logging.getLogger(__name__)

_APART: Final = timedelta(seconds=5)
"""Two steps that are both late still do not follow each other faster."""
_SHOWN: Final = (answers.Sent, answers.NotModified, answers.Ambiguous, answers.Unparsable)
_NOT_YET: Final = (answers.NotSent, answers.Wait)


class Pacing:
    """Looks what is due, and edits."""

    def __init__(self, database: Database, sending: Sending, now: Clock) -> None:
        self._database = database
        self._sending = sending
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
        if isinstance(result, _NOT_YET) and now < (use.next_at or now) + PACE:
            async with self._database.unit(patient=True) as unit:
                await unit.drills.move_on(moved, step=use.step, next_at=now + _APART)
            return 0
        if not isinstance(result, _SHOWN):
            await self._end(moved)
            return 0
        if isinstance(step, Step):
            await self._stays_stopped(recipient, moved)
        return 1

    async def _says(self, recipient: Recipient, use: Use, step: Step | Over) -> answers.Answer:
        with speaking(recipient.language):
            message = calm_messages.drill(step)
        return await self._sending.reply(message.edit(recipient.telegram_id, use.message_id, captioned=False))

    async def _stays_stopped(self, recipient: Recipient, use: Use) -> None:
        """Somebody stopped it while the step was on its way, which came after the answer to that: it is said once more."""
        async with self._database.unit(patient=True) as unit:
            now = await unit.drills.with_token(use.token)
        if now is not None and now.next_at is None:
            await self._says(recipient, now, Over(now, stopped=True))

    async def _end(self, use: Use) -> None:
        async with self._database.unit(patient=True) as unit:
            await unit.drills.end(use)


def _moved(use: Use, step: Step | Over, now: datetime) -> Use:
    if isinstance(step, Over):
        return replace(use, next_at=None)
    due_at = now if use.next_at is None else use.next_at
    return replace(use, step=step.number, next_at=max(due_at + PACE, now + _APART))
