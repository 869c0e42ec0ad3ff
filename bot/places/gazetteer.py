"""The table of places as it lies in the data file: one text of folded names, searched as it is."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).with_name("cities.tsv.gz")

ATTRIBUTION: Final = "GeoNames (https://www.geonames.org), CC BY 4.0."
"""Said wherever the bot says what it is made of: the licence asks for it."""

_COUNTRY, _REGION = b"country\t", b"region\t"


@dataclass(frozen=True, slots=True)
class City:
    """A place a person can name, and the zone it keeps."""

    name: str
    region: str
    country: str
    zone: str
    population: int

    @property
    def label(self) -> str:
        """The place as a person tells it from its namesakes: "Paris, Texas, United States"."""
        return ", ".join(part for part in dict.fromkeys((self.name, self.region, self.country)) if part)


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A country, or one of its regions where `region` is not empty."""

    country: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One city of the table, by codes; `alternate` when it was found under a name that is not its usual one."""

    name: str
    area: Area
    zone: str
    population: int
    alternate: bool = False

    def lies_in(self, area: Area) -> bool:
        """Whether the city belongs to `area`."""
        return self.area.country == area.country and area.region in {"", self.area.region}


class Gazetteer:
    """Countries, regions and cities, most populous first. The text stays one piece: 34,000 parsed rows would weigh tens
    of megabytes, and a search through the bytes takes a few milliseconds.
    """

    def __init__(self, table: bytes) -> None:
        self._table = table
        self._names: dict[Area, str] = {}
        self._areas: dict[str, list[Area]] = {}
        self._short: dict[str, list[Area]] = {}
        for line in table.split(b"\n", 1_000):
            if line.startswith((_COUNTRY, _REGION)):
                self._learn(line.decode())

    def city(self, entry: Entry) -> City:
        """The entry with its country and region in words."""
        country = self._names[Area(entry.area.country)]
        region = self._names.get(entry.area, "") if entry.area.region else ""
        return City(entry.name, region, country, entry.zone, entry.population)

    def areas(self, key: str, *, codes: bool) -> list[Area]:
        """The countries and regions called `key`; with `codes` also those with that two-letter code."""
        return self._areas.get(key, []) + (self._short.get(key, []) if codes else [])

    def called(self, key: str) -> Iterator[Entry]:
        """The cities called `key`, most populous first; one is given twice when both its names fold alike."""
        wanted = f"|{key}|".encode()
        at = self._table.find(wanted)
        while at >= 0:
            start, end = self._table.rfind(b"\n", 0, at) + 1, self._table.index(b"\n", at)
            if not self._table.startswith((_COUNTRY, _REGION), start):
                alternate = self._table.find(b"|\t|", start, end) < at
                yield _entry(self._table[start:end], alternate=alternate)
            at = self._table.find(wanted, at + 1)

    @cached_property
    def landmarks(self) -> tuple[Entry, ...]:
        """The most populous city of every zone in each region and each country without regions, largest first."""
        largest: dict[bytes, Entry] = {}
        for line in self._table.splitlines():
            if not line.startswith((b"#", _COUNTRY, _REGION)):
                area_and_zone = b"\t".join(line.split(b"\t", 4)[1:4])
                if area_and_zone not in largest:
                    largest[area_and_zone] = _entry(line)
        return tuple(largest.values())

    def keys(self, beginning: str, *, usual: bool) -> list[str]:
        """The folded names that start with `beginning`, those of the most populous cities first; with `usual` only what
        a city is called first of all.
        """
        start = rb"\t\|" if usual else rb"\|"
        found = re.finditer(start + rb"(" + re.escape(beginning.encode()) + rb"[^|\t\n]*)(?=\|)", self._table)
        names = (key[1] for key in found if not usual or self._table[key.start() - 1 : key.start()].isdigit())
        return [key.decode() for key in dict.fromkeys(names)]

    def _learn(self, line: str) -> None:
        _, code, name, keys, short = line.split("\t")
        area = Area(*code.split("."))
        self._names[area] = name
        for key in keys.strip("|").split("|"):
            self._areas.setdefault(key, []).append(area)
        for key in short.strip("|").split("|"):
            self._short.setdefault(key, []).append(area)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The shipped table, read on first use."""
    return Gazetteer(gzip.decompress(DATA.read_bytes()))


def _entry(line: bytes, *, alternate: bool = False) -> Entry:
    name, country, region, zone, population, *_ = line.split(b"\t", 5)
    area = Area(country.decode(), region.decode())
    return Entry(name.decode(), area, zone.decode(), int(population), alternate)
