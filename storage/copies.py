"""Copies that a database keeps of what was erased, and how they are let go of.

SQLite writes ahead into a file of its own, and zeroes what is erased in the database file; once that file is emptied no
copy is left. PostgreSQL leaves a row that was erased where it lies until VACUUM, after which the server gives it to nobody
and its room is used again; until it is, the bytes are in the file. They are in the server's log and in whatever copies that
(archives, replicas, backups) for as long as those are kept, too. What people wrote is sealed there like everywhere, and
their key, which was never on the server, is destroyed. What lies there in clear for that long is ids, times and taps.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import belongings, lasting
from storage.columns import UtcDateTime

_OTHERS_AT_WORK: Final = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND xact_start < :since"
)


async def empty_log(connection: AsyncConnection) -> bool:
    """What SQLite wrote ahead goes into the database file, and the file it was written to is emptied. False while others
    read.
    """
    # The driver itself is asked: within a transaction, which SQLAlchemy would begin, nothing is moved.
    driver: Any = (await connection.get_raw_connection()).driver_connection
    async with driver.execute("PRAGMA wal_checkpoint(TRUNCATE)") as found:
        busy, *_ = await found.fetchone()
    return not busy


async def server_time(engine: AsyncEngine) -> datetime:
    """What time it is on the server."""
    async with engine.connect() as connection:
        return (await connection.execute(select(func.clock_timestamp(type_=UtcDateTime)))).scalar_one()


async def vacuum(engine: AsyncEngine, *, since: datetime) -> bool:
    """What was erased before `since` is given to nobody by the server. False while others work who began before: they may
    still read it. Of who works under another name the server tells nothing to everybody.
    """
    async with engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
        if await connection.scalar(_OTHERS_AT_WORK, {"since": since}):
            return False
        # It takes its time in large tables, and holds up nobody meanwhile.
        await connection.exec_driver_sql("SET statement_timeout = 0")
        await lasting.free(connection)
        try:
            tables = ", ".join(table.name for table in [*belongings.belonging(), *belongings.authored()])
            await connection.exec_driver_sql(f"VACUUM (INDEX_CLEANUP ON, TRUNCATE OFF) {tables}")
        finally:
            await connection.exec_driver_sql("RESET statement_timeout")
            await lasting.bind_again(connection)
    return True
