"""JSON as Telegram sends it: orjson, and the slower reader for the half characters (`\\ud800`) that orjson refuses."""

import json
from typing import Any

import orjson


def read(text: bytes | str) -> Any:
    """What `text` says. Raises `ValueError` when it is no JSON."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)


def written(value: object) -> str:
    """`value` as JSON."""
    return encoded(value).decode()


def encoded(value: object) -> bytes:
    """`value` as JSON, ready for the wire."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value).encode()
