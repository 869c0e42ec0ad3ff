"""A person is forgotten: their rows, their key, and in every backup that is ever restored.

The order makes it hold whenever the process dies. The ledger is written first; with it alone the next start does all the
rest, and the tap that asked for it, which still waits, is answered with the receipt. Then the rows go, with the
receipt in the same transaction; then the key; then what the database had written ahead.

The database and the keys each keep a tally of the lines of the ledger that they have seen to. Where it is the ledger's own, a
start looks at nobody; a backup has an older one, and what a crash has left has none of its line.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.clock import Clock
from storage.belongings import Owner
from storage.database import Database, Unit
from storage.facts import LEDGER
from storage.keys import DataKeys
from storage.people import Person
from storage.tombstones import Buried, Tally, Tombstones

_LOG: Final = logging.getLogger(__name__)
_DESTROYED: Final = "lines of the ledger with keys destroyed"


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
        self._unfinished: dict[int, Tally] = {}
        self._receipts: set[str] = set()
        self._erased_at_start: dict[str, Mapping[str, int]] = {}

    async def forget(self, unit: Unit, person: Person) -> Receipt:
        """Erases every row of a person; what is due for them is gone with it. `finish` has to follow the commit."""
        owner = Owner(person.id, person.telegram_id)
        at = self._now()
        stone = self._tombstones.add(person.id, person.telegram_id, at)
        self._receipts.add(stone.number)
        erased = await unit.erasure.erase(owner)
        # Not before: whoever looks whether they are gone waits from now on for the end of this transaction.
        self._unfinished[person.id] = stone.tally
        acts = await unit.admin_acts.count_of(person.telegram_id)
        receipt = Receipt(erased, await unit.erasure.left(owner), stone.number, at, acts)
        seen_to = Tally.read(await unit.facts.get(LEDGER))
        await unit.facts.remember(LEDGER, str(seen_to + stone.tally))
        return receipt

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
        for person, tally in list(self._unfinished.items()):
            async with self._database.unit(long=True) as unit:
                if not await unit.erasure.is_there(person):
                    self._keys.destroy(person)
                    self._keys.note(_DESTROYED, str(self._destroyed() + tally))
            self._unfinished.pop(person, None)
        if not await self._database.checkpoint():
            _LOG.warning(
                "what the database wrote ahead could not be cleared away yet; it is tried again within the hour"
            )

    async def catch_up(self) -> None:
        """Destroys the keys of those who are gone and whose process ended before it could. Raises `Unavailable`."""
        buried = self._tombstones.read()
        if self._destroyed() == buried.tally or self._unfinished:
            return
        is_over = True
        for owner in self._keys.owners():
            if buried.has(owner):
                async with self._database.unit(long=True) as unit:
                    if await unit.erasure.is_there(owner):
                        is_over = False  # it is just being done, or was not kept
                    else:
                        self._keys.destroy(owner)
        if is_over:
            self._keys.note(_DESTROYED, str(buried.tally))

    async def replay(self) -> int:
        """Whoever is in the ledger and here all the same, as in a backup or after a crash, is forgotten again, before
        anything is sent; gives how many people came back. Raises `Unavailable`, `LedgerShortened` when it cannot be told
        any more who that is.
        """
        self._tombstones.prove()
        self._tombstones.keep_in_mind()
        buried = self._tombstones.read()
        gone = await self._bury_again(buried)
        if self._destroyed() != buried.tally:
            for owner in self._keys.owners():
                if buried.has(owner):
                    self._keys.destroy(owner)
            self._keys.note(_DESTROYED, str(buried.tally))
            await self._database.checkpoint()
        for owner in self._keys.all_taken_back():
            if buried.has(owner):  # a program from before there was this destroyed the key alone
                self._keys.destroy(owner)
        if gone:
            _LOG.warning("%s people who had been forgotten were here again, and are forgotten again", gone)
        return gone

    async def _bury_again(self, buried: Buried) -> int:
        async with self._database.unit(long=True) as unit:
            if Tally.read(await unit.facts.get(LEDGER)) == buried.tally:
                return 0
            gone = await unit.erasure.bury_again(buried)
            await unit.facts.remember(LEDGER, str(buried.tally))
        self._erased_at_start = {self._tombstones.number_of(account): erased for account, erased in gone.items()}
        await self._database.checkpoint()
        return len(gone)

    def _destroyed(self) -> Tally:
        return Tally.read(self._keys.noted(_DESTROYED))
