"""A lock on a server that a process holds for long, by a connection of its own: whoever is cut off holds it no longer."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.faults import faults_told


class Held:
    """What tells whether it is still held."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._asking: set[asyncio.Task[None]] = set()

    async def still(self, *, within: float) -> bool:
        """Whether the server says so within so many seconds."""
        asked = asyncio.create_task(self._ask())
        self._asking.add(asked)
        asked.add_done_callback(self._asking.discard)
        await asyncio.wait([asked], timeout=within)
        return asked.done() and asked.exception() is None

    def let_go(self) -> None:
        """Nobody asks any more. What the driver does to call off a question takes it some seconds, in which nothing waits."""
        for task in self._asking:
            task.cancel()

    async def _ask(self) -> None:
        async with faults_told():
            await self._connection.exec_driver_sql("SELECT 1")
