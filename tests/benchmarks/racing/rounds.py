"""Runs contenders as processes of their own, one after the other, round after round, so that a slow minute of the machine
meets them all.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.racing.arithmetic import middle_and_spread
from tests.benchmarks.racing.stubbed import ROOT, measured_core

_HERE: Final = Path(sys.executable)
_ENDS_WITHIN: Final = 20

Figures = Mapping[str, Any]
Run = Callable[[], Figures]


class ContenderFailed(Exception):
    """A contender ended without a result; what it said is on standard error."""


@dataclass(frozen=True, slots=True)
class Running:
    """A contender at work, which tells how far it has come."""

    process: "subprocess.Popen[str]"

    def says(self) -> dict[str, Any]:
        """Waits for what it says next. Raises `ContenderFailed` when it ends instead."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise ContenderFailed(f"it ended with code {self.process.wait()}")
        said: dict[str, Any] = json.loads(line)
        return said

    def stop(self) -> None:
        """Asks it to end, and waits until it has; in the end it is made to."""
        self.process.terminate()
        try:
            self.process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()


@contextmanager
def running(module: str, task: Figures, python: Path = _HERE) -> Iterator[Running]:
    """A contender for as long as the block lasts."""
    command = [
        str(python),
        "-m",
        f"tests.benchmarks.racing.contenders.{module}",
        json.dumps({"core": measured_core(), "parent": os.getpid(), **task}),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        contender = Running(process)
        try:
            yield contender
        finally:
            if process.poll() is None:
                contender.stop()


def result_of(module: str, task: Figures, python: Path = _HERE) -> dict[str, Any]:
    """What one contender told at its end. Raises `ContenderFailed`."""
    with running(module, task, python) as contender:
        said = contender.says()
        contender.process.wait()
        return said


def in_rounds(contenders: Mapping[str, Run], rounds: int) -> dict[str, list[Figures]]:
    """What each gave in each round: A B C A B C, never A A B B."""
    results: dict[str, list[Figures]] = {name: [] for name in contenders}
    for number in range(rounds):
        for name, run in contenders.items():
            _on_the_way(f"  round {number + 1} of {rounds}: {name} ")
            results[name].append(run())
    _on_the_way("")
    return results


def _on_the_way(line: str) -> None:
    """Tells who sits in front of it how far it has come."""
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)  # noqa: T201


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a contender was: the medians of its rounds, and how far these lie apart."""

    per_second: float
    spread: float
    cpu_us: float

    @classmethod
    def of(cls, rounds: Sequence[Figures]) -> "Pace":
        """From rounds that each tell `count`, `seconds` and `cpu`."""
        middle, spread = middle_and_spread([each["count"] / each["seconds"] for each in rounds])
        return cls(middle, spread, statistics.median(1e6 * each["cpu"] / each["count"] for each in rounds))
