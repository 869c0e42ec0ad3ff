"""Locks on what no row stands for, on a server: one transaction, or one process, at a time.

SQLite has one writer at a time, and a lock file for processes; there these locks are nothing.
"""

from enum import IntEnum
from typing import Final

from sqlalchemy import Connection, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from storage import lasting

_OURS: Final = 0x5347_0000
"""Other programs on the same database may lock by numbers too."""
_ALL: Final = ""


class Of(IntEnum):
    """What is locked."""

    STEPS = _OURS + 1
    """Migrating."""
    WORK = _OURS + 2
    """The database itself: shared by all who send from it, and had alone by what changes all of it."""
    ACTS = _OURS + 3
    """The log of admins' acts, which is one chain."""
    TRACK = _OURS + 4
    """The numbers of a track's versions."""
    START = _OURS + 5
    """What is done at a start, by one process after the other."""
    HEARING = _OURS + 6
    """Fetching updates from Telegram."""
    GRANTS = _OURS + 7
    """Who has rights: the last owner is not taken away by two at once."""


def is_on_a_server(session: AsyncSession) -> bool:
    """Whether others may write at the same time."""
    return session.get_bind().dialect.name == "postgresql"


async def lock(session: AsyncSession, of: Of, name: str = _ALL) -> None:
    """Nobody else has this lock until the transaction ends. It is to be taken before what it guards is read."""
    if is_on_a_server(session):
        await session.execute(select(func.pg_advisory_xact_lock(int(of), func.hashtext(name))))


def lock_steps(connection: Connection) -> None:
    """Nobody else migrates until the transaction ends, however long that takes. It ends also in the middle of a statement, within
    seconds, when whoever migrates is no more.
    """
    if connection.dialect.name == "postgresql":
        for waits in ("lock_timeout", "statement_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {waits} = 0")
        lasting.takes_its_time(connection)
        lasting.ends_with_its_client(connection)
        connection.execute(select(func.pg_advisory_xact_lock(int(Of.STEPS), func.hashtext(_ALL))))


async def has(connection: AsyncConnection, of: Of, *, shared: bool = False) -> bool:
    """Whether the lock was free, or was held by those alone who share it too; it is this connection's from now on, until
    that is closed for good.
    """
    takes = func.pg_try_advisory_lock_shared if shared else func.pg_try_advisory_lock
    return bool(await connection.scalar(select(takes(int(of), func.hashtext(_ALL)))))


async def holders(session: AsyncSession, of: Of) -> int:
    """How many connections on a server hold this lock now, alone or together
    (https://www.postgresql.org/docs/current/view-pg-locks.html).
    """
    held = text(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = :of "
        "AND objid::bigint = hashtext('')::bigint & 4294967295 "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return int(await session.scalar(held, {"of": int(of)}) or 0)


async def wait_for(connection: AsyncConnection, of: Of) -> None:
    """The lock is this connection's, however long that takes, until that is closed for good."""
    for waits in ("lock_timeout", "statement_timeout"):
        await connection.exec_driver_sql(f"SET {waits} = 0")
    await lasting.free(connection)
    await connection.execute(select(func.pg_advisory_lock(int(of), func.hashtext(_ALL))))


async def lost_when_silent(connection: AsyncConnection, seconds: float) -> None:
    """From now on the server closes this connection, and lets go of its locks, when nothing was asked for so long: its holder
    may have been stopped, or cut off by something that still answers in its place. Never with 0.
    """
    await connection.exec_driver_sql(f"SET idle_session_timeout = {round(seconds * 1000)}")
