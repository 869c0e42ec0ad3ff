"""Soft shapes, with smooth edges: round marks, cards with round corners, and a path that winds."""

from collections.abc import Callable, Sequence
from typing import Final

from PIL import Image, ImageDraw

from bot.chat.pictures.canvas import Box, Canvas

_FINER: Final = 3
"""Shapes are drawn so many times as large and then made small, which smooths their edges."""

Point = tuple[float, float]


def disc(canvas: Canvas, centre: Point, radius: float, colour: str) -> None:
    """A round mark."""
    box = Box(centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius)
    _stamp(canvas, box, colour, lambda draw, wide, high: draw.ellipse((0, 0, wide - 1, high - 1), fill=255))


def ring(canvas: Canvas, centre: Point, radius: float, colour: str, *, width: int = 4) -> None:
    """A round mark that is open."""
    box = Box(centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius)
    _stamp(
        canvas,
        box,
        colour,
        lambda draw, wide, high: draw.ellipse((0, 0, wide - 1, high - 1), outline=255, width=width * _FINER),
    )


def card(canvas: Canvas, box: Box, colour: str, *, corner: int = 36) -> None:
    """A card with round corners."""
    _stamp(
        canvas,
        box,
        colour,
        lambda draw, wide, high: draw.rounded_rectangle((0, 0, wide - 1, high - 1), corner * _FINER, fill=255),
    )


def flower(canvas: Canvas, centre: Point, radius: float, petal: str, heart: str) -> None:
    """A mark that has opened: six petals around a heart."""
    reach = radius * 0.56
    for across, down in ((1, 0), (0.5, 0.866), (-0.5, 0.866), (-1, 0), (-0.5, -0.866), (0.5, -0.866)):
        disc(canvas, (centre[0] + across * reach, centre[1] + down * reach), radius * 0.46, petal)
    disc(canvas, centre, radius * 0.36, heart)


def path(canvas: Canvas, points: Sequence[Point], colour: str, *, width: int) -> None:
    """A line through these points, with round ends and bends."""
    if len(points) < 2:
        return
    left = min(across for across, _ in points) - width
    top = min(down for _, down in points) - width
    right = max(across for across, _ in points) + width
    bottom = max(down for _, down in points) + width
    line = [((across - left) * _FINER, (down - top) * _FINER) for across, down in points]
    thick = width * _FINER

    def drawn(draw: ImageDraw.ImageDraw, _wide: int, _high: int) -> None:
        draw.line(line, fill=255, width=thick)
        for across, down in line:
            half = thick / 2
            draw.ellipse((across - half, down - half, across + half, down + half), fill=255)

    _stamp(canvas, Box(left, top, right - left, bottom - top), colour, drawn)


def _stamp(canvas: Canvas, box: Box, colour: str, drawn: Callable[[ImageDraw.ImageDraw, int, int], None]) -> None:
    wide, high = max(1, round(box.width)), max(1, round(box.height))
    mask = Image.new("L", (wide * _FINER, high * _FINER), 0)
    drawn(ImageDraw.Draw(mask), *mask.size)
    canvas.stamp((round(box.left), round(box.top)), mask.resize((wide, high), Image.Resampling.LANCZOS), colour)
