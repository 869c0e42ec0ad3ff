"""How the work stands, in figures that Prometheus reads: counts and ages, never an id and never a word.

While the database cannot be asked, what it would say is left out, rather than told as it once was.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from bot.clock import Clock
from bot.gone_chats import WATCHED, Requests
from curriculum.nudge import NudgeState
from storage.database import Database
from storage.errors import Unavailable
from storage.figures import Overview, Pile

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
_PROGRAM: Final = "smallgains"
_PATIENCE: Final = 2.0
"""Seconds that a reader of the figures is kept waiting; they give up themselves after ten."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database says of one moment."""

    at: datetime
    overview: Overview
    requests: Requests


class Metrics:
    """Asks the database once for each exposition; those who ask at the same time share one answer."""

    def __init__(
        self, database: Database, now: Clock, *, clock_skew: Callable[[], timedelta | None], patience: float = _PATIENCE
    ) -> None:
        self._database = database
        self._now = now
        self._clock_skew = clock_skew
        self._patience = patience
        self._asking: asyncio.Task[_Known | None] | None = None

    async def exposition(self) -> bytes:
        """The figures in Prometheus' own text format; always an answer, and within moments."""
        registry = CollectorRegistry()
        registry.register(_Page(await self._known_in_time(), self._clock_skew()))
        return generate_latest(registry)

    async def _known_in_time(self) -> _Known | None:
        # A database that is locked answers late; the question goes on meanwhile, and there is never more than one.
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        asking = self._asking
        await asyncio.wait({asking}, timeout=self._patience)
        return asking.result() if asking.done() and not asking.cancelled() else None

    async def _ask(self) -> _Known | None:
        now = self._now()
        try:
            async with self._database.unit(long=True) as unit:
                overview = await unit.figures.overview(now)
                results = await unit.figures.results_since(now - WATCHED)
        except Unavailable:
            return None
        return _Known(now, overview, Requests.among(results))


class _Page(Collector):
    """Everything that one exposition tells."""

    def __init__(self, known: _Known | None, skew: timedelta | None) -> None:
        self._known = known
        self._skew = skew

    def collect(self) -> Iterator[GaugeMetricFamily | InfoMetricFamily]:
        """Each figure with what it means."""
        yield InfoMetricFamily("smallgains_build", "Which version runs.", {"version": _version()})
        yield _gauge("database_up", "1 when the database answered.", 0 if self._known is None else 1)
        if self._skew is not None:
            yield _gauge(
                "clock_skew_seconds",
                "How far this machine's clock is ahead of Telegram's.",
                self._skew.total_seconds(),
            )
        if self._known is not None:
            yield from _told(self._known)


def _told(known: _Known) -> Iterator[GaugeMetricFamily]:
    overview, requests = known.overview, known.requests
    yield _gauge("nudges_due_unsent", "Nudges that are due and did not go out yet.", overview.due.count)
    yield _gauge("oldest_due_age_seconds", "How long the oldest of them is due.", _age(overview.due, known.at))
    yield _by_state(overview.nudges)
    yield _gauge("inbox_depth", "Updates that are not handled yet.", overview.inbox.count)
    yield _gauge("inbox_oldest_age_seconds", "How long the oldest of them waits.", _age(overview.inbox, known.at))
    yield _gauge("dead_letters", "Updates that could not be handled, of the last days.", overview.dead_letters)
    yield _gauge("requests_last_day", "Requests for nudges that ended within 24 h.", requests.ended)
    yield _gauge("chat_not_found_last_day", "Those of them for which Telegram knew no such chat.", requests.gone)
    yield _gauge("chat_not_found_ratio", "Their share of all of them.", requests.share)


def _by_state(nudges: Mapping[NudgeState, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"{_PROGRAM}_nudges", "Nudges in the ledger, by what became of them.", labels=["state"])
    for state, count in sorted(nudges.items()):
        family.add_metric([state], count)
    return family


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{_PROGRAM}_{name}", meaning, value)


def _age(pile: Pile, now: datetime) -> float:
    return 0.0 if pile.since is None else max((now - pile.since).total_seconds(), 0.0)


def _version() -> str:
    try:
        return version(_PROGRAM)
    except PackageNotFoundError:
        return "unknown"
