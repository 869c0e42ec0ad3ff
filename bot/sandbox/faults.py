"""Weather: the ways in which Telegram and the network fail, switched on when one wants to see them."""

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

SENDING = frozenset({"sendMessage", "sendPhoto", "sendDocument"})
IN_CHATS = SENDING | {
    "editMessageText",
    "editMessageCaption",
    "editMessageReplyMarkup",
    "deleteMessage",
    "sendChatAction",
}

Kind = Literal["drop the connection", "too many requests", "lose the answer"]


@dataclass
class Fault:
    """One thing that goes wrong, for certain methods, a certain number of times."""

    kind: Kind
    methods: Collection[str]
    times: float
    retry_after: int = 0


class Faults:
    """What goes wrong at present. Faults of one kind meet the next calls of their methods, one fault a call."""

    def __init__(self, *, changed: Callable[[], None]) -> None:
        self.out = False
        self._waiting: list[Fault] = []
        self._changed = changed

    def outage(self, on: bool = True) -> None:
        """Every call gets a 502 with a page of HTML, as when Telegram is down."""
        self.out = on
        self._changed()

    def drop_connection(self, times: int = 1, *, methods: Collection[str] = SENDING) -> None:
        """The connection closes before anything is done."""
        self._waiting.append(Fault("drop the connection", methods, times))

    def answer_lost(self, times: int = 1, *, methods: Collection[str] = SENDING) -> None:
        """The call is carried out, but the connection closes before the answer."""
        self._waiting.append(Fault("lose the answer", methods, times))

    def too_many(self, retry_after: int, times: int | None = 1, *, methods: Collection[str] = SENDING) -> None:
        """A 429 with `retry_after` seconds; `times=None` until `clear`."""
        self._waiting.append(
            Fault("too many requests", methods, math.inf if times is None else times, retry_after=retry_after)
        )
        self._changed()

    def clear(self) -> None:
        """Fair weather again."""
        self.out = False
        self._waiting.clear()
        self._changed()

    def clear_too_many(self) -> None:
        """No more 429 on purpose."""
        self._waiting = [fault for fault in self._waiting if fault.kind != "too many requests"]
        self._changed()

    @property
    def slowed(self) -> bool:
        """Whether calls are being answered with 429 on purpose."""
        return any(fault.kind == "too many requests" for fault in self._waiting)

    def meets(self, method: str) -> Fault | None:
        """The fault that this call runs into, used up by one; None in fair weather."""
        for fault in self._waiting:
            if method in fault.methods:
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None
