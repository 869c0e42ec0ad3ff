"""Keys that are older than the database are told of: at the start where that is quick, and else while the bot works."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot import missing_keys
from storage.database import Database
from storage.secrecy import Cell, Keyring

CROWD = 2500
TOLD_AT_ONCE = 1000


@pytest.fixture
async def database(database_file: Path, keyring: Keyring) -> AsyncIterator[Database]:
    """Many people with a name, each with a key of their own."""
    async with Database(f"sqlite+aiosqlite:///{database_file}", keyring) as database:
        await database.migrate()
        ids = range(1, CROWD + 1)
        keyring.data_keys.make_for(ids)
        with closing(sqlite3.connect(database_file)) as connection, connection:
            connection.executemany(
                "INSERT INTO person (id, telegram_id, token, name, met_at) VALUES (?, ?, ?, ?, '2026-01-01 00:00:00')",
                ((id, id, str(id), keyring.seal("Somebody", Cell("person", "name", id, id)).data) for id in ids),
            )
        yield database


def lost(keyring: Keyring, *people: int) -> None:
    """Their keys are not in the file that was put back."""
    with closing(sqlite3.connect(keyring.data_keys._file)) as connection, connection:
        connection.executemany("DELETE FROM data_key WHERE owner = ?", [(person,) for person in people])


async def meanwhile(database: Database) -> None:
    await missing_keys.told_meanwhile(database, asyncio.Event(), between=0)


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage().split(":")[1].strip() for record in caplog.records if record.levelno >= logging.ERROR]


async def test_where_everybody_has_a_key_nothing_is_said(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    await missing_keys.told_at_the_start(database)
    await meanwhile(database)

    assert told(caplog) == []


async def test_keys_that_are_older_are_told_of_at_once(
    database: Database, keyring: Keyring, caplog: pytest.LogCaptureFixture
) -> None:
    lost(keyring, 5, TOLD_AT_ONCE)

    await missing_keys.told_at_the_start(database)
    assert told(caplog) == ["2 in the database have none"]

    await meanwhile(database)
    assert told(caplog) == ["2 in the database have none"]


async def test_what_the_start_has_not_seen_is_told_of_soon_and_then_in_full(
    database: Database, keyring: Keyring, caplog: pytest.LogCaptureFixture
) -> None:
    lost(keyring, TOLD_AT_ONCE + 1, 2 * TOLD_AT_ONCE, CROWD - 1, CROWD)

    await missing_keys.told_at_the_start(database)
    assert told(caplog) == []

    await meanwhile(database)
    assert told(caplog) == ["2 in the database have none", "4 in the database have none"]


async def test_the_doctor_counts_them_all(database: Database, keyring: Keyring) -> None:
    lost(keyring, 5, CROWD)

    async with database.unit() as unit:
        assert (await missing_keys.finding(unit)).says.startswith("2 in the database have none")


async def test_a_stop_is_not_waited_for(database: Database, keyring: Keyring, caplog: pytest.LogCaptureFixture) -> None:
    lost(keyring, CROWD)
    stopping = asyncio.Event()
    looking = asyncio.create_task(missing_keys.told_meanwhile(database, stopping, between=600))

    stopping.set()

    async with asyncio.timeout(10):
        await looking
    assert told(caplog) == []


async def test_while_the_keys_cannot_be_read_it_is_tried_again(
    database: Database, keyring: Keyring, caplog: pytest.LogCaptureFixture
) -> None:
    lost(keyring, CROWD)
    file = keyring.data_keys._file
    kept = file.read_bytes()
    file.write_bytes(b"no database at all" * 100)
    asyncio.get_running_loop().call_later(0.2, file.write_bytes, kept)

    async with asyncio.timeout(20):
        await missing_keys.told_meanwhile(database, asyncio.Event(), between=0, pauses=(0.01,))

    assert told(caplog) == ["1 in the database have none"]
