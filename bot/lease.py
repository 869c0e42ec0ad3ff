"""One sender per file, also across machines: a lease that is renewed while the sender lives, beside the file lock. A
server takes many.

The file lock is let go of by the operating system when its holder dies, but a second machine on a shared disk may not
see it. The lease is a row that every sender sees, and every claim of a nudge makes sure of it in its own transaction.
"""

import asyncio
import logging
import platform
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol

from bot.clock import Clock
from bot.lock import SecondInstance
from storage.database import Database, Unit
from storage.errors import LeaseHeld, LeaseLost, Unavailable
from storage.leases import Holder

_LOG = logging.getLogger(__name__)

LENGTH: Final = timedelta(seconds=60)
RENEWED_EVERY: Final = 10.0
"""Seconds; a lease outlasts several renewals that come late."""
_GIVEN_BACK_WITHIN: Final = 1.0
"""Seconds; a stop does not wait long for a database that somebody else keeps locked."""

_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")


def this_machine() -> str:
    """Tells this machine from every other, and where the system tells, from itself before it was last started."""
    try:
        return _BOOT.read_text(encoding="ascii").strip()[:64]
    except OSError:
        return platform.node()[:64]


class Right(Protocol):
    """This process's right to send. `lost` is set when another process has taken it."""

    lost: asyncio.Event
    is_the_only_one: bool

    async def take(self) -> None:
        """From now on this process may send."""

    async def renew(self) -> None:
        """Says that this process lives."""

    async def confirm(self, unit: Unit) -> None:
        """Makes sure in a transaction that it still may."""

    async def give_back(self) -> None:
        """It is about to end."""


class OneOfMany:
    """On a server as many may send as like: each claim there is guarded by itself."""

    is_the_only_one = False

    def __init__(self) -> None:
        self.lost = asyncio.Event()

    async def take(self) -> None:
        """Nothing to take."""

    async def renew(self) -> None:
        """Nobody asks."""

    async def confirm(self, unit: Unit) -> None:
        """Nobody can take it away."""

    async def give_back(self) -> None:
        """Nothing to give."""


class Lease:
    """The right of the only process on a database that is a file."""

    is_the_only_one = True

    def __init__(self, database: Database, now: Clock, *, machine: str) -> None:
        self._database = database
        self._now = now
        self._machine = machine
        self._holder: Holder | None = None
        self.lost = asyncio.Event()

    async def take(self) -> None:
        """From now on this process is the one that sends. Raises `SecondInstance` when one on another machine is."""
        now = self._now()
        try:
            async with self._database.unit() as unit:
                holder = Holder(unit.fresh.token(), self._machine)
                await unit.leases.take(holder, now=now, until=now + LENGTH)
        except LeaseHeld as error:
            raise SecondInstance(
                "a smallgains on another machine works on this database; stop it first, only one may send. If it is "
                f"dead, start again after {error.until:%Y-%m-%d %H:%M:%S} UTC"
            ) from error
        self._holder = holder

    async def renew(self) -> None:
        """Says that this process lives."""
        try:
            async with self._database.unit() as unit:
                await unit.leases.renew(self._held(), until=self._now() + LENGTH)
        except LeaseLost:
            self._lose()

    async def confirm(self, unit: Unit) -> None:
        """Makes sure in a transaction that nobody else has become the sender. Raises `LeaseLost`."""
        try:
            await unit.leases.confirm(self._held())
        except LeaseLost:
            self._lose()
            raise

    async def give_back(self) -> None:
        """The next sender need not wait for the lease to run out."""
        try:
            async with asyncio.timeout(_GIVEN_BACK_WITHIN), self._database.unit() as unit:
                await unit.leases.give_back(self._held())
        except (Unavailable, TimeoutError):
            _LOG.exception("the lease could not be given back; it runs out by itself")

    def _held(self) -> Holder:
        if self._holder is None:
            raise LeaseLost
        return self._holder

    def _lose(self) -> None:
        if not self.lost.is_set():
            _LOG.error("another process has taken over this database; nothing is sent from here any more")
        self.lost.set()
