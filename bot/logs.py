"""What the program says of itself on stderr, as JSON or as lines to read: never a token, a person's word or a raw id."""

import copy
import logging
import re
import sys
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final, TextIO

from structlog.contextvars import merge_contextvars
from structlog.dev import Column, ConsoleRenderer, KeyValueColumnFormatter
from structlog.processors import JSONRenderer
from structlog.stdlib import ProcessorFormatter
from structlog.typing import Processor

from bot import tracebacks
from bot.settings import LogFormat, Settings, SettingsProblem

_TOKEN: Final = re.compile(r"\d{6,}:[A-Za-z0-9_-]{10,}")
_QUIET: Final = (
    "httpx",
    "httpcore",
    "telegram",
    "aiohttp",
    "aiosqlite",
    "psycopg",
    "sqlalchemy",
    "alembic",
    "apscheduler",
    "procrastinate",
)
_TRUSTED: Final = frozenset({"bot", "storage", "curriculum", "alembic", "apscheduler"})
"""Ours, and two libraries that never get hold of what anybody wrote."""

_RESET: Final = "\x1b[0m"
_DIM: Final = "\x1b[2m"
_BOLD: Final = "\x1b[1m"
_CYAN: Final = "\x1b[36m"
_OF_LEVEL: Final = {"warning": "\x1b[33m", "error": "\x1b[31m", "critical": "\x1b[1;31m"}

_Event = MutableMapping[str, Any]
Wordless = Callable[[logging.LogRecord], str]


def as_json() -> Processor:
    """A line of JSON for each record, with whatever is known of where it came from as fields."""
    return JSONRenderer(ensure_ascii=False)


def as_lines(*, colours: bool = False) -> Processor:
    """A line to read for each record: when, how serious, which part, what, and what is known beside it."""
    reset, dim, bold, cyan = (_RESET, _DIM, _BOLD, _CYAN) if colours else ("", "", "", "")

    def level(key: str, value: object) -> str:
        style = _OF_LEVEL.get(str(value), "") if colours else ""
        return f"{style}{str(value).upper()}{_RESET if style else ''}"

    def column(style: str, postfix: str = "") -> KeyValueColumnFormatter:
        return KeyValueColumnFormatter(None, style, reset if style else "", str, postfix=postfix)

    return ConsoleRenderer(
        columns=[
            Column("timestamp", column(dim)),
            Column("level", level),
            Column("logger", column(bold, ":")),
            Column("event", column("")),
            Column("", KeyValueColumnFormatter(cyan, "", reset, str)),
        ]
    )


class Redacting(ProcessorFormatter):
    """Writes a record with everything that looks like a token, or is ours, taken out. Of an exception it writes where it
    came from and its kind; of what a library says, where it says it and what it always says there. What libraries fill in
    is left out at every level, as at debug they print whole updates, and on errors some do, too. Times are in UTC. What was
    bound to the work at hand (`structlog.contextvars`) is told beside.
    """

    def __init__(self, secret: str | None = None, *, rendered: Processor | None = None) -> None:
        super().__init__(
            processors=(
                _described,
                merge_contextvars,
                _with_traceback,
                ProcessorFormatter.remove_processors_meta,
                self._without_secrets,
                rendered or as_lines(),
            )
        )
        self._redacted = _without(secret)

    def format(self, record: logging.LogRecord) -> str:
        """The line, without secrets."""
        own = copy.copy(record)
        if not _is_trusted(record):
            own.msg, own.args = _always_said(record), ()
        return super().format(own)

    def _without_secrets(self, _: object, __: str, event: _Event) -> _Event:
        return {name: self._redacted(value) if isinstance(value, str) else value for name, value in event.items()}


def wordless(settings: Settings) -> Wordless:
    """Tells of a record what is always said there, without what is filled in and without secrets."""
    redacted = _without(_token_of(settings))
    return lambda record: redacted(str(record.msg) if _is_trusted(record) else _always_said(record))


class _Handler(logging.StreamHandler[TextIO]):
    """Writes to a stream. A line that cannot be written is told of without what was in it: the library would write out the
    exception and all arguments.
    """

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (the library's name)
        """Says on stderr, if that can be, where the record came from and what kept it from being written."""
        kind = type(sys.exception()).__name__
        with suppress(OSError, ValueError):
            sys.stderr.write(f"a line of the log ({record.name}:{record.lineno}) could not be written: {kind}\n")


def set_up(settings: Settings | None = None, *, to: TextIO | None = None) -> None:
    """Lines on stderr: as the settings ask for, or JSON unless somebody looks on at a terminal; without settings, as to a person.
    Libraries speak up from warnings on, and then without what they fill in.
    """
    stream = to or sys.stderr
    handler = _Handler(stream)
    handler.setFormatter(Redacting(_token_of(settings), rendered=_rendered(settings, stream)))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of every turn that a job skips because it is still at work, which is what it is to do.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)


def _rendered(settings: Settings | None, stream: TextIO) -> Processor:
    asked = LogFormat.CONSOLE if settings is None else settings.log_format
    if asked is LogFormat.JSON or (asked is LogFormat.AUTO and not stream.isatty()):
        return as_json()
    return as_lines(colours=stream.isatty())


def _described(_: object, __: str, event: _Event) -> _Event:
    """When it was, how serious it is, and which part says it; the traceback's own form comes later."""
    record: logging.LogRecord = event["_record"]
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").removesuffix("+00:00")
    return {"timestamp": f"{at}Z", "level": record.levelname.lower(), "logger": record.name, **event}


def _with_traceback(_: object, __: str, event: _Event) -> _Event:
    """The exception without what it says."""
    exc_info = event.pop("exc_info", None)
    if exc_info and exc_info[1] is not None:
        event["exception"] = tracebacks.told(exc_info[1])
    if (stack := event.pop("stack_info", None)) is not None:
        event["stack"] = stack
    return event


def _is_trusted(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in _TRUSTED


def _without(secret: str | None) -> Callable[[str], str]:
    """Takes out what looks like a token, or is ours."""

    def redacted(text: str) -> str:
        return _TOKEN.sub("[token]", text.replace(secret, "[token]") if secret else text)

    return redacted


def _always_said(record: logging.LogRecord) -> str:
    """A text with gaps is the same every time; one without may be a whole update, written out."""
    said = str(record.msg) if record.args else "(left out)"
    return f"{said} [{record.filename}:{record.lineno}]"


def _token_of(settings: Settings | None) -> str | None:
    try:
        return None if settings is None else settings.bot_token()
    except SettingsProblem:
        return None
