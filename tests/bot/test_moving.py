"""`smallgains move`, as an operator meets it: what it refuses, how it is broken off, and what may be started meanwhile."""

import asyncio
import itertools
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from bot import lock, moving, running
from bot.clock import utc_now
from bot.lock import SecondInstance
from bot.opening import keyring_of
from bot.progress import Progress
from bot.settings import Settings, SettingsProblem
from storage.database import Database
from storage.leases import Holder
from tests.postgresql import Server
from tests.storage.conftest import by_hand
from tests.terminal import Terminal
from tests.tracks import track_yaml

_NUMBERS = itertools.count()
_ALL_CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'target_%' AND pid <> pg_backend_pid()"
)


class BrokenOff(Exception):
    """What ends a move in the middle."""


@pytest.fixture
def new_url(postgresql: Server) -> Iterator[Callable[[], str]]:
    """Makes databases on the server, with nothing at all in them."""
    names: list[str] = []

    def made() -> str:
        names.append(f"target_{next(_NUMBERS)}")
        return postgresql.make(names[-1])

    yield made
    for name in names:
        postgresql.drop(name)


@pytest.fixture
def there(new_url: Callable[[], str]) -> str:
    return new_url()


@pytest.fixture
def terminal(terminal: Terminal) -> Terminal:
    """With a key, and a file in which a track is published."""
    return terminal.with_a_track()


def settings_of(terminal: Terminal) -> Settings:
    return Settings(database_url=str(terminal.environment["SMALLGAINS_DATABASE_URL"]), _env_file=None)


def on(terminal: Terminal, url: str) -> dict[str, str]:
    """What is set for the same keys with another database."""
    settings = settings_of(terminal)
    return {"DATABASE_URL": url, "KEY_FILE": str(settings.key_path), "KEYS_FILE": str(settings.keys_path)}


def name_of(url: str) -> str:
    return str(make_url(url).set(query={}))


def refused_to_run(terminal: Terminal, **changed: str) -> str:
    """What the bot says when it is started and does not begin."""
    given: dict[str, Any] = {
        name.lower(): value for name, value in {"DATABASE_URL": settings_of(terminal).database_url, **changed}.items()
    }
    settings = Settings(token="42:TEST", api_url="http://127.0.0.1:9", _env_file=None, **given)
    with pytest.raises(SettingsProblem) as refused:
        asyncio.run(asyncio.wait_for(running.run(settings, utc_now), 20))
    return str(refused.value)


def broken_off(terminal: Terminal, to: str, *, at: Callable[[Progress], bool] = lambda _: True) -> None:
    """A move that does not get any further than this."""

    def tell(progress: Progress) -> None:
        if at(progress):
            raise BrokenOff

    with pytest.raises(BrokenOff):
        asyncio.run(moving.move(settings_of(terminal), to, utc_now, tell, most=1))


def test_everything_is_carried_over_and_told_and_from_then_on_the_server_counts(terminal: Terminal, there: str) -> None:
    moved = terminal.smallgains("move", "--to", there)

    assert moved.exit_code == 0
    assert "track_version: 1 of 1" in moved.stderr
    assert "compared tables: " in moved.stderr
    assert re.search(r"^track_version +1 [0-9a-f]{16}  the same there$", moved.stdout, re.MULTILINE)
    assert f"everything is in {name_of(there)}." in moved.stdout
    assert f"The keys ({terminal.folder}/smallgains.key and {terminal.folder}/smallgains-keys.db)" in moved.stdout
    assert f"Set SMALLGAINS_KEY_FILE={terminal.folder}/smallgains.key too." in moved.stdout

    for command in (["publish", "calm.yaml"], ["migrate"], ["rekey"], ["audit"]):
        refused = terminal.smallgains(*command)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert f"has moved to {name_of(there)}, and is outdated here" in refused.stderr
    assert f"has moved to {name_of(there)}, and is outdated here" in refused_to_run(terminal)
    assert f"✗ database: everything that was in this database has moved to {name_of(there)}" in (
        terminal.smallgains("doctor").stdout
    )

    assert "is published already" in terminal.smallgains("publish", "calm.yaml", **on(terminal, there)).stdout
    assert "✓ database: good" in terminal.smallgains("doctor", **on(terminal, there)).stdout
    assert terminal.smallgains("audit", "verify", **on(terminal, there)).exit_code == 0


def test_once_moved_it_moves_no_more(terminal: Terminal, there: str, new_url: Callable[[], str]) -> None:
    assert terminal.smallgains("move", "--to", there).exit_code == 0

    again = terminal.smallgains("move", "--to", there)
    elsewhere = terminal.smallgains("move", "--to", new_url())

    assert (again.exit_code, again.stdout) == (0, f"everything was in {name_of(there)} already; nothing was changed\n")
    assert elsewhere.exit_code == 2
    assert f"has moved to {name_of(there)} already, and is outdated here" in elsewhere.stderr


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("sqlite+aiosqlite:///other.db", "--to should be postgresql+psycopg:// and a server with a database"),
        ("postgresql://robin:needle@/gains", "--to should be postgresql+psycopg:// and a server with a database"),
        ("postgresql+psycopg://robin:needle@", "--to should be postgresql+psycopg:// and a server with a database"),
        (
            "postgresql+psycopg://robin:needle@/gains?host=/nowhere",
            "postgresql+psycopg://robin:***@/gains cannot be used",
        ),
    ],
)
def test_a_place_that_is_none_is_refused_without_its_password(terminal: Terminal, to: str, says: str) -> None:
    refused = terminal.smallgains("move", "--to", to)

    assert refused.exit_code == 2
    assert says in refused.output
    assert "needle" not in refused.output
    assert terminal.smallgains("migrate").exit_code == 0


def test_there_has_to_be_a_file_of_this_version_to_move(terminal: Terminal, there: str) -> None:
    on_a_server = terminal.smallgains("move", "--to", there, DATABASE_URL=there)
    missing = terminal.smallgains(
        "move",
        "--to",
        there,
        DATABASE_URL="sqlite+aiosqlite:///other.db",
        KEY_FILE=str(terminal.folder / "smallgains.key"),
    )
    by_hand(str(terminal.environment["SMALLGAINS_DATABASE_URL"]), "UPDATE alembic_version SET version_num = '0001'")
    older = terminal.smallgains("move", "--to", there)

    assert [result.exit_code for result in (on_a_server, missing, older)] == [2, 2, 2]
    assert "is on a server already; the server's own tools (pg_dump) carry it elsewhere" in on_a_server.output
    assert "there is no database at other.db yet" in missing.output
    assert "is of an older version; smallgains migrate brings it up to date" in older.output


def test_what_others_have_there_is_left_as_it_is(terminal: Terminal, there: str, tmp_path: Path) -> None:
    other = {"DATABASE_URL": there, "KEY_FILE": str(tmp_path / "other.key"), "KEYS_FILE": str(tmp_path / "other.db")}
    assert terminal.smallgains("key", "new", **other).exit_code == 0
    assert terminal.smallgains("migrate", **other).exit_code == 0

    of_other_keys = terminal.smallgains("move", "--to", there)
    assert terminal.smallgains("publish", "calm.yaml", **other).exit_code == 0
    in_use = terminal.smallgains("move", "--to", there)
    by_hand(there, "UPDATE alembic_version SET version_num = '0001'")
    older = terminal.smallgains("move", "--to", there)
    by_hand(there, "UPDATE alembic_version SET version_num = '9999'")
    newer = terminal.smallgains("move", "--to", there)

    assert [result.exit_code for result in (of_other_keys, in_use, older, newer)] == [2] * 4
    assert "the key file does not belong to this database" in of_other_keys.output
    assert "there is something in" in in_use.output
    assert "already (" in in_use.output
    assert "track_version" in in_use.output
    assert "is in use by an older version; give an empty database" in older.output
    assert "use a newer version" in newer.output
    assert by_hand(there, "SELECT version_num FROM alembic_version") == [("9999",)]
    assert by_hand(there, "SELECT count(*) FROM admin_act") == [(1,)]
    assert terminal.smallgains("migrate").exit_code == 0


def test_a_database_that_was_only_made_ready_is_empty_enough(terminal: Terminal, there: str) -> None:
    own = on(terminal, there)
    assert terminal.smallgains("migrate", **own).exit_code == 0

    assert terminal.smallgains("move", "--to", there).exit_code == 0

    assert "✓ database: good" in terminal.smallgains("doctor", **own).stdout


def test_the_bot_has_to_be_stopped_on_both_sides(terminal: Terminal, there: str, new_url: Callable[[], str]) -> None:
    with lock.held(terminal.folder / "bot.db"):
        running_here = terminal.smallgains("move", "--to", there)
    elsewhere = new_url()

    async def meanwhile() -> None:
        async with Database(elsewhere, keyring_of(settings_of(terminal))) as database, database.alone():
            with pytest.raises(SecondInstance):
                await moving.move(settings_of(terminal), elsewhere, utc_now, lambda _: None)

    asyncio.run(meanwhile())

    async def leased() -> None:
        url, keyring = settings_of(terminal).database_url, keyring_of(settings_of(terminal))
        async with Database(url, keyring) as database, database.unit() as unit:
            now = utc_now()
            await unit.leases.take(Holder("other", "another machine"), now=now, until=now.replace(year=now.year + 1))

    asyncio.run(leased())
    on_another_machine = terminal.smallgains("move", "--to", there)

    assert running_here.exit_code == on_another_machine.exit_code == 2
    assert "another smallgains is running on" in running_here.output
    assert "a smallgains on another machine works on this database" in on_another_machine.output


def test_while_it_moves_nothing_starts_on_either_side(terminal: Terminal, there: str) -> None:
    said: list[str] = []
    environment = {name: value for name, value in terminal.environment.items() if value is not None}

    def starts(**changed: str) -> str:
        given = {"TOKEN": "42:TEST", "API_URL": "http://127.0.0.1:9", **changed}
        run = subprocess.run(
            [sys.executable, "-m", "bot", "run"],
            env={**os.environ, **environment, **{f"SMALLGAINS_{name}": value for name, value in given.items()}},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert run.returncode == 2
        return run.stderr

    def tell(progress: Progress) -> None:
        if progress.what == "track_version":
            said.extend((starts(), starts(**on(terminal, there))))

    asyncio.run(moving.move(settings_of(terminal), there, utc_now, tell))

    here, on_the_server = said
    assert "another smallgains is running on" in here
    assert "a move into this database is not finished" in on_the_server or "for themselves" in on_the_server


def test_until_a_move_has_ended_the_file_counts(terminal: Terminal, there: str) -> None:
    broken_off(terminal, there, at=lambda progress: progress.what == "track_version")

    for command in (["publish", "calm.yaml"], ["migrate"], ["audit"]):
        refused = terminal.smallgains(*command, **on(terminal, there))
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "a move into this database is not finished" in refused.stderr
    assert "a move into this database is not finished" in refused_to_run(terminal, **on(terminal, there))
    assert "✗ database: a move into this" in terminal.smallgains("doctor", **on(terminal, there)).stdout
    assert "✓ database: good" in terminal.smallgains("doctor").stdout

    assert terminal.smallgains("move", "--to", there).exit_code == 0
    assert "✓ database: good" in terminal.smallgains("doctor", **on(terminal, there)).stdout


def test_whoever_goes_on_with_the_file_moves_anew_another_time(
    terminal: Terminal, there: str, new_url: Callable[[], str]
) -> None:
    broken_off(terminal, there, at=lambda progress: progress.what == "track_version")

    went_on = terminal.smallgains("publish", terminal.file("calm.yaml", track_yaml(title="Calmer days")))
    into_the_rest = terminal.smallgains("move", "--to", there)
    anew = new_url()

    assert "as version 2" in went_on.stdout
    assert into_the_rest.exit_code == 2
    assert f"in {name_of(there)} there is a part of another move" in into_the_rest.output
    assert "make that database anew (dropdb, createdb), then move again" in into_the_rest.output
    assert terminal.smallgains("move", "--to", anew).exit_code == 0
    assert by_hand(anew, "SELECT count(*) FROM track_version") == [(2,)]


def test_a_second_place_makes_the_first_one_useless(terminal: Terminal, there: str, new_url: Callable[[], str]) -> None:
    broken_off(terminal, there)
    assert terminal.smallgains("move", "--to", new_url()).exit_code == 0

    refused = terminal.smallgains("move", "--to", there)

    assert refused.exit_code == 2
    assert "already, and is outdated here" in refused.output
    assert "a move into this database is not finished" in refused_to_run(terminal, **on(terminal, there))


def test_a_table_that_differs_is_told_and_the_move_not_finished(terminal: Terminal, there: str) -> None:
    broken_off(terminal, there, at=lambda progress: progress.what == "compared tables")
    by_hand(there, "UPDATE track_version SET title = 'needle'")

    differs = terminal.smallgains("move", "--to", there)

    assert differs.exit_code == 1
    assert re.search(r"^track_version +1 [0-9a-f]{16}  DIFFERENT there: +1 [0-9a-f]{16}$", differs.stdout, re.MULTILINE)
    assert "track_version: not the same in" in differs.stderr
    assert "needle" not in differs.output
    assert "a move into this database is not finished" in terminal.smallgains("doctor", **on(terminal, there)).output
    assert terminal.smallgains("migrate").exit_code == 0


def test_broken_off_at_its_very_end_nobody_sends_until_it_is_run_again(terminal: Terminal, there: str) -> None:
    broken_off(terminal, there, at=lambda progress: progress.what == "compared tables")
    by_hand(
        there,
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$",
        "CREATE TRIGGER refuses BEFORE INSERT ON admin_act EXECUTE FUNCTION refuse()",
    )

    cut_off = terminal.smallgains("move", "--to", there)
    here = refused_to_run(terminal)
    by_hand(there, "DROP TRIGGER refuses ON admin_act")
    on_the_server = refused_to_run(terminal, **on(terminal, there))
    again = terminal.smallgains("move", "--to", there)

    assert cut_off.exit_code == 2
    assert "broke off" in cut_off.stderr
    assert "Run it again, it goes on where it was" in cut_off.stderr
    assert "run it again" in here
    assert "a move into this database is not finished" in on_the_server
    assert again.exit_code == 0
    assert f"everything is in {name_of(there)}." in again.stdout


def test_a_server_that_is_lost_in_the_middle_is_told_and_gone_on_with(
    terminal: Terminal, there: str, postgresql: Server
) -> None:
    def lose(progress: Progress) -> None:
        if progress.what == "track_version":
            postgresql.does(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", _ALL_CUT_OFF)

    name = make_url(there).database
    with pytest.raises(SettingsProblem, match=r"broke off: .* Run it again, it goes on where it was"):
        asyncio.run(moving.move(settings_of(terminal), there, utc_now, lose, most=1))
    gone = terminal.smallgains("move", "--to", there)
    postgresql.does(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    assert gone.exit_code == 2
    assert f"the database {name_of(there)} cannot be used: " in gone.stderr
    assert terminal.smallgains("move", "--to", there).exit_code == 0
