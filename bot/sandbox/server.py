"""The Bot API over HTTP: `/bot{token}/{method}` and `/file/bot{token}/{path}`, answered as Telegram answers."""

import hmac
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from aiohttp import web

from bot.sandbox import parameters
from bot.sandbox.faults import MESSAGES, SENDING, Fault, Faults
from bot.sandbox.flood import FloodControl
from bot.sandbox.methods import Method
from bot.sandbox.parameters import Parameters, Upload
from bot.sandbox.refusal import Refused, too_many_requests
from bot.sandbox.spoiling import GATEWAY_PAGE, spoiled, status_of
from bot.sandbox.world import World


@dataclass(frozen=True)
class Call:
    """One call of the bot's, and the status it was answered with; 0 when the connection was closed instead."""

    method: str
    params: Mapping[str, object] = field(repr=False)
    at: datetime
    status: int
    description: str = ""


class BotApi:
    """Answers the bot's calls, keeps a list of them, and notes every breach."""

    def __init__(
        self, world: World, methods: Mapping[str, Method], *, token: str, faults: Faults, flood: FloodControl | None
    ) -> None:
        self.calls: list[Call] = []
        self._world = world
        self._methods = {name.lower(): (name, method) for name, method in methods.items()}
        self._token = token
        self._faults = faults
        self._flood = flood

    def add_routes(self, app: web.Application) -> None:
        """Puts the Bot API into a web application."""
        for verb in ("GET", "POST"):
            app.router.add_route(verb, "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file, allow_head=False)

    async def asked(
        self, name: str, values: Mapping[str, object], uploads: Mapping[str, Upload] | None
    ) -> tuple[int, bytes]:
        """The same without HTTP, and without faults."""
        given = Parameters(values, uploads)
        _, method = self._methods.get(name.lower(), (name, None))
        if method is None:
            answer = self._answer(name, given, 404, Refused(404, "Not Found: method not found"))
        else:
            try:
                given.refuse_unknown(method.known)
                answer = self._answer(name, given, 200, await method.act(given))
            except Refused as refusal:
                answer = self._answer(name, given, refusal.code, refusal)
        return answer.status, answer.body if isinstance(answer.body, bytes) else b""

    async def _call(self, request: web.Request) -> web.StreamResponse:
        try:
            given = await parameters.read(request)
        except Refused as refusal:
            return self._answer(request.match_info["method"], Parameters({}), refusal.code, refusal)
        if not self._is_ours(request):
            return self._answer(request.match_info["method"], given, 401, Refused(401, "Unauthorized"))
        name, method = self._methods.get(request.match_info["method"].lower(), (request.match_info["method"], None))
        if method is None:
            return self._answer(name, given, 404, Refused(404, "Not Found: method not found"))
        fault = self._faults.meets(name, _chat_of(given))
        if self._faults.out or fault is not None:
            self._excuse(name, given)
        if self._faults.out:
            return self._outage(name, given)
        if fault is not None and not fault.acted:
            return await self._spoiled(request, name, given, fault, {})
        return await self._act(request, name, method, given, fault)

    async def _act(
        self, request: web.Request, name: str, method: Method, given: Parameters, fault: Fault | None
    ) -> web.StreamResponse:
        try:
            given.refuse_unknown(method.known)
            self._mind_the_pace(name, given)
            result = await method.act(given)
        except Refused as refusal:
            return self._answer(name, given, refusal.code, refusal)
        if self._faults.out:  # it began while a poll was waiting
            return self._outage(name, given)
        if fault is not None:
            return await self._spoiled(request, name, given, fault, result)
        return self._answer(name, given, 200, result)

    def _mind_the_pace(self, name: str, given: Parameters) -> None:
        if name in MESSAGES and (left := self._faults.ban_met(_chat_of(given))) > 0:
            raise too_many_requests(math.ceil(left))
        if self._flood is not None and name in SENDING:
            self._flood.count(self._world.chat_to_write_in(given.number("chat_id")))

    async def _spoiled(
        self, request: web.Request, name: str, given: Parameters, fault: Fault, result: object
    ) -> web.StreamResponse:
        self._record(name, given, status_of(fault), fault.description or fault.kind)
        return await spoiled(request, fault, self._faults, orjson.dumps({"ok": True, "result": result}))

    def _answer(self, name: str, given: Parameters, status: int, result: object) -> web.Response:
        refusal = result if isinstance(result, Refused) else None
        description = refusal.description if refusal else ""
        if status in {400, 404}:
            self._world.note(name, description)
        self._record(name, given, status, description)
        return _json(status, refusal.body if refusal else {"ok": True, "result": result})

    def _outage(self, name: str, given: Parameters) -> web.Response:
        self._record(name, given, 502, "Bad Gateway")
        return web.Response(text=GATEWAY_PAGE, status=502, content_type="text/html")

    def _record(self, name: str, given: Parameters, status: int, description: str) -> None:
        self.calls.append(Call(name, given.values, self._world.now(), status, description))
        self._world.board.put_up("call", method=name, status=status)

    def _excuse(self, name: str, given: Parameters) -> None:
        """An answer to a tap that the sandbox itself prevents is no fault of the bot's."""
        callback_id = given.values.get("callback_query_id")
        if name == "answerCallbackQuery" and isinstance(callback_id, str) and callback_id in self._world.callbacks:
            self._world.callbacks[callback_id] = self._world.callbacks[callback_id].with_excuse()

    def _is_ours(self, request: web.Request) -> bool:
        return hmac.compare_digest(request.match_info["token"].encode(), self._token.encode())

    async def _file(self, request: web.Request) -> web.Response:
        if self._faults.out:
            return web.Response(text=GATEWAY_PAGE, status=502, content_type="text/html")
        if not self._is_ours(request):
            return _refused(401, "Unauthorized")
        file = self._world.files.at(request.match_info["path"])
        if file is None:
            return _refused(404, "Not Found")
        return web.Response(body=file.content, content_type="application/octet-stream")


def _chat_of(given: Parameters) -> int | None:
    chat = str(given.values.get("chat_id", ""))
    return int(chat) if chat.removeprefix("-").isdecimal() else None


def _json(status: int, body: object) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


def _refused(code: int, what: str) -> web.Response:
    return _json(code, Refused(code, what).body)
