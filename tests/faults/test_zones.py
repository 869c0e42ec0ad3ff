"""Every zone there is, near every change of its clocks from 2024 to 2040: each date brings its nudge, at its hour, once.

What should come is worked out here in another way than in `curriculum.timing`: from the two offsets on either side of a
change, not from the calendar.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from importlib import resources
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from curriculum import timing
from curriculum.timing import HORIZON, MOST_JITTER, ON_TIME

CHUNKS = 4
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
ANY_HOURS = [time.fromisoformat(f"{hour:02}:{minute}") for hour in range(24) for minute in ("00", "30", "59")]
LATEST = timedelta(seconds=MOST_JITTER - 1)


@dataclass(frozen=True)
class Change:
    """The clocks of a zone are moved at `at` (the first instant of the new time)."""

    zone: str
    at: datetime
    before: timedelta
    after: timedelta

    @property
    def local_date(self) -> date:
        """The local date on which the clocks are moved, as it is called just before."""
        return (self.at - SECOND + self.before).date()

    def hours_near(self) -> set[time]:
        """To the minute, the hours around the jump: what is left out or comes twice, its ends and its middle."""
        ends = (self.at + self.before, self.at + self.after)
        steps = (-30, -1, 0, 1, 30)
        return {(end + step * MINUTE).replace(second=0).time() for end in ends for step in steps} | {
            time(0),
            time(23, 59),
        }

    def expected(self, on: date, hour: time) -> datetime:
        """When it is `hour` on a date around this change: the first of two; of none, what the old time would say; on
        another date, the last minute before the change.
        """
        named = datetime.combine(on, hour, UTC)
        by_old, by_new = named - self.before, named - self.after
        possible = [instant for instant, is_so in ((by_old, by_old < self.at), (by_new, by_new >= self.at)) if is_so]
        instant = min(possible, default=by_old)
        offset = self.before if instant < self.at else self.after
        return instant if (instant + offset).date() == on else self.at - MINUTE


def zones_that_differ() -> list[str]:
    """One name for each set of rules: links are left out, as they hold the same bytes."""
    rules: dict[bytes, str] = {}
    for name in sorted(timing.zone_names()):
        data = resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
        rules.setdefault(sha256(data).digest(), name)
    return sorted(rules.values())


def changes_of(name: str) -> Iterator[Change]:
    """Every change of a zone's clocks in the years looked at: day by day, then to the second."""
    zone = timing.zone_named(name)
    days = [FIRST + number * DAY for number in range((LAST - FIRST).days + 1)]
    for morning, next_morning in pairwise(days):
        before, after = offset(morning, zone), offset(next_morning, zone)
        if before != after:
            yield Change(name, first_second(morning, next_morning, zone), before, after)


def first_second(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first instant of the new time, between two instants with one change between them."""
    old = offset(before, zone)
    while after - before > SECOND:
        middle = before + (after - before) // (2 * SECOND) * SECOND
        before, after = (middle, after) if offset(middle, zone) == old else (before, middle)
    return after


def offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    found = instant.astimezone(zone).utcoffset()
    assert found is not None
    return found


def check_dates(change: Change, hour: time, jitter: timedelta) -> int:
    """Somebody left alone from two days before a change to two days after it; gives how many instants were looked at."""
    dates = [change.local_date + number * DAY for number in range(-2, 3)]
    now = change.expected(dates[0], hour)
    expected = [change.expected(on, hour) for on in dates]

    dues = timing.upcoming(len(dates), hour=hour, zone=change.zone, last=None, now=now, jitter=jitter)

    where = f"{change.zone} {change.at} {hour} {jitter}"
    assert dues[0] >= now, where
    assert [timing.local(due, change.zone).date() for due in dues] == dates, where
    assert all(later - earlier >= timing.APART for earlier, later in pairwise(dues)), where
    for due, exact in zip(dues, expected, strict=True):
        assert due in (exact, exact + jitter), where
        assert (
            due == exact + jitter
            or timing.local(exact + jitter + ON_TIME, change.zone).date() != timing.local(exact, change.zone).date()
        ), where
        assert timing.may_still_go(due=due, zone=change.zone, now=due), where
    return len(dues)


def check_changes_are_found(changes: list[Change]) -> None:
    """The next change is found from a day before, from a second before, and from the change before it."""
    for change in changes:
        assert timing.next_clock_change(change.zone, change.at - SECOND) == change.at
        assert timing.local(change.at, change.zone).date() >= timing.local(change.at - SECOND, change.zone).date()
    for earlier, later in pairwise(changes):
        expected = later.at if later.at - earlier.at <= HORIZON else None
        assert timing.next_clock_change(later.zone, earlier.at) == expected


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_near_every_clock_change_every_date_has_its_nudge_at_its_hour_once(
    chunk: int, times: int, tell: Callable[[str], None]
) -> None:
    zones = zones_that_differ()[chunk::CHUNKS]
    changes, instants = 0, 0

    for zone in zones:
        of_zone = list(changes_of(zone))
        check_changes_are_found(of_zone)
        for change in of_zone:
            changes += 1
            # A third of the hours of the day at a time, another one at each change; in a release all of them.
            far = ANY_HOURS if times > 1 else ANY_HOURS[changes % 3 :: 3]
            for hour in sorted(change.hours_near().union(far)):
                jitter = timedelta(0) if times == 1 and (changes + hour.minute) % 2 else LATEST
                instants += check_dates(change, hour, jitter)
                if times > 1:
                    instants += check_dates(change, hour, timedelta(0))

    tell(f"zones with rules of their own: {len(zones)}, clock changes: {changes}, instants: {instants}, violations 0")


@pytest.mark.parametrize("year", range(2024, 2041, 4))
def test_the_leap_day_has_its_nudge_everywhere(year: int) -> None:
    noon = datetime(year, 2, 29, 12, tzinfo=UTC)

    for name in zones_that_differ():
        zone = timing.zone_named(name)
        same = offset(noon, zone)
        if all(offset(noon + number * DAY, zone) == same for number in range(-4, 5)):
            check_dates(Change(name, noon, same, same), time(7, 30), LATEST)


def test_every_name_is_one_of_the_zones_looked_at(tell: Callable[[str], None]) -> None:
    names = timing.zone_names()

    assert all(timing.zone_named(name).key == name for name in names)

    tell(f"names of zones, each of which loads: {len(names)}")
