"""What a browser sends to the desk: read with limits, and taken from our own pages alone."""

import asyncio
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from bot.desk.address import Address
from bot.words import _
from curriculum.lettering import MOST_BYTES

MOST_BODY: Final = 4 * MOST_BYTES
"""A form writes most letters of other scripts as three times as many."""
_MOST_FIELDS: Final = 10
_PATIENCE: Final = 20.0
_FORM: Final = "application/x-www-form-urlencoded"
_NOT_SAID: Final = (None, "null")
"""Some browsers are told to name no page that they come from; then they name no origin either."""


class Unwelcome(Exception):
    """A request that is not answered as it wants to be; `status` is HTTP's, the text is for who sent it."""

    def __init__(self, status: int, says: str) -> None:
        super().__init__(says)
        self.status = status
        self.says = says


def is_for_us(request: Request, address: Address) -> bool:
    """Whether it names the host at which the desk is, once."""
    return [value.lower() for value in request.headers.getlist("host")] == [address.host.lower()]


def is_from_us(request: Request, address: Address) -> bool:
    """Whether one of our own pages sent it: the browser has to say so, and nothing it says may speak against it."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin not in _NOT_SAID and origin != address.origin:
        return False
    if site is not None:
        return site == "same-origin"
    return origin == address.origin


async def form_of(request: Request) -> Mapping[str, str]:
    """The fields of a form. Raises `Unwelcome`."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise Unwelcome(415, _("That is no form of this page."))
    body = await _body(request)
    try:
        fields = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise Unwelcome(400, _("That form could not be read.")) from error
    given = dict(fields)
    if len(given) < len(fields):
        raise Unwelcome(400, _("That form could not be read."))
    return given


async def _body(request: Request) -> bytes:
    told = request.headers.get("content-length", "0")
    if told.isascii() and told.isdigit() and int(told[:20]) > MOST_BODY:
        raise _too_large()
    body = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE):
            async for part in request.stream():
                body += part
                if len(body) > MOST_BODY:
                    raise _too_large()
    except (TimeoutError, ClientDisconnect) as error:
        raise Unwelcome(408, _("That took too long to arrive. Please try again.")) from error
    return bytes(body)


def _too_large() -> Unwelcome:
    return Unwelcome(413, _("That is too long: a track has at most {most} KiB.").format(most=MOST_BYTES // 1024))
