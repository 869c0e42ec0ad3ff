"""The database's faults, as ours: what it says of itself, without the statement and without any value."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import psycopg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from storage.errors import AlreadyThere, Stale, StorageError, Unavailable, Unstorable

_UNFIT: Final = (sqlite3.DataError, sqlite3.InterfaceError, sqlite3.NotSupportedError, sqlite3.ProgrammingError)
_BAD_VALUE: Final = "22"
_NOT_SINGLE: Final = frozenset({"23505", "23P01"})
_POINTS_TO_NOTHING: Final = "23503"
_POINTS_TO_NOTHING_IN_A_FILE: Final = "FOREIGN KEY"
_CONSTRAINT: Final = "23"


@asynccontextmanager
async def faults_told() -> AsyncIterator[None]:
    """What goes wrong in the block with the database is raised as a `StorageError`. Who is being cut off is cut off, whatever
    goes wrong with that: what cannot be undone for want of a server keeps no task going.
    """
    try:
        yield
    except DBAPIError as error:
        raise _cut_off() or _told(error) from error
    except (sqlite3.Error, psycopg.Error) as error:  # what is prepared does without SQLAlchemy
        raise _cut_off() or _told_by_a_driver(error) from error
    except SQLAlchemyError as error:
        raise _cut_off() or Unavailable(type(error).__name__) from error


def _cut_off() -> asyncio.CancelledError | None:
    task = asyncio.current_task()
    return asyncio.CancelledError() if task is not None and task.cancelling() else None


def _told(error: DBAPIError) -> StorageError:
    if isinstance(error.orig, psycopg.Error | sqlite3.Error):
        return _told_by_a_driver(error.orig)
    return Unavailable(str(error.orig))


def _told_by_a_driver(error: sqlite3.Error | psycopg.Error) -> StorageError:
    if isinstance(error, psycopg.Error):
        return _told_by_a_server(error)
    if isinstance(error, sqlite3.IntegrityError):
        says = str(error)
        return Stale(says) if says.startswith(_POINTS_TO_NOTHING_IN_A_FILE) else AlreadyThere(says)
    if isinstance(error, _UNFIT):
        # Only the kind: what it says may quote the value.
        return Unstorable(type(error).__name__)
    return Unavailable(str(error))


def _told_by_a_server(fault: psycopg.Error) -> StorageError:
    """PostgreSQL numbers its faults. What they say besides their first line quotes values, and so may that of a value."""
    code = fault.sqlstate
    kind = type(fault).__name__
    if code is None:
        # From the driver itself: a value that it cannot bring over, or a server that is not there.
        unfit = isinstance(fault, psycopg.DataError | psycopg.NotSupportedError | psycopg.ProgrammingError)
        return Unstorable(kind) if unfit else Unavailable(" ".join(str(fault).split()))
    if code in _NOT_SINGLE:
        return AlreadyThere(f"{kind}: {fault.diag.constraint_name}")
    if code == _POINTS_TO_NOTHING:
        # Whoever it was about went while this was under way, as by /forget.
        return Stale(f"{kind}: {fault.diag.constraint_name}")
    if code.startswith((_BAD_VALUE, _CONSTRAINT)):
        return Unstorable(kind)
    return Unavailable(f"{kind}: {fault.diag.message_primary}")
