"""The entries that come with the program, read once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources

from curriculum.helplines.entries import Country
from curriculum.reading import read_data


class SaidTwice(ValueError):
    """Two files speak of the same country."""


@cache
def shipped() -> Mapping[str, Country]:
    """What is known of each country, by its code."""
    files = sorted(resources.files("curriculum.helplines").iterdir(), key=lambda file: file.name)
    return by_code(read_country(file.read_bytes()) for file in files if file.name.endswith(".yaml"))


def read_country(content: bytes | str) -> Country:
    """One file. Raises `TrackInvalid` where it is no YAML, `ValidationError` where something is missing."""
    return Country.model_validate(read_data(content))


def by_code(countries: Iterable[Country]) -> Mapping[str, Country]:
    """The same by the codes of countries. Raises `SaidTwice`."""
    known: dict[str, Country] = {}
    for country in countries:
        for code in country.countries:
            if code in known:
                raise SaidTwice(code)
            known[code] = country
    return known


def expired(today: date) -> Sequence[str]:
    """What is not told to anybody any more, as "name, country", until somebody has looked it up again."""
    countries = {country.called: country for country in shipped().values()}.values()
    return [
        f"{name}, {country.called}"
        for country in countries
        for name, entry in (
            ("emergency number", country.emergency),
            *((line.name, line) for line in country.lines),
        )
        if not entry.holds_on(today)
    ]
