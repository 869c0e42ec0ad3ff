"""Which place a person means by what they typed: a city, a country, a region, or a zone by its own name."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import Final

from bot.places.folding import fold, words
from bot.places.gazetteer import Area, City, Entry, Gazetteer, gazetteer
from curriculum import timing

MOST_CHOICES: Final = 8
MOST_SUGGESTIONS: Final = 5
LONGEST: Final = 100
"""Nobody's place has a longer name; what is longer is not looked up."""

_FAR_SMALLER: Final = 20
"""Of places found by a foreign or former name, one this many times smaller than the largest is not meant."""

_SHORTEST_BEGINNING: Final = 3
_SHORTEST_AREA: Final = 4
_LONGEST_AREA: Final = 5
_CLOSE_ENOUGH: Final = 0.78
_LETTERS_APART: Final = 2
_LEAD_IN: Final = frozenset({"i", "im", "am", "we", "live", "currently", "now", "in", "near", "from"})
_COMMAS: Final = re.compile("[,;/()\n\N{ARABIC COMMA}\N{IDEOGRAPHIC COMMA}\N{FULLWIDTH COMMA}]")
_A_YEAR: Final = tuple(datetime(2026, month, 15, tzinfo=UTC) for month in range(1, 13))
"""Zones whose clocks agree through this year are one choice: a stale answer shows one city more or fewer."""


class Cities:
    """The offline table of places; the shipped one, unless another is given, is read on the first question."""

    def __init__(self, table: Gazetteer | None = None) -> None:
        self._given = table

    def find(self, text: str) -> list[City]:
        """The places `text` can mean, at most eight, the most populous first and those found by another name last; none
        when nothing is called so. "Paris, Texas", "Paris France" and "Springfield IL" narrow it down. A country or a
        region gives its largest city for every clock it keeps, also for a town of it that is too small for the table.
        """
        if len(text) > LONGEST:
            return []
        if zone := _zones_by_hand().get("_".join(text.casefold().split())):
            return [City(name=zone, region="", country="", zone=zone, population=0)]
        parts = [part for part in _COMMAS.split(text) if fold(part)]
        if not parts:
            return []
        found = self._with_commas(*parts) or self._without_commas(words(text))
        return self._told_apart(found)[:MOST_CHOICES]

    def near(self, text: str) -> list[City]:
        """What somebody who typed `text` may have meant, at most five: names that begin so, then those spelt alike."""
        if len(text) > LONGEST:
            return []
        typed = fold(_COMMAS.split(text)[0])
        if len(typed) < _SHORTEST_BEGINNING:
            return []
        longer = self._table.keys(typed, usual=True)[:MOST_SUGGESTIONS]
        alike = _alike(typed, self._table.keys(typed[0], usual=True))
        keys = dict.fromkeys([*longer, *alike]) or _alike(typed, self._table.keys(typed[0], usual=False))
        largest = [entry for key in keys for entry in _meant(self._table.called(key))[:1]]
        return self._told_apart(largest)[:MOST_SUGGESTIONS]

    @cached_property
    def _table(self) -> Gazetteer:
        return self._given or gazetteer()

    def _with_commas(self, head: str, *where: str) -> list[Entry]:
        known = [areas for part in where if (areas := self._table.areas(fold(part), codes=True))]
        if not known:
            return _meant(self._named(fold(head)))
        return self._inside(known, self._named(fold(head))) or self._inside(known, self._largest_of(known[0]))

    def _without_commas(self, typed: Sequence[str]) -> list[Entry]:
        for head, known in self._split(typed, qualifiers=2):
            if found := self._inside(known, self._named("".join(head))):
                return found
        while len(typed) > 1 and typed[0] in _LEAD_IN:
            typed = typed[1:]
            if found := _meant(self._named("".join(typed))):
                return found
        for size in range(min(_LONGEST_AREA, len(typed)), 0, -1):
            key = "".join(typed[-size:])
            if len(key) >= _SHORTEST_AREA and (found := self._largest_of(self._table.areas(key, codes=False))):
                return found
        return []

    def _named(self, key: str) -> list[Entry]:
        return [*self._table.called(key), *self._largest_of(self._table.areas(key, codes=False))]

    def _split(self, typed: Sequence[str], *, qualifiers: int) -> Iterator[tuple[Sequence[str], list[list[Area]]]]:
        for size in range(1, min(_LONGEST_AREA + 1, len(typed))):
            areas = self._table.areas("".join(typed[-size:]), codes=True)
            if areas:
                yield typed[:-size], [areas]
                if qualifiers > 1:
                    for head, known in self._split(typed[:-size], qualifiers=qualifiers - 1):
                        yield head, [*known, areas]

    def _inside(self, known: Sequence[Sequence[Area]], entries: Iterable[Entry]) -> list[Entry]:
        return _meant(entry for entry in entries if all(any(map(entry.lies_in, areas)) for areas in known))

    def _largest_of(self, areas: Iterable[Area]) -> list[Entry]:
        return _meant(entry for area in areas for entry in self._largest_by_clock(area))

    def _largest_by_clock(self, area: Area) -> list[Entry]:
        largest: dict[tuple[object, ...], Entry] = {}
        for entry in self._table.landmarks:
            if entry.lies_in(area):
                largest.setdefault(_clock(entry.zone), entry)
        return list(largest.values())

    def _told_apart(self, entries: Iterable[Entry]) -> list[City]:
        different: dict[tuple[str, str], City] = {}
        for city in map(self._table.city, entries):
            different.setdefault((city.label, city.zone), city)
        alike = Counter(city.label for city in different.values())
        return [_with_its_zone(city) if alike[city.label] > 1 else city for city in different.values()]


def zones_of(cities: Iterable[City]) -> list[str]:
    """The zones of the choices, each once and in their order: a single one means that there is nothing to ask back."""
    return list(dict.fromkeys(city.zone for city in cities))


def _meant(entries: Iterable[Entry]) -> list[Entry]:
    ordered = sorted(dict.fromkeys(entries), key=lambda entry: -entry.population)
    usual = [entry for entry in ordered if not entry.alternate]
    other = [entry for entry in ordered if entry.alternate]
    least = max([e.population for e in usual[:1]] + [e.population // _FAR_SMALLER for e in other[:1]], default=0)
    return usual + [entry for entry in other if entry.population > least]


def _alike(typed: str, keys: Iterable[str]) -> list[str]:
    near_in_length = [key for key in keys if abs(len(key) - len(typed)) <= _LETTERS_APART]
    return get_close_matches(typed, near_in_length, MOST_SUGGESTIONS, _CLOSE_ENOUGH)


def _with_its_zone(city: City) -> City:
    clock = city.zone.rpartition("/")[2].replace("_", " ")
    return replace(city, region=f"{city.region}, {clock} time".removeprefix(", "))


@lru_cache(maxsize=512)
def _clock(zone: str) -> tuple[object, ...]:
    return tuple(timing.local(instant, zone).utcoffset() for instant in _A_YEAR)


@lru_cache(maxsize=1)
def _zones_by_hand() -> dict[str, str]:
    # Without a slash they are words and abbreviations ("Cuba", "EST"), and "EST" here never moves its clocks.
    return {name.casefold(): name for name in timing.zone_names() if "/" in name or name == "UTC"}
