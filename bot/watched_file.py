"""Looks after the file under a running bot: when it is deleted, moved away or replaced, the bot stops and saves what was in it,
rather than go on in a file that is gone with the process.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot.clock import Clock
from bot.faults import DATABASE_SAVED
from bot.lost_database import name_of_copy
from bot.pauses import growing
from storage.open_file import OpenFile

_LOG = logging.getLogger(__name__)

LOOK_EVERY: Final = 2.0
"""Seconds. What comes in between two looks is saved, too."""


class WatchedFile:
    """The database's file while the bot works on it; of a database on a server there is none."""

    def __init__(self, opened: OpenFile | None, now: Clock) -> None:
        self._opened = opened
        self._now = now

    async def stops_what_it_is_under(self, stopping: asyncio.Event) -> None:
        """Waits until it is not where it was, and has the bot stop then."""
        while self._opened is None or self._opened.is_there():  # noqa: ASYNC110  (nothing tells it but the file itself)
            await asyncio.sleep(LOOK_EVERY)
        stopping.set()

    async def last_words(self) -> str | None:
        """Once the bot has stopped: what is to be said of a file that is lost, after its content was saved, for which it tries as
        long as it takes; None when the file is where it was.
        """
        opened = self._opened
        if opened is None or opened.is_there():
            return None
        _LOG.error("the database %s was deleted, moved away or replaced under the running bot", opened.file)
        for pause in growing():
            copy = name_of_copy(opened.file, self._now())
            try:
                await asyncio.to_thread(opened.save, copy)
            except (OSError, sqlite3.Error) as error:
                _LOG.error("what was in it cannot be saved at %s: %s; trying until it can", copy, error)
                await asyncio.sleep(pause)
            else:
                return _told(opened.file, copy)
        raise AssertionError("pauses do not end")


@contextmanager
def watched(file: Path | None, now: Clock) -> Iterator[WatchedFile]:
    """Looks after the file of a database, None for one on a server, while the block runs."""
    opened = None if file is None else OpenFile(file)
    try:
        yield WatchedFile(opened, now)
    finally:
        if opened is not None:
            opened.close()


def _told(file: Path, copy: Path) -> str:
    saved = DATABASE_SAVED.found("database", file=file, copy=copy)
    return f"{saved.says}: {saved.cure}"
