"""The chat page and what it asks for: who is there, what was said, what a person does next, and the clock."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import orjson
from aiohttp import web

from bot.sandbox import view
from bot.sandbox.acts import ACTS, Misasked, number
from bot.sandbox.chats import Json
from bot.sandbox.faults import IN_CHATS
from bot.sandbox.files import KeptFile, is_picture, is_voice
from bot.sandbox.people import Person, StillBlocked
from bot.sandbox.refusal import Refused

if TYPE_CHECKING:
    from bot.sandbox.pretend import Sandbox

PAGE = Path(__file__).parent / "page"
LONGEST_NAME = 40
MOST_PEOPLE = 30
SLOWED_SECONDS = 3
GATHER_SECONDS = 0.03
TAPS_WITHIN = 3

_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_AT_HOME = frozenset({"127.0.0.1", "localhost", "::1"})
_SAFETY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "media-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class Control:
    """Answers the page. Only pages of this very address may ask, so that no other site can act for a person here."""

    def __init__(self, sandbox: "Sandbox", *, host: str) -> None:
        self._sandbox = sandbox
        self._host = host
        self._run = secrets.token_hex(4)  # tells an open page that the sandbox was started anew

    def add_routes(self, app: web.Application) -> None:
        """Puts the page and its paths into a web application."""
        get: Mapping[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {
            "/": self._front,
            "/sandbox/page/{name}": self._page,
            "/sandbox/state": self._state,
            "/sandbox/people/{person}/chat": self._chat,
            "/sandbox/files/{file}": self._file,
            "/sandbox/events": self._events,
        }
        post: Mapping[str, Callable[[web.Request], Awaitable[Json]]] = {
            "/sandbox/people": self._new_person,
            "/sandbox/people/{person}/{act}": self._act,
            "/sandbox/clock": self._move_clock,
            "/sandbox/faults": self._set_faults,
        }
        for path, answer in get.items():
            app.router.add_get(path, self._guarded(answer), allow_head=False)
        for path, act in post.items():
            app.router.add_post(path, self._guarded(self._deed(act)))

    def _guarded(
        self, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def guarded(request: web.Request) -> web.StreamResponse:
            if self._host in _AT_HOME and request.url.host not in _AT_HOME:  # a strange name led here
                raise web.HTTPForbidden
            if request.method == "POST" and "X-Sandbox" not in request.headers:  # other sites cannot set a header
                raise web.HTTPForbidden
            return await answer(request)

        return guarded

    def _deed(
        self, act: Callable[[web.Request], Awaitable[Json]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def deed(request: web.Request) -> web.StreamResponse:
            try:
                return _json(await act(request))
            except (LookupError, StillBlocked, ValueError) as problem:
                return _json({"problem": str(problem)}, status=409)

        return deed

    async def _front(self, request: web.Request) -> web.Response:
        return _page_file(PAGE / "index.html")

    async def _page(self, request: web.Request) -> web.Response:
        known = {path.name: path for path in PAGE.iterdir() if path.suffix in _TYPES}
        if request.match_info["name"] not in known:
            raise web.HTTPNotFound
        return _page_file(known[request.match_info["name"]])

    async def _state(self, request: web.Request) -> web.Response:
        sandbox = self._sandbox
        return _json(
            {
                "run": self._run,
                "bot": view.bot_words(sandbox.world),
                "people": [
                    view.person_line(sandbox.world, chat_id, admin=chat_id in sandbox.admins)
                    for chat_id in sandbox.people
                ],
                "now": sandbox.world.now().isoformat(),
                "clock": sandbox.clock_mover is not None,
                "faults": view.weather(sandbox.faults),
                "ledger": view.ledger(sandbox.world, calls=len(sandbox.calls), breaches=sandbox.breaches),
            }
        )

    async def _chat(self, request: web.Request) -> web.Response:
        person = self._person(request)
        since = int(request.query.get("since", "0"))
        return _json(view.chat_since(self._sandbox.world, person.telegram_id, since))

    async def _file(self, request: web.Request) -> web.Response:
        try:
            file = self._sandbox.world.files.get(request.match_info["file"])
        except Refused as refusal:
            raise web.HTTPNotFound from refusal
        kind = _shown_as(file)
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox", "Accept-Ranges": "bytes"}
        if kind is None:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
        part = _part(request, len(file.content))
        if part is not None:
            headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(file.content)}"
        return web.Response(
            body=file.content if part is None else file.content[part.start : part.stop],
            status=200 if part is None else 206,
            content_type=kind or "application/octet-stream",
            headers=headers,
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        with self._sandbox.world.board.looking() as notices:
            await response.prepare(request)
            await response.write(b": hello\n\n")
            while True:
                gathered = [await notices.get()]
                await asyncio.sleep(GATHER_SECONDS)  # a burst of news becomes one
                while not notices.empty():
                    gathered.append(notices.get_nowait())
                await response.write(b"data: " + orjson.dumps(_without_repeats(gathered)) + b"\n\n")

    async def _new_person(self, request: web.Request) -> Json:
        given = await _body(request)
        name = str(given.get("name", "")).strip()[:LONGEST_NAME]
        if not name:
            raise Misasked("a person needs a name")
        language = str(given.get("language", "en"))
        if not _LANGUAGE_TAG.fullmatch(language):
            raise Misasked("an app's language is a tag, such as es or pt-br")
        if len(self._sandbox.people) >= MOST_PEOPLE:
            raise Misasked("that is a crowd already")
        return {"id": self._sandbox.person(name, language=language).telegram_id}

    async def _act(self, request: web.Request) -> Json:
        person, name = self._person(request), request.match_info["act"]
        if name == "document":
            person.sends_document(request.query.get("name", "file"), await request.read())
        elif name in ACTS:
            ACTS[name](person, await _body(request))
        else:
            raise LookupError("nobody can do that")
        return {}

    async def _move_clock(self, request: web.Request) -> Json:
        mover = self._sandbox.clock_mover
        given = await _body(request)
        person = number(given, "person")
        # A tap that has just been made is answered within its 15 seconds, which a leap of the clock would take away.
        with suppress(TimeoutError):
            await self._sandbox.until(lambda: not self._sandbox.world.tapped, within=TAPS_WITHIN)
        if mover is None:
            raise LookupError("this clock cannot be moved")
        match given.get("move"):
            case "next-nudge":
                says = await mover.to_next_nudge(person)
            case "day":
                says = await mover.one_day_on()
            case "clock-change":
                says = await mover.to_clock_change(person)
            case _:
                raise LookupError("there is no such move")
        self._sandbox.world.board.put_up("clock")
        return {"says": says}

    async def _set_faults(self, request: web.Request) -> Json:
        given = await _body(request)
        faults = self._sandbox.faults
        if "outage" in given:
            faults.outage(given["outage"] is True)
        if "slowed" in given:
            faults.clear_too_many()
            if given["slowed"] is True:
                faults.too_many(SLOWED_SECONDS, times=None, methods=IN_CHATS)
        return {}

    def _person(self, request: web.Request) -> Person:
        number = request.match_info["person"]
        if not number.isdecimal() or int(number) not in self._sandbox.people:
            raise web.HTTPNotFound
        return self._sandbox.people[int(number)]


async def _body(request: web.Request) -> Json:
    body = orjson.loads(await request.read() or b"{}")
    if not isinstance(body, dict):
        raise Misasked("an object is expected")
    return body


def _json(body: Json, *, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json", headers=_SAFETY)


def _page_file(path: Path) -> web.Response:
    return web.Response(body=path.read_bytes(), content_type=_TYPES[path.suffix], charset="utf-8", headers=_SAFETY)


def _part(request: web.Request, size: int) -> range | None:
    """Which bytes the page asks for: a player looks at the end of a sound first, to know how long it is. None for all."""
    try:
        start, stop, _ = request.http_range.indices(size)
    except ValueError:
        return None
    return range(start, stop) if "Range" in request.headers and start < stop else None


def _shown_as(file: KeptFile) -> str | None:
    """What the page may show or play a file as; None for one that is only handed over."""
    if is_voice(file.content):
        return "audio/ogg"
    return file.mime if is_picture(file.content) and file.mime.startswith("image/") else None


def _without_repeats(notices: list[Json]) -> list[Json]:
    """Each notice once, where it came last: a message that ends "typing" must come after it."""
    kept: dict[bytes, Json] = {}
    for notice in notices:
        kept.pop(orjson.dumps(notice), None)
        kept[orjson.dumps(notice)] = notice
    return list(kept.values())
