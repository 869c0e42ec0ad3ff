"""From every schema that there ever was, with rows in each of its tables, a database comes to the newest one: nothing that people
have is lost, their words can be read, and whoever is under way goes on.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Table, create_engine

from bot.planning import Planning
from curriculum.nudge import NudgeState
from storage.database import Database
from storage.migrations import NOTE, config
from storage.secrecy import Cell, Keyring
from tests.postgresql import Server
from tests.storage.conftest import url_of
from tests.storage.older import sealed_by_an_older_program
from tests.stories.town import CALM

SCHEMAS = [step.revision for step in reversed(list(ScriptDirectory.from_config(config()).walk_revisions()))]
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
EACH = 3
WORDS = "We had tea."
NEXT_MORNING = datetime(2026, 5, 5, 6, 0, tzinfo=UTC)

OF_THE_WALK: Mapping[str, Mapping[str, object]] = {
    "person": {"telegram_id": 1002, "token": "person-1", "agreed_at": NOON, "met_at": NOON, "language": "en"},
    "track_version": {"slug": "thirty-calm-days", "number": 1, "text": CALM, "title": "Thirty calm days"},
    "enrolment": {
        "track": "thirty-calm-days", "number": 1, "hour": "08:00", "zone": "Europe/Berlin", "standing": "under_way",
        "place": 1, "due_at": NEXT_MORNING, "last_nudge_at": NOON, "every": 1, "began": 1,
    },
    "nudge": {
        "track": "thirty-calm-days", "number": 1, "kind": "day", "day": 1, "local_date": date(2026, 5, 4),
        "zone": "Europe/Berlin", "state": "sent", "fence": 1, "attempts": 1,
    },
    "note": {"kind": "words", "nudge": 1},
}  # fmt: skip
"""Row 1 of these: somebody who has had day 1 and is due for day 2."""
OVER = {
    "outcome": "done",
    "strain": "calm",
    "standing": "finished",
    "state": "cancelled",
    "zone": "UTC",
    "hour": "08:00",
    "content_class": "open",
}
"""What is no free text in rows of others."""
LET_GO = {"draft": "0007"}
"""Whose rows a step lets go knowingly: drafts lay there in clear, and have to be sent again."""
DECIDED = {
    ("person", "content_class"): "0005",
    ("person", "classed_at"): "0005",
    ("enrolment", "ended_at"): "0013",
    ("enrolment", "began"): "0021",
    ("enrolment", "counted"): "0021",
    ("track_version", "apart"): "0021",
}
"""What a step decides anew about earlier rows."""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield url_of(tmp_path / "bot.db")
        return
    server: Server = request.getfixturevalue("postgresql")
    yield server.make("older")
    server.drop("older")


@pytest.mark.parametrize("schema", SCHEMAS)
async def test_rows_of_every_schema_come_to_the_newest_and_a_walk_goes_on(
    url: str, schema: str, keyring: Keyring, key_file: Path
) -> None:
    engine = create_engine(url.replace("+aiosqlite", ""))
    with engine.begin() as connection:
        command.upgrade(config(connection), schema)
        filled(connection, key_file)
        before = rows(connection)

    async with Database(url, keyring) as database:
        await database.migrate()
        await database.prove_key()
        with engine.connect() as connection:
            after = rows(connection)
        async with database.unit() as unit:
            [note] = await unit.check_ins.notes_on(1)
        await Planning(database, lambda: NEXT_MORNING + timedelta(minutes=5), steady=lambda: True).plan_due()
        async with database.unit() as unit:
            walked = [(nudge.day, nudge.state) for nudge in await unit.nudges.all_of(1)]
    engine.dispose()

    assert before.keys() <= after.keys()
    assert all(before.values()), "every table has rows"
    for table, kept in before.items():
        if table == "canary" or (table in LET_GO and schema < LET_GO[table]):
            continue
        decided = {name for (of, name), step in DECIDED.items() if of == table and schema < step}
        assert without(kept, decided) == without(after[table], decided, like=kept), table
    assert note.words == WORDS
    assert walked == [(1, NudgeState.SENT), (2, NudgeState.PLANNED)]


def filled(connection: Connection, key_file: Path) -> None:
    """Rows in every table that there is: the walk's own as row 1, and others that are over."""
    tables = sa.MetaData()
    tables.reflect(connection)
    for table in tables.sorted_tables:
        if table.name == "alembic_version":
            continue
        if table.name == "canary":
            canary = sealed_by_an_older_program(key_file, "tweet", Cell("canary", "sealed", 0, 1)).data
            connection.execute(table.insert().values({"id": 1, "sealed": canary}))
            continue
        for number in range(1, EACH + 1):
            values = {column.name: value(column, number) for column in table.columns}
            if number == 1:
                bare = {column.name for column in table.columns if column.nullable or column.server_default is not None}
                of_the_walk = OF_THE_WALK.get(table.name, {})
                values = {name: it for name, it in values.items() if name not in bare}
                values |= {name: it for name, it in of_the_walk.items() if name in table.columns}
                if table.name == "note":
                    values["words"] = sealed_by_an_older_program(key_file, WORDS, Cell("note", "words", 1, 1)).data
            connection.execute(table.insert().values(values))


def value(column: Column[Any], number: int) -> object:
    """What stands there in the row of this number; what points to another row points to that of the same number."""
    if column.name in OVER:
        return OVER[column.name]
    for key in column.foreign_keys:
        return value(key.column, number)
    match column.type:
        case sa.DateTime():
            return NOON - timedelta(days=number)
        case sa.Date():
            return NOON.date() - timedelta(days=number)
        case sa.Boolean():
            return True
        case sa.Integer():
            return number
        case sa.Float():
            return number / 2
        case sa.LargeBinary():
            return bytes([number]) * 40
        case sa.Text():
            return f"text {number}"
        case sa.String(length=length):
            return f"{number}-{column.name}"[:length]
    raise AssertionError(f"{column} is of a kind that no test has rows for: {column.type!r}")


def rows(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Everything in every table."""
    tables = sa.MetaData()
    tables.reflect(connection)
    return {
        table.name: [dict(row) for row in connection.execute(in_order(table)).mappings() if row.get("name") != NOTE]
        for table in tables.sorted_tables
        if table.name != "alembic_version"
    }


def in_order(table: Table) -> sa.Select[Any]:
    return table.select().order_by(*table.primary_key.columns)


def without(
    found: list[dict[str, Any]], names: set[str], *, like: list[dict[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """The rows without these columns, and without those that others `like` them did not have."""
    known = set((like or found)[0])
    return [{name: it for name, it in row.items() if name in known - names} for row in found]
