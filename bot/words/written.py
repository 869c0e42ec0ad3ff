"""Numbers and dates as they are written in the language that is spoken now."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from bot.words.languages import language

_AS_IN: Final = {"en": Locale("en", "GB")}
"""Where days stand before months."""
_WITH_WEEKDAY: Final[Mapping[str, str]] = {"en": "EEEE d MMMM", "es": "EEEE d 'de' MMMM"}
_WITH_YEAR: Final[Mapping[str, str]] = {"en": "dd MMMM yyyy", "es": "d 'de' MMMM 'de' yyyy"}
_IN_TEXT: Final[Mapping[str, str]] = {"en": "d MMMM", "es": "d 'de' MMMM"}
_ALONE: Final[Mapping[str, str]] = {"en": "dd MMMM", "es": "d 'de' MMMM"}


def number(count: int) -> str:
    """A whole number, such as 12,500."""
    return format_decimal(count, locale=_locale())


def day_of(day: date) -> str:
    """A day with its year, such as 3 November 2026."""
    return format_date(day, "long", locale=_locale())


def short_day_of(day: date) -> str:
    """The same, as short as can be, such as 3 Nov 2026."""
    return format_date(day, "d MMM yyyy", locale=_locale())


def weekday_of(day: date) -> str:
    """A day of this week or the next, such as Tue 3 Nov."""
    return format_date(day, "EEE d MMM", locale=_locale())


def full_weekday_of(day: date) -> str:
    """A day with its weekday and year, such as Tuesday 3 November 2026."""
    return f"{format_date(day, 'EEEE', locale=_locale())} {day_of(day)}"


def coming_day(day: date) -> str:
    """A day that is near, with its weekday, such as Tuesday 3 November."""
    return format_date(day, _WITH_WEEKDAY[language()], locale=_locale())


def dated(day: date) -> str:
    """A day with its year, its number always as long, such as 03 November 2026."""
    return format_date(day, _WITH_YEAR[language()], locale=_locale())


def near_day(day: date) -> str:
    """A day without its year, as it is written in a text, such as 3 November."""
    return format_date(day, _ALONE[language()].replace("dd", "d"), locale=_locale())


def day_alone(day: date) -> str:
    """A day without its year, such as 03 November."""
    return format_date(day, _ALONE[language()], locale=_locale())


def day_and_month(day: date) -> str:
    """A day without its year, within a line, such as 3 November."""
    return format_date(day, _IN_TEXT[language()], locale=_locale())


def named(tag: str) -> str:
    """What the language of an IETF tag, such as `es-MX`, is called within a sentence; the tag itself when it has no name."""
    try:
        return Locale.parse(tag, sep="-").get_language_name(_locale()) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def _locale() -> Locale:
    code = language()
    return _AS_IN.get(code) or Locale(code)
