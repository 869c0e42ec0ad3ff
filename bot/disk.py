"""The room on the disk on which the bot's own files lie. When it is full nothing can be kept, and nothing is sent."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from bot.faults import DISK_FULL
from bot.finding import Finding

_LITTLE_SHARE: Final = 0.1
_LITTLE_BYTES: Final = 5 * 10**9
"""A tenth of a large disk is no little."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many bytes are free for the bot, of how many there are."""

    free: int
    size: int

    @classmethod
    def at(cls, folder: Path) -> Self | None:
        """The room where this folder is or will be; None when nobody can tell."""
        here = next((there for there in (folder, *folder.absolute().parents) if there.exists()), folder)
        try:
            size, _, free = shutil.disk_usage(here)
        except OSError:
            return None
        return cls(free, size)

    @property
    def share(self) -> float:
        """The share that is free."""
        return self.free / self.size if self.size else 0.0

    @property
    def is_little(self) -> bool:
        """Whether somebody should look."""
        return self.share < _LITTLE_SHARE and self.free < _LITTLE_BYTES

    @property
    def told(self) -> str:
        """As in "3.4 of 20.0 GB free"."""
        return f"{self.free / 1e9:.1f} of {self.size / 1e9:.1f} GB free"


def findings(room: Room | None) -> Iterator[Finding]:
    """What there is to say of it, where it can be told at all."""
    if room is None:
        return
    if room.is_little:
        yield DISK_FULL.found("disk", room.told)
    else:
        yield Finding("disk", f"good: {room.told}")
