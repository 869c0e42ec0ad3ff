"""What is found at which path, and how whoever is refused is seen off."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.addresses import DESK, HEALTH, METRICS, READY
from bot.door.readiness import Readiness
from bot.door.receiving import Receiving

_REFUSED: Final = 400
_LATER: Final = 503
_CARRIES: Final = "POST"


@dataclass(frozen=True, slots=True)
class Figures:
    """What tells the operator's figures, and in which format."""

    told: Callable[[], Awaitable[bytes]]
    content_type: str


@dataclass(frozen=True, slots=True)
class Inlet:
    """Where updates come in when they are carried to the bot."""

    path: str
    receiving: Receiving


def pages(
    readiness: Readiness, figures: Figures | None = None, inlet: Inlet | None = None, desk: ASGIApp | None = None
) -> ASGIApp:
    """Health, readiness, the figures if there are any, the inlet of updates if they are carried, and the desk of authors
    if it is here.
    """

    async def health(_: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def ready(_: Request) -> Response:
        why_not = await readiness.why_not()
        return PlainTextResponse("ready\n") if why_not is None else PlainTextResponse(f"{why_not}\n", _LATER)

    routes = [Route(HEALTH, health), Route(READY, ready)]
    if figures is not None:
        routes.append(Route(METRICS, _page_of(figures)))
    if inlet is not None:
        routes.append(Route(inlet.path, inlet.receiving, methods=[_CARRIES]))
    if desk is not None:
        routes += [Route(DESK, desk), Route(f"{DESK}/{{rest:path}}", desk)]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    return _SeeingOff(app if inlet is None else _Shortcut(inlet, app))


def _page_of(figures: Figures) -> Callable[[Request], Awaitable[Response]]:
    async def page(_: Request) -> Response:
        return Response(await figures.told(), headers={"Content-Type": figures.content_type})

    return page


class _Shortcut:
    """An update that is carried in does not look for its way like everybody else: it is nearly all there is."""

    def __init__(self, inlet: Inlet, others: ASGIApp) -> None:
        self._inlet = inlet
        self._others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == self._inlet.path and scope["method"] == _CARRIES:
            await self._inlet.receiving(scope, receive, send)
        else:
            await self._others(scope, receive, send)


class _SeeingOff:
    """Who is refused is hung up on, so that nobody goes on to send a body which is not wanted."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def hang_up_on_refusal(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= _REFUSED:
                message["headers"] = [*message["headers"], (b"connection", b"close")]
            await send(message)

        try:
            await self._app(scope, receive, hang_up_on_refusal)
        except asyncio.CancelledError:
            # The server cuts off only what was not done when its time to stop was over.
            await Response(status_code=_LATER)(scope, receive, hang_up_on_refusal)
