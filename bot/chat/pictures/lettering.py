"""Letters for pictures, in the font that is shipped: Latin, Greek and Cyrillic."""

import unicodedata
from functools import cache
from importlib.resources import as_file, files
from typing import Final

from PIL import ImageFont

_FONTS: Final = files("bot.chat.pictures") / "fonts"
_FILES: Final = {False: "DejaVuSansCondensed.ttf", True: "DejaVuSansCondensed-Bold.ttf"}
_NOT_DRAWN: Final = frozenset({"So", "Sk", "Cc", "Cf", "Cs", "Co", "Cn"})
"""Kinds of characters that have no letter in the font, such as emoji, or none at all."""
_CHOOSES_A_SHAPE: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))
_CUT: Final = "…"
_NO_LETTER: Final = "\uffff"
"""What no font has: it is drawn as an empty box."""


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The font in this size."""
    with as_file(_FONTS / _FILES[bold]) as file:
        return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


def drawable(text: str) -> str:
    """The text without what the font cannot draw, on one line."""
    kept = "".join(letter if _has_a_shape(letter) else " " for letter in text)
    return " ".join(kept.split())


def _has_a_shape(letter: str) -> bool:
    return unicodedata.category(letter) not in _NOT_DRAWN and letter not in _CHOOSES_A_SHAPE


def can_be_read(text: str) -> bool:
    """Whether a picture can show these words: there are some, and the font has all their letters."""
    shaped = unicodedata.normalize("NFC", text)
    letters = [
        letter for letter in shaped if unicodedata.category(letter)[0] in "LMN" and letter not in _CHOOSES_A_SHAPE
    ]
    return bool(letters) and all(_is_shipped(letter) for letter in letters)


@cache
def _is_shipped(letter: str) -> bool:
    """Whether it is of a script that is written letter by letter from the left, and in the font."""
    of_a_script = unicodedata.name(letter, "").startswith(
        ("LATIN", "GREEK", "CYRILLIC", "COMBINING", "FEMININE", "MASCULINE")
    )
    is_digit = unicodedata.category(letter)[0] == "N"
    return (letter.isascii() or of_a_script or is_digit) and _has_a_glyph(letter)


def _has_a_glyph(letter: str) -> bool:
    return bytes(font(20).getmask(letter)) != bytes(font(20).getmask(_NO_LETTER))


def width(text: str, size: int, *, bold: bool = False) -> float:
    """How many pixels wide a line of text is."""
    return font(size, bold=bold).getlength(text)


def fitted(text: str, size: int, room: float, *, bold: bool = False) -> str:
    """The text, cut short where it has no room."""
    line = drawable(text)
    if width(line, size, bold=bold) <= room:
        return line
    fits, too_long = 0, len(line)
    while too_long - fits > 1:  # halved, as a long word cut letter by letter takes seconds
        middle = (fits + too_long) // 2
        if width(line[:middle].rstrip() + _CUT, size, bold=bold) <= room:
            fits = middle
        else:
            too_long = middle
    return line[:fits].rstrip() + _CUT


def wrapped(text: str, size: int, room: float, *, bold: bool = False, most: int = 2) -> list[str]:
    """The text in lines that have room, at most so many; the last is cut short."""
    lines: list[str] = []
    words = drawable(text).split()
    while words and len(lines) < most - 1:
        count = _fitting(words, size, room, bold)
        lines.append(fitted(" ".join(words[:count]), size, room, bold=bold))
        words = words[count:]
    return [*lines, fitted(" ".join(words), size, room, bold=bold)] if words else lines


def _fitting(words: list[str], size: int, room: float, bold: bool) -> int:
    count = 1
    while count < len(words) and width(" ".join(words[: count + 1]), size, bold=bold) <= room:
        count += 1
    return count
