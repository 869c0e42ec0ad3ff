"""What the messages we sent look like now, so that an edit that would change nothing is not made."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

import orjson

_REMEMBERED: Final = 20_000


class Shown:
    """The looks of the newest messages, as digests: no word is kept. A look that is not known is taken for another."""

    def __init__(self, remembered: int = _REMEMBERED) -> None:
        self._looks: OrderedDict[tuple[object, object], bytes] = OrderedDict()
        self._remembered = remembered

    def remember(self, params: Mapping[str, Any], message_id: object) -> None:
        """The message looks as `params` say."""
        key = (params.get("chat_id"), message_id)
        self._looks[key] = _look(params)
        self._looks.move_to_end(key)
        if len(self._looks) > self._remembered:
            self._looks.popitem(last=False)

    def forget(self, params: Mapping[str, Any]) -> None:
        """An edit is on its way: until its answer is here, nobody knows how the message looks."""
        self._looks.pop((params.get("chat_id"), params.get("message_id")), None)

    def looks_so(self, params: Mapping[str, Any]) -> bool:
        """Whether the message that an edit would change looks so already."""
        return self._looks.get((params.get("chat_id"), params.get("message_id"))) == _look(params)


def _look(params: Mapping[str, Any]) -> bytes:
    words = params.get("text", params.get("caption"))
    return hashlib.sha256(orjson.dumps([words, params.get("reply_markup")])).digest()
