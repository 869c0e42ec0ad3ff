"""Migrations on a server: the same steps make what the models say, forth and back, by one process at a time."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  (the models register themselves)
from storage.database import Database
from storage.errors import NewerSchema
from storage.migrations import config
from storage.secrecy import Cell, KeyProblem, Keyring, make_key_file
from tests.postgresql import Server
from tests.storage.conftest import by_hand
from tests.storage.older import DECIDED, sealed_by_an_older_program, versions_that_are_walked

_NUMBERS = itertools.count()
NOON = "2026-05-04 12:00:00+00"
EVERYTHING = (
    "SELECT table_name, column_name, data_type, character_maximum_length::text, is_nullable, column_default "
    "FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'",
    "SELECT tablename, indexdef, '', '', '', '' FROM pg_indexes WHERE schemaname = 'public' "
    "AND tablename <> 'alembic_version'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '', '' FROM pg_constraint "
    "WHERE contype <> 'n' AND connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'",
)
"""Columns, indexes with what they hold for, and constraints but NOT NULL, which stands with the columns."""


@pytest.fixture
def empty(postgresql: Server) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    name = f"empty_{next(_NUMBERS)}"
    yield postgresql.make(name)
    postgresql.drop(name)


@pytest.fixture
async def database(empty: str, keyring: Keyring) -> AsyncIterator[Database]:
    async with Database(empty, keyring) as database:
        yield database


def stepped(url: str, to: str, *, back: bool = False) -> None:
    """Takes the steps to this one, without the program."""

    def taken(connection: Connection) -> None:
        (command.downgrade if back else command.upgrade)(config(connection), to)

    engine = create_engine(url)
    with engine.begin() as connection:
        taken(connection)
    engine.dispose()


def everything(url: str) -> set[tuple[object, ...]]:
    """All that there is in a database, but for the rows."""
    return {row for query in EVERYTHING for row in by_hand(url, query)}


async def test_models_and_migrations_agree(empty: str, postgresql: Server, database: Database) -> None:
    await database.migrate()

    engine = create_engine(empty)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert list(compare_metadata(context, SQLModel.metadata)) == []
    engine.dispose()
    modelled = postgresql.make("modelled")
    engine = create_engine(modelled)
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    there = everything(empty)
    assert len(there) > 200
    assert there == everything(modelled)
    postgresql.drop("modelled")


def test_every_step_can_be_taken_by_itself_and_back(empty: str) -> None:
    stepped(empty, "0001")
    by_hand(
        empty,
        f"INSERT INTO person (id, telegram_id, token, met_at) VALUES (1, 1002, 'token-1', '{NOON}')",  # noqa: S608
        f"INSERT INTO draft VALUES (1, 'token-1', 1001, 'track: calm', '{NOON}')",  # noqa: S608
    )
    later = len(list(ScriptDirectory.from_config(config()).walk_revisions())) - 1
    for _ in range(later):
        stepped(empty, "+1")
    newest = everything(empty)

    assert by_hand(empty, "SELECT content_class, discreet, words_days FROM person") == [("unasked", True, 90)]
    assert by_hand(empty, "SELECT count(*) FROM draft") == [(0,)]
    for _ in range(later):
        stepped(empty, "-1", back=True)
    assert by_hand(empty, "SELECT telegram_id FROM person") == [(1002,)]
    stepped(empty, "head")
    assert everything(empty) == newest


def test_what_figures_rest_on_is_decided_for_an_older_database(empty: str) -> None:
    stepped(empty, "0020")
    engine = create_engine(empty)
    with engine.begin() as connection:
        versions_that_are_walked(connection)
    engine.dispose()

    stepped(empty, "head")

    assert by_hand(empty, "SELECT slug, number, apart FROM track_version ORDER BY slug, number") == DECIDED
    assert by_hand(empty, "SELECT DISTINCT number - began, counted FROM enrolment") == [(0, True)]


async def test_migrating_twice_changes_nothing(empty: str, database: Database) -> None:
    assert not await database.is_up_to_date()
    await database.migrate()
    made = everything(empty)

    await database.migrate()

    assert everything(empty) == made
    assert await database.is_up_to_date()


async def test_of_two_who_migrate_at_once_one_waits_for_the_other(
    empty: str, database: Database, keyring: Keyring
) -> None:
    async with Database(empty, keyring) as another:
        await asyncio.gather(database.migrate(), another.migrate(), database.migrate())
        await asyncio.gather(database.prove_key(), another.prove_key())

    assert await database.is_up_to_date()
    assert by_hand(empty, "SELECT count(*) FROM alembic_version") == [(1,)]


async def test_a_newer_database_is_left_alone(empty: str, database: Database) -> None:
    await database.migrate()
    by_hand(empty, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(NewerSchema, match="9999"):
        await database.migrate()


async def test_a_wrong_key_is_refused(empty: str, database: Database, tmp_path_factory: pytest.TempPathFactory) -> None:
    await database.migrate()
    await database.prove_key()
    other = tmp_path_factory.mktemp("other") / "other.key"
    make_key_file(other)

    async with Database(empty, Keyring.read(other)) as with_another_key:
        with pytest.raises(KeyProblem, match="does not belong to this database"):
            await with_another_key.prove_key()


async def test_what_an_older_program_sealed_is_sealed_anew(
    database: Database, empty: str, keyring: Keyring, key_file: Path
) -> None:
    await database.migrate()
    sealed = sealed_by_an_older_program(key_file, "Alice", Cell("person", "name", 1, 1)).data
    by_hand(
        empty,
        "INSERT INTO person (id, telegram_id, token, name, met_at) VALUES (1, 1002, 'token-1', :name, :noon)",
        name=sealed,
        noon=NOON,
    )
    async with database.unit() as unit:
        assert await unit.sealed.count_of_first_format() == 1
        assert await unit.people.count_without_key() == 0
        for place in unit.sealed.places():
            await unit.sealed.seal_some_anew(place)

    async with database.unit() as unit:
        assert await unit.sealed.count_of_first_format() == 0
        assert (await unit.people.get(1)).name == "Alice"
        keyring.data_keys.destroy(1)
        assert await unit.people.count_without_key() == 1


async def test_a_server_writes_to_the_disk_and_waits_for_nobody_for_ever(empty: str, keyring: Keyring) -> None:
    usual, as_told = (
        await settings_of(empty, keyring),
        await settings_of(f"{empty}&options=-c%20lock_timeout%3D3s%20-c%20transaction_timeout%3D5s", keyring),
    )

    assert usual == {
        "synchronous_commit": "on",
        "transaction_isolation": "read committed",
        "lock_timeout": "10s",
        "statement_timeout": "30s",
        "transaction_timeout": "1min",
        "timezone": "UTC",
    }
    assert as_told == usual | {"lock_timeout": "3s", "transaction_timeout": "5s"}


async def settings_of(url: str, keyring: Keyring) -> dict[str, str]:
    """What holds for the program's connections to this database."""
    names = (
        "synchronous_commit",
        "transaction_isolation",
        "lock_timeout",
        "statement_timeout",
        "transaction_timeout",
        "timezone",
    )
    async with Database(url, keyring) as database, database._engine.connect() as connection:
        return {name: (await connection.exec_driver_sql(f"SHOW {name}")).scalar_one() for name in names}
