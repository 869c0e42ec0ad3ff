"""A person is forgotten: their rows, their key, and in every backup that is ever restored.

The order makes it hold whenever the process dies. The ledger is written first; with it alone the next start does all the
rest. Then the rows go, with the receipt in the same transaction; then the key; then what the database had written ahead.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.clock import Clock
from storage.belongings import Owner
from storage.database import Database, Unit
from storage.keys import DataKeys
from storage.people import Person
from storage.tombstones import Tombstones

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was erased, by table, how many rows are left, and by which number the ledger knows it. The log of admins' acts
    keeps so many `acts` of theirs, under a pseudonym.
    """

    erased: Mapping[str, int]
    left: int
    number: str
    at: datetime
    acts: int = 0


class Forgetting:
    """Forgets people for good."""

    def __init__(self, database: Database, keys: DataKeys, tombstones: Tombstones, now: Clock) -> None:
        self._database = database
        self._keys = keys
        self._tombstones = tombstones
        self._now = now
        self._unfinished: set[int] = set()

    async def forget(self, unit: Unit, person: Person) -> Receipt:
        """Erases every row of a person; what is due for them is gone with it. `finish` has to follow the commit."""
        owner = Owner(person.id, person.telegram_id)
        at = self._now()
        number = self._tombstones.add(person.id, person.telegram_id, at)
        self._unfinished.add(person.id)
        erased = await unit.erasure.erase(owner)
        acts = await unit.admin_acts.count_of(person.telegram_id)
        return Receipt(erased, await unit.erasure.left(owner), number, at, acts)

    async def finish(self) -> None:
        """Destroys the keys of those who are gone, and what the database wrote ahead of them. Raises `Unavailable`."""
        if not self._unfinished:
            return
        for person in list(self._unfinished):
            async with self._database.unit() as unit:
                if not await unit.erasure.is_there(person):
                    self._keys.destroy(person)
            self._unfinished.discard(person)
        if not await self._database.checkpoint():
            _LOG.warning(
                "what the database wrote ahead could not be cleared away yet; it is tried again within the hour"
            )

    async def replay(self) -> int:
        """Whoever is in the ledger and here all the same, as in a backup or after a crash, is forgotten again, before
        anything is sent; gives how many people came back. Raises `Unavailable`.
        """
        buried = self._tombstones.read()
        if not buried.people:
            return 0
        async with self._database.unit() as unit:
            revived = await unit.erasure.bury_again(buried)
        for owner in self._keys.owners():
            if buried.has(owner):
                self._keys.destroy(owner)
        await self._database.checkpoint()
        if revived:
            _LOG.warning("%s people who had been forgotten were here again, and are forgotten again", revived)
        return revived
