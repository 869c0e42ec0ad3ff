"""Logs: readable lines on stderr, without a token in them."""

import logging
import time
from collections.abc import Iterator

import pytest

from bot import logs
from bot.settings import Settings

SECRET = "123456:AAsecretsecretsecret"


def line_of(text: str, *args: object, secret: str | None = None, error: BaseException | None = None) -> str:
    """How the program would write this record."""
    exc_info = (type(error), error, error.__traceback__) if error is not None else None
    record = logging.LogRecord("bot.test", logging.ERROR, __file__, 1, text, args, exc_info)
    return logs.Redacting(secret).format(record)


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
    assert "something is wrong with [token]" in said.err
    assert said.err.endswith("INFO bot.running: ready\n")
