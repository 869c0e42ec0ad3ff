"""Says what was measured: a small table, each goal with whether it is met, and the same as JSON for who comes later."""

import argparse
import json
import math
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.racing.arithmetic import Goal

RESULTS: Final = Path(__file__).resolve().parents[1] / "results"


@dataclass(frozen=True, slots=True)
class Telling:
    """Where the results of one script go: to the screen, and into a file of JSON."""

    script: str
    file: Path

    def results(
        self,
        sizes: Mapping[str, Any],
        header: Sequence[str],
        rows: Sequence[Sequence[object]],
        goals: Sequence[Goal],
    ) -> None:
        """Tells all of one run."""
        machine = machine_in_words()
        self._say(machine)
        self._say(", ".join(f"{name} {value}" for name, value in sizes.items()))
        for line in table(header, rows):
            self._say(line)
        for goal in goals:
            self._say(str(goal))
        self.file.parent.mkdir(parents=True, exist_ok=True)
        told = {
            "script": self.script,
            "date": datetime.now(UTC).strftime("%Y-%m-%d"),
            "machine": machine,
            "sizes": dict(sizes),
            "table": [dict(zip(header, map(_kept, row), strict=True)) for row in rows],
            "goals": [
                {
                    "what": goal.what,
                    "value": _kept(goal.value),
                    "bound": goal.bound,
                    "wanted": goal.wanted,
                    "met": goal.is_met,
                }
                for goal in goals
            ],
        }
        self.file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    @staticmethod
    def _say(line: str) -> None:
        print(line, flush=True)  # noqa: T201


def arguments(script: str, doc: str | None) -> argparse.ArgumentParser:
    """A parser that teaches by the docstring of the script, and knows where the results go."""
    parser = argparse.ArgumentParser(
        prog=f"python -m tests.benchmarks.{script}",
        description=doc,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--json", type=Path, default=RESULTS / f"{script}.json", help="where the results are kept (default: results/)"
    )
    return parser


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Lines in columns: the first to the left, the rest to the right."""
    cells = [list(header), *([in_words(value) for value in row] for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(header))]
    return [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]


def in_words(value: object) -> str:
    """A figure with as many digits as mean something."""
    if isinstance(value, float) and math.isnan(value):
        return "none"
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) else str(value)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _kept(value: object) -> object:
    """A figure as it is kept: to four digits behind the point, and nothing for what could not be measured."""
    if not isinstance(value, float):
        return value
    return None if math.isnan(value) else round(value, 4)


def machine_in_words() -> str:
    """What this was measured on, and how busy others kept it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {sys.platform}, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f} at the end"
    )
