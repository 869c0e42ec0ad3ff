"""Who works on a database: one process on a file; on a server many, or one that needs it alone. By a lock that the operating
system, or the server, lets go of when its holder dies.
"""

import fcntl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from pathlib import Path

from storage.database import Database
from storage.errors import InUse


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


@contextmanager
def held_on_file(database: Path | None) -> Iterator[None]:
    """The same for a database that may be on a server, where there is no file to lock: see `held_on_server`."""
    with nullcontext() if database is None else held(database):
        yield


@asynccontextmanager
async def shared_on_server(database: Database) -> AsyncIterator[None]:
    """While the block runs nobody has a database on a server for themselves. Raises `SecondInstance` at once when somebody
    has.
    """
    if database.file is not None:
        yield
        return
    try:
        async with database.among_others():
            yield
    except InUse as error:
        raise SecondInstance(
            "somebody has this database for themselves, as rekey does; wait until that is done"
        ) from error


@asynccontextmanager
async def held_on_server(database: Database) -> AsyncIterator[None]:
    """Holds the lock on a database on a server while the block runs. Raises `SecondInstance` at once when it is taken."""
    try:
        async with database.alone():
            yield
    except InUse as error:
        raise SecondInstance(
            "a smallgains is running on this database; stop all that are, this needs it alone"
        ) from error
