"""The HTTP server beneath the pages: uvicorn, inside our own loop and under our own signals."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.addresses import Listen
from bot.settings import PREFIX, SettingsProblem

_STOP_WITHIN: Final = 3
_BACKLOG: Final = 1024
_MOST_AROUND: Final = 64 * 1024
"""Bytes of a request beside its body: its address, its headers, and what goes between and behind the parts of a body."""


class _Server(uvicorn.Server):
    """Leaves SIGTERM and SIGINT to the bot, which stops the server when it is time."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Protocol(HttpToolsProtocol):
    """HTTP as llhttp reads it, which is many times as fast as a reader in Python, and would read headers without end."""

    _around = 0

    def on_message_begin(self) -> None:
        self._around = 0
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        self._around -= len(body)
        super().on_body(body)

    def data_received(self, data: bytes) -> None:
        self._around += len(data)
        super().data_received(data)
        if self._around > _MOST_AROUND and not self.transport.is_closing():
            self.send_400_response("Too much.")


class Door:
    """Serves `pages` at an address of this machine."""

    def __init__(self, pages: ASGIApp, listen: Listen) -> None:
        self._pages = pages
        self._listen = listen

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Open for as long as the block lasts; gives the address. Requests under way are then finished, if they do not
        take long. Raises `SettingsProblem`.
        """
        with self._bound() as listening:
            # Its access log holds addresses of people; its warnings are for any stranger to fill.
            config = uvicorn.Config(
                self._pages,
                http=_Protocol,
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                log_level="error",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                workers=1,
                backlog=_BACKLOG,
                timeout_graceful_shutdown=_STOP_WITHIN,
            )
            server = _Server(config)
            serving = asyncio.create_task(server.serve([listening]))
            host, port = listening.getsockname()[:2]
            try:
                yield f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
            finally:
                server.should_exit = True
                await serving

    def _bound(self) -> socket.socket:
        """A socket at which callers queue up at once, also before the server is at work."""
        host, port = self._listen.host, self._listen.port
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            return socket.create_server((host, port), family=family, backlog=_BACKLOG)
        except OSError as error:
            raise SettingsProblem(
                f"nothing can listen at {host}:{port} ({error.strerror}); is another program there already? Choose a free "
                f"address of this machine with {PREFIX}LISTEN"
            ) from error
