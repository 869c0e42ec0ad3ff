"""A database with many people in it: one is put in by the program itself, the rest are copies of their rows."""

import asyncio
import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from bot import zone_data
from bot.clock import utc_now
from bot.opening import keyring_of, opened
from bot.publishing import publish_shipped, shipped_tracks
from bot.settings import Settings
from curriculum import journey
from curriculum.day import DAYS, Outcome
from curriculum.enrolment import Standing
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from curriculum.reading import read_track
from storage.database import Database
from storage.secrecy import Cell, Keyring, make_key_file
from storage.tables import EnrolmentRow, PersonRow, table_of
from tests.benchmarks.racing.stubbed import TOKEN
from tests.postgresql import Server

DUE: Final = datetime(2026, 5, 4, 12, tzinfo=UTC)
"""When everybody is due; the clock of who is measured is set so that it is about then."""
FIRST_CHAT: Final = 1_000_000_000
_ONE: Final = 5_000_000_000
_ZONE: Final = "UTC"
_LEASE: Final = timedelta(seconds=90)
_AT_ONCE: Final = 500
_DAYTIME: Final = timedelta(hours=10)


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many people are `due` at noon, each `apart` from the one before, how many more are enrolled and due on a later day,
    and how many days those who are due have behind them, on tracks they finished and on the one they are on. Those who are
    due have a name, sealed with a key of their own; the idle ones if they are `named`.
    """

    due: int
    idle: int = 0
    days: int = 0
    apart: timedelta = timedelta(0)
    named: bool = False


def settings_for(folder: Path, api_url: str, **changes: Any) -> Settings:
    """The settings of a bot that has its database in that folder."""
    at = {"database_url": f"sqlite+aiosqlite:///{folder}/bench.db"}
    return Settings(token=TOKEN, api_url=api_url, _env_file=None, **{**at, **changes})


def on_a_server(folder: Path, database_url: str) -> Settings:
    """The settings of one that has its database on a server, and its keys in that folder."""
    beside = settings_for(folder, "http://127.0.0.1")
    return beside.model_copy(
        update={
            "database_url": database_url,
            "key_file": beside.key_path,
            "keys_file": beside.keys_path,
            "forgotten_file": beside.forgotten_path,
        }
    )


def shift_to(instant: datetime) -> float:
    """So many seconds must be added to the real clock for it to be that instant now."""
    return (instant - utc_now()).total_seconds()


def copied(folder: Path, to: Path) -> Path:
    """A fresh copy of such a folder, for a run that changes it."""
    shutil.rmtree(to, ignore_errors=True)
    return Path(shutil.copytree(folder, to))


def gather(folder: Path, crowd: Crowd) -> None:
    """Makes the database, its keys, and everybody in it."""
    shutil.copytree(_pattern(), folder)
    with closing(sqlite3.connect(folder / "bench.db")) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        _multiply(connection, crowd, keyring_of(settings_for(folder, "http://127.0.0.1")))
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def gather_on_a_server(folder: Path, server: Server, database: str, crowd: Crowd) -> str:
    """The same on a server, of people and their walks alone: nobody has a name, or anything behind them; gives the URL."""
    url = server.make(database)
    settings = on_a_server(folder, url)
    folder.mkdir()
    make_key_file(settings.key_path)
    asyncio.run(_put_in(settings))
    everybody = f"generate_series(0, {crowd.due + crowd.idle - 1}) AS one"
    id = "1000000 + one * 1000"
    idle = f"INTERVAL '1 day' + (one - {crowd.due}) * INTERVAL '{_DAYTIME.total_seconds():.0f} seconds' / {max(1, crowd.idle)}"
    due_at = f"TIMESTAMPTZ '{DUE.isoformat()}' + CASE WHEN one < {crowd.due} THEN INTERVAL '0' ELSE {idle} END"
    person = {"id": id, "telegram_id": f"{FIRST_CHAT} + one", "token": "lpad(to_hex(one), 12, '0')", "name": "NULL"}
    walk = {"id": id, "person": id, "due_at": due_at, "place": "0", "last_nudge_at": "NULL"}
    server.does(
        _copies("person", [column.name for column in table_of(PersonRow).columns], person, everybody),
        _copies("enrolment", [column.name for column in table_of(EnrolmentRow).columns], walk, everybody),
        *(f"DELETE FROM {table}" for table in ("attempt", "check_in", "nudge")),  # noqa: S608
        f"DELETE FROM enrolment WHERE person = (SELECT id FROM person WHERE telegram_id = {_ONE})",  # noqa: S608
        f"DELETE FROM person WHERE telegram_id = {_ONE}",  # noqa: S608
        "VACUUM ANALYZE",
        database=database,
    )
    return url


def _copies(table: str, names: Sequence[str], changes: Mapping[str, str], everybody: str) -> str:
    values = ", ".join(changes.get(name, f"pattern.{name}") for name in names)
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} AS pattern, {everybody}"  # noqa: S608


@cache
def _pattern() -> Path:
    """A folder with a database in which there is one person, made once in each process and removed at its end."""
    home = tempfile.TemporaryDirectory()
    atexit.register(home.cleanup)
    settings = settings_for(Path(home.name), "http://127.0.0.1")
    make_key_file(settings.key_path)
    asyncio.run(_put_in(settings))
    return Path(home.name)


async def _put_in(settings: Settings) -> None:
    async with opened(settings) as database:
        # What a first start does is done: it would move everybody to their own minute, and publish.
        await zone_data.replan(database)
        await publish_shipped(database, utc_now)
        await _one_person(database)


async def _one_person(database: Database) -> None:
    """Somebody with one answered day."""
    met = DUE - timedelta(days=400)
    async with database.unit() as unit:
        track = await unit.tracks.newest(read_track(shipped_tracks()[0]).slug)
        assert track is not None
        person = await unit.people.met(_ONE, "Somebody", met, discreet=False)
        await unit.people.agree(person.id, met)
        walk = journey.start(
            id=unit.fresh.id(), person=person.id, track=track.ref, hour=DUE.time(), zone=_ZONE, now=met
        )
        await unit.enrolments.add(walk)
        planned = Nudge(
            id=unit.fresh.id(),
            person=person.id,
            enrolment=walk.id,
            track=walk.track,
            kind=NudgeKind.DAY,
            day=1,
            local_date=met.date(),
            zone=_ZONE,
            due_at=met,
            token=unit.fresh.token(),
            state=NudgeState.PLANNED,
        )
        await unit.nudges.add(planned)
        claimed = await unit.nudges.claim(planned, met, lease=_LEASE)
        await unit.nudges.end_attempt(claimed, result="sent", now=met)
        await unit.nudges.change(claimed, replace(claimed, state=NudgeState.SENT, message_id=1, sent_at=met))
        await unit.check_ins.record(claimed, Outcome.DONE, met)


def _multiply(connection: sqlite3.Connection, crowd: Crowd, keyring: Keyring) -> None:
    copy = _Copying(connection)
    everybody = range(crowd.due + crowd.idle)
    place = crowd.days % DAYS
    copy.rows("person", _people(crowd, keyring))
    copy.rows(
        "enrolment",
        (
            {
                "id": _id(one),
                "person": _id(one),
                "due_at": _instant(_due_at(one, crowd)),
                "place": place if one < crowd.due else 0,
                "last_nudge_at": _instant(DUE - timedelta(days=1)) if one < crowd.due and crowd.days else None,
            }
            for one in everybody
        ),
    )
    copy.rows("enrolment", _finished_walks(crowd))
    days = list(_days_behind(crowd))
    copy.rows("nudge", days)
    copy.rows("attempt", ({"id": day["id"], "nudge": day["id"]} for day in days))
    copy.rows(
        "check_in",
        (
            {
                "id": day["id"],
                "nudge": day["id"],
                "person": day["person"],
                "enrolment": day["enrolment"],
                "day": day["day"],
                "answered_at": day["sent_at"],
            }
            for day in days
        ),
    )
    copy.takes_the_pattern_away()


def _people(crowd: Crowd, keyring: Keyring) -> Iterator[dict[str, object]]:
    named = crowd.due + (crowd.idle if crowd.named else 0)
    keyring.data_keys.make_for([_id(one) for one in range(named)])
    for one in range(crowd.due + crowd.idle):
        if one < named and one % _AT_ONCE == 0:
            keyring.data_keys.recall([_id(other) for other in range(one, min(named, one + _AT_ONCE))])
        id = _id(one)
        name = keyring.seal("Somebody", Cell("person", "name", id, id)).data if one < named else None
        yield {"id": id, "telegram_id": FIRST_CHAT + one, "token": f"{one:012x}", "name": name}


def _due_at(one: int, crowd: Crowd) -> datetime:
    if one < crowd.due:
        return DUE + one * crowd.apart
    return DUE + timedelta(days=1) + (one - crowd.due) * _DAYTIME / max(1, crowd.idle)


def _finished_walks(crowd: Crowd) -> Iterator[dict[str, object]]:
    for one in range(crowd.due):
        for walk in range(1, crowd.days // DAYS + 1):
            ended = _instant(DUE - timedelta(days=crowd.days - walk * DAYS + 1))
            yield {
                "id": _id(one, walk),
                "person": _id(one),
                "standing": Standing.FINISHED,
                "place": DAYS,
                "due_at": None,
                "ended_at": ended,
            }


def _days_behind(crowd: Crowd) -> Iterator[dict[str, object]]:
    """Every day that came, the oldest first: on the finished walks, and then on the one under way."""
    for one in range(crowd.due):
        for number in range(crowd.days):
            walk = number // DAYS + 1
            at = DUE - timedelta(days=crowd.days - number)
            yield {
                "id": _id(one, 100 + number),
                "person": _id(one),
                "enrolment": _id(one, walk if walk <= crowd.days // DAYS else 0),
                "token": f"{one:08x}{number:04x}",
                "day": number % DAYS + 1,
                "local_date": _date(at.date()),
                "due_at": _instant(at),
                "sent_at": _instant(at),
                "message_id": number + 1,
            }


class _Copying:
    """Copies the rows of one person, with changes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        [nudge, person, walk] = connection.execute("SELECT id, person, enrolment FROM nudge").fetchone()
        self._patterns = {
            "person": ("id", person),
            "enrolment": ("id", walk),
            "nudge": ("id", nudge),
            "attempt": ("nudge", nudge),
            "check_in": ("nudge", nudge),
        }

    def rows(self, table: str, changes: Iterable[Mapping[str, object]]) -> None:
        """A copy for each of the changes, which all change the same columns."""
        changed = iter(changes)
        first = next(changed, None)
        if first is None:
            return
        names = [name for _, name, *_ in self._connection.execute(f"PRAGMA table_info({table})")]
        where, key = self._patterns[table]
        values = ", ".join(f":{name}" if name in first else name for name in names)
        insert = f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE {where} = {key}"  # noqa: S608
        self._connection.execute(insert, first)
        self._connection.executemany(insert, changed)

    def takes_the_pattern_away(self) -> None:
        """The one whose rows were copied is no more."""
        for table, (where, key) in reversed(self._patterns.items()):
            self._connection.execute(f"DELETE FROM {table} WHERE {where} = {key}")  # noqa: S608


def _id(one: int, of: int = 0) -> int:
    return 1_000_000 + one * 1_000 + of


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def _date(day: date) -> str:
    return day.isoformat()
