"""Until which date somebody means by what they typed: 10 days, a week, until 24 December, 24.12., 2026-12-24, tomorrow, and the
same in Spanish. The day stands before the month.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

LONGEST: Final = 60
MOST_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class Until:
    """Until this date."""

    on: date


class NoEnd(StrEnum):
    """Why it cannot end then."""

    PAST = "past"
    TOO_FAR = "too far"


_NUMBERS: Final = (
    ("a", "an", "one", "un", "una", "uno"),
    ("two", "dos"),
    ("three", "tres"),
    ("four", "cuatro"),
    ("five", "cinco"),
    ("six", "seis"),
    ("seven", "siete"),
    ("eight", "ocho"),
    ("nine", "nueve"),
    ("ten", "diez"),
)
_MONTHS: Final = (
    ("jan", "january", "ene", "enero"),
    ("feb", "february", "febrero"),
    ("mar", "march", "marzo"),
    ("apr", "april", "abr", "abril"),
    ("may", "mayo"),
    ("jun", "june", "junio"),
    ("jul", "july", "julio"),
    ("aug", "august", "ago", "agosto"),
    ("sep", "sept", "september", "septiembre", "setiembre"),
    ("oct", "october", "octubre"),
    ("nov", "november", "noviembre"),
    ("dec", "december", "dic", "diciembre"),
)
_WEEKDAYS: Final = (
    ("mon", "monday", "lunes"),
    ("tue", "tuesday", "martes"),
    ("wed", "wednesday", "miercoles"),
    ("thu", "thursday", "jueves"),
    ("fri", "friday", "viernes"),
    ("sat", "saturday", "sabado"),
    ("sun", "sunday", "domingo"),
)
_NEAR: Final = {"tomorrow": 1, "manana": 1, "the day after tomorrow": 2, "pasado manana": 2}


def _numbered(names: tuple[tuple[str, ...], ...]) -> Mapping[str, int]:
    return {name: number for number, alike in enumerate(names, start=1) for name in alike}


_NUMBER: Final = _numbered(_NUMBERS)
_MONTH: Final = _numbered(_MONTHS)
_WEEKDAY: Final = _numbered(_WEEKDAYS)
_SPANS: Final = {"day": 1, "dia": 1, "d": 1, "week": 7, "semana": 7, "w": 7, "month": 30, "mes": 30}
_LEAD_IN: Final = re.compile(
    r"^(?:(?:pause|pausa|for|until|till|til|to|hasta|por|durante)\b ?)*(?:(?:on|the|el|next|proximo)\b ?)*"
)
_SPAN: Final = re.compile(rf"(?P<count>\d{{1,4}}|{'|'.join(_NUMBER)}) ?(?P<unit>{'|'.join(_SPANS)})(?:s|es)?")
_DAY: Final = r"(?P<day>\d{1,2})"
_NAME: Final = rf"(?P<name>{'|'.join(sorted(_MONTH, key=len, reverse=True))})\.?"
_YEAR: Final = r"(?P<year>\d{4})"
_DATES: Final = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        rf"{_DAY} ?[./-] ?(?P<month>\d{{1,2}})(?: ?[./-] ?{_YEAR})?\.?",
        rf"{_DAY}(?:st|nd|rd|th|\.|º)? (?:of |de )?(?:the month of )?{_NAME}(?:,? (?:de |del )?{_YEAR})?",
        rf"{_NAME} (?:the )?{_DAY}(?:st|nd|rd|th)?(?:,? {_YEAR})?",
    )
)


def parse_until(text: str, today: date) -> Until | NoEnd | None:
    """The date that `text` names, seen from `today`: the one on which something goes on. None when it names none. A date without
    a year is the next one of that name.
    """
    if len(text) > LONGEST:
        return None
    said = _LEAD_IN.sub("", _plain(text)).strip(" .!")
    if said in _NEAR:
        return Until(today + timedelta(days=_NEAR[said]))
    if said in _WEEKDAY:
        return Until(today + timedelta(days=(_WEEKDAY[said] - 1 - today.weekday() - 1) % 7 + 1))
    if said.isascii() and said.isdigit() and len(said) <= len(str(MOST_DAYS)) + 1:
        return _after(int(said), today)
    if span := _SPAN.fullmatch(said):
        count = int(span["count"]) if span["count"].isdigit() else _NUMBER[span["count"]]
        return _after(count * _SPANS[span["unit"]], today)
    told = next((match.groupdict() for form in _DATES if (match := form.fullmatch(said))), None)
    return None if told is None else _on(told, today)


def _plain(text: str) -> str:
    """One case, no accents, one kind of blank, and no invisible marks."""
    apart = unicodedata.normalize("NFKD", text)
    visible = (sign for sign in apart if unicodedata.category(sign) not in ("Cf", "Mn"))
    return " ".join("".join(visible).casefold().split())


def _after(days: int, today: date) -> Until | NoEnd:
    if days < 1:
        return NoEnd.PAST
    return Until(today + timedelta(days=days)) if days <= MOST_DAYS else NoEnd.TOO_FAR


def _on(told: Mapping[str, str | None], today: date) -> Until | NoEnd | None:
    name = told.get("name")
    month = int(told["month"] or 0) if name is None else _MONTH[name]
    found = next(_dates(told["year"], month, int(told["day"] or 0), today), None)
    if found is None:
        return None
    if found <= today:
        return NoEnd.PAST
    return Until(found) if (found - today).days <= MOST_DAYS else NoEnd.TOO_FAR


def _dates(year: str | None, month: int, day: int, today: date) -> Iterator[date]:
    """The date in the year that was named, or in this one or those after it, where it is still to come."""
    for each in [int(year)] if year else range(today.year, today.year + 5):
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if year or found > today:
            yield found
