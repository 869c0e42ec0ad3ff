"""The heartbeat of a running bot: every few seconds it is seen whether the process is well, and whoever watches is told.

A file says so to `smallgains healthy`, and a datagram to systemd. Not well is what `/readyz` says, and an engine that
stands still. A watchdog ends a process that stands still, for a new one goes on where it was; it does not end one whose
database is away, as a new one would find it no better.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

from bot.healthy import HeartbeatFile
from bot.service_manager import ServiceManager
from bot.settings import PREFIX, SettingsProblem

_LOG = logging.getLogger(__name__)

EVERY: Final = 5.0
"""Seconds between two beats, or less for a service manager of little patience."""
_WHILE_ILL: Final = 1.0
"""Seconds, while it is not well: whoever waits for it to be hears of it soon."""
STANDS_STILL_AFTER: Final = 60.0
"""Seconds. Something begins or ends in an engine every five at the latest; a machine that is busy may take longer."""
_BEATS_IN_ITS_PATIENCE: Final = 3

WhyNot = Callable[[], Awaitable[str | None]]


class Heartbeat:
    """Tells how the process is: `ready` says why it is not ready, `silent_for` how many seconds its engine has stood still."""

    def __init__(
        self, ready: WhyNot, silent_for: Callable[[], float], *, file: HeartbeatFile | None, manager: ServiceManager
    ) -> None:
        self._ready = ready
        self._silent_for = silent_for
        self._file = file
        self._manager = manager
        self._has_failed = False
        self._is_well = False

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """Beats while the block runs, if anybody watches. Raises `SettingsProblem` when the file cannot be written."""
        if self._file is None and not self._manager.listens:
            yield
            return
        try:
            await self._beat()
        except OSError as error:
            raise SettingsProblem(
                f"the heartbeat cannot be written ({error.strerror}); {PREFIX}HEARTBEAT_FILE should be in a folder in which "
                "the bot may write"
            ) from error
        self._manager.is_told("READY=1")
        going_on = asyncio.create_task(self._go_on())
        try:
            yield
        finally:
            self._manager.is_told("STOPPING=1", "STATUS=stopping")
            going_on.cancel()
            await asyncio.wait({going_on})
            if self._file is not None:
                self._file.stop()
            if not going_on.cancelled():
                _LOG.error("the heartbeat stopped", exc_info=going_on.exception())

    async def _go_on(self) -> None:
        patience = self._manager.patience
        every = EVERY if patience is None else min(EVERY, patience / _BEATS_IN_ITS_PATIENCE)
        while True:
            await asyncio.sleep(every if self._is_well else min(every, _WHILE_ILL))
            try:
                await self._beat()
            except OSError as error:
                if not self._has_failed:
                    _LOG.warning("the heartbeat cannot be written: %s", error.strerror)
                self._has_failed = True
            else:
                self._has_failed = False

    async def _beat(self) -> None:
        why_not, stands_still = await self._ready(), False
        if why_not is None and (silent := self._silent_for()) > STANDS_STILL_AFTER:
            why_not, stands_still = f"the engine has stood still for {silent:.0f} s", True
        self._is_well = why_not is None
        self._manager.is_told(f"STATUS={why_not or 'at work'}", *(() if stands_still else ("WATCHDOG=1",)))
        if self._file is not None:
            await asyncio.to_thread(self._file.beat, why_not)
