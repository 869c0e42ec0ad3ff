"""Waiting between tries: pauses that grow, and that a stop cuts short."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import Final

PAUSES: Final = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Seconds between tries: growing, then the longest for ever."""


def growing(pauses: Sequence[float] = PAUSES) -> Iterator[float]:
    """One pause after the other, the last one without end."""
    return chain(pauses, repeat(pauses[-1]))


async def stopped_within(seconds: float, stopping: asyncio.Event) -> bool:
    """Waits; True, and at once, when `stopping` is set meanwhile."""
    try:
        async with asyncio.timeout(seconds):
            await stopping.wait()
    except TimeoutError:
        return False
    return True
