"""Who works on a database: one process on a file; on a server many, or one that needs it alone. By a lock that the operating
system, or the server, lets go of when its holder dies.
"""

import asyncio
import fcntl
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.to_mend import ToMend
from storage.errors import InUse, NewerSchema, Unavailable

if TYPE_CHECKING:
    from storage.database import Database

_LOG = logging.getLogger(__name__)

_LOOK_EVERY: Final = 5.0
"""Seconds between two looks whether a lock on a server is still held."""

Keep = Callable[[asyncio.Event], Awaitable[None]]


class SecondInstance(ToMend):
    """Another process works on this database already."""


def is_held(database: Path) -> bool:
    """Whether a process of this machine holds the lock beside `database`. It is not made for that."""
    try:
        with _beside(database).open("r") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Holds the lock beside `database` while the block runs. Raises `SecondInstance` at once when it is taken."""
    file = _beside(database)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SecondInstance(
                f"another smallgains is running on {database}; stop it first, only one may send"
            ) from error
        yield


def _beside(database: Path) -> Path:
    return database.with_name(database.name + ".lock")


@contextmanager
def held_on_file(database: Path | None) -> Iterator[None]:
    """The same for a database that may be on a server, where there is no file to lock: see `held_on_server`."""
    with nullcontext() if database is None else held(database):
        yield


@asynccontextmanager
async def shared_on_server(database: "Database") -> AsyncIterator[Keep]:
    """While the block runs nobody has a database on a server for themselves. Gives what keeps it so: the lock is taken again
    whenever the server was lost, and `lost` is set when somebody else was first. Raises `SecondInstance` at once when somebody
    has it, `NewerSchema` when the database is ahead of this program.
    """
    if database.file is not None:
        yield _nothing_to_keep
        return
    async with AsyncExitStack() as stack:
        try:
            held = await stack.enter_async_context(database.among_others())
            # From here on nobody changes it so that this program could not go on; before, somebody may have.
            await database.is_up_to_date()
        except InUse as error:
            raise SecondInstance(
                "somebody has this database for themselves, as rekey does; wait until that is done"
            ) from error

        async def keep(lost: asyncio.Event) -> None:
            nonlocal held
            while not lost.is_set():
                await asyncio.sleep(_LOOK_EVERY)
                if await held.still(within=_LOOK_EVERY):
                    continue
                await stack.aclose()
                try:
                    held = await stack.enter_async_context(database.among_others())
                    await database.is_up_to_date()
                except NewerSchema as error:
                    _LOG.error("while the server could not be reached a newer version was there: %s", error)
                    lost.set()
                except Unavailable as error:
                    _LOG.error("the lock on the database is lost, and cannot be taken again yet: %s", error)
                except InUse:
                    _LOG.error("while the server could not be reached somebody took this database for themselves")
                    lost.set()

        yield keep


async def _nothing_to_keep(_: asyncio.Event) -> None:
    """The lock on a file is kept by the operating system."""


@asynccontextmanager
async def held_on_server(database: "Database") -> AsyncIterator[None]:
    """Holds the lock on a database on a server while the block runs. Raises `SecondInstance` at once when it is taken."""
    try:
        async with database.alone():
            yield
    except InUse as error:
        raise SecondInstance(
            "a smallgains is running on this database; stop all that are, this needs it alone"
        ) from error
