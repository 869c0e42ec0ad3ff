"""When a day that somebody puts off comes again: in an hour, or in the evening of the same date, at a waking hour, or not at all."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from curriculum import timing
from curriculum.reminding import EVENING

NOT_BEFORE: Final = timedelta(hours=1)
"""What is put off comes no sooner than this."""


class Later(StrEnum):
    """Until when somebody puts a day off."""

    IN_AN_HOUR = "h"
    THIS_EVENING = "e"


def again_at(later: Later, zone: str, now: datetime) -> datetime | None:
    """When the day comes again; None when there is no room for that on this date. Raises `UnknownZone`."""
    here = timing.local(now, zone)
    at = now + NOT_BEFORE
    if later is Later.THIS_EVENING:
        evening = timing.instant(here.date(), EVENING, timing.zone_named(zone))
        if evening is None or evening < at:
            return None
        at = evening
    there = timing.local(at, zone)
    earliest, latest = timing.WAKING
    return at if there.date() == here.date() and earliest <= there.time() <= latest else None
