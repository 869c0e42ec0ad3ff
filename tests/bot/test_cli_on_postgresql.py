"""The command line with a database on a server: set up, looked over, worked on by one at a time."""

import asyncio
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.secrecy import Keyring
from tests.postgresql import Server
from tests.terminal import Terminal

_NUMBERS = itertools.count()


@pytest.fixture
def terminal(terminal: Terminal, postgresql: Server) -> Iterator[Terminal]:
    """With a key, and a database in which nothing is."""
    name = f"commands_{next(_NUMBERS)}"
    terminal.environment["SMALLGAINS_DATABASE_URL"] = postgresql.make(name)
    yield terminal.with_a_key()
    postgresql.drop(name)


def test_a_database_on_a_server_is_set_up_and_looked_over(terminal: Terminal) -> None:
    before = terminal.smallgains("doctor").output
    assert "✓ database: nothing in it yet; smallgains run makes its tables" in before

    assert terminal.smallgains("migrate").exit_code == 0
    assert terminal.smallgains("migrate").exit_code == 0

    assert "✓ database: good; 0 people; nudges: no nudge yet" in terminal.smallgains("doctor").output
    assert (terminal.folder / "var" / "smallgains.key").exists()
    assert (terminal.folder / "var" / "smallgains-keys.db").exists()


def test_what_is_done_by_command_stands_in_the_log(terminal: Terminal) -> None:
    assert terminal.smallgains("migrate").exit_code == 0
    track = Path(__file__).parents[2] / "curriculum" / "tracks" / "two-worlds.yaml"

    assert "as version 1" in terminal.smallgains("publish", track).output
    assert "is published already" in terminal.smallgains("publish", track).output
    assert terminal.smallgains("rekey").exit_code == 0

    listed = terminal.smallgains("audit").output
    assert [listed.count(act) for act in ("publish", "rekey")] == [2, 2]
    assert terminal.smallgains("audit", "verify").exit_code == 0


def test_what_needs_it_alone_is_refused_while_the_bot_runs(terminal: Terminal) -> None:
    assert terminal.smallgains("migrate").exit_code == 0
    keyring = Keyring.read(terminal.folder / "var" / "smallgains.key")

    async def meanwhile() -> tuple[int, str]:
        async with (
            Database(str(terminal.environment["SMALLGAINS_DATABASE_URL"]), keyring) as database,
            database.among_others(),
        ):
            result = await asyncio.to_thread(terminal.smallgains, "rekey")
        return result.exit_code, result.output

    code, said = asyncio.run(meanwhile())

    assert code == 2
    assert "a smallgains is running on this database; stop all that are, this needs it alone" in said


def test_a_server_that_is_not_there_is_told_without_the_password(terminal: Terminal, tmp_path: Path) -> None:
    nowhere = f"postgresql+psycopg://robin:needle@/gains?host={tmp_path}"

    result = terminal.smallgains("migrate", DATABASE_URL=nowhere)

    assert result.exit_code == 2
    assert "the database postgresql+psycopg://robin:***@/gains cannot be used: connection" in result.output
    assert "needle" not in result.output


def test_how_it_stands_on_a_server_is_shown_with_who_is_at_work(terminal: Terminal) -> None:
    assert terminal.smallgains("migrate").exit_code == 0
    keyring = Keyring.read(terminal.folder / "var" / "smallgains.key")

    async def meanwhile() -> tuple[int, str]:
        async with (
            Database(str(terminal.environment["SMALLGAINS_DATABASE_URL"]), keyring) as database,
            database.among_others(),
            database.among_others(),
        ):
            result = await asyncio.to_thread(terminal.smallgains, "status")
        return result.exit_code, result.output

    idle = terminal.smallgains("status")
    code, at_work = asyncio.run(meanwhile())

    assert code == 0, at_work
    assert "2 processes" in at_work
    assert (idle.exit_code, "running: nobody works on this database" in idle.output) == (1, True)
