"""The way along a track: a path of as many marks as it has days, with nothing on it that could break."""

from collections.abc import Sequence
from typing import Final

from bot.chat.picture import Picture
from bot.chat.pictures import lettering, quoting, soft
from bot.chat.pictures.canvas import MARGIN, ROOM, SMALL, Canvas
from bot.chat.pictures.soft import Point
from bot.chat.pictures.theme import Theme
from curriculum.looking_back import Mark

_PER_ROW: Final = 6
_ROW: Final = 152
_RADIUS: Final = 52
_LEGEND: Final = (Mark.PRACTISED, Mark.CAME, Mark.TO_COME)


def drawn(picture: Picture, theme: Theme) -> Canvas:
    """The way, on its canvas."""
    canvas = Canvas(theme)
    quoting.head(canvas, picture)
    canvas.gap(26)
    places = _winding(len(picture.marks), canvas.at)
    soft.path(canvas, places, theme.steps[0], width=30)
    for place, mark in zip(places, picture.marks, strict=True):
        _mark(canvas, place, mark, _RADIUS)
    canvas.gap(_ROW * _rows(len(picture.marks)) + 30)
    _legend(canvas, picture.legend)
    return canvas


def _winding(count: int, top: float) -> list[Point]:
    """To the right, down, to the left, down, as one reads a path on a map."""
    step = ROOM / _PER_ROW
    places = []
    for number in range(count):
        row, column = divmod(number, _PER_ROW)
        column = column if row % 2 == 0 else _PER_ROW - 1 - column
        places.append((MARGIN + step * (column + 0.5), top + _ROW * (row + 0.5)))
    return places


def _rows(count: int) -> int:
    return -(-count // _PER_ROW)


def _mark(canvas: Canvas, place: Point, mark: Mark, radius: float) -> None:
    theme = canvas.theme
    match mark:
        case Mark.PRACTISED:
            soft.disc(canvas, place, radius, theme.steps[1])
            soft.flower(canvas, place, radius * 0.92, theme.steps[3], theme.strong)
        case Mark.CAME:
            soft.disc(canvas, place, radius * 0.6, theme.steps[2])
        case Mark.TO_COME:
            soft.disc(canvas, place, radius * 0.26, theme.line)


def _legend(canvas: Canvas, says: Sequence[str]) -> None:
    at: float = MARGIN
    for mark, words in zip(_LEGEND, says, strict=True):
        wide = 66 + lettering.width(words, SMALL) + 40
        if at > MARGIN and at + wide > MARGIN + ROOM + 40:
            at = MARGIN
            canvas.gap(58)
        _mark(canvas, (at + 24, canvas.at + 20), mark, 26)
        canvas.text(at + 62, canvas.at, words, size=SMALL, colour=canvas.theme.soft)
        at += wide
    canvas.gap(44)
