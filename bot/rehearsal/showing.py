"""Shows rehearsals that go by themselves, message by message, each at its time; whoever looks after them next goes on there."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from bot.chat import rehearsal_messages
from bot.chat.message import Message
from bot.clock import Clock
from bot.publishing import NoDraft
from bot.rehearsal.personas import Who
from bot.rehearsing import Rehearsing, walked_by
from bot.spoken_to import language_of
from bot.telegram import answers
from bot.telegram.sending import Sending
from bot.words import speaking
from storage.database import Database, Unit
from storage.rehearsals import Going

_LOG = logging.getLogger(__name__)

_NEVER_CAME: Final = (answers.NotSent, answers.Wait)


class Showing:
    """`may` says whether an account may still see tracks: who may not any more is shown nothing more."""

    def __init__(
        self,
        database: Database,
        sending: Sending,
        rehearsing: Rehearsing,
        now: Clock,
        *,
        may: Callable[[Unit, int], Awaitable[bool]],
    ) -> None:
        self._database = database
        self._sending = sending
        self._rehearsing = rehearsing
        self._now = now
        self._may = may

    async def look(self) -> int:
        """Shows what is due; gives how many messages that was."""
        async with self._database.unit(patient=True) as unit:
            due = await unit.rehearsals.due(self._now())
        shown = 0
        for one in due:
            try:
                shown += await self._show(one)
            except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
                _LOG.exception("a rehearsal of %s could not be shown; it is at its end", one.source)
                await self._end(one)
        return shown

    async def _show(self, one: Going) -> int:
        """The next message. It is marked before it is sent, so that none comes twice; one that surely did not come comes later."""
        async with self._database.unit(patient=True) as unit:
            with speaking(await language_of(unit, one.admin)):
                message, moved = await self._taken(unit, one)
        if message is None or moved is None:
            return 0
        result = await self._sending.reply(message.call(one.admin))
        async with self._database.unit(patient=True) as unit:
            match result:
                case answers.Sent(message_id=message_id):
                    await unit.messages.stand_with(one.admin, [message_id], self._now())
                    return 1
                case _ if isinstance(result, _NEVER_CAME):
                    await unit.rehearsals.move_on(moved, place=one.place, next_at=self._rehearsing.next_at())
                case answers.Ambiguous():
                    pass
                case _:
                    await unit.rehearsals.end(one.admin)
        return 0

    async def _taken(self, unit: Unit, one: Going) -> tuple[Message | None, Going | None]:
        if not await self._may(unit, one.admin):
            await unit.rehearsals.over(one)
            return None, None
        try:
            source = await self._rehearsing.source(unit, one.source, admin=one.admin)
        except NoDraft:
            return (rehearsal_messages.gone(), one) if await unit.rehearsals.over(one) else (None, None)
        who = Who(one.who)
        steps = walked_by(source.track, who)
        message, then = rehearsal_messages.shown(source, who, steps, one.place)
        if one.place >= len(steps):
            return (message, one) if await unit.rehearsals.over(one) else (None, None)
        at = self._rehearsing.next_at()
        moved = await unit.rehearsals.move_on(one, place=then, next_at=at)
        return (message, replace(one, place=then, next_at=at)) if moved else (None, None)

    async def _end(self, one: Going) -> None:
        async with self._database.unit(patient=True) as unit:
            await unit.rehearsals.end(one.admin)
