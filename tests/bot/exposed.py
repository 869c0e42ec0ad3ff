"""What the program exposes to Prometheus, as it says so itself: the name, the kind and the meaning of every figure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.clock import StandingClock
from bot.daily_backup import Condition
from bot.engine.engine import Job
from bot.measures import Measures
from bot.metrics import Metrics
from storage.database import Database

_TOLD = re.compile(r"# (?P<what>HELP|TYPE) (?P<name>\S+) (?P<rest>.+)")
_SAMPLES = {"histogram": ("_bucket", "_sum", "_count"), "summary": ("_sum", "_count")}


@dataclass(frozen=True)
class Family:
    """One figure."""

    kind: str
    means: str


def metrics_with_everything(database: Database, clock: StandingClock) -> Metrics:
    """As a bot that has done a little of each."""
    return Metrics(
        database,
        clock,
        clock_skew=lambda: timedelta(seconds=1),
        measures=measures_with_everything(clock),
        folder=Path(),
        backup=lambda: Condition(timedelta(hours=1), failed=False),
    )


def measures_with_everything(clock: StandingClock) -> Measures:
    """Each figure has a sample, as it has none before its first label."""
    measures = Measures(clock)
    measures.requested("nudge", "sent", since=measures.elapsed())
    measures.answered(timedelta(seconds=1))
    measures.watched(Job("plan", 5, _nothing))
    return measures


async def _nothing() -> None:
    return


def families(exposition: bytes) -> Mapping[str, Family]:
    """Every figure under the name that the format gives it."""
    told: dict[str, dict[str, str]] = {}
    for line in exposition.decode().splitlines():
        if found := _TOLD.fullmatch(line):
            told.setdefault(found["name"], {})[found["what"]] = found["rest"]
    return {name: Family(of["TYPE"], of["HELP"]) for name, of in told.items()}


def series(known: Mapping[str, Family]) -> set[str]:
    """The names under which Prometheus keeps their samples."""
    return {name + end for name, family in known.items() for end in _SAMPLES.get(family.kind, ("",))}
