"""Everything in a file carried over to a server: all of it, unchanged, once, however often it is broken off."""

import itertools
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Table
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from storage import belongings, moving
from storage.database import Database
from storage.errors import InUse
from storage.move_marks import Arriving, Leaving
from storage.moving import Carried, Compared, Uncarried
from storage.rows import Sum, at_once
from storage.secrecy import Keyring
from tests.postgresql import Server
from tests.storage.conftest import by_hand, url_of, walker
from tests.storage.rows import fill, values

_NUMBERS = itertools.count()
ONE = "one-move"
EACH = 12


@pytest.fixture
async def here(database_file: Path, keyring: Keyring) -> AsyncIterator[Database]:
    async with Database(url_of(database_file), keyring) as database:
        yield database


@pytest.fixture
async def full(here: Database) -> Database:
    await fill(here, each=EACH)
    return here


@pytest.fixture
def new_url(postgresql: Server, migrated_on_postgresql: str) -> Iterator[Callable[[], str]]:
    """Makes databases on the server, in each of which there is nothing but a canary."""
    names = []

    def made() -> str:
        names.append(f"moved_{next(_NUMBERS)}")
        return postgresql.make(names[-1], template=migrated_on_postgresql)

    yield made
    for name in names:
        postgresql.drop(name)


@pytest.fixture
async def there(new_url: Callable[[], str], keyring: Keyring) -> AsyncIterator[Database]:
    async with Database(new_url(), keyring) as database:
        yield database


async def begun(here: Database, there: Database) -> Arriving:
    """A move that has begun."""
    async with here.unit() as source, there.unit() as target:
        return await moving.begin(source, target, ONE)


async def gone_on(here: Database, there: Database, *, most: int = 5, batches: int | None = None) -> list[Carried]:
    """The move goes on where it is, for so many batches at most."""
    carried: list[Carried] = []
    async with here.unit(long=True) as source:
        async with there.unit() as target:
            arriving = await target.move_marks.arriving()
        assert arriving is not None
        if batches == 0:
            return []
        async for one in moving.carry(source, there, arriving, most=most):
            carried.append(one)
            if len(carried) == batches:
                break
    return carried


async def compared(here: Database, there: Database) -> list[Compared]:
    async with here.unit(long=True) as source:
        return [one async for one in moving.compare(source, there, most=5)]


def in_the_file(database: Database, table: str) -> list[tuple[Any, ...]]:
    """The rows as SQLite itself has them, read without the program."""
    assert database.file is not None
    with closing(sqlite3.connect(database.file)) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  (our own names)


def on_the_server(url: str, table: str) -> list[tuple[Any, ...]]:
    """The rows as PostgreSQL has them, put as SQLite puts them, read without the program."""
    names = ", ".join(column.name for column in SQLModel.metadata.tables[table].columns)
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, options="-c timezone=UTC") as connection:
        rows = connection.execute(f"SELECT {names} FROM {table}".encode()).fetchall()  # noqa: S608
    return [tuple(map(_as_sqlite, row)) for row in rows]


def _as_sqlite(value: Any) -> Any:
    match value:
        case bool():
            return int(value)
        case datetime():
            return value.astimezone(UTC).strftime(f"{value.year:04d}-%m-%d %H:%M:%S.%f")
        case date():
            return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    return value


def columns_in_order(database: Database, table: str) -> list[str]:
    assert database.file is not None
    with closing(sqlite3.connect(database.file)) as connection:
        return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


async def test_every_value_of_every_table_is_there_as_it_was(
    full: Database, keyring: Keyring, new_url: Callable[[], str]
) -> None:
    url = new_url()
    async with Database(url, keyring) as there:
        await begun(full, there)
        await gone_on(full, there)

        for name, table in SQLModel.metadata.tables.items():
            order = columns_in_order(full, name)
            names = [column.name for column in table.columns]
            before = [tuple(row[order.index(each)] for each in names) for row in in_the_file(full, name)]
            after = [row for row in on_the_server(url, name) if row[0] != "moved_from"]
            assert len(before) >= EACH, f"nothing is in {name}, so that this proves nothing"
            assert sorted(map(repr, after)) == sorted(map(repr, before)), name
        assert [one.table for one in await compared(full, there) if not one.is_same] == []


async def test_no_table_is_left_out(full: Database, there: Database) -> None:
    await begun(full, there)
    tables = {one.table: one for one in await gone_on(full, there)}

    assert set(tables) | {"canary"} == set(SQLModel.metadata.tables)
    assert {name for name, last in tables.items() if last.done != last.of} == set()
    sums = await compared(full, there)
    assert [one.table for one in sums] == [table.name for table in belongings.all_tables()]
    assert all(one.here.rows >= EACH for one in sums)


async def test_broken_off_after_each_batch_it_goes_on_without_copies(full: Database, there: Database) -> None:
    await begun(full, there)
    seen: list[Carried] = []

    while batch := await gone_on(full, there, batches=1):
        seen += batch

    for table in belongings.all_tables():
        steps = [one.done for one in seen if one.table == table.name]
        assert steps == sorted(set(steps))
        assert [one.of for one in seen if one.table == table.name][-1:] == steps[-1:]
    assert [one.table for one in await compared(full, there) if not one.is_same] == []


async def test_a_batch_that_cannot_be_put_there_leaves_the_move_where_it_was(
    full: Database, there: Database, database_file: Path
) -> None:
    await begun(full, there)
    url = url_of(database_file)
    by_hand(url, "UPDATE person SET asked = 'private' || char(0) WHERE id = (SELECT max(id) FROM person)")

    with pytest.raises(Uncarried) as refused:
        await gone_on(full, there)
    by_hand(url, "UPDATE person SET asked = NULL WHERE id = (SELECT max(id) FROM person)")
    await gone_on(full, there)

    assert str(refused.value).startswith("rows of the table person cannot be put there: ")
    assert "private" not in str(refused.value)
    assert [one.table for one in await compared(full, there) if not one.is_same] == []


async def test_two_do_not_carry_on_the_same_move(full: Database, there: Database) -> None:
    arriving = await begun(full, there)
    await gone_on(full, there, batches=3)

    async with full.unit(long=True) as source:
        with pytest.raises(InUse):
            await anext(moving.carry(source, there, arriving))

    await gone_on(full, there)
    assert [one.table for one in await compared(full, there) if not one.is_same] == []


@pytest.mark.parametrize(
    ("by_whom", "table"),
    [
        pytest.param("UPDATE person SET discreet = NOT discreet WHERE id > 0", "person", id="a flag"),
        pytest.param("UPDATE nudge SET due_at = due_at + interval '1 microsecond' WHERE id = (SELECT max(id) FROM nudge WHERE due_at < '9000-01-01')", "nudge", id="a microsecond"),
        pytest.param("UPDATE note SET words = words || '\\x00' WHERE words IS NOT NULL", "note", id="a sealed byte"),
        pytest.param("UPDATE draft SET token = left(token, -1) || 'x'", "draft", id="a letter"),
        pytest.param("UPDATE check_in SET rating = 0 WHERE rating IS NULL", "check_in", id="nothing in place of a number"),
        pytest.param("DELETE FROM share_read WHERE id > 0", "share_read", id="rows that are gone"),
        pytest.param("INSERT INTO fact VALUES ('foreign', '')", "fact", id="a new row"),
        pytest.param("INSERT INTO admin_act SELECT number - 100, at, who, act, about, result, link FROM admin_act WHERE number > 0", "admin_act", id="acts"),
    ],
)  # fmt: skip
async def test_what_somebody_changes_there_is_found(
    full: Database, keyring: Keyring, new_url: Callable[[], str], by_whom: str, table: str
) -> None:
    url = new_url()
    async with Database(url, keyring) as there:
        await begun(full, there)
        await gone_on(full, there)
        by_hand(url, by_whom)

        assert [one.table for one in await compared(full, there) if not one.is_same] == [table]


@pytest.mark.parametrize("table", belongings.all_tables(), ids=str)
def test_every_column_counts(table: Table) -> None:
    row, other = values(table, 0), values(table, 1)

    sums = {Sum().with_rows([row])}
    for place in range(len(row)):
        sums.add(Sum().with_rows([[*row[:place], other[place], *row[place + 1 :]]]))

    assert len(sums) == 1 + len(row)


def test_a_sum_does_not_ask_for_the_order_and_counts_each_row() -> None:
    one, two = ("a", None, 1), ("", True, b"")

    assert Sum().with_rows([one, two]) == Sum().with_rows([two]).with_rows([one])
    assert len({Sum().with_rows(rows) for rows in ([one], [one, one], [two], [one, two])}) == 4


@pytest.mark.parametrize(
    ("one", "other"), [(1, True), (0, False), (None, ""), (None, 0), ("", b""), ("None", None), ("1", 1)]
)
def test_values_of_different_kinds_count_as_different(one: object, other: object) -> None:
    assert Sum().with_rows([(one,)]) != Sum().with_rows([(other,)])


async def test_the_marks_of_a_move_stay_where_they_are(here: Database, there: Database) -> None:
    async with here.unit() as unit:
        await unit.move_marks.leave(Leaving(ONE, "somewhere " * 30))
        await unit.facts.remember("zone_data", "2026a")
    await begun(here, there)
    await gone_on(here, there)

    async with here.unit() as source, there.unit() as target:
        assert await target.move_marks.leaving() is None
        assert await source.move_marks.arriving() is None
        assert await target.facts.get("zone_data") == "2026a"
        leaving = await source.move_marks.leaving()
        assert leaving is not None
        assert leaving.to == ("somewhere " * 30)[:120]
    assert [one.table for one in await compared(here, there) if not one.is_same] == []


async def test_the_keys_of_the_one_are_the_keys_of_the_other(here: Database, there: Database) -> None:
    alice = await walker(here, "Alice", 1002)
    await begun(here, there)
    await there.prove_key()  # from the first moment on

    await gone_on(here, there)

    await there.prove_key()
    async with there.unit() as unit:
        known = await unit.people.known(1002)
    assert known is not None
    assert (known.id, known.name) == (alice.person.id, "Alice")


async def test_what_is_large_is_carried_one_by_one(here: Database) -> None:
    assert {table.name: at_once(table) for table in belongings.all_tables() if at_once(table) < 100} == {"media": 4}
