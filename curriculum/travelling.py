"""When somebody may be somewhere else than the clock they live by says: their answers come in the small hours, again and again."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Final

from curriculum import timing

SMALL_HOURS: Final = (time(0), time(5))
"""From the first of these local times on, and before the second, hardly anybody answers."""
ON_DATES: Final = 3
"""On so many local dates answers have come so."""
WITHIN: Final = timedelta(days=7)
ASKED_AGAIN_AFTER: Final = timedelta(days=30)
"""Who was asked is left alone for so long: some people are up late."""


def is_odd(answered_at: datetime, zone: str) -> bool:
    """Whether an answer came in the small hours of this zone. Raises `UnknownZone`."""
    earliest, latest = SMALL_HOURS
    return earliest <= timing.local(answered_at, zone).time() < latest


def may_be_elsewhere(answers: Collection[datetime], zone: str, now: datetime, *, asked_at: datetime | None) -> bool:
    """Whether it is time to ask somebody who has answered at these instants. Raises `UnknownZone`."""
    if asked_at is not None and now - asked_at < ASKED_AGAIN_AFTER:
        return False
    odd = {timing.local(at, zone).date() for at in answers if now - at <= WITHIN and is_odd(at, zone)}
    return len(odd) >= ON_DATES
