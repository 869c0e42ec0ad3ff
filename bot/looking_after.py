"""What was kept and waits to be seen to: whoever asks for help in it does not wait for what is broken here, nor behind others.

Nearly all is seen to in time, so nobody reads it before: to read everything twice would halve what can be taken in.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Coroutine, Mapping
from itertools import islice
from typing import Any, Final

from bot import patience
from bot.first_aid import FirstAid
from bot.pauses import stopped_within
from storage.errors import Unavailable

_MOST: Final = 10_000
"""So many wait unread, with a few KB each; beyond that the oldest is read at once."""
_AT_A_STRETCH: Final = 0.002
"""Seconds of reading, after which others have their turn."""

_ASKED_ABOUT: Final = 500

Update = Mapping[str, Any]
Elsewhere = Callable[[Collection[int]], Coroutine[Any, Any, Collection[int]]]
"""Which of these updates were seen to by others. Raises `Unavailable`."""


class LookingAfter:
    """Remembers updates until they are `seen_to`, here or `elsewhere`, and has first aid answer those that are not within its
    patience.
    """

    def __init__(self, first_aid: FirstAid, *, elsewhere: Elsewhere | None = None, most: int = _MOST) -> None:
        self._first_aid = first_aid
        self._elsewhere = elsewhere
        self._most = most
        self._left: set[int] = set()
        self._unseen: OrderedDict[int, tuple[float, Update]] = OrderedDict()
        self._over = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self._giving: set[asyncio.Task[None]] = set()

    def take(self, fresh: Mapping[int, Update]) -> None:
        """These were kept just now."""
        if not fresh or self._over.is_set():
            return
        due = asyncio.get_running_loop().time() + self._first_aid.patience
        self._unseen.update((number, (due, update)) for number, update in fresh.items())
        while len(self._unseen) > self._most:
            self._read_oldest()
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())

    def seen_to(self, number: int) -> None:
        """This one waits no longer."""
        self._unseen.pop(number, None)

    def stop(self) -> None:
        """What waits now is seen to after the next start."""
        self._over.set()
        self._unseen.clear()

    async def _look(self) -> None:
        now = asyncio.get_running_loop().time
        until = now() + _AT_A_STRETCH
        while self._unseen:
            due, _ = next(iter(self._unseen.values()))
            if due > now():
                if await stopped_within(due - now(), self._over):
                    return
                until = now() + _AT_A_STRETCH
                continue
            if self._elsewhere is not None and not await self._is_left(self._elsewhere):
                continue
            self._read_oldest()
            if now() > until:
                await asyncio.sleep(0)
                until = now() + _AT_A_STRETCH

    async def _is_left(self, elsewhere: Elsewhere) -> bool:
        """Whether the oldest is one of those that nobody has seen to. What cannot be told within a moment was not."""
        oldest = next(iter(self._unseen))
        if oldest in self._left:
            return True
        now = asyncio.get_running_loop().time()
        asked = [number for number, (due, _) in islice(self._unseen.items(), _ASKED_ABOUT) if due <= now]
        try:
            seen_to = set(await patience.within(self._first_aid.moment / 2, elsewhere(asked)))
        except (TimeoutError, Unavailable):
            seen_to = set()
        for number in seen_to:
            self._unseen.pop(number, None)
        self._left = set(asked) - seen_to
        return oldest in self._unseen

    def _read_oldest(self) -> None:
        _, (_, update) = self._unseen.popitem(last=False)
        if self._first_aid.is_asked_in(update):
            task = asyncio.create_task(self._first_aid.give([update]))
            self._giving.add(task)
            task.add_done_callback(self._giving.discard)
