"""One request to Telegram over aiohttp, and what can be proven when it fails: was anything sent?

A message must not be sent twice, and must not be lost. So each fault of the wire carries the answer as its `__cause__`:
`NeverSent` when not one byte of the body had reached the connection, `MaybeSent` otherwise. What aiohttp says itself
is dropped on purpose: its messages hold the address, and the address holds the token.
"""

import asyncio
import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NoReturn

import aiohttp
from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import BytesPayload, Payload
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

from bot.telegram import json_text
from bot.telegram.wire_faults import Fault, MaybeSent, NeverSent, WireFault

_UNTOLD_WAIT = timedelta(seconds=5)
_LONGEST_WAIT_SECONDS = 86_400
_PATIENCE_WITH_FILES = 3
"""So many times longer an answer to an upload may take: what was handed over may still be on its way on a slow line."""
_WRITTEN_AT_ONCE = 16_384
"""Bytes; so much goes out without a wait, so that there is nothing to be timed."""
_KEEP_IDLE_SECONDS = 15
_KEEP_NAMES_SECONDS = 300
_KINDS: dict[int, type[TelegramError]] = {401: InvalidToken, 403: Forbidden, 404: InvalidToken, 409: Conflict}


class AskedToWait(RetryAfter):
    """Telegram's 429, with a length of time that can be read without the library's deprecation warning."""

    @property
    def retry_after(self) -> timedelta:
        """How long Telegram wants to be left alone."""
        return self._retry_after


def unparsed(method: str) -> str:
    """The name under which `Bot.do_api_request` lets a Bot API method through raw, as in `unparsed("sendMessage")`.

    Under its plain name the library warns that it has a method of its own, which parses every answer into objects;
    the trailing underscore is dropped again before the address is built.
    """
    return method + "_"


class AiohttpRequest(BaseRequest):
    """The library's door to HTTP, through aiohttp and orjson.

    Timeouts are in seconds, `None` means for ever; each can be given anew for a single call. The pool is a fair queue:
    at most `connections` requests at a time, and who waits longer than `pool_timeout` for a place goes away unsent.
    """

    def __init__(
        self,
        *,
        connections: int = 64,
        read_timeout: float | None = 10.0,
        write_timeout: float | None = 10.0,
        media_write_timeout: float | None = 60.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 5.0,
    ) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._media_write_timeout = media_write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._places = asyncio.Semaphore(connections)
        self._session: aiohttp.ClientSession | None = None
        self._usual_times = aiohttp.ClientTimeout(total=None, connect=connect_timeout, sock_read=read_timeout)

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may be awaited, in seconds, unless the call says otherwise."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Opens the pool; a second call changes nothing."""
        if self._session is not None:
            return
        self._places = asyncio.Semaphore(self._connections)
        self._session = aiohttp.ClientSession(
            # The places above are the limit: they are a fair queue, and tell a full pool from a slow connection.
            connector=aiohttp.TCPConnector(
                limit=0, keepalive_timeout=_KEEP_IDLE_SECONDS, ttl_dns_cache=_KEEP_NAMES_SECONDS
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
        )

    async def shutdown(self) -> None:
        """Closes every connection; what is under way then ends as a fault."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def raw_result(self, url: str, params: Mapping[str, Any]) -> Any:
        """What a call without files gives, as it came. Raises as `do_request` and `parse_json_payload` do.

        This is the short way, for what goes out by the thousand: the same as the library's, without its objects.
        """
        told = {name: value for name, value in params.items() if value is not None}
        body = _Body(_json_of(told), self._write_timeout)
        came = await self._exchange(url, "POST", body, self._usual_times, self._pool_timeout)
        return self.parse_json_payload(success(came)[1])["result"]

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and body of a success.

        Raises `TimedOut` or `NetworkError` from a `WireFault`, `AskedToWait` for a 429, and the library's own errors
        for Telegram's other refusals.
        """
        media = request_data is not None and request_data.contains_files
        body = None
        if method == "POST":
            usual = self._media_write_timeout if media else self._write_timeout
            body = _Body(_encoded(request_data or RequestData()), _chosen(write_timeout, usual))
        patience = self._read_timeout
        if media and patience is not None:
            patience *= _PATIENCE_WITH_FILES
        came = await self._exchange(
            url,
            method,
            body,
            aiohttp.ClientTimeout(
                total=None,
                connect=_chosen(connect_timeout, self._connect_timeout),
                sock_read=_chosen(read_timeout, patience),
            ),
            _chosen(pool_timeout, self._pool_timeout),
        )
        return success(came)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What a success says. Raises `NetworkError` when it is none of the Bot API's.

        Unlike the library's own it logs nothing: answers hold what people wrote.
        """
        answer = _read(payload)
        if answer is None or answer.get("ok") is not True or "result" not in answer:
            fault = MaybeSent(Fault.BAD_ANSWER)
            raise _told(fault) from fault
        return answer

    async def _exchange(
        self,
        url: str,
        method: str,
        body: "_Body | None",
        times: aiohttp.ClientTimeout,
        pool_timeout: float | None,
    ) -> tuple[int, bytes] | WireFault:
        if not await self._has_place(pool_timeout):
            return NeverSent(Fault.POOL_TIMEOUT)
        try:
            if self._session is None:
                return NeverSent(Fault.CLOSED)
            # A redirect would turn the POST into a GET somewhere else, with the token in it.
            async with self._session.request(method, url, data=body, timeout=times, allow_redirects=False) as answer:
                return answer.status, await _whole(answer, times.sock_read)
        except (aiohttp.ClientError, OSError) as error:
            fault = _fault_of(error)
        finally:
            self._places.release()
        return NeverSent(fault) if body is not None and not body.begun else MaybeSent(fault)

    async def _has_place(self, seconds: float | None) -> bool:
        """Waits for a place among the connections; False when there is none in time."""
        if not self._places.locked():
            return await self._places.acquire()
        try:
            async with asyncio.timeout(seconds):
                return await self._places.acquire()
        except TimeoutError:
            return False


class _Body(Payload):
    """A request body that is written in time, and remembers whether its writing began."""

    def __init__(self, content: Payload, seconds: float | None) -> None:
        super().__init__(content, headers=content.headers)
        self._content = content
        self._seconds = seconds
        self.begun = False

    @property
    def size(self) -> int | None:
        return self._content.size

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        return self._content.decode(encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        await self.write_with_length(writer, None)

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        self.begun = True
        if self.size is not None and self.size <= _WRITTEN_AT_ONCE:
            await self._content.write_with_length(writer, content_length)
            return
        async with asyncio.timeout(self._seconds):
            await self._content.write_with_length(writer, content_length)

    async def close(self) -> None:
        await self._content.close()


async def _whole(answer: aiohttp.ClientResponse, seconds: float | None) -> bytes:
    """All of an answer that has begun; aiohttp itself is content when each piece of it comes in time."""
    if answer.content.is_eof():
        return await answer.read()
    try:
        async with asyncio.timeout(seconds):
            return await answer.read()
    except TimeoutError as error:
        raise aiohttp.ServerTimeoutError from error


def _encoded(data: RequestData) -> Payload:
    """The body: JSON, which is the least work for both sides, and a form where files go with it
    (https://core.telegram.org/bots/api#making-requests).
    """
    if not data.contains_files:
        return _json_of(data.parameters)
    form = aiohttp.FormData(data.json_parameters)
    for field, (name, content, kind) in data.multipart_data.items():
        # As a stream: aiohttp warns when it is handed a large file as one piece.
        file = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(field, file, filename=name, content_type=kind)
    return form()


def _json_of(params: Mapping[str, Any]) -> Payload:
    return BytesPayload(json_text.encoded(params), content_type="application/json")


def success(came: tuple[int, bytes] | WireFault) -> tuple[int, bytes]:
    """Status and body of an answer that is a success. Raises what any other means."""
    if isinstance(came, WireFault):
        raise _told(came) from came
    status, payload = came
    if not 200 <= status <= 299:
        _raise_refusal(status, _read(payload))
    return status, payload


def _chosen(given: object, usual: float | None) -> float | None:
    """The timeout of this call: the library passes a mark of its own when the caller named none."""
    if given is None or isinstance(given, int | float):
        return given
    return usual


def _fault_of(error: aiohttp.ClientError | OSError) -> Fault:
    match error:
        case aiohttp.ConnectionTimeoutError():
            return Fault.CONNECT_TIMEOUT
        case aiohttp.ServerTimeoutError():
            return Fault.READ_TIMEOUT
        case TimeoutError():
            return Fault.WRITE_TIMEOUT
        case aiohttp.ClientConnectorDNSError():
            return Fault.DNS
        case aiohttp.ClientSSLError() | aiohttp.ServerFingerprintMismatch():
            return Fault.TLS
        case aiohttp.ClientConnectorError():
            return Fault.CONNECT_REFUSED
        case aiohttp.ClientPayloadError():
            return Fault.HALF_ANSWER
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return Fault.BAD_ADDRESS
        case aiohttp.ClientResponseError():
            return Fault.BAD_ANSWER
    return Fault.RESET


def _told(fault: WireFault) -> NetworkError:
    sent = "nothing was sent" if isinstance(fault, NeverSent) else "it may have been sent"
    timeouts = (Fault.POOL_TIMEOUT, Fault.CONNECT_TIMEOUT, Fault.WRITE_TIMEOUT, Fault.READ_TIMEOUT)
    kind = TimedOut if fault.fault in timeouts else NetworkError
    return kind(f"{fault.fault} ({sent})")


def _raise_refusal(status: int, answer: dict[str, Any] | None) -> NoReturn:
    """Raises what an answer other than a success means. A gateway's page proves nothing, whatever its status."""
    if status == 429:
        raise AskedToWait(_wait_asked_by(answer))
    if status >= 500 or answer is None:
        fault = MaybeSent(Fault.SERVER_ERROR if status >= 500 else Fault.BAD_ANSWER)
        raise _told(fault) from fault
    moved_to = _parameters(answer).get("migrate_to_chat_id")
    if isinstance(moved_to, int):
        raise ChatMigrated(moved_to)
    raise _KINDS.get(status, BadRequest)(_said(answer))


def _read(payload: bytes) -> dict[str, Any] | None:
    try:
        answer = json_text.read(payload)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _parameters(answer: dict[str, Any] | None) -> dict[str, Any]:
    parameters = (answer or {}).get("parameters")
    return parameters if isinstance(parameters, dict) else {}


def _wait_asked_by(answer: dict[str, Any] | None) -> timedelta:
    seconds = _parameters(answer).get("retry_after")
    if isinstance(seconds, int | float) and seconds > 0:
        return timedelta(seconds=min(seconds, _LONGEST_WAIT_SECONDS))
    return _UNTOLD_WAIT


def _said(answer: dict[str, Any]) -> str:
    """Telegram's description without its details, which may quote the message: "can't parse entities: … tag …"."""
    description = answer.get("description")
    if not isinstance(description, str):
        return "refused without a reason"
    return ": ".join(description.partition('"')[0].split(": ")[:2]).strip()
