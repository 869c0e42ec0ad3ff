"""What is known of a raw update before it is opened: its number, whose it is, and when it was done."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from bot.telegram import json_text
from storage.inbox import Received
from storage.keys import NOBODY

_LOG = logging.getLogger(__name__)

_LARGEST: Final = 2**63 - 1
_LAST_SECOND: Final = 253_402_300_799
_UNWRITABLE: Final = (TypeError, ValueError, RecursionError)
_PARTS: Final = ("message", "edited_message", "callback_query", "my_chat_member")
_TOLD_IN: Final = (("message", "date"), ("edited_message", "edit_date"), ("my_chat_member", "date"))
"""A tap carries no time of its own."""


def received(update: Mapping[str, Any]) -> Received | None:
    """A raw update as the inbox takes it, however strange it is; None without a number to know it by."""
    number = update.get("update_id")
    if type(number) is not int or abs(number) > _LARGEST:
        _LOG.warning("an update has no number that can be kept, and is left out")
        return None
    return Received(number, _sender(update), _body(update), said_at=_said_at(update))


def _body(update: Mapping[str, Any]) -> str:
    """Nothing at all stands for what cannot be written down; it is found out when it is opened."""
    try:
        return json_text.written(update)
    except _UNWRITABLE:
        return ""


def _sender(update: Mapping[str, Any]) -> int:
    """Whose update this is: the chat's id, else the sender's, else nobody's."""
    for part in _PARTS:
        body = update.get(part)
        if not isinstance(body, Mapping):
            continue
        for place in (body.get("chat"), body.get("from")):
            if isinstance(place, Mapping) and type(place.get("id")) is int and abs(place["id"]) <= _LARGEST:
                return int(place["id"])
    return NOBODY


def _said_at(update: Mapping[str, Any]) -> datetime | None:
    for part, field in _TOLD_IN:
        body = update.get(part)
        second = body.get(field) if isinstance(body, Mapping) else None
        if type(second) is int and 0 < second <= _LAST_SECOND:
            return datetime.fromtimestamp(second, UTC)
    return None
