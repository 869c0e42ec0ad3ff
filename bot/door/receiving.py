"""Updates that Telegram carries here: from nobody else, each kept before Telegram hears that it arrived."""

import asyncio
import hmac
import logging
from typing import Any, Final

from starlette.types import Receive, Scope, Send

from bot.door.gathering import Gathering, Store
from bot.telegram import json_text
from storage.errors import StorageError

_LOG = logging.getLogger(__name__)

SECRET_HEADER: Final = b"x-telegram-bot-api-secret-token"
MOST_BYTES: Final = 1024 * 1024
_LARGEST_NUMBER: Final = 2**63 - 1
_PATIENCE: Final = 20.0
"""Seconds; Telegram itself waits longer. A locked database is waited for half as long."""

_TAKEN: Final = 200
_STRANGER: Final = 403
_TOO_LARGE: Final = 413
_LATER: Final = 503
"""Telegram carries the update here again after a while."""


class _TooLarge(Exception):
    """Nothing that Telegram sends is as long as this."""


class _HungUp(Exception):
    """Whoever began to send has gone."""


class Receiving:
    """Takes updates from who knows the `secret`, and hands them to `store`. `left_out` counts what could not be kept
    because it was none that anybody could read.
    """

    def __init__(self, store: Store, *, secret: str, patience: float = _PATIENCE) -> None:
        self.left_out = 0
        self._gathering = Gathering(store)
        self._secret = secret.encode()
        self._patience = patience
        self._is_storing = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, with 200 once the update is kept, or when it is nothing that could be."""
        status = await self._status(scope, receive)
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})

    async def _status(self, scope: Scope, receive: Receive) -> int:
        if not self._is_telegram(scope):
            return _STRANGER
        try:
            async with asyncio.timeout(self._patience):
                return await self._take_in(await _body(scope, receive))
        except _TooLarge:
            return _TOO_LARGE
        except (_HungUp, TimeoutError):
            return _LATER

    def _is_telegram(self, scope: Scope) -> bool:
        """In a time that tells nothing of the secret, and before a stranger's body takes up any of ours."""
        given = [value for name, value in scope["headers"] if name == SECRET_HEADER]
        return len(given) == 1 and hmac.compare_digest(given[0], self._secret)

    async def _take_in(self, body: bytes) -> int:
        update = _update_in(body)
        if update is None:
            self._leave_out("is no update with a number that can be kept")
            return _TAKEN
        try:
            await self._gathering.keep(update)
        except StorageError as error:
            self._note(error)
            return _LATER
        except Exception as error:  # noqa: BLE001  (asked for again and again, it would hold up its whole chat)
            # Only the kind of the error: what it says may quote what a person wrote.
            self._leave_out(f"could not be stored ({type(error).__name__})")
            return _TAKEN
        self._note(None)
        return _TAKEN

    def _leave_out(self, why: str) -> None:
        self.left_out += 1
        _LOG.error("what came to the webhook %s, and is left out; that makes %s since the start", why, self.left_out)

    def _note(self, error: StorageError | None) -> None:
        """Logs what has changed, once."""
        before, self._is_storing = self._is_storing, error is None
        if before and error is not None:
            _LOG.error("updates cannot be stored; Telegram is told to bring them again", exc_info=error)
        elif not before and error is None:
            _LOG.info("updates are stored again")


async def _body(scope: Scope, receive: Receive) -> bytes:
    """All of the body. Raises `_TooLarge` as soon as that is known, and reads no further; `_HungUp`."""
    told = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    if told.isdigit() and int(told[:20]) > MOST_BYTES:
        raise _TooLarge
    body = bytearray()
    more = True
    while more:
        part = await receive()
        if part["type"] == "http.disconnect":
            raise _HungUp
        body += part.get("body", b"")
        if len(body) > MOST_BYTES:
            raise _TooLarge
        more = part.get("more_body", False)
    return bytes(body)


def _update_in(body: bytes) -> dict[str, Any] | None:
    """What the body says, however strange; None for what has no number to know it by."""
    try:
        update = json_text.read(body)
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    return update if type(number) is int and abs(number) <= _LARGEST_NUMBER else None
