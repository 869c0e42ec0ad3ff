"""SQLite without a detour: what is short runs at once, what may wait is waited for, and what was given up is over first."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage.database import Database
from storage.direct import DirectConnection
from storage.secrecy import Keyring
from tests.conftest import url_of


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Somebody else writes into the database."""
    with closing(sqlite3.connect(file, isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        yield
        somebody.execute("ROLLBACK")


async def test_who_gives_up_while_the_database_is_locked_leaves_it_usable(
    database_file: Path, keyring: Keyring
) -> None:
    async with Database(url_of(database_file), keyring) as database:
        with locked(database_file):
            for _ in range(3):
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.1), database.unit() as unit:
                        await unit.people.ids()

        async with database.unit() as unit:
            assert await unit.people.ids() == []


async def test_a_statement_of_a_transaction_runs_in_the_loop_and_what_may_wait_does_not(tmp_path: Path) -> None:
    connection = await DirectConnection.opened(tmp_path / "one.db", patience=1)
    ran_in: list[str] = []
    await connection.create_function("ran", 0, lambda: ran_in.append(threading.current_thread().name))
    here = threading.current_thread().name

    async with connection.cursor() as cursor:
        await cursor.execute("SELECT ran()")
        await cursor.execute("BEGIN IMMEDIATE")
        await cursor.execute("SELECT ran()")
        connection.is_long = True
        await cursor.execute("SELECT ran()")
    await connection.close()

    assert [thread == here for thread in ran_in] == [False, True, False]
