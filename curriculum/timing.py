"""When the next nudge falls due: the person's own hour, in their own zone, told in UTC."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from importlib.metadata import version
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from curriculum.errors import UnknownZone

APART: Final = timedelta(hours=8)
"""Two days of a track never come closer together than this."""

ON_TIME: Final = timedelta(minutes=15)
"""A nudge this little late goes out whatever the hour: it is the hour the person chose."""

GRACE: Final = timedelta(hours=4)
"""A nudge later than this waits for the next day."""

WAKING: Final = (time(6), time(22, 30))
"""A late nudge goes out between these local times only."""

MOST_JITTER: Final = 120
"""People who chose the same hour are spread over this many seconds."""

HORIZON: Final = timedelta(days=731)
"""How far ahead a clock change is looked for."""


def edition() -> str:
    """Which edition of the time zone data is in use, as in "2026.6"."""
    return version("tzdata")


@cache
def zone_names() -> frozenset[str]:
    """Every zone the pinned time zone data knows."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


@cache
def _read(name: str) -> ZoneInfo:
    # Not `ZoneInfo(name)`: that prefers the machine's own data, and two machines would plan two different instants.
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def zone_named(name: str) -> ZoneInfo:
    """The zone called `name`, as in "Europe/Berlin". Raises `UnknownZone`."""
    if name not in zone_names():
        raise UnknownZone(name)
    return _read(name)


def local(instant: datetime, zone: str) -> datetime:
    """What calendar and clock say in `zone` at `instant`. Raises `UnknownZone`, and `ValueError` for a naive instant."""
    return _aware(instant).astimezone(zone_named(zone))


def instant(on: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The UTC instant at which it is `at` on the local date `on`; `None` when the zone skipped that date altogether.

    A time the clocks jump over is read as if they had not jumped yet (02:30 becomes 03:30), one that comes twice is the
    first. Where the jump crosses midnight, the last minute of the date that exists stands in.
    """
    found = _first(on, at, zone)
    if found.astimezone(zone).date() == on:
        return found
    return next((minute for minute in _minutes_before_midnight(on, zone) if minute.astimezone(zone).date() == on), None)


def first_moment(on: date, zone: str) -> datetime:
    """The first instant of the local date `on`, or of the next one that the zone did not skip. Raises `UnknownZone`."""
    place = zone_named(zone)
    moments = (instant(on + timedelta(days=ahead), time(0), place) for ahead in count())
    return next(moment for moment in moments if moment is not None)


def dates_before(at: datetime, days: int, zone: str) -> datetime:
    """The instant so many local dates earlier, at the same time of day. Raises `UnknownZone`."""
    here = local(at, zone)
    found = instant(here.date() - timedelta(days=days), here.time(), zone_named(zone)) if days else at
    return at - timedelta(days=days) if found is None else found


def next_due(
    *,
    hour: time,
    zone: str,
    last: datetime | None,
    now: datetime,
    jitter: timedelta = timedelta(0),
    every: int = 1,
) -> datetime:
    """When the next nudge falls due, in UTC: the first time it is `hour` in `zone` that is not before `now`, on a local date
    at least `every` days later than that of `last`, and at least eight hours after it. `jitter` is added where it stays on
    that date.

    Raises `UnknownZone`, and `ValueError` for naive instants.
    """
    place = zone_named(zone)
    earliest = _aware(now)
    first_date = earliest.astimezone(place).date()
    if last is not None:
        earliest = max(earliest, _aware(last) + APART)
        first_date = max(first_date, last.astimezone(place).date() + timedelta(days=every))
    days = (first_date + timedelta(days=ahead) for ahead in count())
    planned = (_with_jitter(day, hour, place, jitter) for day in days)
    return next(due for due in planned if due is not None and due >= earliest)


def upcoming(
    n: int, *, hour: time, zone: str, last: datetime | None, now: datetime, jitter: timedelta = timedelta(0)
) -> list[datetime]:
    """The next `n` instants at which a nudge falls due, when each one goes out on time. Raises what `next_due` does."""
    instants: list[datetime] = []
    for _ in range(n):
        last = next_due(hour=hour, zone=zone, last=last, now=now, jitter=jitter)
        instants.append(last)
    return instants


def jitter(person: int | str) -> timedelta:
    """The seconds by which this person's nudges are late, always the same for them."""
    digest = hashlib.sha256(str(person).encode()).digest()
    return timedelta(seconds=int.from_bytes(digest[:8], "big") % MOST_JITTER)


def may_still_go(*, due: datetime, zone: str, now: datetime) -> bool:
    """Whether the nudge that fell due at `due` is not too late at `now`: on time, or late by four hours at most and at
    a waking hour; in both cases on the local date it was due. Raises `UnknownZone`, and `ValueError` for naive instants.
    """
    here = local(now, zone)
    if here.date() != local(due, zone).date():
        return False
    late = now - due
    earliest, latest = WAKING
    return late <= ON_TIME or (late <= GRACE and earliest <= here.time() <= latest)


def next_clock_change(zone: str, after: datetime) -> datetime | None:
    """The next instant at which the clocks of `zone` are moved, in UTC; `None` when they are not within two years.

    Raises `UnknownZone`, and `ValueError` for a naive instant.
    """
    place = zone_named(zone)
    step = timedelta(days=3)  # the shortest summer time foreseen is one of a week, in Gaza in October 2040
    before = _aware(after).astimezone(UTC).replace(microsecond=0)
    end = before + HORIZON
    while before < end:
        following = before + step
        if _offset(before, place) != _offset(following, place):
            return _change_between(before, following, place)
        before = following
    return None


def _aware(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("a naive instant: it needs a zone to mean anything")
    return instant


def _first(on: date, at: time, zone: ZoneInfo) -> datetime:
    # fold=0 is the first of two, and in a gap the offset before it: https://peps.python.org/pep-0495/
    return datetime.combine(on, at.replace(tzinfo=None, fold=0), zone).astimezone(UTC)


def _minutes_before_midnight(on: date, zone: ZoneInfo) -> Iterator[datetime]:
    for minute in reversed(range(24 * 60)):
        yield _first(on, time(*divmod(minute, 60)), zone)


def _with_jitter(on: date, hour: time, zone: ZoneInfo, jitter: timedelta) -> datetime | None:
    exact = instant(on, hour, zone)
    if exact is None:
        return None
    spread = exact + jitter
    # Not into the last minutes of a date: what is a little late there would be too late.
    return spread if (spread + ON_TIME).astimezone(zone).date() == on else exact


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta | None:
    return instant.astimezone(zone).utcoffset()


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _offset(middle, zone) == _offset(before, zone):
            before = middle
        else:
            after = middle
    return after
