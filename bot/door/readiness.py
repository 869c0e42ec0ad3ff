"""Whether the bot is ready for its work, and if not, why, in one line that anybody may read."""

import asyncio
from collections.abc import Callable
from typing import Final

from storage.database import Database
from storage.errors import Unavailable

_PATIENCE: Final = 2.0
_ANY_FACT: Final = "any"


class Readiness:
    """Ready is a bot that has reached Telegram, whose database answers, and which nothing has stopped.

    `halted` is set when Telegram refuses the token, `replaced` when another process has taken over; `hears` says
    whether Telegram knows where updates are to be carried. Those who ask at the same time share one answer.
    """

    def __init__(
        self,
        database: Database,
        *,
        halted: asyncio.Event,
        replaced: asyncio.Event,
        hears: Callable[[], bool],
        patience: float = _PATIENCE,
    ) -> None:
        self._database = database
        self._halted = halted
        self._replaced = replaced
        self._hears = hears
        self._patience = patience
        self._is_connected = False
        self._is_stopping = False
        self._asking: asyncio.Task[bool] | None = None

    def connected(self) -> None:
        """Telegram was reached, and knows the token."""
        self._is_connected = True

    def stop(self) -> None:
        """The bot is about to end."""
        self._is_stopping = True

    async def why_not(self) -> str | None:
        """What stands in the way; None when the bot is ready."""
        for holds, says in (
            (self._is_stopping, "the bot is stopping"),
            (self._halted.is_set(), "Telegram refuses the token"),
            (self._replaced.is_set(), "another smallgains has taken over the database"),
            (not self._is_connected, "Telegram was not reached yet"),
            (not self._hears(), "Telegram was not told yet where to carry updates"),
            (not await self._answers_in_time(), "the database does not answer"),
        ):
            if holds:
                return says
        return None

    async def _answers_in_time(self) -> bool:
        # A database that is locked answers late; the question goes on meanwhile, and there is never more than one.
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._answers())
        asking = self._asking
        await asyncio.wait({asking}, timeout=self._patience)
        return asking.done() and not asking.cancelled() and asking.result()

    async def _answers(self) -> bool:
        try:
            async with self._database.unit() as unit:
                await unit.facts.get(_ANY_FACT)
        except Unavailable:
            return False
        return True
