"""The picture that comes with the letter at the end of a track: some of one's own words, and a wreath of what has opened."""

from typing import Final

from bot.chat.picture import Picture
from bot.chat.pictures import quoting, soft
from bot.chat.pictures.canvas import MARGIN, ROOM, Canvas
from bot.chat.pictures.theme import Theme

_HIGH: Final = 120
_SPRIG: Final = (
    (0.06, 18, 26),
    (0.2, -6, 34),
    (0.36, 12, 28),
    (0.5, -10, 44),
    (0.64, 12, 28),
    (0.8, -6, 34),
    (0.94, 18, 26),
)
"""Where on the sprig each flower sits, how high, and how large: it counts nothing."""


def drawn(picture: Picture, theme: Theme) -> Canvas:
    """The words, on their canvas."""
    canvas = Canvas(theme)
    quoting.head(canvas, picture)
    canvas.gap(30)
    places = [(MARGIN + ROOM * across, canvas.at + _HIGH / 2 + down) for across, down, _ in _SPRIG]
    soft.path(canvas, places, theme.steps[1], width=10)
    for place, (_, _, radius) in zip(places, _SPRIG, strict=True):
        soft.flower(canvas, place, radius, theme.steps[3], theme.strong)
    canvas.gap(_HIGH + 34)
    quoting.quotes(canvas, picture.quotes)
    return canvas
