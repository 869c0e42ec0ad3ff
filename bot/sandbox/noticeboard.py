"""Word of what has changed, for whoever is looking on: the chat page, and tests that wait for the bot."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.sandbox.chats import Json

Notices = asyncio.Queue[Json]


class Noticeboard:
    """Passes each notice on to everybody who is looking at that moment."""

    def __init__(self) -> None:
        self._looking: set[Notices] = set()

    def put_up(self, about: str, **facts: object) -> None:
        """Tells everybody who is looking."""
        for notices in self._looking:
            notices.put_nowait({"about": about, **facts})

    @contextmanager
    def looking(self) -> Iterator[Notices]:
        """The notices put up while one is looking."""
        notices: Notices = asyncio.Queue()
        self._looking.add(notices)
        try:
            yield notices
        finally:
            self._looking.discard(notices)

    async def until(self, holds: Callable[[], object], *, within: float) -> None:
        """Waits until `holds()` is true, looking again at every notice; raises TimeoutError after `within` seconds."""
        with self.looking() as notices:
            async with asyncio.timeout(within):
                while not holds():
                    await notices.get()
