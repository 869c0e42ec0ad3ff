"""A migrated database, in a file and on a server, and somebody under way in it."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text

from curriculum import journey
from curriculum.enrolment import Enrolment
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from storage.database import Database
from storage.people import Person
from storage.secrecy import Keyring
from tests.stories.town import CALM

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def url_of(file: Path) -> str:
    """The database URL of a file."""
    return f"sqlite+aiosqlite:///{file}"


IN_A_FILE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For a test about what lies in SQLite's files."""
ON_A_SERVER = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
"""For a test about several who write at the same time, which SQLite never lets happen."""


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Where this test's database is: each test is run in a file and on a server."""
    if request.param == "sqlite":
        return url_of(request.getfixturevalue("database_file"))
    return str(request.getfixturevalue("database_on_postgresql"))


@pytest.fixture
async def database(database_url: str, keyring: Keyring) -> AsyncIterator[Database]:
    keyring.data_keys.drop_admin_acts(after=0)  # of other tests' databases
    async with Database(database_url, keyring) as database:
        yield database


def by_hand(url: str, *statements: str, **values: object) -> list[tuple[Any, ...]]:
    """What somebody does who goes round the program; gives the rows of the last statement."""
    rows: list[tuple[Any, ...]] = []
    with _connected(url) as connection:
        for statement in statements:
            result = connection.execute(text(statement), values)
            rows = [tuple(row) for row in result] if result.returns_rows else []
    return rows


def by_hand_many(url: str, statement: str, rows: Sequence[Mapping[str, object]]) -> None:
    """The same with one statement for many rows."""
    with _connected(url) as connection:
        connection.execute(text(statement), rows)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    on_a_server = {"connect_args": {"options": "-c timezone=UTC"}} if url.startswith("postgresql") else {}
    engine = create_engine(url.replace("+aiosqlite", ""), **on_a_server)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@dataclass(frozen=True)
class Walker:
    """Somebody who is under way: who they are, and their walk."""

    person: Person
    walk: Enrolment

    def nudge(self, id: int, **changes: object) -> Nudge:
        """A nudge of theirs, of day 1 on 5 May, with changes."""
        fields: dict[str, object] = {
            "id": id,
            "person": self.person.id,
            "enrolment": self.walk.id,
            "track": self.walk.track,
            "kind": NudgeKind.DAY,
            "day": 1,
            "local_date": datetime(2026, 5, 5, tzinfo=UTC).date(),
            "zone": self.walk.zone,
            "due_at": NOON,
            "token": f"token-{id}",
            "state": NudgeState.PLANNED,
        }
        return Nudge(**{**fields, **changes})  # type: ignore[arg-type]  # the fields are above


@pytest.fixture
async def alice(database: Database) -> Walker:
    return await walker(database, "Alice", 1002)


@pytest.fixture
async def ben(database: Database) -> Walker:
    return await walker(database, "Ben", 1003)


async def walker(database: Database, name: str, telegram_id: int) -> Walker:
    """Somebody on the calm track."""
    async with database.unit() as unit:
        published = await unit.tracks.publish(CALM, by=None, now=NOON)
        person = await unit.people.met(telegram_id, name, NOON)
        walk = journey.start(
            id=unit.fresh.id(), person=person.id, track=published.ref, hour=time(8), zone="Europe/Berlin", now=NOON
        )
        await unit.enrolments.add(walk)
    return Walker(person, walk)
