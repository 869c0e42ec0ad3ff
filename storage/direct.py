"""SQLite without a detour: short statements run where they are asked for, and only what may wait goes to another thread.

aiosqlite hands every step of every statement to a thread of its connection and back again, four times for a query. That
costs many times the query itself, which SQLite answers from memory in microseconds. What may wait for the disk or for
somebody else's lock (beginning, committing, closing, pragmas) still goes to the thread, and so does all of a `long` unit.
"""

import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, Self, cast

import aiosqlite
from sqlalchemy.ext.asyncio import AsyncSession

_SHORT: Final = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


class DirectConnection(aiosqlite.Connection):
    """A connection of aiosqlite's; while `is_long`, it is just that. What the thread was handed and is not done with, be it
    that nobody waits for it any more, comes before anything else.
    """

    is_long = False
    _handed = 0
    _done = 0
    """Only the event loop counts the one, and only the thread the other."""

    @classmethod
    async def opened(cls, file: Path, *, patience: float) -> Self:
        """A connection to this file; it waits for a lock for `patience` seconds at most."""
        connection = cls(lambda: sqlite3.connect(file, timeout=patience, check_same_thread=False), iter_chunk_size=64)
        connection._thread.daemon = True  # as SQLAlchemy does it: a connection that was left open ends with the program
        await connection
        return connection

    async def found(self, sql: str, values: Sequence[Any]) -> list[Any]:
        """The rows that a query finds within a transaction."""
        return cast(list[Any], await self._step(partial(self._found, sql, values)))

    async def met(self, sql: str, each: Sequence[Sequence[Any]]) -> int:
        """How many rows a change meets within a transaction, made once with each of these values."""
        return cast(int, await self._step(partial(self._met, sql, each)))

    async def _step(self, step: Callable[[], Any]) -> Any:
        if not self.is_long and self._handed == self._done and self.in_transaction:
            return step()
        return await self._handed_over(step)

    def _found(self, sql: str, values: Sequence[Any]) -> list[Any]:
        return self._conn.execute(sql, values).fetchall()

    def _met(self, sql: str, each: Sequence[Sequence[Any]]) -> int:
        if len(each) == 1:
            return self._conn.execute(sql, each[0]).rowcount
        return self._conn.executemany(sql, each).rowcount

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not self.is_long and self._handed == self._done and self._is_short(fn, args):
            return fn(*args, **kwargs)
        return await self._handed_over(partial(fn, *args, **kwargs))

    async def _handed_over(self, step: Callable[[], Any]) -> Any:
        self._handed += 1
        return await super()._execute(self._counted, step)  # type: ignore[no-untyped-call]

    def _counted(self, step: Callable[[], Any]) -> Any:
        try:
            return step()
        finally:
            self._done += 1

    def _is_short(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        """Whether this is a step of a statement within a transaction, so that the lock is held already."""
        on = getattr(fn, "__self__", None)
        if isinstance(on, sqlite3.Cursor):
            return not args or not isinstance(args[0], str) or (self.in_transaction and _is_statement(args[0]))
        return isinstance(on, sqlite3.Connection) and fn.__name__ == "cursor"


def _is_statement(sql: str) -> bool:
    return sql.lstrip()[:6].upper().startswith(_SHORT)


@asynccontextmanager
async def apart(session: AsyncSession, long: bool) -> AsyncIterator[None]:
    """What is `long` runs in the thread of its connection, where that has one."""
    connection = (await (await session.connection()).get_raw_connection()).driver_connection if long else None
    if not isinstance(connection, DirectConnection):
        yield
        return
    connection.is_long = True
    try:
        yield
    finally:
        connection.is_long = False
