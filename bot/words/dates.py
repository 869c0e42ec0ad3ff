"""Days as the reader's language writes them; hours of the day are the same in all, of 24."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from babel.dates import format_date

from bot.words.languages import language

_WEEKDAY: Final[Mapping[str, str]] = {"en": "EEEE d MMMM", "es": "EEEE d 'de' MMMM"}
_WITH_YEAR: Final[Mapping[str, str]] = {"en": "dd MMMM yyyy", "es": "d 'de' MMMM 'de' yyyy"}
_SHORT: Final[Mapping[str, str]] = {"en": "dd MMMM", "es": "d 'de' MMMM"}


def weekday(day: date) -> str:
    """A day with its weekday, like `Tuesday 3 March`."""
    return _written(day, _WEEKDAY)


def with_year(day: date) -> str:
    """A day of some year, like `03 March 2026`."""
    return _written(day, _WITH_YEAR)


def short(day: date) -> str:
    """A day of this year, like `03 March`."""
    return _written(day, _SHORT)


def _written(day: date, patterns: Mapping[str, str]) -> str:
    return format_date(day, patterns[language()], locale=language())
