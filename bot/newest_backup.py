"""How old the newest backup is, and from when on it is too old: status and doctor say the same of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Self

from bot import faults
from bot.finding import Finding
from bot.manifest import Kind
from bot.settings import Settings
from bot.shelf import Shelf
from storage.urls import file_of

_TOO_OLD: Final = timedelta(hours=26)
"""What the bot makes once a day may take its time. The alert waits for 48 h, as it calls somebody, and one day may be made up for."""


@dataclass(frozen=True, slots=True)
class NewestBackup:
    """The newest backup in `folder` and its age, None when there is none; `ahead` are those that were made by a clock that was
    ahead, which do not count.
    """

    folder: Path
    file: str | None
    age: timedelta | None
    ahead: Sequence[str]

    @classmethod
    def of(cls, settings: Settings, at: datetime) -> Self | None:
        """What the bot has made by itself, as it stands at `at`; None when it makes none."""
        folder = settings.backup_folder
        if folder is None:
            return None
        shelf = Shelf(folder)
        newest = shelf.newest(Kind.SERVER if file_of(settings.database_url) is None else Kind.FILE, at)
        ahead = [manifest.file for manifest in shelf.ahead_of(at)]
        if newest is None:
            return cls(folder, None, None, ahead)
        return cls(folder, newest.file, max(at - newest.made_at, timedelta(0)), ahead)

    def finding(self, about: str) -> Finding:
        """What is to be said about it."""
        told = f"there is none in {self.folder} yet"
        if self.age is not None:
            told = f"the newest, {self.file}, is {self.age / timedelta(hours=1):.0f} h old"
        if self.ahead:
            told += f"; made by a clock that was ahead, so not counted: {', '.join(self.ahead)}"
        if self.age is None or self.age > _TOO_OLD:
            return faults.NO_NEW_BACKUP.found(about, told)
        return Finding(about, f"good: {told}")
