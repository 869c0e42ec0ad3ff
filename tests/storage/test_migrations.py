"""Migrations: they make what the models say, may run again, and leave a newer database alone."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  (the models register themselves)
from storage.database import Database
from storage.errors import NewerSchema
from storage.migrations import config
from storage.secrecy import KeyProblem, Keyring, make_key_file
from tests.storage.conftest import IN_A_FILE, url_of
from tests.storage.older import DECIDED, versions_that_are_walked


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, SQLModel.metadata))


def partial_indexes(connection: Connection) -> set[tuple[str, str]]:
    """Which indexes hold for a part of a table only, and for which; the comparison above does not look at that."""
    found = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'"
    )
    return {(name, " ".join(sql.partition("WHERE")[2].split())) for name, sql in found}


def people(connection: Connection, *classes: str) -> None:
    """Somebody in each of these classes, answered at noon."""
    noon = "2026-05-04 12:00:00"
    for id, content_class in enumerate(classes, start=1):
        connection.exec_driver_sql(
            "INSERT INTO person (id, telegram_id, token, content_class, classed_at, met_at) VALUES (?, ?, ?, ?, ?, ?)",
            (id, id, f"token-{id}", content_class, noon, noon),
        )


def test_models_and_migrations_agree(migrated: Path) -> None:
    engine = create_engine(f"sqlite:///{migrated}")
    with engine.connect() as connection:
        found = differences(connection)
        partial = partial_indexes(connection)
    engine.dispose()

    assert found == []
    fresh = create_engine("sqlite://")
    with fresh.begin() as connection:
        SQLModel.metadata.create_all(connection)
        assert partial == partial_indexes(connection)
    fresh.dispose()


def test_the_comparison_sees_a_missing_column(tmp_path: Path, migrated: Path) -> None:
    file = tmp_path / "less.db"
    file.write_bytes(migrated.read_bytes())
    connection = sqlite3.connect(file)
    connection.execute("ALTER TABLE note DROP COLUMN words")
    connection.close()

    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as looked_at:
        found = differences(looked_at)
    engine.dispose()

    assert found != []


async def test_migrating_twice_changes_nothing(database_file: Path, keyring: Keyring) -> None:
    async with Database(url_of(database_file), keyring) as database:
        await database.migrate()
        await database.migrate()
        await database.prove_key()

    engine = create_engine(f"sqlite:///{database_file}")
    tables = inspect(engine).get_table_names()
    engine.dispose()
    assert set(tables) == {*SQLModel.metadata.tables, "alembic_version"}


async def test_people_of_an_older_database_count_as_not_asked(tmp_path: Path, keyring: Keyring) -> None:
    file = tmp_path / "older.db"
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as older:
        command.upgrade(config(older), "0003")
        people(older, "open", "restricted")
    engine.dispose()

    async with Database(url_of(file), keyring) as database:
        await database.migrate()

    with closing(sqlite3.connect(file)) as connection:
        classes = connection.execute("SELECT content_class, classed_at FROM person ORDER BY id").fetchall()
    assert classes == [("unasked", None), ("restricted", "2026-05-04 12:00:00")]


def test_an_older_program_finds_who_was_not_asked_in_the_stricter_class(tmp_path: Path, migrated: Path) -> None:
    file = tmp_path / "newer.db"
    file.write_bytes(migrated.read_bytes())
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as newer:
        people(newer, "open", "restricted", "unasked")
        command.downgrade(config(newer), "0003")
        classes = newer.exec_driver_sql("SELECT content_class FROM person ORDER BY id").scalars().all()
    engine.dispose()

    assert classes == ["open", "restricted", "restricted"]


def test_an_older_program_finds_a_pause_in_place_of_a_hold(tmp_path: Path, migrated: Path) -> None:
    file = tmp_path / "newer.db"
    file.write_bytes(migrated.read_bytes())
    engine = create_engine(f"sqlite:///{file}")
    noon = "2026-05-04 12:00:00"
    with engine.begin() as newer:
        people(newer, "open", "open", "open")
        newer.exec_driver_sql("UPDATE person SET held_since = ?, plain_until = ? WHERE id IN (1, 3)", (noon, noon))
        for id, standing, due_at in ((1, "under_way", None), (2, "under_way", noon), (3, "stopped", None)):
            newer.exec_driver_sql(
                "INSERT INTO enrolment (id, person, track, number, hour, zone, standing, place, started_at, due_at) "
                "VALUES (?, ?, 'calm', 1, '08:00', 'Europe/Berlin', ?, 0, ?, ?)",
                (id, id, standing, noon, due_at),
            )
        command.downgrade(config(newer), "0005")
        walks = newer.exec_driver_sql("SELECT standing, due_at FROM enrolment ORDER BY id").all()
        command.upgrade(config(newer), "head")
        held = newer.exec_driver_sql("SELECT held_since, plain_until FROM person").all()
    engine.dispose()

    assert walks == [("paused", None), ("under_way", noon), ("stopped", None)]
    assert set(held) == {(None, None)}


def test_an_older_program_finds_a_pause_in_place_of_once_a_week(tmp_path: Path, migrated: Path) -> None:
    file = tmp_path / "newer.db"
    file.write_bytes(migrated.read_bytes())
    engine = create_engine(f"sqlite:///{file}")
    noon = "2026-05-04 12:00:00"
    walks_of = ((1, "under_way", 7, noon), (2, "under_way", 1, noon), (3, "paused", 7, noon), (4, "finished", 7, None))
    with engine.begin() as newer:
        people(newer, *("open" for _ in walks_of))
        for id, standing, every, due_at in walks_of:
            newer.exec_driver_sql(
                "INSERT INTO enrolment (id, person, track, number, hour, zone, standing, place, started_at, due_at, every) "
                "VALUES (?, ?, 'calm', 1, '08:00', 'Europe/Berlin', ?, 0, ?, ?, ?)",
                (id, id, standing, noon, due_at, every),
            )
        command.downgrade(config(newer), "0030")
        walks = newer.exec_driver_sql("SELECT standing, due_at FROM enrolment ORDER BY id").all()
        command.upgrade(config(newer), "head")
        every_day = newer.exec_driver_sql("SELECT DISTINCT every FROM enrolment").scalars().all()
    engine.dispose()

    assert walks == [("paused", None), ("under_way", noon), ("paused", None), ("finished", None)]
    assert every_day == [1]


def test_no_draft_is_left_in_clear(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'older.db'}")
    with engine.begin() as older:
        command.upgrade(config(older), "0006")
        older.exec_driver_sql("INSERT INTO draft VALUES (1, 'token-1', 1001, 'track: calm', '2026-05-04 12:00:00')")
        command.upgrade(config(older), "0007")
        upgraded = older.exec_driver_sql("SELECT count(*) FROM draft").scalar_one()
        command.downgrade(config(older), "0006")
        older.exec_driver_sql("INSERT INTO draft VALUES (1, 'token-1', 1001, 'track: calm', '2026-05-04 12:00:00')")
    engine.dispose()

    assert upgraded == 0


async def test_a_newer_database_is_left_alone(database_file: Path, keyring: Keyring) -> None:
    connection = sqlite3.connect(database_file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()

    async with Database(url_of(database_file), keyring) as database:
        with pytest.raises(NewerSchema, match="9999"):
            await database.migrate()


async def test_a_wrong_key_is_refused_before_anything_is_written(
    database_file: Path, keyring: Keyring, tmp_path: Path
) -> None:
    make_key_file(tmp_path / "other.key")

    async with Database(url_of(database_file), Keyring.read(tmp_path / "other.key")) as database:
        with pytest.raises(KeyProblem, match="does not belong to this database"):
            await database.prove_key()

    async with Database(url_of(database_file), keyring) as database:
        await database.prove_key()


@IN_A_FILE
async def test_the_database_writes_ahead_and_to_the_disk(database: Database) -> None:
    async with database._engine.connect() as connection:
        settings = {
            name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }

    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_words_of_people_of_an_older_database_are_kept_as_long_as_they_were(tmp_path: Path, migrated: Path) -> None:
    file = tmp_path / "newer.db"
    file.write_bytes(migrated.read_bytes())
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as newer:
        people(newer, "open", "open")
        newer.exec_driver_sql("UPDATE person SET words_days = 0 WHERE id = 1")
        command.downgrade(config(newer), "0006")
        older = {column["name"] for column in inspect(newer).get_columns("person")}
        command.upgrade(config(newer), "head")
        kept = newer.exec_driver_sql("SELECT words_days FROM person").scalars().all()
    engine.dispose()

    assert "words_days" not in older
    assert kept == [90, 90]


def test_walks_of_an_older_database_were_over_with_their_last_message(tmp_path: Path, migrated: Path) -> None:
    file = tmp_path / "newer.db"
    file.write_bytes(migrated.read_bytes())
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as newer:
        people(newer, "open", "open", "open")
        command.downgrade(config(newer), "0012")
        for id, standing, last in ((1, "finished", "2026-06-04 12:00:00"), (2, "stopped", None), (3, "paused", None)):
            newer.exec_driver_sql(
                "INSERT INTO enrolment (id, person, track, number, hour, zone, standing, place, started_at, last_nudge_at) "
                "VALUES (?, ?, 'calm', 1, '08:00', 'Europe/Berlin', ?, 3, '2026-05-04 12:00:00', ?)",
                (id, id, standing, last),
            )
        command.upgrade(config(newer), "head")
        ended = newer.exec_driver_sql("SELECT ended_at FROM enrolment ORDER BY id").scalars().all()
    engine.dispose()

    assert ended == ["2026-06-04 12:00:00", "2026-05-04 12:00:00", None]


def test_what_figures_rest_on_is_decided_for_an_older_database(tmp_path: Path, migrated: Path) -> None:
    file = tmp_path / "newer.db"
    file.write_bytes(migrated.read_bytes())
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as newer:
        command.downgrade(config(newer), "0020")
        older = {column["name"] for column in inspect(newer).get_columns("enrolment")}
        versions_that_are_walked(newer)
        command.upgrade(config(newer), "head")
        decided = newer.exec_driver_sql("SELECT slug, number, apart FROM track_version ORDER BY 1, 2").all()
        walks = newer.exec_driver_sql("SELECT DISTINCT number - began, counted FROM enrolment").all()
    engine.dispose()

    assert not older & {"began", "counted"}
    assert [tuple(row) for row in decided] == DECIDED
    assert [tuple(row) for row in walks] == [(0, 1)]
