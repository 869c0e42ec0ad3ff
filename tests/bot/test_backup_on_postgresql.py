"""Backups of a database on a server, made and put back by its own programs, with the bot's care around them."""

import asyncio
import hashlib
import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.opening import keyring_of
from bot.settings import Settings
from bot.shelf import Shelf
from storage.database import Database
from tests.bot.test_backup import names
from tests.bot.test_moving import refused_to_run
from tests.postgresql import Server, programs
from tests.storage.conftest import by_hand
from tests.terminal import Terminal

_NUMBERS = itertools.count()


@pytest.fixture
def new_url(postgresql: Server) -> Iterator[Callable[[], str]]:
    """Makes databases on the server with nothing in them."""
    made: list[str] = []

    def new() -> str:
        made.append(f"backed_up_{next(_NUMBERS)}")
        return postgresql.make(made[-1])

    yield new
    for name in made:
        postgresql.drop(name)


@pytest.fixture
def terminal(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, new_url: Callable[[], str]) -> Terminal:
    """With a key, the server's programs, and a database on it in which a track is published."""
    monkeypatch.setenv("PATH", f"{programs()}:{os.environ['PATH']}")
    terminal.environment["SMALLGAINS_DATABASE_URL"] = new_url()
    return terminal.with_a_track()


def backed_up(terminal: Terminal) -> Path:
    made = terminal.smallgains("backup", "--to", "backups", "--json")
    assert made.exit_code == 0, made.output
    return terminal.folder / "backups" / str(json.loads(made.stdout)["file"])


def url_of(terminal: Terminal) -> str:
    return str(terminal.environment["SMALLGAINS_DATABASE_URL"])


def test_a_backup_is_made_put_back_into_an_empty_database_and_noted(
    terminal: Terminal, new_url: Callable[[], str]
) -> None:
    copy = backed_up(terminal)
    manifest = json.loads(copy.with_suffix(".json").read_text())
    anew = new_url()

    restored = terminal.smallgains("restore", copy, DATABASE_URL=anew)

    assert manifest["database"] == "postgresql"
    assert manifest["sha256"] == hashlib.sha256(copy.read_bytes()).hexdigest()
    assert (manifest["rows"]["track_version"], manifest["rows"]["canary"]) == (1, 1)
    assert copy.name.endswith(".dump")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert names(terminal.folder / "backups-keys") == {"smallgains-keys.db"}
    assert restored.exit_code == 0, restored.output
    assert "0 people; 0 who were forgotten since" in restored.stdout
    assert "is published already" in terminal.smallgains("publish", "calm.yaml", DATABASE_URL=anew).stdout
    assert "restore" in terminal.smallgains("audit", DATABASE_URL=anew).stdout
    assert terminal.smallgains("audit", "verify", DATABASE_URL=anew).exit_code == 0
    assert by_hand(anew, "SELECT to_regnamespace('smallgains_restoring') IS NULL") == [(True,)]


def test_it_is_put_back_into_nothing_but_an_empty_database(terminal: Terminal) -> None:
    copy = backed_up(terminal)

    refused = terminal.smallgains("restore", copy)

    assert refused.exit_code == 2
    assert "already, and nothing is mixed with it or written over it" in refused.stderr
    assert by_hand(url_of(terminal), "SELECT count(*) FROM track_version") == [(1,)]


def test_a_copy_goes_back_where_it_came_from(terminal: Terminal, new_url: Callable[[], str]) -> None:
    dump = backed_up(terminal)
    file = f"sqlite+aiosqlite:///{terminal.folder}/bot.db"
    key = {"KEY_FILE": "other.key"}
    assert terminal.smallgains("key", "new", DATABASE_URL=file, **key).exit_code == 0
    assert terminal.smallgains("migrate", DATABASE_URL=file, **key).exit_code == 0
    made = terminal.smallgains("backup", "--to", "others", "--json", DATABASE_URL=file, **key)
    copy = terminal.folder / "others" / json.loads(made.stdout)["file"]

    to_a_file = terminal.smallgains("restore", "--drill", dump, DATABASE_URL=file, **key)
    to_a_server = terminal.smallgains("restore", copy, DATABASE_URL=new_url())

    assert to_a_file.exit_code == to_a_server.exit_code == 2
    assert "is a copy of a database on a server, and the database" in to_a_file.stderr
    assert "is a copy of a SQLite file, and the database" in to_a_server.stderr


@pytest.mark.parametrize("keeps_its_manifest", [True, False])
def test_a_copy_that_was_changed_is_not_put_back(
    terminal: Terminal, new_url: Callable[[], str], keeps_its_manifest: bool
) -> None:
    copy, anew = backed_up(terminal), new_url()
    with copy.open("r+b") as opened:
        opened.seek(copy.stat().st_size // 2)
        opened.write(b"\0" * 4000)
    if not keeps_its_manifest:
        copy.with_suffix(".json").unlink()

    refused = terminal.smallgains("restore", copy, DATABASE_URL=anew)

    assert refused.exit_code == 2
    assert ("its checksum is not that of" if keeps_its_manifest else "pg_restore: error: ") in refused.stderr
    assert by_hand(anew, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_while_it_is_half_put_back_nothing_works_on_it(terminal: Terminal, new_url: Callable[[], str]) -> None:
    copy, anew = backed_up(terminal), new_url()
    keyring = keyring_of(Settings(database_url=url_of(terminal), _env_file=None))

    class Died(Exception):
        pass

    async def dies_in_the_middle() -> None:
        async with Database(anew, keyring) as database, database.being_restored():
            raise Died

    with pytest.raises(Died):
        asyncio.run(dies_in_the_middle())
    refused = terminal.smallgains("migrate", DATABASE_URL=anew)
    told = refused_to_run(terminal, DATABASE_URL=anew)
    again = terminal.smallgains("restore", copy, DATABASE_URL=anew)

    assert refused.exit_code == 2
    assert "a backup was being put back into this database, and that was broken off" in refused.stderr
    assert "a backup was being put back into this database, and that was broken off" in told
    assert again.exit_code == 0
    assert "✓ database: good" in terminal.smallgains("doctor", DATABASE_URL=anew).stdout


def test_a_drill_leaves_nothing_behind(terminal: Terminal, postgresql: Server) -> None:
    copy = backed_up(terminal)
    [before] = by_hand(url_of(terminal), "SELECT array_agg(datname ORDER BY datname)::text FROM pg_database")

    drilled = terminal.smallgains("restore", "--drill", copy)
    verified = terminal.smallgains("backup", "--to", "verified", "--verify")

    assert drilled.exit_code == verified.exit_code == 0, drilled.output + verified.output
    assert "It was a drill: nothing was changed" in drilled.stdout
    assert by_hand(url_of(terminal), "SELECT array_agg(datname ORDER BY datname)::text FROM pg_database") == [before]
    assert terminal.smallgains("audit").stdout.count("restore") == 0


def test_a_role_that_may_make_no_database_is_told_what_a_drill_needs(terminal: Terminal, postgresql: Server) -> None:
    copy = backed_up(terminal)
    by_hand(url_of(terminal), "CREATE ROLE plain LOGIN")
    plain = make_url(url_of(terminal)).set(username="plain").render_as_string(hide_password=False)

    refused = terminal.smallgains("restore", "--drill", copy, DATABASE_URL=plain)
    by_hand(url_of(terminal), "DROP ROLE plain")

    assert refused.exit_code == 2
    assert "permission denied to create database" in refused.stderr
    assert "ALTER ROLE … CREATEDB" in refused.stderr


def test_a_password_is_on_no_command_line(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()
    spy = watched / "pg_dump"
    spy.write_text(f'#!/bin/sh\necho "$@" >> {watched}/said\nexec {programs()}/pg_dump "$@"\n')
    spy.chmod(0o700)
    monkeypatch.setenv("PATH", f"{watched}:{os.environ['PATH']}")
    with_password = make_url(url_of(terminal)).set(password="nee:dle").render_as_string(hide_password=False)

    made = terminal.smallgains("backup", "--to", "backups", DATABASE_URL=with_password)

    said = (watched / "said").read_text()
    assert made.exit_code == 0, made.output
    assert "needle" not in said + made.output
    assert "nee" not in said + made.output
    [passfile] = {word for word in said.split() if word.startswith("passfile=")}
    assert not Path(passfile.removeprefix("passfile=")).exists()


def test_without_the_servers_programs_or_with_older_ones_it_is_told(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    missing = terminal.smallgains("backup", "--to", "backups")
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    old.chmod(0o700)
    older = terminal.smallgains("backup", "--to", "backups")

    assert missing.exit_code == older.exit_code == 1
    assert "pg_dump is not installed here" in missing.stderr
    assert "pg_dump is too old (pg_dump (PostgreSQL) 9.6.24) for the server (18)" in older.stderr
    assert names(terminal.folder / "backups") == set()


def test_a_server_that_cannot_be_reached_leaves_those_from_before(terminal: Terminal, tmp_path: Path) -> None:
    copy = backed_up(terminal)

    gone = terminal.smallgains(
        "backup", "--to", "backups", DATABASE_URL=f"postgresql+psycopg://robin:needle@/gains?host={tmp_path}"
    )

    assert gone.exit_code == 1
    assert "needle" not in gone.output
    assert [manifest.file for manifest in Shelf(terminal.folder / "backups").kept()] == [copy.name]
    assert shutil.which("pg_dump") is not None
