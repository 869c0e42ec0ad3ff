"""The day of a million people, and of ten: how many nudges fall due at once, and how late they come at each rate.

    python -m tests.benchmarks.peak

Nothing is measured here; it is the arithmetic behind deploy/SCALE.md. People live where the cities of the shipped table lie
(GeoNames, by population), in their zones as they are in July, and each gets a nudge a day at their own hour, within the two
minutes over which the bot spreads an hour. The line is a first-come line that is served at the rate; what could not go within
four hours is moved to the next day, as the bot does.
"""

import argparse
import gzip
import sys
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.places.gazetteer import DATA
from tests.benchmarks.racing.telling import table

MINUTES: Final = 24 * 60
DAYS: Final = 3
"""Of which the last one is told: by then what was left over of a day is part of the next."""
GRACE: Final = 4 * 60
JULY: Final = datetime(2026, 7, 1, tzinfo=UTC)
PEOPLE: Final = (1_000_000, 10_000_000)
RATES: Final = (25, 30, 300, 1000, 3000)
ALL_AT_EIGHT: Final = {8 * 60: 1.0}
"""The worst that people can choose."""
SPREAD: Final = {
    6 * 60: 0.03,
    7 * 60: 0.12,
    7 * 60 + 30: 0.08,
    8 * 60: 0.2,
    8 * 60 + 30: 0.06,
    9 * 60: 0.11,
    12 * 60: 0.08,
    18 * 60: 0.07,
    19 * 60: 0.07,
    20 * 60: 0.09,
    21 * 60: 0.07,
    22 * 60: 0.02,
}
"""A guess: mostly the morning, at full and half hours, some at noon and in the evening. Nobody has measured it."""
CHOICES: Final[Mapping[str, Mapping[int, float]]] = {"all at 8:00": ALL_AT_EIGHT, "spread": SPREAD}


def main(people: Sequence[int], rates: Sequence[int]) -> Iterator[str]:
    """A day at each size, each rate and each way to choose, told line by line."""
    shares = shares_of_zones()
    rows = []
    for count in people:
        for name, hours in CHOICES.items():
            due = due_each_minute(shares, hours, count)
            for rate in rates:
                latest, missed = day_at(due, rate)
                rows.append([f"{count:,}", name, rate, round(max(due)), latest, f"{missed:.1%}"])
    header = ["people", "their hours", "messages/s", "due in the busiest minute", "latest by (min)", "too late"]
    yield "largest zones: " + ", ".join(f"{zone} {share:.1%}" for zone, share in shares.most_common(4))
    yield from table(header, rows)


def shares_of_zones() -> Counter[str]:
    """Which share of all people lives in each zone."""
    people: Counter[str] = Counter()
    for line in gzip.decompress(DATA.read_bytes()).decode().splitlines():
        fields = line.split("\t")
        if len(fields) > 4 and fields[0] not in ("country", "region") and fields[4].isdecimal():
            people[fields[3]] += int(fields[4])
    everybody = people.total()
    return Counter({zone: count / everybody for zone, count in people.items()})  # type: ignore[misc]


def due_each_minute(shares: Mapping[str, float], hours: Mapping[int, float], people: int) -> list[float]:
    """How many nudges fall due in each minute of a day in UTC; those of one hour and zone over two minutes."""
    due = [0.0] * MINUTES
    for zone, share in shares.items():
        offset = JULY.astimezone(ZoneInfo(zone)).utcoffset()
        ahead = 0 if offset is None else round(offset.total_seconds() / 60)
        for hour, chosen in hours.items():
            for minute in (0, 1):
                due[(hour - ahead + minute) % MINUTES] += people * share * chosen / 2
    return due


def day_at(due: Sequence[float], per_second: float) -> tuple[int, float]:
    """By how many minutes the latest nudge of a day comes, and which share is too late to come that day."""
    line: deque[tuple[int, float]] = deque()
    latest, missed = 0, 0.0
    for minute in range(MINUTES * DAYS):
        line.append((minute, due[minute % MINUTES]))
        told = minute >= MINUTES * (DAYS - 1)
        room = per_second * 60
        while line and room > 0:
            since, left = line.popleft()
            if minute - since > GRACE:
                missed += left if told else 0
                continue
            goes = min(left, room)
            room -= goes
            if told and goes:
                latest = max(latest, minute - since)
            if left > goes:
                line.appendleft((since, left - goes))
    return latest, missed / sum(due)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.peak",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--people", type=int, nargs="+", default=PEOPLE)
    parser.add_argument("--rates", type=int, nargs="+", default=RATES)
    given = parser.parse_args()
    sys.stdout.writelines(f"{line}\n" for line in main(given.people, given.rates))
