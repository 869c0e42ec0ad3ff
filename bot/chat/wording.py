"""Small pieces of wording: escaping what people typed, local times, the name for the partner."""

import html
import re
from collections.abc import Sequence
from datetime import datetime, time
from functools import lru_cache
from typing import Final

from bot.words import LANGUAGES, _, marked, partner, speaking
from bot.words import language as spoken_now
from bot.words.written import coming_day, dated
from curriculum import journey, timing
from curriculum.enrolment import Enrolment
from curriculum.writing import units

_PARTNER: Final = marked("your partner")
_PLACE: Final = "{partner}"
_ROOM: Final = 3500
_AT_SEA: Final = "Etc/GMT"
_UNSEEN: Final = re.compile("[\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069]")


def escape(text: str) -> str:
    """`text` as it may stand in a message: markup is shown, not obeyed, nothing turns the line around, and half a
    character, which no message can carry, is shown as a question mark.
    """
    if not text.isascii():
        text = _UNSEEN.sub("", text).encode("utf-8", "replace").decode()
    return html.escape(text, quote=False)


def authored(text: str, *, language: str | None = None) -> str:
    """An author's text, with the partner in place of `{partner}`: by the name the reader gave them, or else as in the `language`
    that the text is written in where the bot speaks it, and as in the reader's where it does not.
    """
    name = partner()
    if name is not None and _PLACE in text:
        return escape(text.replace(_PLACE, name))  # a name is kept in no cache
    written_in = (language or "").partition("-")[0]
    return _authored(text, written_in if written_in in LANGUAGES else spoken_now())


@lru_cache(maxsize=4096)
def _authored(text: str, language: str) -> str:
    with speaking(language):
        return escape(text.replace(_PLACE, _(_PARTNER)))


def fitting(lines: Sequence[str], *, between: str) -> str:
    """As many whole lines as one message holds, in the units Telegram counts; how many more there are is told."""
    text = lines[0]
    for shown, line in enumerate(lines[1:], start=1):
        longer = f"{text}{between}{line}"
        if units(longer) > _ROOM:
            return text + between + _("… and {count} more").format(count=len(lines) - shown)
        text = longer
    return text


def listed(of: Sequence[str]) -> str:
    """One or several as they are told in one sentence."""
    *before, last = of
    return _("{before} and {last}").format(before=", ".join(before), last=last) if before else last


def at_hour(hour: time) -> str:
    """An hour of day, like 07:30."""
    return hour.strftime("%H:%M")


def when(instant: datetime, zone: str) -> str:
    """An instant in the reader's own clock where the app can show it, and in words with its zone for everybody."""
    here = timing.local(instant, zone)
    words = f"{coming_day(here)}, {here:%H:%M}"
    stamp = f'<tg-time unix="{int(instant.timestamp())}" format="wDt">{words}</tg-time>'
    return _("{when} ({hour} in {place})").format(when=stamp, hour=f"{here:%H:%M}", place=place_of(zone))


def whenever_read(instant: datetime) -> str:
    """An instant in the reader's own clock where the app can show it, else in UTC: for readers of whom no zone is known."""
    return f'<tg-time unix="{int(instant.timestamp())}" format="Dt">{dated(instant)}, {instant:%H:%M} UTC</tg-time>'


def next_nudge(walk: Enrolment, sentence: str) -> str:
    """The sentence with when the next nudge comes in place of `{when}`; nothing when none does."""
    instant = journey.announced(walk)
    return "" if instant is None else sentence.format(when=when(instant, walk.zone))


def sentences(*of: str) -> str:
    """Whole sentences one after the other; those that are empty are left out."""
    return " ".join(one for one in of if one)


def paragraphs(*of: str) -> str:
    """Whole paragraphs one below the other; those that are empty are left out."""
    return "\n\n".join(one for one in of if one)


def place_of(zone: str) -> str:
    """A zone as people say it: `Europe/Berlin` is Berlin; at sea, where zones have no place, the offset from UTC."""
    if zone.startswith(_AT_SEA):
        # The sign of these names is turned around: https://data.iana.org/time-zones/tz-link.html
        return "UTC" + zone.removeprefix(_AT_SEA).translate(str.maketrans("+-", "-+"))
    return escape(zone.rsplit("/", 1)[-1].replace("_", " "))


def ticked(says: str, chosen: bool) -> str:
    """What a button says, with a tick when it is what was chosen."""
    return f"✓ {says}" if chosen else says


def lowered(says: str) -> str:
    """What a button says, within a sentence."""
    return _(says).lower()
