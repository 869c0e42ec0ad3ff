"""Which country a time zone lies in. A zone is a guess at where somebody is, and no more."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

_COUNTRY, _ZONE = 0, 2


def country_of(zone: str) -> str | None:
    """The code of the country in which a zone lies, as in "DE"; None for a zone that lies in none."""
    return _countries().get(zone)


@cache
def _countries() -> Mapping[str, str]:
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return {row[_ZONE]: row[_COUNTRY] for row in rows}
