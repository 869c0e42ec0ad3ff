"""Draws panels of bars: who was measured, how far they came, and the line where the goal is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from tests.benchmarks.racing.arithmetic import Bound
from tests.benchmarks.racing.telling import in_words

OURS: Final = (20, 112, 138)
OTHERS: Final = (180, 190, 200)
GOAL: Final = (200, 16, 46)
_WHITE: Final = "#ffffff"
_INK: Final = "#1f2933"
_FAINT: Final = "#667380"
_AXIS: Final = "#c9d1d9"

_COLUMNS: Final = 3
_WIDTH: Final = 680
_MARGIN: Final = 44
_TITLE: Final = 30
_TEXT: Final = 22
_SMALL: Final = 19
_HEAD: Final = 96
_ROW: Final = 66
_BAR: Final = 24
_FOOT: Final = 66
_FOR_THE_FIGURE: Final = 165
_DASH: Final = 7
_TICKS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a bar should end."""

    bound: Bound
    value: float

    def is_met_by(self, value: float) -> bool:
        """Whether a bar of that length does."""
        return value >= self.value if self.bound is Bound.AT_LEAST else value <= self.value

    @property
    def in_words(self) -> str:
        """As it is written beside its line."""
        return f"goal: at {'least' if self.bound is Bound.AT_LEAST else 'most'} {in_words(self.value)}"


@dataclass(frozen=True, slots=True)
class Bar:
    """One who was measured."""

    label: str
    value: float
    is_ours: bool = False
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A picture of one goal; `unit` says what the axis counts."""

    title: str
    unit: str
    bars: Sequence[Bar]

    @property
    def height(self) -> int:
        """How much room it takes."""
        return _HEAD + _ROW * len(self.bars) + _FOOT


def draw(panels: Sequence[Panel], foot: str, file: Path) -> None:
    """All panels in rows, with a line below them."""
    rows = [panels[start : start + _COLUMNS] for start in range(0, len(panels), _COLUMNS)]
    heights = [max(panel.height for panel in row) for row in rows]
    size = (_MARGIN + _COLUMNS * (_WIDTH + _MARGIN), sum(heights) + _MARGIN * (len(rows) + 1) + _FOOT)
    image = Image.new("RGB", size, _WHITE)
    canvas = ImageDraw.Draw(image)
    top = _MARGIN
    for row, height in zip(rows, heights, strict=True):
        for column, panel in enumerate(row):
            _Drawing(canvas, panel, _MARGIN + column * (_WIDTH + _MARGIN), top).all()
        top += height + _MARGIN
    _legend(canvas, _MARGIN, top)
    canvas.text((size[0] - _MARGIN, top), foot, _FAINT, _font(_SMALL), anchor="ra")
    file.parent.mkdir(parents=True, exist_ok=True)
    image.quantize(64).save(file, optimize=True)


class _Drawing:
    """One panel at its place."""

    def __init__(self, canvas: ImageDraw.ImageDraw, panel: Panel, left: int, top: int) -> None:
        self._canvas = canvas
        self._panel = panel
        self._left = left
        self._top = top
        ends = [bar.value for bar in panel.bars] + [bar.target.value for bar in panel.bars if bar.target]
        self._step = _step_for(max(ends))
        self._scale = (_WIDTH - _FOR_THE_FIGURE) / max(ends)

    def all(self) -> None:
        """Title, axis, bars, and over them the goals."""
        self._canvas.text((self._left, self._top), self._panel.title, _INK, _font(_TITLE))
        self._canvas.text((self._left, self._top + 42), self._panel.unit, _FAINT, _font(_TEXT))
        self._axis()
        for place, bar in enumerate(self._panel.bars):
            self._bar(bar, self._top + _HEAD + _ROW * place)
        for place, bar in enumerate(self._panel.bars):
            if bar.target is not None:
                self._target(bar.target, self._top + _HEAD + _ROW * place)

    def _axis(self) -> None:
        bottom = self._top + _HEAD + _ROW * len(self._panel.bars)
        number = 0
        while number * self._step * self._scale <= _WIDTH - _FOR_THE_FIGURE + 1:
            x = self._x(number * self._step)
            self._canvas.line([(x, self._top + _HEAD - 6), (x, bottom)], _AXIS, 1)
            self._canvas.text((x, bottom + 8), _short(number * self._step), _FAINT, _font(_SMALL), anchor="ma")
            number += 1

    def _bar(self, bar: Bar, y: int) -> None:
        self._canvas.text((self._left + 6, y), bar.label, _INK, _font(_TEXT), stroke_width=4, stroke_fill=_WHITE)
        end = max(self._x(bar.value), self._left + 2)
        self._canvas.rectangle([(self._left, y + 30), (end, y + 30 + _BAR)], OURS if bar.is_ours else OTHERS)
        says = _short(bar.value)
        beside = end + 8
        if bar.target is not None:
            says += ", met" if bar.target.is_met_by(bar.value) else ", not met"
            goal = self._x(bar.target.value)
            if end <= goal <= beside + _font(_TEXT).getlength(says):
                beside = goal + 10  # not across its line
        color = OURS if bar.is_ours else _INK
        self._canvas.text((beside, y + 29), says, color, _font(_TEXT), stroke_width=3, stroke_fill=_WHITE)

    def _target(self, target: Target, y: int) -> None:
        x = self._x(target.value)
        for start in range(y + 24, y + 30 + _BAR + 8, 2 * _DASH):
            self._canvas.line([(x, start), (x, start + _DASH)], GOAL, 4)
        at = (self._left + _WIDTH, y + 2)
        self._canvas.text(at, target.in_words, GOAL, _font(_SMALL), anchor="ra", stroke_width=4, stroke_fill=_WHITE)

    def _x(self, value: float) -> float:
        return self._left + value * self._scale


def _legend(canvas: ImageDraw.ImageDraw, left: int, top: int) -> None:
    for color, says in ((OURS, "this bot"), (OTHERS, "beside it"), (GOAL, "the goal")):
        canvas.rectangle([(left, top + 3), (left + 26, top + 19)], color)
        canvas.text((left + 36, top), says, _INK, _font(_TEXT))
        left += 76 + round(_font(_TEXT).getlength(says))


def _short(value: float) -> str:
    return in_words(float(value)) if value else "0"


def _step_for(most: float) -> float:
    """The round number of which four or five reach to the end of the axis."""
    return next(step for step in _steps() if most / step <= 5)


def _steps() -> Iterator[float]:
    power = 1e-6
    while True:
        yield from (power * tick for tick in _TICKS)
        power *= 10


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
