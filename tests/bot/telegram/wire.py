"""A server on loopback that answers the Bot API as scripted: right, late, by halves, or not at all."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

TOKEN = "1000:a-secret-nobody-may-read"

Script = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Call:
    """One request as it arrived."""

    method: str
    params: dict[str, Any]
    files: dict[str, tuple[str | None, bytes]] = field(default_factory=dict)


class Wire:
    """Answers each method by what was scripted for it, in order; beyond that it says yes."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.called = asyncio.Event()
        self.address = ""
        self._scripts: defaultdict[str, deque[Script]] = defaultdict(deque)

    def will(self, method: str, *scripts: Script) -> None:
        self._scripts[method].extend(scripts)

    def made(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        call = await _read(request)
        self.calls.append(call)
        self.called.set()
        if self._scripts[call.method]:
            return await self._scripts[call.method].popleft()(request)
        match call.method:
            case "getMe":
                return ok_response({"id": 1000, "is_bot": True, "first_name": "Gains", "username": "gains_bot"})
            case "getUpdates":
                await asyncio.sleep(float(call.params.get("timeout", 0)))
                return ok_response([])
        return ok_response(True)


def _told(value: str) -> Any:
    """A form has only texts; what is no text in the Bot API is written as JSON in it."""
    try:
        return json.loads(value)
    except ValueError:
        return value


async def _read(request: web.Request) -> Call:
    method = request.match_info["method"]
    if request.content_type == "application/json":
        return Call(method, await request.json())
    if not request.content_type.startswith("multipart/"):
        return Call(method, {name: _told(str(value)) for name, value in (await request.post()).items()})
    call = Call(method, {})
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        assert part.name is not None
        content = bytes(await part.read())
        if part.filename is None:
            call.params[part.name] = content.decode()
        else:
            call.files[part.name] = (part.filename, content)
    return call


def ok_response(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def says(result: object) -> Script:
    async def script(_: web.Request) -> web.StreamResponse:
        return ok_response(result)

    return script


def refuses(status: int, description: str, **parameters: object) -> Script:
    async def script(_: web.Request) -> web.StreamResponse:
        body = {"ok": False, "error_code": status, "description": description}
        return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=status)

    return script


def shows(text: str, *, status: int = 200) -> Script:
    async def script(request: web.Request) -> web.StreamResponse:
        return web.Response(text=text.replace("{path}", request.path), status=status, content_type="text/html")

    return script


async def hangs(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError("nobody sets this event")


async def resets(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def breaks_off(request: web.Request) -> web.StreamResponse:
    half = web.StreamResponse(headers={"Content-Length": "100"})
    await half.prepare(request)
    await half.write(b'{"ok":true,"resu')
    assert request.transport is not None
    request.transport.close()
    return half


async def stalls_halfway(request: web.Request) -> web.StreamResponse:
    half = web.StreamResponse(headers={"Content-Length": "100"})
    await half.prepare(request)
    await half.write(b'{"ok":true,"resu')
    return await hangs(request)


def redirects(*, to: str) -> Script:
    async def script(_: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": to})

    return script
