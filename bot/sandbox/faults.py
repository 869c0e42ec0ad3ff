"""Weather: the ways in which Telegram and the network fail, switched on when one wants to see them."""

import asyncio
import math
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

SENDING = frozenset({"sendMessage", "sendPhoto", "sendVoice", "sendDocument"})
MESSAGES = SENDING | {"editMessageText", "editMessageCaption", "editMessageReplyMarkup"}
IN_CHATS = MESSAGES | {"deleteMessage", "deleteMessages", "sendChatAction"}


class Kind(StrEnum):
    """What a call runs into. Whether Telegram has acted on it by then is told by `Fault.acted`."""

    CLOSED = "the connection is closed without an answer"
    RESET = "the connection is reset without an answer"
    HALF_ANSWER = "the answer breaks off in the middle"
    TRICKLES = "the answer comes byte by byte"
    HANGS = "no answer comes, and the connection stays open"
    SERVER_ERROR = "a 502 with a page of HTML"
    TOO_MANY_PAGE = "a 429 with a page of HTML"
    NOT_OK = "a 200 that says it is not ok"
    BROKEN_JSON = "a 200 with half of its JSON"
    PAGE = "a 200 with a page of HTML"
    REFUSED = "a refusal of Telegram's"


@dataclass
class Fault:
    """One thing that goes wrong, for certain methods (and for one chat, if `chat` is set), a certain number of times."""

    kind: Kind
    methods: Collection[str] | None
    times: float
    acted: bool = False
    chat: int | None = None
    code: int = 0
    description: str = ""
    retry_after: int | None = None

    def meets(self, method: str, chat: int | None) -> bool:
        """Whether a call of this method, for this chat, runs into it."""
        return (self.methods is None or method in self.methods) and self.chat in (None, chat)


class Faults:
    """What goes wrong at present. Faults meet the next calls of their methods, in the order they were made, one a call.

    A ban lasts for real seconds, counted by `elapsed`; `requests_during_bans` counts the calls that came all the same.
    `hanging` holds, oldest first, the gates behind which calls hang: each until its gate is set or the caller leaves.
    """

    def __init__(self, *, changed: Callable[[], None], elapsed: Callable[[], float]) -> None:
        self.out = False
        self.requests_during_bans = 0
        self.hanging: list[asyncio.Event] = []
        self._waiting: list[Fault] = []
        self._bans: dict[int | None, float] = {}
        self._changed = changed
        self._elapsed = elapsed

    def outage(self, on: bool = True) -> None:
        """Every call gets a 502 with a page of HTML, as when Telegram is down."""
        self.out = on
        self._changed()

    def drop_connection(self, times: int = 1, *, methods: Collection[str] = SENDING) -> None:
        """The connection closes before anything is done."""
        self._waiting.append(Fault(Kind.CLOSED, methods, times))

    def answer_lost(self, times: int = 1, *, methods: Collection[str] = SENDING) -> None:
        """The call is carried out, but the connection closes before the answer."""
        self._waiting.append(Fault(Kind.CLOSED, methods, times, acted=True))

    def spoil(
        self, kind: Kind, times: int = 1, *, acted: bool, methods: Collection[str] = SENDING, chat: int | None = None
    ) -> None:
        """The answer is no answer, of whatever `kind`; the call is carried out all the same when `acted`."""
        self._waiting.append(Fault(kind, methods, times, acted=acted, chat=chat))

    def refuse(
        self,
        code: int,
        description: str,
        times: int | None = 1,
        *,
        methods: Collection[str] | None = SENDING,
        chat: int | None = None,
    ) -> None:
        """Telegram says no in these words, as in `refuse(400, "Bad Request: chat not found")`; `methods=None`: to every
        call; `times=None`: until `clear`.
        """
        self._waiting.append(Fault(Kind.REFUSED, methods, _ever(times), code=code, description=description, chat=chat))

    def too_many(
        self,
        retry_after: int | None,
        times: int | None = 1,
        *,
        methods: Collection[str] = SENDING,
        chat: int | None = None,
    ) -> None:
        """A 429 with `retry_after` seconds, or without saying how many; `times=None` until `clear`."""
        told = "Too Many Requests" if retry_after is None else f"Too Many Requests: retry after {retry_after}"
        self._waiting.append(
            Fault(Kind.REFUSED, methods, _ever(times), code=429, description=told, retry_after=retry_after, chat=chat)
        )
        self._changed()

    def ban(self, seconds: float, *, chat: int | None = None) -> None:
        """For so long, messages to this chat (or to any) get a 429 that says how long it still lasts."""
        self._bans[chat] = max(self._bans.get(chat, -math.inf), self._elapsed() + seconds)

    def ban_met(self, chat: int | None) -> float:
        """A message to this chat arrives: how many seconds it is too early; 0 when there is no ban."""
        until = max(self._bans.get(None, -math.inf), self._bans.get(chat, -math.inf))
        left = max(0.0, until - self._elapsed())
        self.requests_during_bans += left > 0
        return left

    async def hang(self) -> None:
        """Waits behind a new gate."""
        gate = asyncio.Event()
        self.hanging.append(gate)
        self._changed()
        try:
            await gate.wait()
        finally:
            self.hanging.remove(gate)
            self._changed()

    def let_go(self) -> None:
        """The connections of all calls that hang are closed."""
        for gate in self.hanging:
            gate.set()

    def clear(self) -> None:
        """Fair weather again; calls that hang are let go."""
        self.out = False
        self.let_go()
        self._waiting.clear()
        self._bans.clear()
        self._changed()

    def clear_too_many(self) -> None:
        """No more 429 on purpose."""
        self._waiting = [fault for fault in self._waiting if fault.code != 429]
        self._changed()

    @property
    def slowed(self) -> bool:
        """Whether calls are being answered with 429 on purpose."""
        return any(fault.code == 429 for fault in self._waiting)

    def meets(self, method: str, chat: int | None) -> Fault | None:
        """The fault that this call runs into, used up by one; None in fair weather."""
        for fault in self._waiting:
            if fault.meets(method, chat):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None


def _ever(times: int | None) -> float:
    return math.inf if times is None else times
