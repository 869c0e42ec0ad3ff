"""A backup a day while the bot runs, made up for when it was not running then; and the copy of keys and ledger kept up to date.

What is due is told by what lies in the folder, so that it does not matter which process of several looks, or how often.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final

from bot import backing_up
from bot.backing_up import NotBackedUp, OthersMakeOne, Places
from bot.clock import Clock
from bot.manifest import Kind
from bot.progress import Progress
from bot.settings import Settings
from bot.shelf import Shelf
from storage.errors import StorageError
from storage.secrecy import Keyring
from storage.urls import file_of

_LOG = logging.getLogger(__name__)

LOOK_EVERY: Final = 300.0
KEYS_EVERY: Final = 60.0
"""Seconds. With a disk that is lost goes who was forgotten, and who came, since the copy of ledger and keys was made."""
AGAIN_AFTER: Final = timedelta(minutes=30)
"""One that failed is tried again then."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Condition:
    """How old the newest backup is, None when there is none, and whether the last try of this process failed."""

    age: timedelta | None
    failed: bool


class _GivenUp:
    """Work that is given up when the bot stops: the next start makes up for it."""

    def __init__(self) -> None:
        self._working: set[asyncio.Future[object]] = set()
        self._stopping = False

    def stop(self) -> None:
        """What is being made is given up, and nothing is begun."""
        self._stopping = True
        for working in self._working:
            working.cancel()

    async def _while_not_stopped(self, work: Callable[[], Awaitable[object]]) -> None:
        if self._stopping:
            return
        working = asyncio.ensure_future(work())
        self._working.add(working)
        try:
            await working
        except asyncio.CancelledError:
            if not self._stopping:
                raise
        finally:
            self._working.discard(working)


class DailyBackup(_GivenUp):
    """Looks whether a backup is due, and makes it; while the machine's clock is not `steady`, none is."""

    def __init__(
        self, settings: Settings, keyring: Keyring, places: Places, now: Clock, *, steady: Callable[[], bool]
    ) -> None:
        super().__init__()
        self._settings = settings
        self._keyring = keyring
        self._places = places
        self._now = now
        self._steady = steady
        self._kind = Kind.SERVER if file_of(settings.database_url) is None else Kind.FILE
        self._failed_at: datetime | None = None
        self._ahead: set[str] = set()

    @property
    def condition(self) -> Condition:
        """How it stands."""
        now = self._now()
        newest = self._newest(now)
        failed = self._failed_at is not None and (newest is None or newest < self._failed_at)
        return Condition(None if newest is None else max(now - newest, timedelta(0)), failed)

    async def look(self) -> None:
        """Makes a backup when it is time."""
        if self._steady() and self._is_due(self._now()):
            await self._while_not_stopped(self._made)

    async def _made(self) -> None:
        try:
            made = await backing_up.back_up(self._settings, self._keyring, self._places, self._now, _nobody_asks)
        except OthersMakeOne as error:
            _LOG.info("no backup is made here now, and it is looked again in five minutes: %s", error)
        except NotBackedUp as error:
            self._failed_at = self._now()
            _LOG.error("no backup could be made, and it is tried again in half an hour: %s", error)
        else:
            self._failed_at = None
            let_go = f"; let go as too old: {len(made.let_go)}" if made.let_go else ""
            _LOG.info("backup %s is made, %.1f MiB%s", made.manifest.file, made.manifest.bytes / 2**20, let_go)

    def _is_due(self, now: datetime) -> bool:
        if self._failed_at is not None and self._failed_at <= now < self._failed_at + AGAIN_AFTER:
            return False
        newest = self._newest(now)
        self._tell_of_those_ahead(now)
        return newest is None or newest < last_time(self._settings.backup_at, now)

    def _tell_of_those_ahead(self, now: datetime) -> None:
        ahead = {manifest.file for manifest in Shelf(self._places.folder).ahead_of(now)}
        if ahead - self._ahead:
            _LOG.warning("made by a clock that was ahead, so not counted as backups: %s", ", ".join(sorted(ahead)))
        self._ahead = ahead

    def _newest(self, now: datetime) -> datetime | None:
        newest = Shelf(self._places.folder).newest(self._kind, now)
        return None if newest is None else newest.made_at


class KeptKeys(_GivenUp):
    """Looks whether keys of people or the ledger were written to since they were copied into `folder`, and copies them anew."""

    def __init__(self, settings: Settings, keyring: Keyring, folder: Path) -> None:
        super().__init__()
        self._settings = settings
        self._keyring = keyring
        self._folder = folder
        self._said: str | None = None

    async def look(self) -> None:
        """Renews the copy of keys and ledger when something was written."""
        if backing_up.safekeeping(self._settings, self._folder).is_outdated():
            await self._while_not_stopped(self._renewed)

    async def _renewed(self) -> None:
        try:
            await backing_up.renew_keys(self._settings, self._keyring, self._folder)
        except StorageError as error:
            if str(error) != self._said:
                _LOG.error("keys and ledger could not be copied; it is tried again every minute: %s", error)
            self._said = str(error)
        else:
            self._said = None


def last_time(at: time, now: datetime) -> datetime:
    """When it was this time of day last, in UTC."""
    today = datetime.combine(now.astimezone(UTC).date(), at, UTC)
    return today if today <= now else today - _DAY


def _nobody_asks(_: Progress) -> None:
    """Nobody looks on."""
