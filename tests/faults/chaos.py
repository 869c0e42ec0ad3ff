"""A way to Telegram on which things go wrong: a proxy that sees each request and each answer, and spoils some of them."""

import asyncio
import random
import re
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import StrEnum
from urllib.parse import urlsplit

_RESET_WHEN_CLOSED = struct.pack("ii", 1, 0)
_LATE_SECONDS = 0.05
_SHUT_SECONDS = 0.1
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_SPOILED = (
    b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 24\r\n\r\n<html>Bad Gateway</html>",
    b'HTTP/1.1 200 OK\r\nContent-Length: 23\r\n\r\n{"ok": true, "result": ',
    b"HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n<html>Hello!</html>",
    b"\x15\x03\x03\x00\x02\x02\x28 this is not HTTP\r\n\r\n",
)


class Trouble(StrEnum):
    """What becomes of a message that is struck."""

    LATE = "request and answer take their time"
    CUT_BEFORE = "the line is cut before the request gets through"
    HALF_REQUEST = "part of the request gets through, then the line is cut"
    CUT_AFTER = "the request gets through, and the line is cut before the answer"
    RESET = "the connection is reset, before or after the request gets through"
    HALF_ANSWER = "part of the answer gets back, then the line is cut"
    GARBLED = "another answer comes back than was given"
    STALL = "the request gets through, and the answer never comes back"
    SHUT = "after the answer nobody is let in for a moment"


class Chaos:
    """The proxy. It strikes each message with this `probability`, until it is `calm`."""

    def __init__(self, api_url: str, trouble: Trouble, *, chance: random.Random, probability: float) -> None:
        self.calm = False
        self.struck = 0
        self._there = urlsplit(api_url)
        self._trouble = trouble
        self._chance = chance
        self._probability = probability
        # Bound and never listening: the port stays ours while the door is shut.
        self._place = _bound(0)
        self._server: asyncio.Server | None = None
        self._guests: set[asyncio.Task[None]] = set()
        self._idle: set[asyncio.StreamWriter] = set()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Carries messages for as long as the block lasts, and gives the address."""
        await self._open()
        try:
            yield f"http://127.0.0.1:{self._place.getsockname()[1]}"
        finally:
            self._close()
            for guest in self._guests:
                guest.cancel()
            await asyncio.gather(*self._guests, return_exceptions=True)
            self._place.close()

    async def _open(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._met, sock=_bound(self._place.getsockname()[1]))

    def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        guest = asyncio.create_task(self._serve(reader, writer))
        self._guests.add(guest)
        guest.add_done_callback(self._guests.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carries one message after the other, until one is struck."""
        there_reader, there = await asyncio.open_connection(self._there.hostname, self._there.port)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                going_on = True
                while going_on:
                    self._idle.add(writer)
                    request = await _whole(reader)
                    self._idle.discard(writer)
                    going_on = await self._carry(request, reader, writer, there_reader, there)
        finally:
            self._idle.discard(writer)
            writer.close()
            there.close()

    async def _carry(
        self,
        request: bytes,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        there_reader: asyncio.StreamReader,
        there: asyncio.StreamWriter,
    ) -> bool:
        """Carries one request and its answer, as far as they are to get; False when the connection is to end then."""
        trouble = self._trouble if self._strikes(request) else None
        lost = trouble is Trouble.RESET and self._chance.random() < 0.5
        if trouble is Trouble.LATE:
            await asyncio.sleep(_LATE_SECONDS)
        if trouble is not Trouble.CUT_BEFORE and not lost:
            there.write(request[: self._somewhere_in(request)] if trouble is Trouble.HALF_REQUEST else request)
        if trouble in (Trouble.CUT_BEFORE, Trouble.HALF_REQUEST):
            return False
        # The answer is awaited even when nobody is to hear it: then Telegram has acted on the request.
        answer = b"" if lost else await _whole(there_reader)
        match trouble:
            case Trouble.CUT_AFTER:
                return False
            case Trouble.RESET:
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_WHEN_CLOSED)
                return False
            case Trouble.STALL:
                await reader.read()
                return False
            case Trouble.LATE:
                await asyncio.sleep(_LATE_SECONDS)
            case Trouble.HALF_ANSWER:
                answer = answer[: self._somewhere_in(answer)]
            case Trouble.GARBLED:
                answer = self._chance.choice(_SPOILED)
        writer.write(answer)
        await writer.drain()
        if trouble is Trouble.SHUT:
            await self._shut_for_a_moment()
        return trouble in (None, Trouble.LATE)

    def _strikes(self, request: bytes) -> bool:
        """Only messages are struck, so that what is counted is what is asked about."""
        if self.calm or b"/sendMessage " not in request or self._chance.random() >= self._probability:
            return False
        self.struck += 1
        return True

    def _somewhere_in(self, message: bytes) -> int:
        return self._chance.randrange(1, len(message))

    async def _shut_for_a_moment(self) -> None:
        if self._server is None:
            return
        self._close()
        for writer in list(self._idle):
            writer.close()
        await asyncio.sleep(_SHUT_SECONDS)
        await self._open()


async def _whole(reader: asyncio.StreamReader) -> bytes:
    """One request or answer. Raises `IncompleteReadError` when the line ends before it does."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return head + await reader.readexactly(int(length[1]) if length else 0)


def _bound(port: int) -> socket.socket:
    here = socket.socket()
    here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    here.bind(("127.0.0.1", port))
    return here
