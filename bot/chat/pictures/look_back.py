"""The look back at a week: seven soft marks, of which those have opened on which something was done or tried, and one's own words."""

from typing import Final

from bot.chat.picture import Picture
from bot.chat.pictures import quoting, soft
from bot.chat.pictures.canvas import MARGIN, ROOM, Canvas
from bot.chat.pictures.theme import Theme
from curriculum.looking_back import Mark

_HIGH: Final = 176
_RADIUS: Final = 58
_WAVE: Final = (0, -14, 6, -8, 12, -6, 4)
"""How far each mark stands off the line, so that they look grown and not ruled."""


def drawn(picture: Picture, theme: Theme) -> Canvas:
    """The week, on its canvas."""
    canvas = Canvas(theme)
    quoting.head(canvas, picture)
    canvas.gap(34)
    _week(canvas, picture.marks)
    canvas.gap(30)
    quoting.quotes(canvas, picture.quotes)
    return canvas


def _week(canvas: Canvas, marks: tuple[Mark, ...]) -> None:
    step = ROOM / max(1, len(marks))
    places = [
        (MARGIN + step * (number + 0.5), canvas.at + _HIGH / 2 + _WAVE[number % len(_WAVE)])
        for number in range(len(marks))
    ]
    soft.path(canvas, places, canvas.theme.steps[0], width=16)
    for place, mark in zip(places, marks, strict=True):
        if mark is Mark.PRACTISED:
            soft.disc(canvas, place, _RADIUS, canvas.theme.steps[1])
            soft.flower(canvas, place, _RADIUS * 0.92, canvas.theme.steps[3], canvas.theme.strong)
        else:
            soft.disc(canvas, place, _RADIUS * 0.62, canvas.theme.steps[1])
    canvas.gap(_HIGH)
