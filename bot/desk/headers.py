"""What every answer of the desk tells the browser: what the page may do, and that nothing of it is kept or passed on."""

from collections.abc import Callable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TRANSCRIPT: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
"""A page that others make: styles may stand in it, and nothing in it does anything."""
UNCHANGING: Final = "public, max-age=31536000, immutable"
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
_UNLESS_TOLD: Final = {
    "Content-Security-Policy": PAGE,
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
}
_OVER_TLS: Final = "max-age=31536000"


class Headed:
    """Puts the headers on whatever is answered."""

    def __init__(self, app: ASGIApp, is_secure: Callable[[], bool]) -> None:
        self._app = app
        self._is_secure = is_secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                wanted = {name: value for name, value in _UNLESS_TOLD.items() if name.lower().encode() not in there}
                if self._is_secure():
                    wanted["Strict-Transport-Security"] = _OVER_TLS
                added = [(name.lower().encode(), value.encode()) for name, value in (_ALWAYS | wanted).items()]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, with_headers)
