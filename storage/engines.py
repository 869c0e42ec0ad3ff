"""How the database is spoken to: a SQLite file, or a PostgreSQL server through psycopg."""

import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import URL, Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import lasting
from storage.direct import DirectConnection
from storage.errors import Unavailable
from storage.urls import file_of, is_sqlite

LOOKS_AT_A_LOCK: Final = 40
"""What SQLite itself waits for cannot be called off, so it waits for a fraction of the time, this many times over."""
_BUSY_TIMEOUT_MS: Final = 10_000
_BEGIN: Final = "BEGIN IMMEDIATE"
_BEGIN_TO_READ: Final = "BEGIN"
READS: Final = "smallgains_reads"
"""Marks an engine on which transactions only read: in a file they lock nothing, and see it as it was when they began to."""
_CONNECTIONS: Final = 20
"""One process handles sixteen updates at once at most; nudges and what is looked at from outside come on top."""
_WAIT_FOR_A_SERVER: Final = {
    "connect_timeout": 10,
    # Of a server that is gone without a word, as when its machine lost its power, one hears within half a minute.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_KEPT_UP_BY_THE_SERVER: Final = {
    # And it hears as soon of us: what we held is free then.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "30s",
}
_ON_A_SERVER: Final = {
    "timezone": "UTC",
    # What is promised to be kept is on the disk when it is promised, whatever the server does by default.
    "synchronous_commit": "on",
    "lock_timeout": f"{_BUSY_TIMEOUT_MS}ms",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
    **_KEPT_UP_BY_THE_SERVER,
}


def engine_of(url: URL) -> AsyncEngine:
    """An engine for this database."""
    return _file_engine(url) if is_sqlite(url) else _server_engine(url)


def arguments_of(url: URL, **settings: str) -> dict[str, Any]:
    """How psycopg is to connect to this server: with the bot's own settings, `settings` beside them, and last what the URL
    itself says, which counts.
    """
    _, given = postgresql.psycopg.dialect().create_connect_args(url)  # type: ignore[no-untyped-call]
    return {**given, **_arguments(url, settings)}


def _arguments(url: URL, settings: Mapping[str, str]) -> dict[str, Any]:
    options = [f"-c {name}={value}" for name, value in {**_ON_A_SERVER, **settings}.items()]
    given = url.query.get("options", ())
    options += [given] if isinstance(given, str) else given
    waits = {name: value for name, value in _WAIT_FOR_A_SERVER.items() if name not in url.query}
    return {**waits, "application_name": "smallgains", "options": " ".join(options)}


def _server_engine(url: URL) -> AsyncEngine:
    """A lost connection is found out when it is used: that is told as `Unavailable`, and all of the pool are made anew."""
    engine = create_async_engine(
        url,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=_BUSY_TIMEOUT_MS / 1000,
        connect_args=_arguments(url, {}),
    )

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        lasting.bind(connection)

    return engine


def _file_engine(url: URL) -> AsyncEngine:
    file = file_of(url)
    if file is None:
        raise Unavailable("a database in memory keeps nothing; give it a file")
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    opened = partial(DirectConnection.opened, file, patience=_BUSY_TIMEOUT_MS / 1000)
    engine = create_async_engine(url, hide_parameters=True, async_creator=opened)

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        # The driver's own transactions start too late; ours start with BEGIN IMMEDIATE below.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "cache_size=-8192",
            f"busy_timeout={_BUSY_TIMEOUT_MS // LOOKS_AT_A_LOCK}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        if connection.get_execution_options().get(READS):
            connection.exec_driver_sql(_BEGIN_TO_READ)
        elif not any(_has_begun(connection) for _ in range(LOOKS_AT_A_LOCK - 1)):
            connection.exec_driver_sql(_BEGIN)

    return engine


@asynccontextmanager
async def unminded_keys(connection: AsyncConnection) -> AsyncIterator[None]:
    """While the block runs a file does not mind what points to rows that go: a table that is made anew by a migration goes for a
    moment, and everything that points to it would be refused or go with it. Whoever does this looks before it is kept. It has
    to be switched outside of a transaction: https://www.sqlite.org/lang_altertable.html#otheralter
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = (await connection.get_raw_connection()).driver_connection
    if driver is None:
        raise AssertionError("a connection that is open has a driver's connection")
    await driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        await connection.rollback()
        if not connection.invalidated:  # as it is when this was cut off in the middle: then nobody uses it again
            await driver.execute("PRAGMA foreign_keys=ON")


def _has_begun(connection: Connection) -> bool:
    """Whether the lock could be had within SQLite's own short wait."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(_BEGIN)
    except sqlite3.OperationalError:
        return False
    finally:
        cursor.close()
    return True
