"""The folder in which backups lie. A copy stands under its name only with its manifest beside it, both whole and on the disk;
what was not finished has another name, and is cleared away by the next one who makes a backup. Files of others stay.
"""

import fcntl
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.manifest import SUFFIX, Kind, Manifest

_LOCK: Final = ".smallgains-backup.lock"
_UNFINISHED: Final = ".unfinished"
_KEPT_ANYWAY: Final = 3
"""However old: what is too old is told by a clock, and one that is ahead must not cost all of them."""
_IN_STEP: Final = timedelta(minutes=1)
"""By so much the clocks of machines that share a folder may differ."""
_OURS: Final = re.compile(r"smallgains-\d{8}T\d{6}Z\.(?:db|dump|json)")


class InUse(Exception):
    """Somebody else makes a backup there."""


class Taken(Exception):
    """There is a backup of this very second already."""


class Shelf:
    """The backups in `folder`, which is made when it is needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def kept(self) -> Sequence[Manifest]:
        """What lies there, the oldest first."""
        if not self._folder.is_dir():
            return []
        found = (Manifest.read(file) for file in sorted(self._folder.glob(f"*{SUFFIX}")) if _is_ours(file))
        whole = (manifest for manifest in found if manifest is not None and self._is_there(manifest))
        return sorted(whole, key=lambda manifest: manifest.made_at)

    def newest(self, kind: Kind, at: datetime) -> Manifest | None:
        """The newest copy of such a database that there is at this time."""
        return max(
            (manifest for manifest in self._past(at) if manifest.database is kind),
            key=lambda manifest: manifest.made_at,
            default=None,
        )

    def ahead_of(self, at: datetime) -> Sequence[Manifest]:
        """What is of a time to come, as a clock was ahead when it was made: nobody knows how old it is."""
        return [manifest for manifest in self.kept() if manifest.made_at > at + _IN_STEP]

    @contextmanager
    def held(self) -> Iterator[None]:
        """While the block runs nobody else makes a backup there, and nothing unfinished of an earlier one is left. Raises
        `InUse`, `OSError`.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / _LOCK).open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise InUse from error
            self._swept()
            yield

    def unfinished(self, name: str) -> Path:
        """Where a copy is made before it has its name."""
        return self._folder / f".{name}{_UNFINISHED}"

    def put(self, manifest: Manifest) -> Path:
        """The finished copy is given its name, beside its manifest. Raises `Taken`, `OSError`."""
        copy = self._folder / manifest.file
        if copy.exists():
            raise Taken
        written = self.unfinished(manifest.name)
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(manifest.text)
            opened.flush()
            os.fsync(opened.fileno())
        # The manifest first: a copy that stands there has one, whenever the machine stops.
        written.replace(self._folder / manifest.name)
        self.unfinished(manifest.file).replace(copy)
        synced(self._folder)
        return copy

    def let_go(self, at: datetime, *, made_before: datetime) -> Sequence[str]:
        """Deletes copies that are older, but for the newest three that there are at this time; gives their names. Raises
        `OSError`.
        """
        gone = [manifest for manifest in self._past(at)[:-_KEPT_ANYWAY] if manifest.made_at < made_before]
        for manifest in gone:
            (self._folder / manifest.file).unlink()
            (self._folder / manifest.name).unlink()
        synced(self._folder)
        return [manifest.file for manifest in gone]

    def _past(self, at: datetime) -> Sequence[Manifest]:
        return [manifest for manifest in self.kept() if manifest.made_at <= at + _IN_STEP]

    def _is_there(self, manifest: Manifest) -> bool:
        copy = self._folder / manifest.file
        return copy.is_file() and copy.stat().st_size == manifest.bytes

    def _swept(self) -> None:
        """Nobody is at work here: what is unfinished stays so, and a manifest without its copy is of no use."""
        for file in self._folder.iterdir():
            name = file.name.removeprefix(".").partition(_UNFINISHED)[0]
            is_unfinished = file.name.startswith(".") and _UNFINISHED in file.name and bool(_OURS.fullmatch(name))
            if is_unfinished or (_is_ours(file) and self._is_bare(file)):
                file.unlink()

    def _is_bare(self, file: Path) -> bool:
        manifest = Manifest.read(file) if file.suffix == SUFFIX else None
        return manifest is not None and not (self._folder / manifest.file).exists()


def synced(folder: Path) -> None:
    """The names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_ours(file: Path) -> bool:
    return bool(_OURS.fullmatch(file.name))
