"""What goes over the wire when a call runs into a fault: another answer than Telegram's, or its own, spoiled on the way."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping

import orjson
from aiohttp import web

from bot.sandbox.faults import Fault, Faults, Kind
from bot.sandbox.refusal import Refused

GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_BYTE_SECONDS = 0.02
_RESET_WHEN_CLOSED = struct.pack("ii", 1, 0)


def status_of(fault: Fault) -> int:
    """The status that the bot gets to see; 0 when it gets no whole answer."""
    if fault.kind is Kind.REFUSED:
        return fault.code
    return _OTHERS[fault.kind][0] if fault.kind in _OTHERS else 0


async def spoiled(request: web.Request, fault: Fault, faults: Faults, answer: bytes) -> web.StreamResponse:
    """What comes back, where `answer` would have come back in fair weather."""
    if fault.kind is Kind.REFUSED:
        refusal = Refused(fault.code, fault.description, retry_after=fault.retry_after)
        return web.Response(body=orjson.dumps(refusal.body), status=fault.code, content_type="application/json")
    if fault.kind in _OTHERS:
        status, mime, made_of = _OTHERS[fault.kind]
        return web.Response(body=made_of(answer), status=status, content_type=mime)
    return await _ON_THE_WAY[fault.kind](request, faults, answer)


def cut(request: web.Request) -> web.StreamResponse:
    """Closes the connection at once."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _closed(request: web.Request, faults: Faults, answer: bytes) -> web.StreamResponse:
    return cut(request)


async def _reset(request: web.Request, faults: Faults, answer: bytes) -> web.StreamResponse:
    if request.transport is not None:
        line: socket.socket = request.transport.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_WHEN_CLOSED)
    return cut(request)


async def _half(request: web.Request, faults: Faults, answer: bytes) -> web.StreamResponse:
    begun = await _begun(request, answer)
    await begun.write(_first_half(answer))
    return cut(request)


async def _trickles(request: web.Request, faults: Faults, answer: bytes) -> web.StreamResponse:
    begun = await _begun(request, answer)
    for place in range(len(answer)):
        await begun.write(answer[place : place + 1])
        await asyncio.sleep(_BYTE_SECONDS)
    return begun


async def _hangs(request: web.Request, faults: Faults, answer: bytes) -> web.StreamResponse:
    await faults.hang()
    return cut(request)


async def _begun(request: web.Request, answer: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": str(len(answer)), "Content-Type": "application/json"})
    await response.prepare(request)
    return response


def _first_half(answer: bytes) -> bytes:
    return answer[: len(answer) // 2]


def _page(answer: bytes) -> bytes:
    return GATEWAY_PAGE.encode()


def _no(answer: bytes) -> bytes:
    return orjson.dumps({"ok": False, "description": "Something went wrong"})


_OTHERS: Mapping[Kind, tuple[int, str, Callable[[bytes], bytes]]] = {
    Kind.SERVER_ERROR: (502, "text/html", _page),
    Kind.TOO_MANY_PAGE: (429, "text/html", _page),
    Kind.PAGE: (200, "text/html", _page),
    Kind.NOT_OK: (200, "application/json", _no),
    Kind.BROKEN_JSON: (200, "application/json", _first_half),
}
_ON_THE_WAY: Mapping[Kind, Callable[[web.Request, Faults, bytes], Awaitable[web.StreamResponse]]] = {
    Kind.CLOSED: _closed,
    Kind.RESET: _reset,
    Kind.HALF_ANSWER: _half,
    Kind.TRICKLES: _trickles,
    Kind.HANGS: _hangs,
}
