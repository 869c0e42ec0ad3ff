"""One rate for all processes that send with a token: what each of them may by itself is asked for again where all ask."""

import asyncio
import logging
from typing import Protocol

from bot import patience
from storage.budget import Budget
from storage.errors import Unavailable

_LOG = logging.getLogger(__name__)

_LOOK_AGAIN = 0.5
"""Seconds between two looks for a database that does not answer."""
_A_REPLY_WAITS = 0.5
"""Seconds, however long the database says nothing: it may be help that somebody waits for."""


class SharedRate(Protocol):
    """What all share."""

    async def nudges(self, most: int) -> int:
        """Waits until nudges may leave; gives how many may, at least one and at most `most`."""

    async def reply(self, *, within: float) -> float:
        """Waits for the place of a reply; gives how many seconds it would have had to wait when that is beyond `within`,
        else 0.
        """

    async def rest(self, seconds: float) -> None:
        """Telegram wants to be left alone by everybody."""


class ByBudget:
    """Shared by the budget in the database. While that cannot be asked no nudge leaves, as none could be claimed either; a
    reply does, at the rate of this process.
    """

    def __init__(self, budget: Budget) -> None:
        self._budget = budget

    async def nudges(self, most: int) -> int:
        """Waits until nudges may leave; gives how many may, at least one and at most `most`."""
        told = False
        while True:
            try:
                places = await self._budget.take(most)
            except Unavailable as error:
                if not told:
                    _LOG.error("how fast all may send together cannot be asked; nudges wait: %s", error)
                told = True
                await asyncio.sleep(_LOOK_AGAIN)
                continue
            if places.count:
                return places.count
            await asyncio.sleep(places.next_in)

    async def reply(self, *, within: float) -> float:
        """Waits for the place of a reply; gives how many seconds it would have had to wait when that is beyond `within`,
        else 0.
        """
        try:
            wait = await patience.within(_A_REPLY_WAITS, self._budget.reserve(within=within))
        except (Unavailable, TimeoutError) as error:
            _LOG.error(
                "how fast all may send together cannot be asked (%s); a reply goes out all the same", _kind(error)
            )
            return 0
        if wait > within:
            return wait
        await asyncio.sleep(wait)
        return 0

    async def rest(self, seconds: float) -> None:
        """Telegram wants to be left alone by everybody."""
        try:
            await patience.within(_A_REPLY_WAITS, self._budget.rest(seconds))
        except (Unavailable, TimeoutError) as error:
            _LOG.error("that Telegram wants to be left alone cannot be told to all who send (%s)", _kind(error))


def _kind(error: Exception) -> str:
    return str(error) or type(error).__name__
