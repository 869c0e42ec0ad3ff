"""Who is cut off in the middle of a transaction does not go on, whatever becomes of the transaction."""

import asyncio

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.secrecy import Keyring
from tests.postgresql import Server

_ENDS_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


async def test_a_task_that_is_cut_off_ends_also_when_the_server_is_lost_with_it(
    postgresql: Server, database_on_postgresql: str, keyring: Keyring
) -> None:
    """As when it is told to stop for want of a server."""
    begun = asyncio.Event()

    async def works(database: Database) -> None:
        async with database.unit() as unit:
            await unit.nudges.counts()
            begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                # On its way out it comes upon a connection that is gone.
                name = database_on_postgresql.partition("?")[0].rpartition("/")[2]
                postgresql.does(_ENDS_OTHERS, database=name)
                await unit.nudges._session.execute(text("SELECT 1"))

    async with Database(database_on_postgresql, keyring) as database:
        task = asyncio.create_task(works(database))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
