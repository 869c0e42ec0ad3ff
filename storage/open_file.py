"""A database's file that is deleted, moved away or replaced while a program works on it. SQLite does not mind, and goes on in a file
without a name; all of it is gone when the last program that has it open ends.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

_ITS_OWNER_ALONE: Final = 0o600


class OpenFile:
    """The file, held open from now on. Raises `sqlite3.Error`, `OSError`."""

    def __init__(self, file: Path) -> None:
        self.file: Final = file
        self._identity = _identity(file)
        self._held = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, check_same_thread=False)
        self._held.execute(
            "SELECT count(*) FROM sqlite_schema"
        ).fetchone()  # only then it also has what is written ahead

    def is_there(self) -> bool:
        """Whether it still is where it was, under its name. Where that cannot be told, nothing is said against it."""
        try:
            return _identity(self.file) == self._identity
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            return True

    def save(self, to: Path) -> None:
        """Copies all that is in it into a new file, wherever it lies itself, if anywhere. Raises `sqlite3.Error`, `OSError`."""
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _ITS_OWNER_ALONE))
        try:
            with closing(sqlite3.connect(to)) as copy:
                self._held.backup(copy)
        except BaseException:
            to.unlink(missing_ok=True)
            raise

    def close(self) -> None:
        """It is held no longer."""
        self._held.close()


def _identity(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_dev, found.st_ino
