"""The queue of updates: kept in order until the bot has confirmed them."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress

from bot.sandbox.chats import Json
from bot.sandbox.refusal import Refused

_ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """What has happened and was not confirmed yet."""

    def __init__(self, *, first_id: int, tell: Callable[[], None]) -> None:
        self._next_id = first_id
        self._pending: dict[int, Json] = {}
        self._allowed: frozenset[str] = frozenset()
        self._turn = 0
        self._sent_home = 0
        self._bell = asyncio.Event()
        self._tell = tell

    def __len__(self) -> int:
        return len(self._pending)

    def __contains__(self, update_id: int) -> bool:
        return update_id in self._pending

    def __iter__(self) -> Iterator[Json]:
        return iter(list(self._pending.values()))

    @property
    def bell(self) -> asyncio.Event:
        """Rings at the next change of the queue; each bell rings once."""
        return self._bell

    @property
    def allowed(self) -> list[str]:
        """The kinds of update the bot asked for; none when it left that to Telegram."""
        return sorted(self._allowed)

    def allow(self, kinds: list[str] | None) -> None:
        """Sets the kinds the bot wants from now on. None keeps the earlier setting, as Telegram does."""
        if kinds is not None:
            self._allowed = frozenset(kinds)

    def add(self, kind: str, payload: Json) -> int:
        """Queues an update and gives its id; 0 when the bot asked not to hear of that kind."""
        wanted = kind in self._allowed if self._allowed else kind not in _ONLY_WHEN_ASKED
        return self.put({kind: payload}) if wanted else 0

    def put(self, update: Json) -> int:
        """Queues an update as it stands, whatever it holds; it gets an id when it has none."""
        given = update.get("update_id")
        update_id = given if isinstance(given, int) else self._next_id
        self._next_id = max(self._next_id, update_id) + 1
        self._pending[update_id] = {"update_id": update_id, **update}
        self.ring()
        return update_id

    def confirm_one(self, update_id: int) -> None:
        """The bot has this one."""
        self._pending.pop(update_id, None)
        self.ring()

    def confirm_before(self, offset: int) -> None:
        """The bot has everything before `offset`; a negative one keeps that many from the end of the queue."""
        ids = sorted(self._pending)
        for update_id in ids[:offset] if offset < 0 else [each for each in ids if each < offset]:
            del self._pending[update_id]
        self._tell()

    def drop(self) -> None:
        """Forgets everything that waits."""
        self._pending.clear()
        self.ring()

    async def poll(self, *, offset: int, limit: int, seconds: float) -> list[Json]:
        """What waits, at the latest after `seconds`. A later poll ends an earlier one with a 409."""
        self.confirm_before(offset)
        self._turn += 1
        turn, sent_home = self._turn, self._sent_home
        self.ring()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self._pending and self._turn == turn and self._sent_home == sent_home:
                    await self._bell.wait()
        if self._turn != turn:
            raise Refused(
                409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        return [self._pending[update_id] for update_id in sorted(self._pending)][:limit]

    def end_poll(self) -> None:
        """Sends a waiting poll home with nothing."""
        self._sent_home += 1
        self.ring()

    def ring(self) -> None:
        """Wakes whoever waits for a change of the queue."""
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()
        self._tell()
