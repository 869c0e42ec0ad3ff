"""Notices when the machine's clock is set to another time: wall clock and elapsed time then disagree."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Final

from bot.clock import Clock

_LOG = logging.getLogger(__name__)

JUMP: Final = 60.0
"""Seconds by which the clock must be moved at once to be a jump; less is what time servers do all the time."""
_LOOK_EVERY: Final = 1.0


class ClockWatch:
    """Compares a wall clock with `elapsed` seconds. After a jump the time is not to be trusted for `calm` seconds: a
    clock that was set wrongly is often set right a moment later, and what was sent or given up meanwhile stays so.
    """

    def __init__(self, wall: Clock, elapsed: Callable[[], float], *, calm: float) -> None:
        self._wall = wall
        self._elapsed = elapsed
        self._calm = calm
        self._ahead = self._now_ahead()
        self._trusted_at = self._elapsed()
        self.jumps = 0

    def is_steady(self) -> bool:
        """Whether the clock can be trusted now."""
        self.look()
        return self._elapsed() >= self._trusted_at

    def look(self) -> None:
        """Compares the clocks, and logs a jump."""
        ahead = self._now_ahead()
        jumped, self._ahead = ahead - self._ahead, ahead
        if abs(jumped) > JUMP:
            self.jumps += 1
            self._trusted_at = self._elapsed() + self._calm
            _LOG.warning(
                "the machine's clock jumped by %.0f s; nothing is planned or sent for %g s", jumped, self._calm
            )

    async def each_jump(self) -> AsyncIterator[None]:
        """Looks every second, and yields once whenever the clock has jumped since the last time."""
        seen = self.jumps
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            self.look()
            if self.jumps > seen:
                seen = self.jumps
                yield

    def _now_ahead(self) -> float:
        return self._wall().timestamp() - self._elapsed()
