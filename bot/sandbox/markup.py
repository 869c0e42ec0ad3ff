"""Telegram's HTML: tags read into marks on a text, and refused where Telegram refuses them.

The rules are those of https://core.telegram.org/bots/api#html-style.
"""

import re
from dataclasses import dataclass, field

from bot.sandbox.entities import Entity, Formatted, in_order, units
from bot.sandbox.refusal import Refused, bad_request

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
_TAGS = frozenset({*_SIMPLE, "a", "blockquote", "span", "tg-emoji", "tg-time"})
_START = re.compile(
    r"<(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:\s+[\w-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?)*)\s*>"
)
_ATTRIBUTE = re.compile(r"(?P<name>[\w-]+)(?:\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s>\"']+))?")
_NAME = re.compile(r"</?([a-zA-Z0-9-]*)")
_ESCAPE = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
_LAST_CHARACTER = 0x10FFFF


@dataclass
class _Tag:
    """A tag that has been opened and waits for its end."""

    name: str
    attributes: dict[str, str]
    offset: int
    language: str | None = field(default=None)


def from_html(source: str) -> Formatted:
    """The text and its marks; refuses an unknown, unclosed or crossed tag with the place where it stands."""
    return _Reading(source).whole()


def _unparsable(why: str) -> Refused:
    return bad_request(f"can't parse entities: {why}")


class _Reading:
    def __init__(self, source: str) -> None:
        self._source = source
        self._text: list[str] = []
        self._offset = 0
        self._open: list[_Tag] = []
        self._entities: list[Entity] = []

    def whole(self) -> Formatted:
        position = 0
        while position < len(self._source):
            match self._source[position]:
                case "<" if self._source.startswith("</", position):
                    position = self._end(position)
                case "<":
                    position = self._start(position)
                case "&":
                    position = self._escape(position)
                case character:
                    self._write(character)
                    position += 1
        if self._open:
            raise _unparsable(f'can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return Formatted("".join(self._text), in_order(self._entities))

    def _write(self, text: str) -> None:
        self._text.append(text)
        self._offset += units(text)

    def _byte(self, position: int) -> int:
        return len(self._source[:position].encode())

    def _escape(self, position: int) -> int:
        escape = _ESCAPE.match(self._source, position)
        character = _character(escape) if escape else None
        if escape is None or character is None:  # Telegram lets a stray "&" stand as it is
            self._write("&")
            return position + 1
        self._write(character)
        return escape.end()

    def _start(self, position: int) -> int:
        name = self._name_at(position)
        if name not in _TAGS:
            raise _unparsable(f'unsupported start tag "{name}" at byte offset {self._byte(position)}')
        start = _START.match(self._source, position)
        if start is None:
            raise _unparsable(f"unclosed start tag at byte offset {self._byte(position)}")
        attributes = {
            attribute["name"].lower(): _unescaped((attribute["value"] or "").strip("\"'"))
            for attribute in _ATTRIBUTE.finditer(start["attributes"])
        }
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _unparsable(f'tag "span" must have class "tg-spoiler" at byte offset {self._byte(position)}')
        self._open.append(_Tag(name, attributes, self._offset))
        return start.end()

    def _end(self, position: int) -> int:
        close = self._source.find(">", position)
        name = self._name_at(position)
        if close < 0:
            raise _unparsable(f"unclosed end tag at byte offset {self._byte(position)}")
        if not self._open:
            raise _unparsable(f"unexpected end tag at byte offset {self._byte(position)}")
        tag = self._open.pop()
        if name != tag.name or self._source[position + 2 + len(name) : close].strip():
            raise _unparsable(
                f'unmatched end tag at byte offset {self._byte(position)}, expected "</{tag.name}>", found "</{name}>"'
            )
        self._close(tag)
        return close + 1

    def _name_at(self, position: int) -> str:
        name = _NAME.match(self._source, position)
        return name[1].lower() if name else ""

    def _close(self, tag: _Tag) -> None:
        length = self._offset - tag.offset
        around = self._open[-1] if self._open else None
        if tag.name == "code" and around is not None and around.name == "pre":
            around.language = tag.attributes.get("class", "").removeprefix("language-") or None
            return
        mark = self._mark(tag)
        if length and mark is not None:
            self._entities.append(Entity(**{**mark, "offset": tag.offset, "length": length}))

    def _mark(self, tag: _Tag) -> Entity | None:
        match tag.name:
            case "a":
                url = tag.attributes.get("href", "")
                return Entity(type="text_link", url=url) if url.startswith(("http://", "https://", "tg://")) else None
            case "blockquote":
                return Entity(type="expandable_blockquote" if "expandable" in tag.attributes else "blockquote")
            case "span":
                return Entity(type="spoiler")
            case "tg-emoji":
                return Entity(type="custom_emoji", custom_emoji_id=_number(tag, "emoji-id"))
            case "tg-time":
                return _instant(tag)
            case "pre" if tag.language:
                return Entity(type="pre", language=tag.language)
        return Entity(type=_SIMPLE[tag.name])


def _instant(tag: _Tag) -> Entity:
    entity = Entity(type="date_time", unix_time=int(_number(tag, "unix")))
    shape = tag.attributes.get("format", "")
    if not _TIME_FORMAT.fullmatch(shape):
        raise _unparsable("invalid date-time format specified")
    if shape:
        entity["date_time_format"] = shape
    return entity


def _number(tag: _Tag, attribute: str) -> str:
    value = tag.attributes.get(attribute, "")
    if not (value.isascii() and value.isdigit()) or len(value) > 20:
        raise _unparsable(f'tag "{tag.name}" must have a number in its attribute "{attribute}"')
    return value


def _character(escape: re.Match[str]) -> str | None:
    name, decimal, hexadecimal = escape.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    surrogate = 0xD800 <= code <= 0xDFFF
    return chr(code) if 0 < code <= _LAST_CHARACTER and not surrogate else None


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda escape: _character(escape) or escape[0], value)
