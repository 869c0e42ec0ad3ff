"""What people write is in no file in clear, and in no log."""

import io
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot import logs
from tests.stories.town import Somebody, Town

LIBRARIES = ("httpx", "httpcore", "telegram", "aiohttp", "aiosqlite", "sqlalchemy", "alembic", "apscheduler")
PLACES = ("words", "edit", "caption", "name", "city", "hour", "poison", "file", "typed-at-agree")


def needle(place: str) -> str:
    return f"needle-{place}-4711"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged: as `smallgains run` sets it up, and our own parts as talkative as they can be."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    levels = {name: logging.getLogger(name).level for name in (*LIBRARIES, "bot", "storage")}
    written = io.StringIO()
    logs.set_up(to=written)
    for ours in ("bot", "storage"):
        logging.getLogger(ours).setLevel(logging.DEBUG)
    yield written
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    root.handlers, root.level = handlers, level


async def test_what_was_written_is_in_no_file_and_no_log(
    alice: Somebody, town: Town, tmp_path: Path, log: io.StringIO
) -> None:
    await town.somebody(needle("name")).starts()
    await alice.starts()
    await alice.says(needle("typed-at-agree"))
    await alice.taps("I am an adult and I agree")
    await alice.says(needle("hour"))
    await alice.taps("08:00")
    await alice.says(needle("city"))
    await alice.says("Berlin")
    await alice.gets_the_next_day()
    await alice.says(needle("words"))
    mine = next(message for message in reversed(alice.person.chat) if not message.by_bot)
    await town.restarts()

    alice.person.edits(mine, needle("edit"))
    alice.person.sends_photo(needle("caption"))
    alice.person.sends_document(f"{needle('file')}.pdf", b"%PDF")
    town.sandbox.raw_update(
        {"message": {"message_id": needle("poison"), "chat": {"id": alice.telegram_id}, "text": needle("poison")}}
    )
    await town.app.poller.once()
    assert found_in_files(tmp_path) == []  # taken in, and not handled yet
    await town.settles()

    assert (1, needle("edit")) in await alice.words()
    assert (1, needle("caption")) in await alice.words()
    assert found_in_files(tmp_path) == []
    assert "dead letters" in log.getvalue()
    assert [place for place in PLACES if needle(place) in log.getvalue()] == []


def found_in_files(folder: Path) -> list[str]:
    """What can be read in any file of the folder: database, write-ahead log, shared memory."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    assert any(file.name.endswith("-wal") for file in files)
    return [
        f"{place} in {file.name}" for file in files for place in PLACES if needle(place).encode() in file.read_bytes()
    ]


async def test_ids_are_in_no_line_that_the_bot_logs(
    alice: Somebody, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    cleo = town.somebody("Cleo", 7_654_321_012)

    await cleo.enrols()
    await cleo.says("/tracks")
    cleo.person.blocks()
    await town.settles()

    ours = [record for record in caplog.records if record.name.startswith(("bot.", "storage.", "curriculum."))]
    lines = [record.getMessage() for record in ours if not record.name.startswith("bot.sandbox")]
    assert any("no admin" in line for line in lines)
    assert not any("7654321012" in line for line in lines)


async def test_whose_update_could_not_be_handled_is_logged_under_the_name_that_why_takes(
    alice: Somebody, town: Town, database_file: Path, log: io.StringIO
) -> None:
    await alice.starts()
    with closing(sqlite3.connect(database_file)) as database, database:
        database.execute("UPDATE person SET content_class = 'martian' WHERE telegram_id = 1002")
    town.forgiven.add("bot.intake")

    await alice.says("/settings")

    failed = [line for line in log.getvalue().splitlines() if "could not be handled" in line]
    assert failed
    assert all(line.endswith(f" person={town.keyring.pseudonym(1002)}") for line in failed)
    assert "1002" not in log.getvalue()
