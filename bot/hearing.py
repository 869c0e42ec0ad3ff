"""How a process comes to hear of updates: it fetches them, is the one of many that does, or has them carried to it."""

import asyncio
import logging
from typing import Final, Protocol

from bot.pauses import stopped_within
from bot.telegram.poller import Poller, SecondPollerFound
from storage.database import Database
from storage.errors import InUse, Unavailable
from storage.held import Held

_LOG = logging.getLogger(__name__)

SILENT_FOR: Final = 30.0
"""Seconds without a sign of life, after which another process fetches."""
_SIGNS: Final = 6
"""So many signs of life are given in that time, each waited for as long as it is to the next: whoever is cut off has stopped
long before another one begins.
"""
_LONG_AGO: Final = 300.0
_CONFLICTS: Final = 3
"""A former poller of ours that was cut off may go on for a while; whoever still conflicts after so many tries is a stranger."""


class Hearing(Protocol):
    """A way of hearing."""

    async def run(self, stopping: asyncio.Event) -> None:
        """Hears until `stopping` is set."""


class OthersHear:
    """Updates are carried to other processes."""

    async def run(self, stopping: asyncio.Event) -> None:
        """Waits for the end."""
        await stopping.wait()


class Elected:
    """Fetches updates while this process is the one that the database has chosen; when that dies, another one is."""

    def __init__(self, database: Database, poller: Poller, *, silent_for: float = SILENT_FOR) -> None:
        self._database = database
        self._poller = poller
        self._silent_for = silent_for
        self._look_every = silent_for / _SIGNS

    async def run(self, stopping: asyncio.Event) -> None:
        """Stands for election until `stopping` is set. Raises `SecondPollerFound` when a stranger fetches with the same token,
        `TokenNotAccepted`.
        """
        conflicts = 0
        while not stopping.is_set():
            began = asyncio.get_running_loop().time()
            try:
                async with self._database.chosen_to_hear(silent_for=self._silent_for) as held:
                    _LOG.info("this process fetches updates")
                    await self._fetch_while(held, stopping)
            except InUse:
                pass
            except Unavailable as error:
                _LOG.error("who fetches updates cannot be asked: %s", error)
            except SecondPollerFound:
                lasted = asyncio.get_running_loop().time() - began
                conflicts = 1 if lasted > _LONG_AGO else conflicts + 1
                if conflicts == _CONFLICTS:
                    raise
            await stopped_within(self._look_every, stopping)

    async def _fetch_while(self, held: Held, stopping: asyncio.Event) -> None:
        over = asyncio.Event()
        polling = asyncio.create_task(self._poller.run(over))
        stopped = asyncio.create_task(stopping.wait())
        try:
            while not polling.done() and not stopping.is_set() and await held.still(within=self._look_every):
                ends = {polling, stopped}
                await asyncio.wait(ends, timeout=self._look_every, return_when=asyncio.FIRST_COMPLETED)
            if not polling.done() and not stopping.is_set():
                _LOG.warning("this process is cut off from the database, and fetches updates no longer")
        finally:
            over.set()
            stopped.cancel()
            await polling
