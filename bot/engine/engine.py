"""What an engine is asked to drive, and how it is asked."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any, Protocol

from storage.database import Database

HandOver = Callable[[Collection[int]], None]
"""These accounts have updates in the inbox."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do every so many seconds, from now on. A run that is late is made once, not once per missed turn."""

    name: str
    every_seconds: float
    do: Callable[[], Awaitable[Any]]


class Inbox(Protocol):
    """The durable inbox, as an engine sees it."""

    async def run(self) -> None:
        """Sees to all that comes, until it is stopped."""

    async def attend(self, sender: int) -> None:
        """Sees to all that waits of one account. Raises `Unavailable`."""

    async def who_waits(self) -> Collection[int]:
        """The accounts of which something waits. Raises `Unavailable`."""


class Ledger(Protocol):
    """The ledger of nudges, as an engine sees it."""

    async def send_planned(self) -> int:
        """Sends until nothing waits; gives how many were settled or tried."""

    async def anything_waits(self) -> bool:
        """Whether a nudge could be sent now."""


@dataclass(frozen=True, slots=True)
class Work:
    """All that is to be driven: `ticks` look for what is due, each at one place at a time; what they find waits in the
    `ledger` for a sender, and what people say in the `inbox` for an answer.
    """

    every_seconds: float
    ticks: tuple[Job, ...]
    ledger: Ledger
    inbox: Inbox


class Engine(Protocol):
    """Drives the work of one process, alone or among others. Nothing else knows which engine it is."""

    @property
    def hand_over(self) -> HandOver | None:
        """To be told of what was just kept, so that whoever is free sees to it; None where this process does so anyway."""

    async def prepare(self, database: Database) -> None:
        """Makes ready what it needs there. Raises `Unavailable`."""

    async def run(self, work: Work) -> None:
        """Works until `pause`, and then until all that was begun has ended; when cut off, that is cut off too."""

    def pause(self) -> None:
        """Nothing is begun any more."""

    def silent_for(self) -> float:
        """Seconds in which nothing was begun or ended here; 0 where nothing is to be."""
