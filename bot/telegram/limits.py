"""How fast the bot may speak: replies before nudges, Telegram's rates kept, its requests to wait obeyed.

Telegram allows about 30 messages a second in all and one a second in a chat, short bursts aside, and answers 429 to
who goes faster (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
"""

import asyncio
import itertools
import math
import time
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from heapq import heappop, heappush
from random import SystemRandom
from typing import Any

from telegram.error import NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.answers import seconds_to_wait
from bot.telegram.request import AskedToWait
from bot.telegram.shared_rate import SharedRate
from bot.telegram.wire_faults import Fault, NeverSent

_Answer = bool | dict[str, Any] | list[dict[str, Any]]
_Chat = int | str

_CHAT_SECONDS = 1.0
_CHAT_BURST = 3
_CATCH_UP_SECONDS = 0.05
_STRETCHED = 1.003
"""A second is taken for a little more: what leaves a second apart may arrive a little closer together."""
_STORM_CHATS = 3
_STORM_SECONDS = 10.0
_ACCOUNTS_KEPT = 1024
_CHANCE = SystemRandom()


class Lane(StrEnum):
    """In whose name a call is made: an answer to somebody, a nudge, or a nudge that holds its permit already."""

    REPLY = "reply"
    NUDGE = "nudge"
    PERMITTED = "permitted"


class Limits(BaseRateLimiter[Lane]):
    """Lets each call out when its turn has come; a call that names no lane is a reply.

    In no second more than `messages_per_second` messages, by when they leave; nudges evenly spread, so that a reply finds a free slot at
    once. What makes no message (answering a tap, "is typing", deleting, commands) is never held up. Nobody is kept
    waiting in silence: where Telegram wants to be left alone for longer than `patience` seconds, a reply is told
    so by `AskedToWait`, without a request.
    """

    def __init__(
        self,
        messages_per_second: float,
        *,
        now: Callable[[], float] = time.monotonic,
        randomness: Callable[[], float] = _CHANCE.random,
        tries: int = 3,
        patience: float = 10.0,
        shared: SharedRate | None = None,
    ) -> None:
        self._window = _Window(messages_per_second)
        self._left = _Window(messages_per_second)
        self._leaving: deque[asyncio.Future[None]] = deque()
        self._leaving_timer: asyncio.TimerHandle | None = None
        self._spacing = _STRETCHED / messages_per_second
        self._now = now
        self._randomness = randomness
        self._tries = tries
        self._patience = patience
        self._shared = shared
        self._replies = _Line(patience)
        self._nudges = _Line(math.inf)
        self._next_nudge = -math.inf
        self._accounts = _Accounts()
        self._all_banned_until = -math.inf
        self._bans: deque[tuple[float, _Chat]] = deque()
        self._numbers = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def chats_remembered(self) -> int:
        """How many chats are on the books; who was sent nothing lately is not."""
        return len(self._accounts)

    async def initialize(self) -> None:
        """Nothing to open."""

    def send_replies_away(self) -> None:
        """Sends those who wait with a reply away, with the proof that nothing was sent."""
        self._replies.send_away(_closed)

    async def shutdown(self) -> None:
        """Sends everybody who waits away, with the proof that nothing was sent."""
        self._rest()
        self._replies.send_away(_closed)
        self._nudges.send_away(_closed)
        while self._leaving:
            if not (waiting := self._leaving.popleft()).done():
                waiting.set_exception(_closed())

    async def nudge_permits(self, most: int) -> int:
        """Waits until a nudge may be sent: after every reply that waits, within the rate, outside a general ban. Gives how
        many may be by then, `most` at most.

        Each is then sent in the lane `PERMITTED`. Raises `NetworkError` when the bot is shut down meanwhile.
        """
        await self._turn(self._nudges, None, next(self._numbers), leaves=False)
        given = 1
        while given < most and self._gives_another():
            given += 1
        return given if self._shared is None else await self._shared.nudges(given)

    def _gives_another(self) -> bool:
        """Whether one more nudge may go at this moment, for which nobody has to wait; if so it is counted."""
        now = self._now()
        opens_at = max(self._all_banned_until, self._window.opens_at(), self._next_nudge)
        if opens_at > now or self._replies.first(now, self._accounts) is not None:
            return False
        self._count_nudge(now)
        self._window.take(now)
        return True

    def _count_nudge(self, now: float) -> None:
        self._next_nudge = max(self._next_nudge, now - _CATCH_UP_SECONDS) + self._spacing

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> _Answer:
        """Makes the call in its turn. After a 429 a reply is tried again; a nudge is not: its ledger decides.

        Raises `RetryAfter` when Telegram still, or for longer than the patience of a reply, wants to be left alone.
        """
        chat = _chat_of(data)
        lane = rate_limit_args or Lane.REPLY
        held = _makes_a_message(endpoint)
        tries = self._tries if held and lane is Lane.REPLY and chat is not None else 1
        number = next(self._numbers)
        for left in reversed(range(tries)):
            if held:
                await self._leave(lane, chat, number)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                await self._remember(chat, seconds_to_wait(error))
                if not left:
                    raise
        raise AssertionError("the last try returns or raises")

    async def _leave(self, lane: Lane, chat: _Chat | None, number: int) -> None:
        match lane:
            case Lane.REPLY:
                await self._turn(self._replies, chat, number)
                if self._shared is not None and (wait := await self._shared.reply(within=self._patience)) > 0:
                    raise _asked_to_wait(wait)
            case Lane.NUDGE:
                await self._turn(self._nudges, chat, number)
                if self._shared is not None:
                    await self._shared.nudges(1)
            case Lane.PERMITTED:
                await self._may_leave()
                now = self._now()
                banned_for = max(self._all_banned_until, self._accounts.banned_until(chat)) - now
                if banned_for > 0:
                    raise _asked_to_wait(banned_for)
                self._accounts.charge(chat, now)

    async def _may_leave(self) -> None:
        """Who has a permit leaves a while later, some sooner than others. Nobody leaves while the last second is full by
        when those before have left, and nobody overtakes who waits for that.
        """
        now = self._now()
        if not self._leaving and self._left.opens_at_all() <= now:
            self._left.take(now)
            return
        waits = asyncio.get_running_loop().create_future()
        self._leaving.append(waits)
        self._let_leave()
        await waits

    def _let_leave(self) -> None:
        """Lets out who may leave, and sets a timer for the next."""
        if self._leaving_timer is not None:
            self._leaving_timer.cancel()
            self._leaving_timer = None
        while self._leaving:
            now, opens_at = self._now(), self._left.opens_at_all()
            if self._leaving[0].done():
                self._leaving.popleft()
            elif opens_at > now:
                self._leaving_timer = asyncio.get_running_loop().call_later(opens_at - now, self._let_leave)
                return
            else:
                self._left.take(now)
                self._leaving.popleft().set_result(None)

    async def _turn(self, line: "_Line", chat: _Chat | None, number: int, *, leaves: bool = True) -> None:
        given = asyncio.get_running_loop().create_future()
        line.join(_Waiter(number, chat, given, leaves), self._now())
        self._serve()
        await given

    def _serve(self) -> None:
        """Gives a slot to each whose turn it is, and sets a timer for the next."""
        self._rest()
        now = self._now()
        wakes_at = self._served_until(now)
        if wakes_at < math.inf:
            self._timer = asyncio.get_running_loop().call_later(max(0.0, wakes_at - now), self._serve)

    def _served_until(self, now: float) -> float:
        while True:
            if self._all_banned_until - now > self._patience:
                self._replies.send_away(lambda: _asked_to_wait(self._all_banned_until - now))
            opens_at = max(self._all_banned_until, self._window.opens_at())
            if opens_at > now:
                return opens_at if self._replies or self._nudges else math.inf
            line, first = self._replies, self._replies.first(now, self._accounts)
            if first is None and self._nudges and self._next_nudge > now:
                return min(self._next_nudge, self._replies.wakes_at)
            if first is None:
                line, first = self._nudges, self._nudges.first(now, self._accounts)
            if first is None:
                return min(self._replies.wakes_at, self._nudges.wakes_at)
            if first.leaves and (opens_at := self._left.opens_at_all()) > now:
                return opens_at
            line.leave()
            if line is self._nudges:
                self._count_nudge(now)
            self._window.take(now)
            if first.leaves:
                self._left.take(now)
            self._accounts.charge(first.chat, now)
            first.given.set_result(None)

    async def _remember(self, chat: _Chat | None, seconds: float) -> None:
        """That chat is left alone. Three chats within ten seconds: then it is not about the chats, nor this process alone."""
        if chat is None:
            return
        now = self._now()
        until = now + seconds + self._randomness() * min(1.0, seconds)
        self._accounts.ban(chat, until, now)
        self._bans.append((now, chat))
        while self._bans[0][0] < now - _STORM_SECONDS:
            self._bans.popleft()
        if len({banned for _, banned in self._bans}) >= _STORM_CHATS:
            self._all_banned_until = max(self._all_banned_until, until)
            if self._shared is not None:
                await self._shared.rest(until - now)
        self._serve()

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class _Window:
    """The overall rate: so many messages in any one second, or one message in so many seconds; and no more than a
    quarter of them at once, for what leaves within a second may arrive closer together.
    """

    def __init__(self, messages_per_second: float) -> None:
        most = max(1, math.floor(messages_per_second))
        self._seconds = most / messages_per_second * _STRETCHED
        self._at_once = max(1, most // 4)
        self._at_once_seconds = self._at_once / messages_per_second * _STRETCHED
        self._taken = deque([-math.inf] * most, maxlen=most)

    def opens_at(self) -> float:
        return max(self._taken[0] + self._seconds, self._taken[-self._at_once] + self._at_once_seconds)

    def opens_at_all(self) -> float:
        """The same, however many are taken at once."""
        return self._taken[0] + self._seconds

    def take(self, now: float) -> None:
        self._taken.append(now)


@dataclass(slots=True)
class _Account:
    """What one chat was sent: each message is paid off in a second, and three may be owing."""

    paid_at: float = -math.inf
    banned_until: float = -math.inf

    @property
    def ready_at(self) -> float:
        return max(self.paid_at - (_CHAT_BURST - 1) * _CHAT_SECONDS, self.banned_until)


class _Accounts:
    """The chats that were sent something lately; who owes nothing is forgotten."""

    def __init__(self) -> None:
        self._of: dict[_Chat, _Account] = {}
        self._most = _ACCOUNTS_KEPT

    def __len__(self) -> int:
        return len(self._of)

    def ready_at(self, chat: _Chat | None) -> float:
        return self._of[chat].ready_at if chat in self._of else -math.inf

    def banned_until(self, chat: _Chat | None) -> float:
        return self._of[chat].banned_until if chat in self._of else -math.inf

    def charge(self, chat: _Chat | None, now: float) -> None:
        if chat is not None:
            account = self._open(chat, now)
            account.paid_at = max(account.paid_at, now) + _CHAT_SECONDS

    def ban(self, chat: _Chat, until: float, now: float) -> None:
        account = self._open(chat, now)
        account.banned_until = max(account.banned_until, until)

    def _open(self, chat: _Chat, now: float) -> _Account:
        if len(self._of) >= self._most:
            self._of = {each: kept for each, kept in self._of.items() if max(kept.paid_at, kept.banned_until) > now}
            self._most = max(_ACCOUNTS_KEPT, 2 * len(self._of))
        return self._of.setdefault(chat, _Account())


@dataclass(order=True, slots=True)
class _Waiter:
    number: int
    chat: _Chat | None = field(compare=False)
    given: "asyncio.Future[None]" = field(compare=False)
    leaves: bool = field(compare=False)
    """It goes at once; who waits for a permit goes later."""


class _Line:
    """Who waits in one lane: in the order they came, but nobody behind a chat that must wait."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._ready: list[_Waiter] = []
        self._put_off: list[tuple[float, _Waiter]] = []

    def __bool__(self) -> bool:
        return bool(self._ready or self._put_off)

    @property
    def wakes_at(self) -> float:
        return self._put_off[0][0] if self._put_off else math.inf

    def join(self, waiter: _Waiter, now: float) -> None:
        heappush(self._put_off, (now, waiter))

    def first(self, now: float, accounts: _Accounts) -> _Waiter | None:
        """The first whose chat may be spoken to. Who would have to wait beyond all patience is sent away."""
        while self._put_off and self._put_off[0][0] <= now:
            heappush(self._ready, heappop(self._put_off)[1])
        while self._ready:
            waiter = self._ready[0]
            ready_at = accounts.ready_at(waiter.chat)
            if not waiter.given.done() and ready_at <= now:
                return waiter
            self.leave()
            if waiter.given.done():
                continue
            if ready_at - now > self._patience:
                waiter.given.set_exception(_asked_to_wait(ready_at - now))
            else:
                heappush(self._put_off, (ready_at, waiter))
        return None

    def leave(self) -> None:
        heappop(self._ready)

    def send_away(self, reason: Callable[[], Exception]) -> None:
        waiting = [*self._ready, *(waiter for _, waiter in self._put_off)]
        self._ready, self._put_off = [], []
        for waiter in waiting:
            if not waiter.given.done():
                waiter.given.set_exception(reason())


def _makes_a_message(endpoint: str) -> bool:
    """Telegram counts new messages and changes to old ones."""
    return endpoint.startswith(("send", "edit", "copy", "forward", "stop")) and endpoint != "sendChatAction"


def _chat_of(data: Mapping[str, Any]) -> _Chat | None:
    chat = data.get("chat_id")
    if isinstance(chat, str) and chat.removeprefix("-").isdecimal():
        return int(chat)
    return chat if isinstance(chat, int | str) else None


def _asked_to_wait(seconds: float) -> AskedToWait:
    return AskedToWait(timedelta(seconds=seconds))


def _closed() -> NetworkError:
    error = NetworkError("closed (nothing was sent)")
    error.__cause__ = NeverSent(Fault.CLOSED)
    return error
