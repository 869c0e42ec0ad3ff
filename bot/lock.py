"""One process at a time on a SQLite file: a lock that the operating system lets go of when its holder dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class SecondInstance(Exception):
    """Another process works on this database already."""


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Holds the lock beside `database` while the block runs. Raises `SecondInstance` at once when it is taken."""
    file = database.with_name(database.name + ".lock")
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SecondInstance(
                f"another smallgains is running on {database}; stop it first, only one may send"
            ) from error
        yield
