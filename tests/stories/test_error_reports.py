"""Errors that are sent to a Sentry server: that they arrive, and that nothing of anybody is in their bytes."""

import gzip
import json
import logging
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot import error_reports
from bot.clock import StandingClock
from bot.engine.engine import Job
from bot.measures import Measures
from bot.settings import Settings, SettingsProblem
from tests.stories.town import TOKEN, Somebody, Town
from tests.terminal import Terminal

KEY = "0123456789abcdef0123456789abcdef"


@dataclass
class Inbox:
    """What came to a Sentry server: whole requests, and the events that are in them."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    @property
    def dsn(self) -> str:
        return f"http://{KEY}@127.0.0.1:{self.port}/7"

    @property
    def events(self) -> list[dict[str, Any]]:
        """An envelope is a line of JSON, and then for each item a line that says what it is and the item
        (https://develop.sentry.dev/sdk/data-model/envelopes/).
        """
        return [
            json.loads(body)
            for request in self.requests
            for head, body in zip(*[iter(request.splitlines()[1:])] * 2, strict=True)
            if json.loads(head)["type"] == "event"
        ]


@pytest.fixture
def sentry() -> Iterator[Inbox]:
    """A server on this machine that takes envelopes, as Sentry does."""
    inbox = Inbox()

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            inbox.requests.append(gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
            inbox.heads.append(f"{self.path}\n{self.headers}")
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Takes) as server:
        inbox.port = server.server_port
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield inbox
        server.shutdown()
        serving.join()


def settings(sentry: Inbox | None, **others: object) -> Settings:
    return Settings(token=TOKEN, sentry_dsn=None if sentry is None else sentry.dsn, _env_file=None, **others)  # type: ignore[arg-type]  # as they are


def breaks(file: Path, statement: str) -> None:
    """Something goes wrong in the database file, beside the bot."""
    with closing(sqlite3.connect(file)) as database, database:
        assert database.execute(statement).rowcount == 1


async def test_an_error_while_somebodys_words_are_in_hand_is_sent_without_them(
    alice: Somebody, town: Town, database_file: Path, sentry: Inbox
) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    breaks(database_file, "UPDATE person SET content_class = 'needle-in-the-error' WHERE telegram_id = 1002")
    town.forgiven |= {"bot.intake", "telegram.ext"}

    with error_reports.sent(settings(sentry)):
        await alice.says("needle-in-the-words")
        logging.getLogger("telegram.ext").error("update %s", {"text": "needle-in-the-library"})

    [first, *_] = sentry.events
    [error] = [one for one in first["exception"]["values"] if one["type"] == "ValueError"]
    last = error["stacktrace"]["frames"]
    assert first["logentry"]["message"] == "update %s could not be handled (try %s)"
    assert first["logger"] == "bot.intake"
    assert any(frame["module"] == "bot.handling" and frame["in_app"] for frame in last)
    assert any(event["logentry"]["message"].startswith("update %s [test_error_reports.py:") for event in sentry.events)
    everything = b"".join(sentry.requests) + "".join(sentry.heads).encode()
    for secret in ("needle", "martian", "Alice", "1002", TOKEN, TOKEN.partition(":")[2], town.keyring.pseudonym(1002)):
        assert secret.encode() not in everything


async def test_nothing_is_in_an_event_but_what_may_be(
    alice: Somebody, town: Town, database_file: Path, sentry: Inbox
) -> None:
    await alice.starts()
    breaks(database_file, "UPDATE person SET content_class = 'martian' WHERE telegram_id = 1002")
    town.forgiven.add("bot.intake")

    with error_reports.sent(settings(sentry)):
        await alice.says("/settings")

    event = sentry.events[0]
    assert set(event) <= {
        "event_id", "timestamp", "platform", "level", "logger", "release", "environment", "sdk", "logentry", "exception"
    }  # fmt: skip
    [error, *_] = event["exception"]["values"]
    assert set(error) == {"type", "module", "mechanism", "stacktrace"}
    assert all(
        set(frame) <= {"filename", "function", "module", "lineno", "in_app"} for frame in error["stacktrace"]["frames"]
    )
    assert event["release"] == "smallgains@0.1.0"
    folder = str(Path(__file__).parents[2])
    assert folder.encode() not in b"".join(sentry.requests)


def test_a_warning_is_not_sent_and_after_the_block_nothing_is(sentry: Inbox) -> None:
    log, handlers = logging.getLogger("bot.running"), logging.getLogger().handlers[:]
    with error_reports.sent(settings(sentry)):
        log.warning("a little thing")
        log.error("a token %s", TOKEN)
        log.error(f"a token {TOKEN}")
    log.error("too late")

    assert logging.getLogger().handlers == handlers
    assert [event["logentry"]["message"] for event in sentry.events] == ["a token %s", "a token [token]"]


async def test_an_error_in_a_job_that_comes_round_says_which(sentry: Inbox, clock: StandingClock) -> None:
    async def goes_wrong() -> None:
        logging.getLogger("bot.planning").error("enrolment %s could not be planned", 4711)

    with error_reports.sent(settings(sentry)):
        await Measures(clock).watched(Job("plan", 5.0, goes_wrong)).do()

    [event] = sentry.events
    assert (event["tags"], event["logentry"]["message"]) == ({"tick": "plan"}, "enrolment %s could not be planned")
    assert b"4711" not in sentry.requests[0]


def test_a_server_that_is_not_there_holds_up_nobody_for_long() -> None:
    nowhere = Settings(token=TOKEN, sentry_dsn=f"http://{KEY}@127.0.0.1:9/7", _env_file=None)

    with error_reports.sent(nowhere):
        logging.getLogger("bot.running").error("it failed")


def test_without_an_address_nothing_is_loaded_and_nothing_listens() -> None:
    handlers = logging.getLogger().handlers[:]
    with error_reports.sent(settings(None)):
        assert logging.getLogger().handlers == handlers


def test_what_is_no_address_is_refused_without_showing_it() -> None:
    wrong = Settings(token=TOKEN, sentry_dsn="my-secret-key", _env_file=None)

    with pytest.raises(SettingsProblem, match="no address that Sentry gives out") as refused, error_reports.sent(wrong):
        pass

    assert "my-secret-key" not in str(refused.value)


def test_the_address_may_lie_in_a_file(tmp_path: Path, sentry: Inbox) -> None:
    file = tmp_path / "dsn"
    file.write_text(f"{sentry.dsn}\n")

    with error_reports.sent(settings(None, sentry_dsn_file=file)):
        logging.getLogger("bot.running").error("it failed")

    assert len(sentry.events) == 1


def test_where_the_extra_is_missing_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sentry: Inbox
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "sentry_sdk"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)

    refused = Terminal(tmp_path).smallgains("run", TOKEN=TOKEN, SENTRY_DSN=sentry.dsn)

    assert refused.exit_code == 2
    assert "pip install 'smallgains[sentry]'" in refused.stderr
    assert "deploy/install --extras" in refused.stderr
    assert KEY not in refused.output
