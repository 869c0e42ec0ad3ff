"""In what condition a database is, as far as that shows from outside: what keeps a file or a server from being used, told
apart.
"""

import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy.engine import make_url

from storage.engines import arguments_of
from storage.urls import file_of

_PATIENCE: Final = 5.0
"""Seconds for which a lock on a file is waited for: a bot at work holds it for moments."""


class Condition(StrEnum):
    """What is wrong with it; good when nothing is."""

    GOOD = "good"
    DAMAGED = "damaged"
    LOCKED = "locked"
    UNUSABLE = "unusable"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NOT_THERE = "not there"
    NO_CERTIFICATE = "no certificate"
    NO_TLS = "no TLS"
    MAY_NOT_CREATE = "may not create"
    NOT_UTF8 = "not UTF8"
    POOLED = "pooled"


@dataclass(frozen=True, slots=True)
class Examined:
    """The condition, what the database says of it itself, and on a server who asked for what."""

    condition: Condition
    says: str = ""
    role: str = ""
    database: str = ""
    is_used: bool = False
    """Whether this program has made its tables in it."""


_GOOD: Final = Examined(Condition.GOOD)

_SAID_BY_A_SERVER: Final[Mapping[str, Condition]] = {
    # A connection that fails has no code, only words (https://www.postgresql.org/docs/current/libpq-connect.html); where a
    # server speaks another language, they are told as they are.
    "unsupported startup parameter": Condition.POOLED,  # PgBouncer's answer to settings of a session
    "root certificate file": Condition.NO_CERTIFICATE,
    "certificate verify failed": Condition.NO_CERTIFICATE,
    "does not match host name": Condition.NO_CERTIFICATE,
    "does not support SSL": Condition.NO_TLS,
    "too many": Condition.UNUSABLE,
    "starting up": Condition.UNUSABLE,
    "shutting down": Condition.UNUSABLE,
    "accepting connections": Condition.UNUSABLE,
    "permission denied": Condition.REFUSED,
    "password": Condition.REFUSED,
    "pg_hba.conf": Condition.REFUSED,
    "is not permitted to log in": Condition.REFUSED,
    "authentication failed": Condition.REFUSED,
    'role "': Condition.REFUSED,
    "does not exist": Condition.NOT_THERE,
}


async def examined(url: str) -> Examined:
    """How the database is. It changes nothing, and never makes a file."""
    file = file_of(url)
    if file is None:
        return await _server(url)
    return await asyncio.to_thread(_file, file, _PATIENCE)


def _file(file: Path, patience: float) -> Examined:
    uri = f"{file.absolute().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
            said = [str(line) for (line,) in connection.execute("PRAGMA quick_check(3)")]
            if said != ["ok"]:
                return Examined(Condition.DAMAGED, "; ".join(said))
            pointless = connection.execute("PRAGMA foreign_key_check").fetchone()
            if pointless is not None:
                return Examined(Condition.DAMAGED, f"a row of {pointless[0]} points to one that is not there")
    except sqlite3.OperationalError as error:
        is_locked = error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        return Examined(Condition.LOCKED if is_locked else Condition.UNUSABLE, str(error))
    except sqlite3.DatabaseError as error:
        return Examined(Condition.DAMAGED, str(error))
    return _GOOD


async def _server(url: str) -> Examined:
    try:
        return await _on_server(url)
    except psycopg.Error as error:
        says = " ".join(str(error).split())
        else_ = Condition.UNREACHABLE if error.sqlstate is None else Condition.UNUSABLE
        condition = next((one for words, one in _SAID_BY_A_SERVER.items() if words in says), else_)
        return Examined(condition, says)


async def _on_server(url: str) -> Examined:
    arguments = arguments_of(make_url(url))
    async with (
        await psycopg.AsyncConnection.connect(**arguments) as one,
        await psycopg.AsyncConnection.connect(**arguments) as other,
    ):
        if await _is_pooled(one, other):
            return Examined(Condition.POOLED, "one connection was answered by two processes of the server")
        asked = await one.execute(
            "SELECT current_user, current_database(), pg_encoding_to_char(encoding), "
            "has_database_privilege(oid, 'CREATE') AND has_schema_privilege('public', 'CREATE') "
            "FROM pg_database WHERE datname = current_database()"
        )
        row = await asked.fetchone()
        tables = await (await one.execute("SELECT to_regclass('alembic_version') IS NOT NULL")).fetchone()
        is_used = tables == (True,)
    if row is None:
        return Examined(Condition.UNUSABLE, "the server does not know its own database")
    role, database, encoding, may_create = row
    if encoding != "UTF8":
        return Examined(Condition.NOT_UTF8, f"it is encoded in {encoding}", role, database)
    if not may_create:
        return Examined(
            Condition.MAY_NOT_CREATE, f"{role} may not make tables and schemas in {database}", role, database
        )
    return replace(_GOOD, is_used=is_used)


async def _is_pooled(one: psycopg.AsyncConnection, other: psycopg.AsyncConnection) -> bool:
    """Whether a second transaction may meet another process of the server than the first. A pool gives the one that was free
    last to whoever asks next; so somebody else asks in between.
    """
    before = await _process_of(one)
    async with other.transaction():
        await _process_of(other)
        return await _process_of(one) != before


async def _process_of(connection: psycopg.AsyncConnection) -> object:
    async with connection.transaction():
        asked = await connection.execute("SELECT pg_backend_pid()")
        return await asked.fetchone()
