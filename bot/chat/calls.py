"""An answer on its way: the calls that say it, kept as text beside the update until they are made."""

from collections.abc import Sequence

import orjson

from bot.chat.message import Call


def written(calls: Sequence[Call]) -> str:
    """The calls as one text."""
    return orjson.dumps([[call.method, call.params] for call in calls]).decode()


def read(text: str) -> list[Call]:
    """The calls again."""
    return [Call(method, params) for method, params in orjson.loads(text)]
