"""How far long work has come, told on stderr: a bar on a terminal, elsewhere a line at each tenth of the way."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.text import Text

_TENTHS: Final = 10


@dataclass(frozen=True, slots=True)
class Progress:
    """So many `of` all are done."""

    what: str
    done: int
    of: int


Tell = Callable[[Progress], None]


@contextmanager
def shown(*, in_lines: bool = True) -> Iterator[Tell]:
    """While the block runs, what it is told is shown: `tell(Progress("people", 40, 100))`. One bar for each `what`; where there is
    no terminal, and it is not to be told `in_lines` there, nothing.
    """
    if not sys.stderr.isatty():
        yield _Lines() if in_lines else _unseen
        return
    what = TextColumn("{task.description}", markup=False)
    columns = (what, BarColumn(), MofNCompleteColumn(), _Pace(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        yield _OnBars(bars)


class _Pace(ProgressColumn):
    """How many are done in a second, once that is known."""

    def render(self, task: Task) -> Text:
        """As text."""
        pace = task.finished_speed or task.speed
        return Text("" if pace is None else f"{pace:,.0f}/s")


class _OnBars:
    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._known: dict[str, TaskID] = {}

    def __call__(self, progress: Progress) -> None:
        if progress.what not in self._known:
            self._known[progress.what] = self._bars.add_task(progress.what)
        self._bars.update(self._known[progress.what], completed=progress.done, total=progress.of)


def _unseen(_: Progress) -> None:
    """Nobody looks."""


class _Lines:
    def __init__(self) -> None:
        self._told: dict[str, int] = {}

    def __call__(self, progress: Progress) -> None:
        tenth = _TENTHS if progress.done >= progress.of else progress.done * _TENTHS // progress.of
        if self._told.get(progress.what, 0) < tenth:
            self._told[progress.what] = tenth
            typer.echo(f"{progress.what}: {progress.done} of {progress.of}", err=True)
