"""The desk over HTTP: who is let in, and to which page. Each request is looked at anew."""

import hmac
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot import terms
from bot.addresses import DESK
from bot.desk.address import Address, Whereabouts
from bot.desk.asking import Asked
from bot.desk.entering import Entering, Visit
from bot.desk.headers import Headed
from bot.desk.pages import Pages
from bot.desk.rationing import WITHIN_SECONDS, Ration
from bot.desk.requests import Unwelcome, form_of, is_for_us, is_from_us
from bot.desk.writing import Writing, routes
from bot.words import _, marked, nearest, speaking
from storage.database import Database
from storage.errors import Unavailable

_LOG = logging.getLogger(__name__)

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_NOT_THERE: Final = marked("There is no such page.")
_NOT_DONE: Final = marked("That cannot be done here.")
_FOREIGN: Final = marked(
    "That did not come from a page of this desk, so nothing was done. Open the desk and try there."
)
_LATER: Final = marked(
    "The desk cannot be reached for a moment. Nothing was lost that was saved; please try again soon."
)
_BROKEN: Final = marked("Something went wrong here, and it was noted. What was saved is kept.")
_SEE_OTHER: Final = 303

Handler = Callable[[Asked], Awaitable[Response]]
Step = Callable[[Request], Awaitable[Response]]


class Desk:
    """Serves everything beneath `/desk`, to who was let in by a link of the bot's."""

    def __init__(
        self,
        database: Database,
        entering: Entering,
        writing: Writing,
        pages: Pages,
        ration: Ration,
        whereabouts: Whereabouts,
    ) -> None:
        self._database = database
        self._entering = entering
        self._pages = pages
        self._ration = ration
        self._whereabouts = whereabouts
        app = Starlette(
            routes=[
                Route(f"{DESK}/in/{{secret:str}}", self._step(self._door), methods=["GET"]),
                Route(f"{DESK}/in/{{secret:str}}", self._step(self._enter), methods=["POST"]),
                Route(f"{DESK}/leave", self._step(self._leave), methods=["POST"]),
                Route(f"{DESK}/files/{{edition:str}}/{{name:str}}", self._step(self._file), methods=["GET"]),
                *(
                    Route(f"{DESK}{path}", self._step(self._for_visitors(handler)), methods=[method])
                    for (method, path), handler in routes(writing).items()
                ),
            ],
            exception_handlers={HTTPException: self._not_routed},
        )
        app.router.redirect_slashes = False
        self._app = Headed(app, self._is_secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        await self._app(scope, receive, send)

    async def _door(self, request: Request) -> Response:
        """Shows the button that opens the desk. Whoever only looks at a link, as apps do to show what it leads to, does not
        use it up.
        """
        secret = request.path_params["secret"]
        if not _SECRET.fullmatch(secret):
            return self._no_link()
        return self._pages.page("enter", secret=secret, minutes=terms.DESK_IDLE.seconds // 60)

    async def _enter(self, request: Request) -> Response:
        address = self._from_us(request)
        secret = request.path_params["secret"]
        if not _SECRET.fullmatch(secret):
            return self._no_link()
        async with self._database.unit() as unit:
            held = await self._entering.enter(unit, secret)
        if held is None:
            return self._no_link() if self._ration.takes() else self._too_many()
        response = RedirectResponse(DESK, status_code=_SEE_OTHER)
        response.set_cookie(
            _cookie(address), held, path="/", secure=address.is_secure, httponly=True, samesite="strict"
        )
        return response

    async def _leave(self, request: Request) -> Response:
        address = self._from_us(request)
        form = await form_of(request)
        _ours(form, await self._visit(request, address))
        async with self._database.unit() as unit:
            await self._entering.leave(unit, request.cookies.get(_cookie(address), ""))
        with speaking(_tongue(request)):
            response = self._pages.page("out", says=_("You have left the desk. What you wrote is kept."))
        return _without_cookie(response, address)

    async def _file(self, request: Request) -> Response:
        found = self._pages.file(request.path_params["edition"], request.path_params["name"])
        if found is None:
            raise Unwelcome(404, _NOT_THERE)
        return found

    def _for_visitors(self, handler: Handler) -> Step:
        """The same for who is at the desk; a form is taken from the pages of their own browser alone."""

        async def step(request: Request) -> Response:
            posted = request.method == "POST"
            address = self._from_us(request) if posted else self._address()
            form = await form_of(request) if posted else {}
            # Whatever comes of it from here on, what somebody typed is shown to them again.
            request.state.typed = form.get("text", "")
            visit = await self._visit(request, address)
            if posted:
                form = _ours(form, visit)
            with speaking(visit.language):
                return await handler(Asked(visit, request.path_params, dict(request.query_params), form))

        return step

    async def _visit(self, request: Request, address: Address) -> Visit:
        held = request.cookies.get(_cookie(address), "")
        visit = None
        if _SECRET.fullmatch(held):
            async with self._database.unit() as unit:
                visit = await self._entering.visit(unit, held)
        if visit is None:
            raise _Outside
        request.state.language = visit.language
        return visit

    def _step(self, step: Step) -> Step:
        """The same, whatever goes wrong: nobody outside is told what that was."""

        async def answered(request: Request) -> Response:
            try:
                address = self._address()
                if not is_for_us(request, address):
                    raise Unwelcome(421, _("This is not the address of the desk."))
                with speaking(_of_the_browser(request)):
                    return await step(request)
            except _Outside:
                return self._outside(request, self._address())
            except Unwelcome as unwelcome:
                return self._told(request, unwelcome.status, unwelcome.says)
            except Unavailable:
                _LOG.warning("the desk could not reach the database")
                return self._told(request, 503, _LATER)
            except Exception:  # noqa: BLE001  (a fault is logged here, and nobody outside is told of what kind it was)
                _LOG.exception("a page of the desk could not be made")
                return self._told(request, 500, _BROKEN)

        return answered

    async def _not_routed(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = error.headers if isinstance(error, HTTPException) else None
        response = self._told(request, status, _NOT_THERE if status == 404 else _NOT_DONE)
        response.headers.update(headers or {})
        return response

    def _address(self) -> Address:
        address = self._whereabouts.address
        if address is None:
            raise Unwelcome(503, _("The desk has no address yet."))
        return address

    def _from_us(self, request: Request) -> Address:
        address = self._address()
        if not is_from_us(request, address):
            raise Unwelcome(403, _FOREIGN)
        return address

    def _is_secure(self) -> bool:
        address = self._whereabouts.address
        return address is not None and address.is_secure

    def _told(self, request: Request, status: int, says: str) -> Response:
        """What went wrong, in the language that is spoken to who asks; it may have been looked up already."""
        with speaking(_tongue(request)):
            if _wants_data(request):
                return JSONResponse({"says": _(says)}, status)
            return self._pages.page("sorry", status=status, says=_(says), typed=_typed(request))

    def _too_many(self) -> Response:
        says = _("Too many links were tried that open nothing. Wait a minute, or ask the bot for a new one.")
        response = self._pages.page("sorry", status=429, says=says)
        response.headers["Retry-After"] = f"{WITHIN_SECONDS:g}"
        return response

    def _no_link(self) -> Response:
        says = _("This link opens nothing: it was used, or its time is over, or a newer one was asked for.")
        return self._pages.page("out", status=410, says=says)

    def _outside(self, request: Request, address: Address) -> Response:
        """What opens nothing any more is taken from the browser. One that brought nothing may hold something all the same: it
        does not bring it where another site sent it.
        """
        brought = _cookie(address) in request.cookies
        response: Response
        with speaking(_tongue(request)):
            if _wants_data(request):
                response = JSONResponse({"says": _("You are not at the desk any more.")}, 401)
            else:
                says = _("You are not at the desk, or not any more.")
                response = self._pages.page(
                    "out", status=401, says=says, typed=_typed(request), may_be_open=not brought
                )
        return _without_cookie(response, address) if brought else response


class _Outside(Exception):
    """Whoever asks is not at the desk."""


def _cookie(address: Address) -> str:
    """Browsers take the first name over TLS alone, from this host alone, and for all of it."""
    return "__Host-desk" if address.is_secure else "desk"


def _without_cookie(response: Response, address: Address) -> Response:
    response.delete_cookie(_cookie(address), path="/", secure=address.is_secure, httponly=True, samesite="strict")
    return response


def _ours(form: Mapping[str, str], visit: Visit) -> Mapping[str, str]:
    """The fields of a form that a page of this visit carried. Raises `Unwelcome`."""
    fields = dict(form)
    if not hmac.compare_digest(fields.pop("form", "").encode(), visit.in_forms.encode()):
        raise Unwelcome(403, _FOREIGN)
    return fields


def _typed(request: Request) -> str:
    """What somebody typed who is not answered as they wished."""
    return str(getattr(request.state, "typed", ""))


def _tongue(request: Request) -> str:
    """The language of who is at the desk; before that is known, that of their browser."""
    known = getattr(request.state, "language", None)
    return str(known) if known else _of_the_browser(request)


def _of_the_browser(request: Request) -> str:
    """The first language that a browser asks for, as in `es-MX,es;q=0.9`."""
    return nearest(request.headers.get("accept-language", "").replace(";", ",").partition(",")[0].strip())


def _wants_data(request: Request) -> bool:
    return request.headers.get("accept") == "application/json"
