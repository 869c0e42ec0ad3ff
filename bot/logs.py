"""What the program says of itself on stderr: never a token, a person's word or a raw id."""

import logging
import re
import sys
import time
from typing import Final

from bot.settings import Settings, SettingsProblem

_TOKEN: Final = re.compile(r"\d{6,}:[A-Za-z0-9_-]{10,}")
_QUIET: Final = ("httpx", "httpcore", "telegram", "aiohttp", "aiosqlite", "sqlalchemy", "alembic", "apscheduler")


class Redacting(logging.Formatter):
    """Writes a record with everything that looks like a token, or is ours, taken out; tracebacks too. Times are in UTC."""

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, secret: str | None = None) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        """The line, without secrets."""
        line = super().format(record)
        if self._secret:
            line = line.replace(self._secret, "[token]")
        return _TOKEN.sub("[token]", line)


def set_up(settings: Settings | None = None) -> None:
    """Readable lines on stderr. Libraries speak up from warnings on: at debug they print whole updates."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(_token_of(settings)))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of every turn that a job skips because it is still at work, which is what it is to do.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)


def _token_of(settings: Settings | None) -> str | None:
    try:
        return None if settings is None else settings.bot_token()
    except SettingsProblem:
        return None
