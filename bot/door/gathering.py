"""What comes at the same time is kept in one transaction, since it is the commit that takes long."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storage.errors import StorageError

Update = Mapping[str, Any]
Store = Callable[[Sequence[Update]], Awaitable[None]]


@dataclass(slots=True)
class _Batch:
    """Updates that go together, and once they have gone, what became of each: nothing, or why it was not kept. While one of
    those who wait stores it for all, `stored` is what the others wait for.
    """

    updates: list[Update] = field(default_factory=list)
    results: Sequence[Exception | None] | None = None
    stored: asyncio.Event | None = None


class Gathering:
    """Hands updates to `store`. Who comes while one transaction runs goes with the next, all together.

    Nobody but those who wait does the work: the first of a batch stores it for all when its turn comes. If that one is
    cut off, another one stores it again, which changes nothing for what is there already.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turn = asyncio.Lock()
        self._next = _Batch()

    async def keep(self, update: Update) -> None:
        """Returns once the update is kept. Raises what kept it from being stored."""
        batch = self._next
        place = len(batch.updates)
        batch.updates.append(update)
        while batch.results is None:
            if batch.stored is None:
                await self._see_to(batch)
            else:
                await batch.stored.wait()
        error = batch.results[place]
        if error is not None:
            raise error

    async def _see_to(self, batch: _Batch) -> None:
        """Stores one batch for all that are in it, or wakes them when that is cut off."""
        batch.stored = stored = asyncio.Event()
        try:
            async with self._turn:
                await asyncio.sleep(0)  # those who are at the door by now come along
                if self._next is batch:
                    self._next = _Batch()
                batch.results = await self._results(batch.updates)
        finally:
            batch.stored = None
            stored.set()

    async def _results(self, updates: Sequence[Update]) -> Sequence[Exception | None]:
        """One update that cannot be stored spoils no other; a database that cannot store is not asked for each."""
        try:
            await self._store(updates)
        except StorageError as error:
            return [error] * len(updates)
        except Exception as error:  # noqa: BLE001  (whatever it is, it is told to the one whom it concerns)
            if len(updates) == 1:
                return [error]
            return [(await self._results([update]))[0] for update in updates]
        return [None] * len(updates)
