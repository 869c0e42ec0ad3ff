"""Whose turn it is to write: who answers a person comes before who carries nudges; else first come, first served."""

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

_LETS_PASS: Final = 16
"""So many who came later go before somebody patient, and no more: nobody waits for ever."""


class Turns:
    """One writer at a time."""

    def __init__(self) -> None:
        self._taken = False
        self._numbers = itertools.count()
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []

    @asynccontextmanager
    async def turn(self, *, patient: bool) -> AsyncIterator[None]:
        """The block is the only writer."""
        if self._taken:
            await self._given(patient)
        self._taken = True
        try:
            yield
        finally:
            self._pass_on()

    async def _given(self, patient: bool) -> None:
        """Waits until whoever writes passes the turn on."""
        number = next(self._numbers)
        given = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (number + _LETS_PASS * patient, number, given))
        try:
            await given
        except asyncio.CancelledError:
            if given.done() and not given.cancelled():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """The next one writes; between the two nobody who comes just now slips in."""
        while self._waiting:
            _, _, given = heapq.heappop(self._waiting)
            if not given.done():
                given.set_result(None)
                return
        self._taken = False
