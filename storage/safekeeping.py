"""The newest copy of what is never put back to an earlier state: the keys of people, and the ledger of who was forgotten.

They lie apart from the copies of the database, and of each there is one, which takes the place of the one before: with an older
one whoever is forgotten could be read again. The bytes of the one before are overwritten.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from storage import file_copies
from storage.errors import OtherKeys, Unavailable
from storage.keys import NOBODY

_LOCK: Final = ".smallgains-keys.lock"
_UNFINISHED: Final = ".unfinished"


class Safekeeping:
    """Keeps copies of the `keys` and the `ledger` in `folder`, under the names that they have."""

    def __init__(self, keys: Path, ledger: Path, folder: Path) -> None:
        self._keys = keys
        self._ledger = ledger
        self._folder = folder

    @property
    def is_apart(self) -> bool:
        """Whether a copy would not take the place of the file itself."""
        folder = self._folder.resolve()
        return folder not in (self._keys.resolve().parent, self._ledger.resolve().parent)

    def is_outdated(self) -> bool:
        """Whether something was written since the copies were made."""
        return any(_time_of(file) != _time_of(self._folder / file.name) for file in self._there())

    def refresh(self) -> None:
        """Copies both as they are now: first the keys, which remember how long the ledger is at least. Raises `OtherKeys` when the
        copy there is of others, and `Unavailable`.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._held():
                for file in self._there():
                    self._renew(file)
        except (sqlite3.Error, OSError) as error:
            raise Unavailable(f"the keys and the ledger cannot be copied to {self._folder}: {error}") from error

    def _there(self) -> Iterator[Path]:
        return (file for file in (self._keys, self._ledger) if file.exists())

    def _renew(self, file: Path) -> None:
        copy, unfinished = self._folder / file.name, self._folder / f".{file.name}{_UNFINISHED}"
        _wiped(unfinished)
        written_at = file.stat().st_mtime_ns  # before it is read: whatever comes meanwhile is copied the next time
        if file == self._keys:
            self._prove_the_same(copy)
            file_copies.copy_at_once(file, unfinished)
        else:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
                opened.write(file.read_bytes())
                opened.flush()
                os.fsync(opened.fileno())
        os.utime(unfinished, ns=(written_at, written_at))
        before = copy.open("r+b") if copy.exists() else None
        unfinished.replace(copy)
        if before is not None:
            with before:
                _zeroed(before.fileno())

    def _prove_the_same(self, copy: Path) -> None:
        if copy.exists() and _mark_of(copy) not in (None, _mark_of(self._keys)):
            raise OtherKeys(
                f"the keys at {self._keys} are not those of which the copy at {copy} is: is it of another bot, or are the keys "
                "lost? The copy is left as it is"
            )

    @contextmanager
    def _held(self) -> Iterator[None]:
        with (self._folder / _LOCK).open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _mark_of(keys: Path) -> bytes | None:
    """Which keys these are: that of nobody is the first that is made, and stays."""
    uri = f"{keys.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=10)) as connection:
        row = connection.execute("SELECT id FROM data_key WHERE owner = ?", (NOBODY,)).fetchone()
    return None if row is None else bytes(row[0])


def _time_of(file: Path) -> int | None:
    return file.stat().st_mtime_ns if file.exists() else None


def _wiped(file: Path) -> None:
    """What a copy that was broken off has left."""
    if file.exists():
        with file.open("r+b") as opened:
            _zeroed(opened.fileno())
        file.unlink()


def _zeroed(handle: int) -> None:
    os.pwrite(handle, bytes(os.fstat(handle).st_size), 0)
    os.fsync(handle)
