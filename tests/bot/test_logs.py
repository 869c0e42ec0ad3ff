"""Logs: readable lines on stderr, without a token in them."""

import logging
import sqlite3
import time
from collections.abc import Iterator

import pytest

from bot import logs
from bot.settings import Settings
from storage.errors import Unavailable

SECRET = "123456:AAsecretsecretsecret"


def line_of(text: str, *args: object, secret: str | None = None, error: BaseException | None = None) -> str:
    """How the program would write this record."""
    exc_info = (type(error), error, error.__traceback__) if error is not None else None
    record = logging.LogRecord("bot.test", logging.ERROR, __file__, 1, text, args, exc_info)
    return logs.Redacting(secret).format(record)


def told(text: str, *args: object, name: str, error: BaseException | None = None) -> str:
    """How the program would write a record of this logger."""
    exc_info = (type(error), error, error.__traceback__) if error is not None else None
    return logs.Redacting().format(logging.LogRecord(name, logging.WARNING, __file__, 1, text, args, exc_info))


@pytest.mark.parametrize("name", ["telegram.ext.ExtBot", "httpx", "aiosqlite", "asyncio", "root", "some.new.library"])
def test_what_a_library_fills_in_is_left_out(name: str) -> None:
    assert told("calling with %s", {"text": "a private word"}, name=name).endswith(": calling with %s [test_logs.py:1]")
    assert told("Exception in callback say('a private word')", name=name).endswith(": (left out) [test_logs.py:1]")


def test_what_ours_fill_in_is_written() -> None:
    assert told("update %s is answered", 7, name="bot.intake").endswith("WARNING bot.intake: update 7 is answered")


def raised(*errors: Exception) -> Exception:
    """The last of these errors, raised from those before it."""
    earlier: Exception | None = None
    for error in errors:
        try:
            raise error from earlier
        except type(error) as caught:
            earlier = caught
    assert earlier is not None
    return earlier


def test_of_an_exception_its_kind_and_its_place_are_written_and_not_what_it_says() -> None:
    error = raised(KeyError("a private word"), ValueError("no hour: 'a private word'"))
    error.add_note("a private word")

    line = told("it failed", name="bot.intake", error=error)

    assert "private word" not in line
    assert line.count("test_logs.py") == 2
    assert line.index("KeyError") < line.index("direct cause") < line.index("ValueError")


def test_of_a_group_of_exceptions_each_is_written_so() -> None:
    error = ExceptionGroup("a private word", [ValueError("a private word"), TypeError("a private word")])

    line = told("it failed", name="bot.intake", error=error)

    assert "private word" not in line
    assert line.endswith("ExceptionGroup\nNumber 1 of them:\nValueError\nNumber 2 of them:\nTypeError")


def test_what_the_database_and_the_disk_say_is_written() -> None:
    locked = raised(sqlite3.OperationalError("database is locked"), Unavailable("database is locked"))
    full = OSError(28, "No space left on device", "/a private word")

    assert told("it failed", name="bot.intake", error=locked).endswith("storage.errors.Unavailable: database is locked")
    assert told("it failed", name="bot.intake", error=full).endswith("OSError: No space left on device")


def test_what_another_handler_has_written_of_an_exception_is_not_taken_over() -> None:
    error = raised(ValueError("a private word"))
    record = logging.LogRecord("bot.x", logging.ERROR, __file__, 1, "failed", (), (type(error), error, None))
    logging.Formatter().format(record)

    assert "private word" not in logs.Redacting().format(record)


@pytest.mark.parametrize(
    "text",
    [
        f"calling {SECRET}",
        f"https://api.telegram.org/bot{SECRET}/sendMessage failed",
        f"/file/bot{SECRET}/documents/file_1.yaml",
        f"token={SECRET!r}",
    ],
)
def test_what_looks_like_a_token_is_taken_out(text: str) -> None:
    line = line_of(text)

    assert "AAsecret" not in line
    assert "[token]" in line


def test_a_token_in_the_arguments_is_taken_out() -> None:
    assert "AAsecret" not in line_of("calling %s", f"http://127.0.0.1/bot{SECRET}/getMe")


def test_a_token_in_a_traceback_is_taken_out() -> None:
    try:
        raise ValueError(f"cannot reach /bot{SECRET}/getMe")
    except ValueError as error:
        line = line_of("it failed", error=error)

    assert "Traceback" in line
    assert "AAsecret" not in line


def test_a_token_of_an_unusual_form_is_taken_out_too() -> None:
    assert "letmein" not in line_of("calling letmein", secret="letmein")


def test_when_it_was_is_told_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        record = logging.LogRecord("bot.test", logging.INFO, __file__, 1, "ready", (), None)
        record.created, record.msecs = 1_777_888_800.25, 250.0
        line = logs.Redacting().format(record)
    finally:
        monkeypatch.undo()
        time.tzset()

    assert line.startswith("2026-05-04T10:00:00.250Z ")


def test_times_and_addresses_are_left_as_they_are() -> None:
    line = line_of("at 12:30:05 on http://127.0.0.1:8765/ and 08:00")

    assert "12:30:05 on http://127.0.0.1:8765/ and 08:00" in line


@pytest.fixture
def undisturbed_logging() -> Iterator[None]:
    """What a test sets up here is gone after it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    libraries = ("httpx", "httpcore", "telegram", "aiohttp", "aiosqlite", "sqlalchemy", "alembic", "apscheduler")
    levels = {name: logging.getLogger(name).level for name in libraries}
    root.handlers = []
    yield
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    root.handlers, root.level = handlers, level


@pytest.mark.usefixtures("undisturbed_logging")
def test_libraries_that_print_whole_updates_speak_up_from_warnings_on(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(Settings(token=SECRET, _env_file=None))

    logging.getLogger("telegram.ext.ExtBot").info("update: a private word")
    logging.getLogger("aiosqlite").debug("a private word")
    logging.getLogger("telegram.Bot").warning("something is wrong with %s", SECRET)
    logging.getLogger("bot.running").info("ready")

    said = capsys.readouterr()
    assert said.out == ""
    assert "private word" not in said.err
    assert "WARNING telegram.Bot: something is wrong with %s [test_logs.py:" in said.err
    assert said.err.endswith("INFO bot.running: ready\n")
