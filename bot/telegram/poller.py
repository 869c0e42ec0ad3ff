"""Fetches updates by long polling. Telegram is told that they arrived only after they are kept."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import telegram
from telegram.error import Conflict, EndPointNotFound, InvalidToken, TelegramError

from bot.telegram import answers
from bot.telegram.request import unparsed

_LOG = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""Named in every call: Telegram keeps the setting of an earlier call that names others."""

_ANSWER_SECONDS = 10.0
_CONFLICTS = 3
_CONFLICT_SECONDS = 60.0
_LONGEST_WHILE_NOT_STORING = 5.0
"""What is fetched then is not lost on anybody: who asks for help is answered before it is stored."""

Store = Callable[[Sequence[Mapping[str, Any]]], Awaitable[None]]


class SecondPollerFound(Exception):
    """Another process fetches updates with the same token."""

    def __init__(self) -> None:
        super().__init__(
            "another program is fetching updates with this bot's token: stop it, or give this one a token of its own"
        )


class TokenNotAccepted(Exception):
    """Telegram refuses the token."""

    def __init__(self) -> None:
        super().__init__("Telegram does not accept the bot's token: check it, or ask @BotFather for a new one")


class StoreFailed(Exception):
    """Fetched updates could not be kept; Telegram will hand them out again."""

    def __init__(self) -> None:
        super().__init__("fetched updates could not be stored")


class UnusableAnswer(Exception):
    """Telegram answered with something that holds no update at all."""

    def __init__(self) -> None:
        super().__init__("the answer to getUpdates holds nothing that is an update")


class _State(StrEnum):
    POLLING = "polling"
    UNREACHABLE = "unreachable"
    NOT_STORING = "not_storing"


class Poller:
    """Hands raw updates to `store`, in Telegram's order, each batch until it is kept. One of these per token."""

    def __init__(
        self,
        bot: telegram.Bot,
        store: Store,
        *,
        timeout_seconds: int = 25,
        first_pause: float = 1.0,
        longest_pause: float = 60.0,
    ) -> None:
        self._bot = bot
        self._store = store
        self._timeout_seconds = timeout_seconds
        self._first_pause = first_pause
        self._longest_pause = longest_pause
        self._offset: int | None = None
        self._webhook_removed = False
        self._conflicts: deque[float] = deque(maxlen=_CONFLICTS)
        self._state = _State.POLLING

    async def once(self, timeout: int = 0) -> int:  # noqa: ASYNC109 - Telegram waits, not we
        """Fetches and stores one batch, for which Telegram may be waited `timeout` seconds; gives how many were stored.

        Raises `TelegramError`, `StoreFailed`, or `UnusableAnswer`.
        """
        return await self._keep(await self._fetch(timeout))

    async def run(self, stopping: asyncio.Event) -> None:
        """Fetches and stores until `stopping` is set, through every outage of Telegram's and of the store's.

        Raises `SecondPollerFound` when the token is in use elsewhere, `TokenNotAccepted` when it is refused.
        """
        pause = self._first_pause
        while not stopping.is_set():
            try:
                fetched = await _unless(stopping, self._fetch(self._timeout_seconds))
                if fetched is None and stopping.is_set():
                    return
                # Not cut short by `stopping`: what has been fetched is kept.
                await self._keep(fetched)
            except (TelegramError, StoreFailed, UnusableAnswer) as error:
                self._give_up_on(error)
                self._note(error)
                pause = min(pause, self._longest_after(error))
                await _unless(stopping, asyncio.sleep(max(pause, _asked_pause(error))))
                pause = min(2 * pause, self._longest_after(error))
            else:
                pause = self._first_pause
                self._note(None)

    async def _fetch(self, wait_seconds: int) -> object:
        if not self._webhook_removed:
            await self._bot.delete_webhook(drop_pending_updates=False)
            self._webhook_removed = True
        wanted: dict[str, Any] = {"timeout": wait_seconds, "allowed_updates": list(ALLOWED_UPDATES)}
        if self._offset is not None:
            wanted["offset"] = self._offset
        return await self._bot.do_api_request(
            unparsed("getUpdates"), api_kwargs=wanted, read_timeout=wait_seconds + _ANSWER_SECONDS
        )

    async def _keep(self, fetched: object) -> int:
        if not isinstance(fetched, list):
            raise UnusableAnswer
        updates = [each for each in fetched if _has_an_id(each)]
        if len(updates) < len(fetched):
            _LOG.warning(
                "%s of %s fetched updates have no id and are left out", len(fetched) - len(updates), len(fetched)
            )
        if not updates:
            if fetched:
                raise UnusableAnswer
            return 0
        try:
            await self._store(updates)
        except Exception as error:
            raise StoreFailed from error
        self._offset = max(update["update_id"] for update in updates) + 1
        return len(updates)

    def _longest_after(self, error: Exception) -> float:
        is_here = isinstance(error, StoreFailed)
        return min(self._longest_pause, _LONGEST_WHILE_NOT_STORING) if is_here else self._longest_pause

    def _give_up_on(self, error: Exception) -> None:
        """Raises where trying again cannot help. A single conflict may be the end of our own former life."""
        # Once the bot knows itself, the library turns a refused token into a missing method.
        if isinstance(error, InvalidToken | EndPointNotFound):
            raise TokenNotAccepted from error
        if not isinstance(error, Conflict):
            return
        # A webhook set meanwhile shows as a conflict too.
        self._webhook_removed = False
        now = asyncio.get_running_loop().time()
        self._conflicts.append(now)
        if len(self._conflicts) == _CONFLICTS and now - self._conflicts[0] <= _CONFLICT_SECONDS:
            raise SecondPollerFound from error

    def _note(self, error: Exception | None) -> None:
        """Logs what has changed, once."""
        before, self._state = self._state, _state_after(error)
        if self._state is before:
            return
        match error:
            case None:
                _LOG.info("updates are fetched and stored again")
            case StoreFailed():
                _LOG.error("updates cannot be stored; trying until they can", exc_info=error)
            case TelegramError():
                _LOG.warning("updates cannot be fetched (%s); trying until they can", answers.meaning_of(error).code)
            case _:
                _LOG.warning("updates cannot be fetched (unusable answer); trying until they can")


def _state_after(error: Exception | None) -> _State:
    if error is None:
        return _State.POLLING
    return _State.NOT_STORING if isinstance(error, StoreFailed) else _State.UNREACHABLE


def _asked_pause(error: Exception) -> float:
    meaning = answers.meaning_of(error) if isinstance(error, TelegramError) else None
    return meaning.retry_after if isinstance(meaning, answers.Wait) else 0.0


def _has_an_id(each: object) -> bool:
    return isinstance(each, dict) and type(each.get("update_id")) is int


async def _unless(stopping: asyncio.Event, doing: Awaitable[object]) -> object | None:
    """What `doing` gives, or None when `stopping` is set before; `doing` is then cut short."""
    done = asyncio.ensure_future(doing)
    stopped = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait((done, stopped), return_when=asyncio.FIRST_COMPLETED)
        return done.result() if done.done() else None
    finally:
        for task in (done, stopped):
            task.cancel()
        await asyncio.gather(done, stopped, return_exceptions=True)
