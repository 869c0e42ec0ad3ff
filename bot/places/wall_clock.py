"""Which zones a person can be in when they tell what time it is for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby, islice
from typing import Final

from bot.places.gazetteer import Entry, gazetteer
from curriculum import timing

MOST_CHOICES: Final = 8
MOST_CITIES: Final = 3
GRID: Final = timedelta(minutes=15)
"""Every zone is a multiple of this from UTC; what a person told is rounded to it, for clocks and messages are late."""

WESTERNMOST, EASTERNMOST = timedelta(hours=-12), timedelta(hours=14)
AHEAD: Final = timedelta(days=730)

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """A zone, and the cities by which a person knows it: "Berlin, Madrid, Rome"."""

    zone: str
    label: str


def from_wall_clock(told: time, now: datetime) -> list[ZoneChoice]:
    """The zones where it is about `told` at `now`, at most eight, those of the largest cities first. Zones whose clocks
    agree for the next two years are one choice; none when no city keeps such a time. `ValueError` for a naive `now`.
    """
    offsets = _offsets(told, now)
    here = [city for city in gazetteer().landmarks if timing.local(now, city.zone).utcoffset() in offsets]
    futures = {zone: _future(zone, now) for zone in {city.zone for city in here}}
    alike = groupby(sorted(here, key=lambda city: futures[city.zone]), key=lambda city: futures[city.zone])
    groups = sorted((_largest_first(cities) for _, cities in alike), key=lambda cities: -cities[0].population)
    return [ZoneChoice(cities[0].zone, _label(cities)) for cities in groups[:MOST_CHOICES]]


def _offsets(told: time, now: datetime) -> set[timedelta]:
    utc = timing.local(now, "UTC")
    ahead = timedelta(hours=told.hour - utc.hour, minutes=told.minute - utc.minute)
    nearest = round(ahead / GRID) * GRID
    return {offset for offset in (nearest - _DAY, nearest, nearest + _DAY) if WESTERNMOST <= offset <= EASTERNMOST}


def _future(zone: str, now: datetime) -> tuple[datetime, ...]:
    changes: list[datetime] = []
    change = timing.next_clock_change(zone, now)
    while change is not None and change < now + AHEAD:
        changes.append(change)
        change = timing.next_clock_change(zone, change)
    return tuple(changes)


def _largest_first(cities: Iterable[Entry]) -> list[Entry]:
    return sorted(cities, key=lambda city: -city.population)


def _label(cities: Iterable[Entry]) -> str:
    largest_by_country: dict[str, str] = {}
    for city in cities:
        largest_by_country.setdefault(city.area.country, city.name)
    return ", ".join(islice(largest_by_country.values(), MOST_CITIES))
