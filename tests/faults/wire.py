"""The wire between a machine and the database's server, which can be cut without a word to either end."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

_RESET_WHEN_CLOSED = struct.pack("ii", 1, 0)


class Wire:
    """Carries bytes both ways to the server that listens at this socket."""

    def __init__(self, server: Path) -> None:
        self._there = server
        self._whole = asyncio.Event()
        self._whole.set()
        self._carrying: set[asyncio.Task[None]] = set()
        self._ends: set[asyncio.StreamWriter] = set()

    @asynccontextmanager
    async def hanging(self) -> AsyncIterator[int]:
        """For as long as the block lasts; gives the port at this end."""
        listening = await asyncio.start_server(self._met, "127.0.0.1", 0)
        try:
            yield listening.sockets[0].getsockname()[1]
        finally:
            listening.close()
            self._lets_go()

    @contextmanager
    def cut(self, *, for_good: bool) -> Iterator[None]:
        """While the block runs nothing gets through, and nobody is told. Afterwards all goes on where it was; or, when that was
        `for_good`, every connection there was is reset, and new ones can be made.
        """
        self._whole.clear()
        try:
            yield
        finally:
            if for_good:
                self._lets_go()
            self._whole.set()

    def _lets_go(self) -> None:
        for end in self._ends:
            with suppress(OSError):  # an end that is closed already
                end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_WHEN_CLOSED)
            end.transport.abort()
        for task in list(self._carrying):
            task.cancel()

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ends.add(writer)
        await self._whole.wait()
        there_reader, there = await asyncio.open_unix_connection(self._there)
        self._ends.add(there)
        for ends in ((reader, there), (there_reader, writer)):
            task = asyncio.create_task(self._carry(*ends))
            self._carrying.add(task)
            task.add_done_callback(self._carrying.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                await self._whole.wait()
                writer.write(data)
                await writer.drain()
            await self._whole.wait()
        except ConnectionError:
            pass
        finally:
            self._ends.discard(writer)
            writer.close()
