"""How far this machine's clock is from Telegram's. A wrong clock sends at the wrong hour, and nobody here would notice.

Telegram dates every message it takes in whole seconds, so that half a second is taken off; a request that took long
tells too little and is left out.
"""

import logging
from collections import deque
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median
from typing import Final

import aiohttp

from bot.clock import Clock
from bot.faults import CLOCK_OFF

_LOG = logging.getLogger(__name__)

TOO_FAR: Final = timedelta(seconds=30)
_KEPT: Final = 21
_QUICK: Final = timedelta(seconds=2)
_HALF_A_SECOND: Final = 0.5
_LATEST_DATE: Final = 2**40
_PATIENCE: Final = aiohttp.ClientTimeout(total=10)


class ClockSkew:
    """What the dates of the newest messages say, taken together so that a single odd one says nothing."""

    def __init__(self) -> None:
        self._seen: deque[float] = deque(maxlen=_KEPT)
        self._told = False

    @property
    def now(self) -> timedelta | None:
        """How far our clock is ahead (behind: less than nothing); None before the first message."""
        return timedelta(seconds=median(self._seen)) if self._seen else None

    def note(self, date: object, *, asked_at: datetime, answered_at: datetime) -> None:
        """Takes the date in which Telegram says it took a message. What is no date changes nothing."""
        took = answered_at - asked_at
        if not isinstance(date, int) or not 0 < date < _LATEST_DATE or not timedelta(0) <= took <= _QUICK:
            return
        middle = asked_at + took / 2
        self._seen.append(middle.timestamp() - date - _HALF_A_SECOND)
        self._tell_once()

    def _tell_once(self) -> None:
        skew = self.now
        is_too_far = skew is not None and abs(skew) > TOO_FAR
        if is_too_far and not self._told and skew is not None:
            _LOG.warning("the machine's clock is %s: %s", in_words(skew), CLOCK_OFF.cure)
        self._told = is_too_far


def in_words(skew: timedelta) -> str:
    """As in "42 s ahead of Telegram's"."""
    if abs(skew) <= timedelta(seconds=1):
        return "within a second of Telegram's"
    return f"{abs(skew).total_seconds():.0f} s {'ahead of' if skew > timedelta(0) else 'behind'} Telegram's"


async def asked_of(api_url: str, now: Clock) -> timedelta | None:
    """How far the clock `now` is from the one of the server at `api_url`, without a token and without a message; None
    when it does not say.
    """
    try:
        async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
            asked_at = now()
            async with session.head(api_url, allow_redirects=False) as answer:
                answered_at = now()
                date = parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, OSError, KeyError, ValueError):
        return None
    skew = ClockSkew()
    skew.note(int(date.timestamp()), asked_at=asked_at, answered_at=answered_at)
    return skew.now
