"""A schema of its own on a server, for tables that nothing depends on: thrown away and made anew with each edition of them."""

from hashlib import sha256
from typing import Any, Final

from psycopg import AsyncConnection as Connection
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engines import arguments_of

ENGINE: Final = "smallgains_engine"
RESTORING: Final = "smallgains_restoring"
"""A schema without tables, which is there while a backup is being put back: what is there is not to be worked on yet."""
_CONNECTIONS: Final = 6
_PATIENCE: Final = 5.0
_TRIES_FOR: Final = 2.0
"""Seconds. Whoever asks next begins anew; one long series of tries, each waiting twice as long as the one before, would still
wait for minutes when the server is back.
"""


async def furnish(connection: AsyncConnection, room: str, tables: str) -> None:
    """The schema holds these tables from the end of the transaction on. Whoever calls this sees to it that nobody else does
    at the same time, and has the name from the program itself.
    """
    edition = sha256(tables.encode()).hexdigest()[:16]
    found = await connection.scalar(select(func.obj_description(func.to_regnamespace(room), "pg_namespace")))
    if found == edition:
        return
    for statement in (
        f"DROP SCHEMA IF EXISTS {room} CASCADE",
        f"CREATE SCHEMA {room}",
        f"COMMENT ON SCHEMA {room} IS '{edition}'",
        f"SET LOCAL search_path = {room}",
    ):
        await connection.execute(text(statement))
    driver = (await connection.get_raw_connection()).driver_connection
    if driver is None:
        raise AssertionError("a connection that is open has a driver's connection")
    await driver.execute(tables)  # many statements in one go, which the driver takes from nobody else


def pool(url: str, room: str) -> AsyncConnectionPool[Connection[Any]]:
    """Connections into this schema, not opened yet; what is asked through them is kept at once."""

    async def each_by_itself(connection: Connection[Any]) -> None:
        await connection.set_autocommit(True)

    return AsyncConnectionPool(
        kwargs=arguments_of(make_url(url), search_path=room),
        min_size=1,
        max_size=_CONNECTIONS,
        timeout=_PATIENCE,
        reconnect_timeout=_TRIES_FOR,
        configure=each_by_itself,
        check=AsyncConnectionPool.check_connection,
        open=False,
    )
