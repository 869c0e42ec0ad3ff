"""How the bot stands, on one screen: what the database tells and nothing of anybody, and nothing is changed by looking."""

import io
import json
import os
import signal
import sqlite3
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from bot import lock, status_cli
from bot.clock import StandingClock, utc_now
from bot.settings import Settings
from bot.status import Status, status
from bot.status_screen import screen
from storage.keys import FILE_NAME
from storage.leases import Holder
from tests.bot.test_backup import put
from tests.conftest import NOON, url_of
from tests.stories.town import TOKEN, Somebody, Town
from tests.terminal import Terminal, on_a_terminal


@pytest.fixture
def settings(database_file: Path, key_file: Path) -> Settings:
    """Those of the town's bot, as its operator has them."""
    return Settings(
        token=TOKEN,
        api_url="http://127.0.0.1:9",
        database_url=url_of(database_file),
        key_file=key_file,
        _env_file=None,
    )


@pytest.fixture
def terminal(terminal: Terminal) -> Terminal:
    """With a key, and a database in which nobody is."""
    return terminal.with_a_database()


def shown(seen: Status, *, width: int = 80) -> str:
    """What stands on the screen, without colour."""
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(screen(seen))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def line(seen: Status, name: str, *, width: int = 120) -> str:
    """One line of the screen."""
    [found] = [line for line in shown(seen, width=width).splitlines() if line[2:].startswith(f"{name} ")]
    return " ".join(found.split())


def spoil(file: Path) -> None:
    """What was a database is none any more."""
    file.write_bytes(b"nonsense" * 1000)


def about(seen: Status) -> list[str]:
    """What it is about that wants to be looked at."""
    return [finding.about for finding in seen.wrong]


async def test_a_database_that_is_lost_is_not_told_as_one_that_was_never_made(
    alice: Somebody, town: Town, settings: Settings, key_file: Path, tmp_path: Path
) -> None:
    await alice.enrols()
    elsewhere = {"database_url": url_of(tmp_path / "elsewhere.db"), "keys_file": key_file.with_name(FILE_NAME)}

    seen = await status(settings.model_copy(update=elsewhere), town.clock)

    [found] = [finding for finding in seen.wrong if finding.about == "database"]
    assert found.fault == "database-lost"
    assert found.cure is not None and "smallgains restore" in found.cure


async def test_what_a_day_of_a_bot_at_work_comes_to_is_on_the_screen(
    alice: Somebody, ben: Somebody, town: Town, settings: Settings, database_file: Path
) -> None:
    await alice.enrols()
    await ben.enrols()
    town.sandbox.faults.refuse(403, "Forbidden: bot was blocked by the user", chat=ben.telegram_id)
    await alice.gets_the_next_day()
    await town.ticks(timedelta(minutes=3))
    await alice.taps("Done")
    town.clock.move(timedelta(minutes=5))

    with lock.held(database_file):
        seen = await status(settings, town.clock)

    assert seen.wrong == ()
    assert line(seen, "running") == "· running one process"
    assert line(seen, "due, unsent") == "· due, unsent 0"
    assert line(seen, "last 24 h") == "· last 24 h 0 sent, 1 confirmed, 0 missed, 0 unknown, 1 blocked"
    assert line(seen, "requests") == "· requests 2 in 24 h; 50.0% blocked, 0.0% no such chat"
    assert line(seen, "comes next").endswith(" UTC, in 23 h 52 min")
    assert "last update 5 min ago" in line(seen, "telegram")
    assert line(seen, "inbox") == "· inbox 0 waiting; 0 dead letters"
    assert "✓ nothing to look at" in shown(seen)


async def test_what_is_late_while_nobody_works_is_marked_and_told_with_what_to_do(
    alice: Somebody, town: Town, settings: Settings
) -> None:
    await alice.enrols()
    due_at = (await alice.walk()).due_at
    assert due_at is not None
    town.clock.move_to(due_at + timedelta(minutes=185))

    seen = await status(settings, town.clock)

    assert about(seen) == ["running", "nudges"]
    assert line(seen, "running") == "✗ running no process"
    assert line(seen, "due, unsent") == "✗ due, unsent 1, the oldest for 3 h 5 min"
    assert "→ start smallgains run" in shown(seen)


async def test_a_process_on_another_machine_is_at_work_as_long_as_its_lease_lasts(
    town: Town, settings: Settings, clock: StandingClock
) -> None:
    async with town.database.unit() as unit:
        await unit.leases.take(
            Holder("other", "another machine"), now=NOON + timedelta(days=1), until=NOON + timedelta(days=2)
        )

    alive = await status(settings, clock)
    clock.move(timedelta(days=2))
    dead = await status(settings, clock)

    assert line(alive, "running") == "· running one process on another machine"
    assert line(dead, "running") == "✗ running no process"


async def test_what_a_process_of_this_machine_left_behind_when_it_died_is_nobody_at_work(
    town: Town, settings: Settings
) -> None:
    async with town.database.unit(reads=True) as unit:
        until = await unit.leases.held_until()
    assert until is not None and until > town.clock()

    seen = await status(settings, town.clock)

    assert line(seen, "running") == "✗ running no process"


async def test_nothing_of_anybody_is_shown(alice: Somebody, town: Town, settings: Settings) -> None:
    await alice.enrols(city="Nuuk")
    await alice.gets_the_next_day()
    await alice.says("needle")
    walk = await alice.walk()

    seen = await status(settings, town.clock)

    told = shown(seen, width=200) + json.dumps(status_cli.for_a_program(seen))
    for secret in ("needle", "Alice", "1002", "Nuuk", str(walk.id), str(walk.person), walk.track.slug, TOKEN):
        assert secret not in told


async def test_looking_changes_nothing(alice: Somebody, town: Town, settings: Settings, database_file: Path) -> None:
    await alice.enrols()
    with closing(sqlite3.connect(database_file)) as other:
        before = other.execute("PRAGMA data_version").fetchone()
        await status(settings, town.clock)
        after = other.execute("PRAGMA data_version").fetchone()

    assert before == after


async def test_who_writes_meanwhile_is_not_waited_for(town: Town, settings: Settings, database_file: Path) -> None:
    with closing(sqlite3.connect(database_file)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        seen = await status(settings, town.clock)
        took = time.monotonic() - began
        other.rollback()

    assert seen.kept is not None
    assert took < 5


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        pytest.param("UPDATE alembic_version SET version_num = '0001'", "of an older version", id="older"),
        pytest.param("UPDATE alembic_version SET version_num = '9999'", "a newer version", id="newer"),
    ],
)
async def test_of_a_database_of_another_version_its_schema_is_told_and_nothing_is_brought_up_to_date(
    settings: Settings, database_file: Path, clock: StandingClock, statement: str, says: str
) -> None:
    with closing(sqlite3.connect(database_file)) as other, other:
        other.execute(statement)

    seen = await status(settings, clock)

    assert seen.kept is None
    assert about(seen) == ["database"]
    assert says in seen.wrong[0].says
    assert seen.schema is not None and seen.schema.here in statement


async def test_of_a_file_that_is_no_database_that_is_told(
    settings: Settings, database_file: Path, clock: StandingClock
) -> None:
    spoil(database_file)

    seen = await status(settings, clock)

    assert (seen.kept, about(seen)) == (None, ["database"])


@pytest.mark.parametrize(
    ("ago", "told", "wrong"),
    [
        pytest.param(timedelta(hours=25), "· backup the newest is 25 h 0 min old", None, id="of yesterday"),
        pytest.param(
            timedelta(hours=30), "✗ backup the newest is 30 h 0 min old", "is 30 h old", id="of the day before"
        ),
        pytest.param(None, "✗ backup none yet", "there is none in", id="none"),
    ],
)
async def test_how_old_the_newest_backup_is_is_told(
    settings: Settings,
    database_file: Path,
    clock: StandingClock,
    tmp_path: Path,
    ago: timedelta | None,
    told: str,
    wrong: str | None,
) -> None:
    folder = tmp_path / "backups"
    if ago is not None:
        put(folder, clock() - ago)
    settings = settings.model_copy(update={"backup_folder": folder})

    with lock.held(database_file):
        seen = await status(settings, clock)

    assert line(seen, "backup") == told
    assert [finding.fault for finding in seen.wrong] == ([] if wrong is None else ["no-new-backup"])
    assert wrong is None or wrong in seen.wrong[0].says


async def test_when_it_is_asked_for_the_clock_is_compared_with_telegrams(
    town: Town, settings: Settings, database_file: Path, clock: StandingClock
) -> None:
    def ahead() -> datetime:
        return utc_now() + timedelta(hours=2)

    asked = settings.model_copy(update={"api_url": town.app.settings.api_url})
    with lock.held(database_file):
        seen = await status(asked, clock, ask=ahead)
        unreachable = await status(settings, clock, ask=utc_now)
        unasked = await status(settings, clock)

    assert about(seen) == ["clock"]
    assert "ahead of Telegram's" in line(seen, "clock")
    assert about(unreachable) == ["telegram"]
    assert line(unasked, "clock") == "· clock not compared (--ask)"


def test_in_a_pipe_there_is_no_colour_and_no_line_is_longer_than_a_terminal_is_wide(
    terminal: Terminal,
) -> None:
    terminal.environment["COLUMNS"] = "80"

    told = terminal.smallgains("status", BACKUP_FOLDER=str(terminal.folder / "none"))

    assert told.exit_code == 1
    assert "\x1b" not in told.output
    assert "running: nobody works on this database" in told.output
    assert max(len(line) for line in told.output.splitlines()) <= 80


def test_for_a_program_it_is_json_with_what_is_wrong(terminal: Terminal) -> None:
    nothing = json.loads(terminal.smallgains("status", "--json", DATABASE_URL="sqlite+aiosqlite:///none.db").output)

    asked = terminal.smallgains("status", "--json")
    told = json.loads(asked.output)

    assert (nothing["well"], nothing["work"], nothing["findings"][0]["about"]) == (False, None, "database")
    assert (asked.exit_code, told["well"]) == (1, False)
    assert told["database"]["schema"] == told["database"]["schema_of_program"]
    assert told["work"]["processes"] == told["work"]["due_unsent"] == 0
    assert [finding["about"] for finding in told["findings"]] == ["running"]


def test_watched_it_is_shown_anew_until_ctrl_c(terminal: Terminal) -> None:
    environment = {**os.environ, **{name: value for name, value in terminal.environment.items() if value}}
    environment |= {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}

    with on_a_terminal([sys.executable, "-m", "bot", "status", "--watch", "--every", "0.5"], environment) as (
        child,
        seen,
    ):
        text = seen(until=lambda text: text.count("Small Gains") >= 3)
        child.send_signal(signal.SIGINT)
        code = child.wait(timeout=20)

    assert text.startswith("\x1b[?1049h")
    assert code == 1
    assert "Traceback" not in text
