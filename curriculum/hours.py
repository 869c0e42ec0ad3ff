"""What hour of the day a person means by what they typed: 07:30, 7.30, 0730, 7pm, 19h30, "half past 7", noon."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import time
from typing import Final

LONGEST: Final = 40

_IN_WORDS: Final = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_LEAD_IN: Final = re.compile(r"^(?:(?:at|around|about) |@ ?)")
_O_CLOCK: Final = re.compile(r" ?o ?['\u2019]?clock\b")
_WORD: Final = re.compile(r"(?:12 )?(noon|midday|midnight)")
_HALF: Final = r"(?: ?(?P<half>[ap])\.? ?m\.?| in the (?P<part>morning|afternoon|evening)| ?(?:h|hrs|hours|uhr))?"
_FORMS: Final = tuple(
    re.compile(form + _HALF)
    for form in (
        r"(?P<hour>\d{1,2})(?: ?[:.,h\u2236] ?| )(?P<minute>\d\d)",
        r"(?P<hour>\d{1,2})(?P<minute>\d\d)",
        r"(?P<hour>\d{1,2})",
        r"(?P<quarters>half|(?:a )?quarter) (?P<side>past|to) (?P<hour>\d{1,2})",
    )
)


def parse_hour(text: str) -> time | None:
    """The hour of day that `text` names, to the minute; `None` when it names none, or could mean two ("half 7").

    A bare "7" is seven in the morning.
    """
    if len(text) > LONGEST:
        return None
    said = _O_CLOCK.sub("", _LEAD_IN.sub("", _plain(text))).strip(" !")
    if word := _WORD.fullmatch(said):
        return _IN_WORDS[word[1]]
    told = next((match.groupdict() for form in _FORMS if (match := form.fullmatch(said.removesuffix(".")))), None)
    return None if told is None else _time_of(told)


def _plain(text: str) -> str:
    """One case, one kind of colon and of blank, and no invisible marks."""
    visible = (sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return " ".join("".join(visible).casefold().split())


def _time_of(told: Mapping[str, str | None]) -> time | None:
    hour = _hour_of(int(told["hour"] or 0), told)
    minute = int(told.get("minute") or 0)
    if hour is None or minute > 59:
        return None
    if told.get("quarters") is None:
        return time(hour, minute)
    past = 30 if told["quarters"] == "half" else 15
    if told["side"] == "past":
        return time(hour, past)
    return None if past == 30 else time((hour - 1) % 24, 60 - past)


def _hour_of(hour: int, told: Mapping[str, str | None]) -> int | None:
    if told["half"]:
        return hour % 12 + 12 * (told["half"] == "p") if 1 <= hour <= 12 else None
    if told["part"]:
        return hour + 12 * (told["part"] != "morning") if 1 <= hour <= 11 else None
    return hour if hour <= 23 else None
