"""Notices when Telegram suddenly knows many chats no more: then the token is another bot's, or the database is."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from bot.clock import Clock
from bot.telegram import answers
from storage.database import Database

_LOG = logging.getLogger(__name__)

WATCHED: Final = timedelta(hours=24)
LOOK_EVERY: Final = 300.0
"""Seconds between two looks."""
_SHARE: Final = 0.01
_SHARE_THAT_BLOCKS: Final = 0.05
_AT_LEAST: Final = 5
_TOLD_EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Requests:
    """The requests for nudges that ended lately; for how many of them Telegram knew no such chat, and how many met somebody
    who has blocked the bot, or whose account is closed (403).
    """

    gone: int
    ended: int
    blocked: int = 0

    @classmethod
    def among(cls, results: Mapping[str, int]) -> Self:
        """Counts requests that are told by what came of them."""
        return cls(
            gone=results.get(answers.ChatGone.code, 0),
            ended=sum(results.values()),
            blocked=sum(results.get(code, 0) for code in answers.CANNOT_BE_REACHED),
        )

    @property
    def share(self) -> float:
        """The share of chats that are gone."""
        return self.gone / self.ended if self.ended else 0.0

    @property
    def blocked_share(self) -> float:
        """The share of those who blocked the bot."""
        return self.blocked / self.ended if self.ended else 0.0

    @property
    def many_block(self) -> bool:
        """Each of them is met once, as nothing is sent to them from then on: more than one in twenty is many for a day."""
        return self.blocked >= _AT_LEAST and self.blocked_share > _SHARE_THAT_BLOCKS

    @property
    def is_alarming(self) -> bool:
        """A few people delete their accounts; more than one in a hundred is something else."""
        return self.gone >= _AT_LEAST and self.share > _SHARE


class GoneChats:
    """Looks at the requests of the last day; what is alarming is told once an hour."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._database = database
        self._now = now
        self._told_at: datetime | None = None

    async def look(self) -> None:
        """Raises the alarm in the log, if there is one to raise."""
        now = self._now()
        async with self._database.unit(long=True) as unit:
            requests = Requests.among(await unit.figures.results_since(now - WATCHED))
        if not requests.is_alarming or (self._told_at is not None and now - self._told_at < _TOLD_EVERY):
            return
        self._told_at = now
        _LOG.error(
            "Telegram knew no such chat for %s of %s nudges in the last 24 h: is this the token of the bot that these "
            "people started, and the database that belongs to it?",
            requests.gone,
            requests.ended,
        )
