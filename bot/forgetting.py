"""A person is forgotten: their rows, their key, and in every backup that is ever restored.

The order makes it hold whenever the process dies. The ledger is written first; with it alone the next start does all the
rest, and the tap that asked for it, which still waits, is answered with the receipt. Then the rows go, with the receipt in the same transaction; then the key; then what the database had written ahead.
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
    """What was erased, by table, how many rows are left, and by which number the ledger knows it; `erased` is empty where it
    is not known any more. The log of admins' acts keeps so many `acts` of theirs, under a pseudonym.
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
        self._receipts: set[str] = set()
        self._erased_at_start: dict[str, Mapping[str, int]] = {}

    async def forget(self, unit: Unit, person: Person) -> Receipt:
        """Erases every row of a person; what is due for them is gone with it. `finish` has to follow the commit."""
        owner = Owner(person.id, person.telegram_id)
        at = self._now()
        number = self._tombstones.add(person.id, person.telegram_id, at)
        self._receipts.add(number)
        erased = await unit.erasure.erase(owner)
        # Not before: whoever looks whether they are gone waits from now on for the end of this transaction.
        self._unfinished.add(person.id)
        acts = await unit.admin_acts.count_of(person.telegram_id)
        return Receipt(erased, await unit.erasure.left(owner), number, at, acts)

    async def receipt_of(self, unit: Unit, telegram_id: int) -> Receipt | None:
        """The receipt of somebody whom the last start had to forget, as the process had died before it could tell them;
        None for whoever was not forgotten, and for who has theirs. Raises `Unavailable`.
        """
        at = self._tombstones.read().forgotten_at(telegram_id)
        number = self._tombstones.number_of(telegram_id)
        if at is None or number in self._receipts:
            return None
        self._receipts.add(number)
        erased = self._erased_at_start.get(number, {})
        acts = await unit.admin_acts.count_of(telegram_id)
        return Receipt(erased, await unit.erasure.left(Owner(None, telegram_id)), number, at, acts)

    async def finish(self) -> None:
        """Destroys the keys of those who are gone, and what the database wrote ahead of them. Raises `Unavailable`."""
        if not self._unfinished:
            return
        for person in list(self._unfinished):
            async with self._database.unit(long=True) as unit:
                if not await unit.erasure.is_there(person):
                    self._keys.destroy(person)
            self._unfinished.discard(person)
        if not await self._database.checkpoint():
            _LOG.warning(
                "what the database wrote ahead could not be cleared away yet; it is tried again within the hour"
            )

    async def replay(self) -> int:
        """Whoever is in the ledger and here all the same, as in a backup or after a crash, is forgotten again, before
        anything is sent; gives how many people came back. Raises `Unavailable`, `LedgerShortened` when it cannot be told
        any more who that is.
        """
        self._tombstones.prove()
        self._tombstones.keep_in_mind()
        buried = self._tombstones.read()
        if not buried.people:
            return 0
        async with self._database.unit(long=True) as unit:
            gone = await unit.erasure.bury_again(buried)
        self._erased_at_start = {self._tombstones.number_of(account): erased for account, erased in gone.items()}
        for owner in self._keys.owners():
            if buried.has(owner):
                self._keys.destroy(owner)
        await self._database.checkpoint()
        if gone:
            _LOG.warning("%s people who had been forgotten were here again, and are forgotten again", len(gone))
        return len(gone)
