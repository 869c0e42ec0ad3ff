"""Text with marks on it: what is bold, what is a link, counted in UTF-16 units as Telegram counts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict, cast

from bot.sandbox.parameters import names
from bot.sandbox.refusal import bad_request


class Entity(TypedDict, total=False):
    """One mark on a stretch of text, in Telegram's own field names."""

    type: str
    offset: int
    length: int
    url: str
    language: str
    custom_emoji_id: str
    unix_time: int
    date_time_format: str


@dataclass(frozen=True)
class Formatted:
    """A text and the marks on it."""

    text: str = field(default="", repr=False)
    entities: tuple[Entity, ...] = field(default=(), repr=False)


KINDS = names(
    "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler blockquote "
    "expandable_blockquote code pre text_link text_mention custom_emoji date_time"
)
_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")
_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")
_CLOSED_TO_OTHERS = frozenset({"code", "pre", "text_link", "url"})


def units(text: str) -> int:
    """How long Telegram takes the text to be: in UTF-16 units, so most emoji count twice."""
    return len(text.encode("utf-16-le")) // 2


def trimmed(formatted: Formatted) -> Formatted:
    """The text without white space at either end, as Telegram keeps it; marks move along or are cut."""
    text = formatted.text.strip()
    lead = units(formatted.text) - units(formatted.text.lstrip())
    end = units(text)
    kept = []
    for entity in formatted.entities:
        first = max(entity["offset"] - lead, 0)
        last = min(entity["offset"] - lead + entity["length"], end)
        if first < last:
            kept.append(Entity(**{**entity, "offset": first, "length": last - first}))
    return Formatted(text, tuple(kept))


def with_found_links(formatted: Formatted) -> Formatted:
    """Adds the marks Telegram finds by itself: /commands and web addresses."""
    taken = [
        range(entity["offset"], entity["offset"] + entity["length"])
        for entity in formatted.entities
        if entity["type"] in _CLOSED_TO_OTHERS
    ]
    found = list(formatted.entities)
    for kind, pattern in (("url", _LINK), ("bot_command", _COMMAND)):
        for match in pattern.finditer(formatted.text):
            place = range(units(formatted.text[: match.start()]), units(formatted.text[: match.end()]))
            if not any(place.start < other.stop and other.start < place.stop for other in taken):
                found.append(Entity(type=kind, offset=place.start, length=len(place)))
                taken.append(place)
    return Formatted(formatted.text, in_order(found))


def in_order(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """From the start of the text on; where two begin together, the longer one first."""
    return tuple(sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))


def given(text: str, raw: object) -> Formatted:
    """The text with marks that the bot has set itself; refuses marks that do not fit the text."""
    if not isinstance(raw, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    end = units(text)
    for entity in raw:
        if not isinstance(entity, Mapping) or entity.get("type") not in KINDS:
            raise bad_request("can't parse entities: wrong entity type")
        offset, length = entity.get("offset"), entity.get("length")
        if (
            not isinstance(offset, int)
            or not isinstance(length, int)
            or offset < 0
            or length < 1
            or offset + length > end
        ):
            raise bad_request("can't parse entities: entity is outside of the text")
    return Formatted(text, in_order(cast(list[Entity], raw)))
