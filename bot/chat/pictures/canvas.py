"""What pictures are drawn with: a canvas as wide as a phone shows it, lines of text from the top down, and bars."""

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

from bot.chat.pictures import lettering
from bot.chat.pictures.theme import Theme

WIDTH: Final = 1080
MARGIN: Final = 56
ROOM: Final = WIDTH - 2 * MARGIN
TITLE: Final = 54
TEXT: Final = 38
SMALL: Final = 32
"""Sizes of letters. A phone shows the picture at about a third of its width, so nothing is smaller than the last."""
_LEADING: Final = 1.32
_HATCH: Final = 14
_TALLEST: Final = 6000


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    width: float
    height: float

    @property
    def corners(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, the last two within it."""
        return self.left, self.top, self.left + max(1, self.width) - 1, self.top + self.height - 1


class Canvas:
    """Draws from the top down, and is cut off under the last line; `at` is where the next one begins, and `texts` is
    all that can be read.
    """

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.at: float = MARGIN
        self.texts: list[str] = []
        self._image = Image.new("RGB", (WIDTH, _TALLEST), theme.paper)
        self._draw = ImageDraw.Draw(self._image)

    def line(self, text: str, *, size: int = TEXT, bold: bool = False, colour: str | None = None) -> None:
        """A line of text, cut short at the margin."""
        self.text(MARGIN, self.at, text, size=size, bold=bold, colour=colour, room=ROOM)
        self.at += size * _LEADING

    def paragraph(
        self, text: str, *, size: int = TEXT, bold: bool = False, colour: str | None = None, most: int = 2
    ) -> None:
        """Text in as many lines as it needs, at most so many."""
        for each in lettering.wrapped(text, size, ROOM, bold=bold, most=most):
            self.line(each, size=size, bold=bold, colour=colour)

    def gap(self, pixels: float) -> None:
        """Room between two things."""
        self.at += pixels

    def text(
        self,
        left: float,
        top: float,
        text: str,
        *,
        size: int = TEXT,
        bold: bool = False,
        colour: str | None = None,
        room: float = ROOM,
        from_the_right: bool = False,
    ) -> None:
        """Text at a place; `left` is where it ends when it is set from the right."""
        fitting = lettering.fitted(text, size, room, bold=bold)
        self.texts.append(fitting)
        self._draw.text(
            (left, top),
            fitting,
            fill=colour or self.theme.ink,
            font=lettering.font(size, bold=bold),
            anchor="ra" if from_the_right else "la",
        )

    def bar(self, box: Box, colour: str) -> None:
        """A filled bar."""
        self._draw.rectangle(box.corners, fill=colour)

    def hatched(self, box: Box) -> None:
        """A bar of which nothing is told but that it is short: slanting lines in a frame."""
        left, top, right, bottom = box.corners
        patch = Image.new("RGB", (int(box.width), int(box.height)), self.theme.paper)
        draw = ImageDraw.Draw(patch)
        for start in range(-int(box.height), int(box.width), _HATCH):
            draw.line((start, box.height, start + box.height, 0), fill=self.theme.line, width=4)
        self._image.paste(patch, (int(left), int(top)))
        self._draw.rectangle((left, top, right, bottom), outline=self.theme.line, width=3)

    def stamp(self, at: tuple[int, int], mask: Image.Image, colour: str) -> None:
        """A colour through a mask, whose edges may be soft."""
        self._image.paste(colour, (*at, at[0] + mask.width, at[1] + mask.height), mask)

    def rule(self) -> None:
        """A thin line from margin to margin."""
        self.bar(Box(MARGIN, self.at, ROOM, 2), self.theme.line)

    def png(self) -> bytes:
        """The picture as far as something was drawn."""
        held = io.BytesIO()
        self._image.crop((0, 0, WIDTH, int(self.at + MARGIN))).save(held, "PNG", compress_level=6)
        return held.getvalue()
