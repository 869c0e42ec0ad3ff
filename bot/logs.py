"""What the program says of itself on stderr: never a token, a person's word or a raw id."""

import copy
import logging
import re
import sys
import time
from types import TracebackType
from typing import Final

from bot import tracebacks
from bot.settings import Settings, SettingsProblem

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

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Redacting(logging.Formatter):
    """Writes a record with everything that looks like a token, or is ours, taken out. Of an exception it writes where it
    came from and its kind; of what a library says, where it says it and what it always says there. What libraries fill in
    is left out at every level, as at debug they print whole updates, and on errors some do, too. Times are in UTC.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, secret: str | None = None) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        """The line, without secrets."""
        own = copy.copy(record)
        own.exc_text = None  # another handler may have written it out in full
        if record.name.partition(".")[0] not in _TRUSTED:
            own.msg, own.args = _always_said(record), ()
        line = super().format(own)
        if self._secret:
            line = line.replace(self._secret, "[token]")
        return _TOKEN.sub("[token]", line)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802  (the library's name)
        """The traceback, without what the exceptions say."""
        return "" if ei[1] is None else tracebacks.told(ei[1])


def set_up(settings: Settings | None = None) -> None:
    """Readable lines on stderr. Libraries speak up from warnings on, and then without what they fill in."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(_token_of(settings)))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of every turn that a job skips because it is still at work, which is what it is to do.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)


def _always_said(record: logging.LogRecord) -> str:
    """A text with gaps is the same every time; one without may be a whole update, written out."""
    said = str(record.msg) if record.args else "(left out)"
    return f"{said} [{record.filename}:{record.lineno}]"


def _token_of(settings: Settings | None) -> str | None:
    try:
        return None if settings is None else settings.bot_token()
    except SettingsProblem:
        return None
