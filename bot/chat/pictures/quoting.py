"""Somebody's own words on a picture: each on a card of its own, with its date under it."""

from collections.abc import Sequence
from typing import Final

from bot.chat.picture import Picture, Quote
from bot.chat.pictures import lettering, soft
from bot.chat.pictures.canvas import MARGIN, ROOM, SMALL, TITLE, Box, Canvas

_WORDS: Final = 40
_LINE: Final = 54
_INSET: Final = 44
_MOST_LINES: Final = 5


def head(canvas: Canvas, picture: Picture) -> None:
    """What the picture is, and of which days."""
    canvas.gap(16)
    canvas.paragraph(picture.title, size=TITLE, bold=True)
    if picture.lead:
        canvas.gap(6)
        canvas.paragraph(picture.lead, size=SMALL, colour=canvas.theme.soft, most=3)


def quotes(canvas: Canvas, of: Sequence[Quote]) -> None:
    """The cards, one under the other; words that the font has no letters for stand under the picture instead."""
    for quote in of:
        if lettering.can_be_read(quote.words):
            _quote(canvas, quote)


def _quote(canvas: Canvas, quote: Quote) -> None:
    lines = lettering.wrapped(quote.words, _WORDS, ROOM - 2 * _INSET, most=_MOST_LINES)
    high = _INSET * 2 + _LINE * len(lines) + SMALL + 2
    soft.card(canvas, Box(MARGIN, canvas.at, ROOM, high), canvas.theme.steps[0])
    soft.card(canvas, Box(MARGIN, canvas.at + 34, 8, high - 68), canvas.theme.steps[2], corner=4)
    top = canvas.at + _INSET - 6
    for number, line in enumerate(lines):
        canvas.text(MARGIN + _INSET, top + number * _LINE, line, size=_WORDS, room=ROOM - 2 * _INSET)
    under = top + len(lines) * _LINE + 6
    canvas.text(MARGIN + _INSET, under, quote.under, size=SMALL, colour=canvas.theme.soft, room=ROOM - 2 * _INSET)
    canvas.gap(high + 24)
