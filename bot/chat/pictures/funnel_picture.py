"""The funnel: day by day, for how many it was due so far, and how many were sent it, opened it and answered."""

from typing import Final

from bot.chat.pictures import lettering
from bot.chat.pictures.canvas import MARGIN, ROOM, SMALL, TEXT, TITLE, WIDTH, Box, Canvas
from bot.chat.pictures.theme import LIGHT, Theme
from bot.landing.released import DayTold, Released, Told
from bot.landing.wording import count, fewer, hidden, sets, sets_of
from bot.words import _
from bot.words.written import short_day_of

_ROW: Final = 48
_BAR: Final = 36
_DAY: Final = 62
_COUNTS: Final = 232
"""Pixels to the right of the bars, for the counts at both ends of the funnel."""


def funnel(released: Released, theme: Theme = LIGHT) -> bytes:
    """The picture of a track's days."""
    return drawn(released, theme).png()


def drawn(released: Released, theme: Theme) -> Canvas:
    """The same, still on its canvas."""
    canvas = Canvas(theme)
    heading(canvas, released)
    _legend(canvas, released)
    told = days_told(released)
    most = max((day.eligible.high for day in told), default=0)
    for day in told:
        _row(canvas, day, most)
    _rest(canvas, released, told)
    canvas.gap(18)
    canvas.paragraph(
        _("Counts are in tens, rounded down. Opened: a tap on the message, or an answer."),
        size=SMALL,
        colour=theme.soft,
    )
    return canvas


def heading(canvas: Canvas, released: Released) -> None:
    """The track, which versions, and up to when."""
    canvas.paragraph(lettering.drawable(released.title) or released.slug, size=TITLE, bold=True)
    told = _("{versions}, up to {day} (UTC)").format(versions=released.told, day=short_day_of(released.until))
    canvas.line(told, size=SMALL, colour=canvas.theme.soft)
    canvas.gap(24)


def days_told(released: Released) -> list[DayTold]:
    """The days up to the last of which something is told."""
    last = max((day.day for day in released.by_day if not day.eligible.is_hidden), default=0)
    return list(released.by_day[:last])


def _legend(canvas: Canvas, released: Released) -> None:
    at: float = MARGIN
    for colour, name in zip(canvas.theme.steps, sets(), strict=True):
        canvas.bar(Box(at, canvas.at + 5, 30, 30), colour)
        canvas.text(at + 42, canvas.at, name, size=SMALL)
        at += 42 + lettering.width(name, SMALL) + 34
    canvas.gap(54)
    canvas.hatched(Box(MARGIN, canvas.at + 5, 60, 30))
    few = [told for day in released.by_day for told in sets_of(day) if told.is_hidden]
    canvas.text(MARGIN + 74, canvas.at, fewer(few[0]) if few else hidden(), size=SMALL)
    right = WIDTH - MARGIN
    canvas.text(right - 118, canvas.at, _("due"), size=SMALL, colour=canvas.theme.soft, from_the_right=True)
    canvas.text(right, canvas.at, _("answ."), size=SMALL, colour=canvas.theme.soft, from_the_right=True)
    canvas.gap(54)


def _row(canvas: Canvas, day: DayTold, most: int) -> None:
    top, left, room = canvas.at, MARGIN + _DAY, ROOM - _DAY - _COUNTS
    canvas.text(MARGIN + _DAY - 16, top, str(day.day), size=SMALL, bold=True, from_the_right=True)
    for step, told in enumerate(sets_of(day)):
        _bar(canvas, Box(left, top + 2, room, _BAR), told, most, canvas.theme.steps[step], step)
    right = WIDTH - MARGIN
    canvas.text(right - 118, top, count(day.eligible), size=SMALL, from_the_right=True)
    canvas.text(right, top, count(day.answered), size=SMALL, bold=True, from_the_right=True)
    canvas.gap(_ROW)


def _bar(canvas: Canvas, box: Box, told: Told, most: int, colour: str, step: int) -> None:
    """Narrower sets are drawn over wider ones, and a little lower, so that all of them are seen."""
    inset = 3 * step
    if told.is_hidden:
        width = max(60, box.width * told.high / most)
        canvas.hatched(Box(box.left, box.top + inset, width, box.height - 2 * inset))
        return
    canvas.bar(Box(box.left, box.top + inset, box.width * told.low / most, box.height - 2 * inset), colour)


def _rest(canvas: Canvas, released: Released, told: list[DayTold]) -> None:
    if len(told) == len(released.by_day):
        return
    first, last = len(told) + 1, len(released.by_day)
    if first < last:
        said = _("Days {first} to {last}: {fewer} people so far").format(
            first=first, last=last, fewer=fewer(released.by_day[-1].eligible)
        )
    else:
        said = _("Day {day}: {fewer} people so far").format(day=last, fewer=fewer(released.by_day[-1].eligible))
    canvas.gap(12)
    canvas.hatched(Box(MARGIN, canvas.at, ROOM, _BAR + 40))
    canvas.bar(Box(MARGIN + 40, canvas.at + 10, ROOM - 80, _BAR + 20), canvas.theme.paper)
    canvas.text(
        MARGIN + 60,
        canvas.at + 16,
        said,
        size=TEXT,
        room=ROOM - 120,
    )
    canvas.gap(_BAR + 52)
