"""Who falls silent in the middle of a transaction on a server keeps nobody waiting for ever."""

from contextlib import suppress

import psycopg
import pytest
from sqlalchemy import text

from storage.database import Database
from storage.errors import Unavailable
from storage.secrecy import Keyring

_SOON = "options=-c%20transaction_timeout%3D500ms"
_TAKES_LONG = text("SELECT pg_sleep(0.8)")


async def test_the_rest_of_a_batch_that_never_comes_is_not_waited_for(
    database_on_postgresql: str, keyring: Keyring
) -> None:
    async with (
        Database(f"{database_on_postgresql}&{_SOON}", keyring) as silent,
        Database(database_on_postgresql, keyring) as other,
        silent._engine.connect() as connection,
    ):
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        with suppress(psycopg.OperationalError):  # it was sent away
            async with driver.pipeline():
                await driver.execute("LOCK TABLE nudge IN ACCESS EXCLUSIVE MODE")
                assert await (await driver.execute("SELECT 1")).fetchone() == (1,)

                async with other.unit() as unit:
                    assert await unit.nudges.counts() == {}
        await connection.invalidate()


async def test_what_looks_at_whole_tables_may_take_its_time(database_on_postgresql: str, keyring: Keyring) -> None:
    async with Database(f"{database_on_postgresql}&{_SOON}", keyring) as database:
        with pytest.raises(Unavailable, match="TransactionTimeout"):
            async with database.unit() as unit:
                await unit.nudges._session.execute(_TAKES_LONG)

        async with database.unit(long=True) as unit:
            await unit.nudges._session.execute(_TAKES_LONG)
