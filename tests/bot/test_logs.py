"""Logs: readable lines on stderr, without a token in them."""

import io
import json
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

import pytest
from structlog.contextvars import bound_contextvars

from bot import logs
from bot.settings import LogFormat, Settings
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


def test_what_is_bound_to_the_work_at_hand_is_told_beside() -> None:
    with bound_contextvars(person="p-4f2a", nudge=7):
        line = line_of("it failed")

    assert line.endswith(" ERROR bot.test: it failed nudge=7 person=p-4f2a")
    assert line_of("it failed").endswith(": it failed")


def test_in_json_every_record_is_a_line_with_fields() -> None:
    error = raised(KeyError("a private word"))
    record = logging.LogRecord("bot.intake", logging.ERROR, __file__, 1, "“%s” failed", ("it",), None)
    record.exc_info = (type(error), error, error.__traceback__)

    with bound_contextvars(person="p-4f2a", key=f"/bot{SECRET}/getMe"):
        line = logs.Redacting(rendered=logs.as_json()).format(record)

    told = json.loads(line)
    assert "\n" not in line
    assert "“it” failed" in line
    assert list(told)[:4] == ["timestamp", "level", "logger", "event"]
    assert (told["level"], told["logger"], told["event"]) == ("error", "bot.intake", "“it” failed")
    assert (told["person"], told["key"]) == ("p-4f2a", "/bot[token]/getMe")
    assert told["exception"].startswith("Traceback") and told["exception"].endswith("KeyError")
    assert "private word" not in line


def test_a_token_that_json_writes_otherwise_is_taken_out_too() -> None:
    secret = 'let"me\\in'
    record = logging.LogRecord("bot.test", logging.ERROR, __file__, 1, "calling %s", (secret,), None)

    assert json.loads(logs.Redacting(secret, rendered=logs.as_json()).format(record))["event"] == "calling [token]"


@pytest.mark.usefixtures("undisturbed_logging")
def test_a_line_that_cannot_be_written_is_told_of_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    gone = io.StringIO()
    logs.set_up(to=gone)
    gone.close()

    try:
        raise KeyError("a private word")
    except KeyError:
        logging.getLogger("bot.intake").exception("failed for %s", "a private word")

    said = capsys.readouterr().err
    assert said.startswith("a line of the log (bot.intake:")
    assert said.endswith(" could not be written: ValueError\n")
    assert "private word" not in said


@contextmanager
def terminal() -> Iterator[tuple[TextIO, Callable[[], str]]]:
    """Something that takes itself for a terminal, and what was written there."""
    here, there = os.openpty()
    with os.fdopen(there, "w", encoding="utf-8") as stream:
        yield stream, lambda: os.read(here, 65536).decode()
    os.close(here)


@pytest.mark.usefixtures("undisturbed_logging")
@pytest.mark.parametrize(
    ("asked", "looks_on", "begins"),
    [
        pytest.param("auto", True, "\x1b[2m20", id="somebody looks on"),
        pytest.param("auto", False, '{"timestamp": "20', id="nobody looks on"),
        pytest.param("json", True, '{"timestamp": "20', id="json on a terminal"),
        pytest.param("console", False, "20", id="lines in a file"),
    ],
)
def test_the_log_suits_who_reads_it(asked: str, looks_on: bool, begins: str) -> None:
    with terminal() as (screen, seen):
        stream = screen if looks_on else io.StringIO()
        logs.set_up(Settings(token=SECRET, log_format=LogFormat(asked), _env_file=None), to=stream)

        logging.getLogger("bot.running").warning("ready at %s", SECRET)

        line = seen() if looks_on else stream.getvalue()  # type: ignore[attr-defined]  # the other is a StringIO
    assert line.startswith(begins)
    assert "ready at [token]" in line
    assert SECRET not in line
    assert ("\x1b[33mWARNING\x1b[0m" in line) == (asked == "auto" and looks_on)


@pytest.mark.usefixtures("undisturbed_logging")
def test_libraries_that_print_whole_updates_speak_up_from_warnings_on(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(Settings(token=SECRET, log_format=LogFormat.CONSOLE, _env_file=None))

    logging.getLogger("telegram.ext.ExtBot").info("update: a private word")
    logging.getLogger("aiosqlite").debug("a private word")
    logging.getLogger("telegram.Bot").warning("something is wrong with %s", SECRET)
    logging.getLogger("bot.running").info("ready")

    said = capsys.readouterr()
    assert said.out == ""
    assert "private word" not in said.err
    assert "WARNING telegram.Bot: something is wrong with %s [test_logs.py:" in said.err
    assert said.err.endswith("INFO bot.running: ready\n")
