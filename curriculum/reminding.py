"""When somebody is reminded of a day they have not answered: once, in the evening of the same day, or not at all."""

from datetime import datetime, time, timedelta
from typing import Final

from curriculum import timing
from curriculum.adapting import Reply

EVENING: Final = time(19, 30)
"""The local hour at which reminders come."""
LATEST: Final = time(21, 30)
"""A day that comes so late that its reminder would come after this has none."""
AFTER: Final = timedelta(hours=4)
"""A reminder comes no sooner than this after its day."""
LATE: Final = timedelta(hours=1)
"""A reminder that could not go out for so long stays away: it is of no use later, and no burst is made after an outage."""


def remind_at(due_at: datetime, zone: str) -> datetime | None:
    """When the day that falls due at `due_at` is reminded of; None when that evening has no room. Raises `UnknownZone`."""
    place = timing.zone_named(zone)
    on = due_at.astimezone(place).date()
    evening = timing.instant(on, EVENING, place)
    at = due_at + AFTER if evening is None else max(evening, due_at + AFTER)
    here = at.astimezone(place)
    return at if here.date() == on and here.time() <= LATEST else None


def is_wanted(last: Reply | None, remind_at: datetime, now: datetime) -> bool:
    """Whether the reminder may still go: the newest day came this same day, and nothing was said of it."""
    if last is None or last.rest or last.is_answered or now > remind_at + LATE:
        return False
    return timedelta(0) <= remind_at - last.came_at <= timedelta(hours=24) and now - last.came_at >= AFTER / 2
