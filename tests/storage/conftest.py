"""A migrated database file, and somebody under way in it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

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


@pytest.fixture
async def database(database_file: Path, keyring: Keyring) -> AsyncIterator[Database]:
    keyring.data_keys.drop_admin_acts(after=0)  # of other tests' databases
    async with Database(url_of(database_file), keyring) as database:
        yield database


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
