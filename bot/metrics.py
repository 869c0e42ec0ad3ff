"""How the work stands, in figures that Prometheus reads: counts and ages, never an id and never a word.

While the database cannot be asked, what it would say is left out, rather than told as it once was.
"""

import asyncio
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from bot.clock import Clock
from bot.daily_backup import Condition
from bot.disk import Room
from bot.measures import Measures
from bot.release import version
from bot.workload import Workload, workload
from curriculum.nudge import NudgeState
from storage.database import Database
from storage.errors import Unavailable

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
_PROGRAM: Final = "smallgains"
_PATIENCE: Final = 2.0
"""Seconds that a reader of the figures is kept waiting; they give up themselves after ten."""


class Metrics:
    """Asks the database once for each exposition; those who ask at the same time share one answer. What this process itself
    has counted are its `measures`; the bot's files lie in `folder`.
    """

    def __init__(
        self,
        database: Database,
        now: Clock,
        *,
        clock_skew: Callable[[], timedelta | None],
        measures: Measures,
        folder: Path,
        backup: Callable[[], Condition | None] = lambda: None,
        patience: float = _PATIENCE,
    ) -> None:
        self._database = database
        self._now = now
        self._clock_skew = clock_skew
        self._measures = measures
        self._folder = folder
        self._backup = backup
        self._patience = patience
        self._asking: asyncio.Task[Workload | None] | None = None

    async def exposition(self) -> bytes:
        """The figures in Prometheus' own text format; always an answer, and within moments."""
        registry = CollectorRegistry()
        work = await self._known_in_time()
        registry.register(_Page(work, self._clock_skew(), Room.at(self._folder), self._backup()))
        registry.register(self._measures)
        return generate_latest(registry)

    async def _known_in_time(self) -> Workload | None:
        # A database that is locked answers late; the question goes on meanwhile, and there is never more than one.
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        asking = self._asking
        await asyncio.wait({asking}, timeout=self._patience)
        return asking.result() if asking.done() and not asking.cancelled() else None

    async def _ask(self) -> Workload | None:
        now = self._now()
        try:
            async with self._database.unit(long=True) as unit:
                return await workload(unit, now)
        except Unavailable:
            return None


class _Page(Collector):
    """What one exposition tells of the whole installation."""

    def __init__(
        self, work: Workload | None, skew: timedelta | None, room: Room | None, backup: Condition | None
    ) -> None:
        self._work = work
        self._skew = skew
        self._room = room
        self._backup = backup

    def collect(self) -> Iterator[GaugeMetricFamily | InfoMetricFamily]:
        """Each figure with what it means."""
        yield InfoMetricFamily(
            "smallgains_build", "1, with the version that runs as its label.", {"version": version()}
        )
        yield _gauge("database_up", "1 when the database answered within 2 s, else 0.", 0 if self._work is None else 1)
        if self._skew is not None:
            yield _gauge(
                "clock_skew_seconds",
                "How far this machine's clock is ahead of Telegram's, in seconds, by the dates of the last 21 messages.",
                self._skew.total_seconds(),
            )
        if self._room is not None:
            yield _gauge("disk_free_bytes", "Bytes that are free on the disk of the bot's own files.", self._room.free)
            yield _gauge("disk_size_bytes", "Bytes that the disk of the bot's own files has in all.", self._room.size)
        if self._backup is not None:
            age = math.inf if self._backup.age is None else self._backup.age.total_seconds()
            yield _gauge("last_backup_age_seconds", "How old the newest backup is, in seconds; +Inf without any.", age)
            yield _gauge("backup_failed", "1 when this process could not make the last backup.", self._backup.failed)
        if self._work is not None:
            yield from _told(self._work)


def _told(work: Workload) -> Iterator[GaugeMetricFamily]:
    overview, requests, now = work.overview, work.requests, work.at
    yield _gauge("nudges_due_unsent", "Nudges that are due and did not go out yet.", overview.due.count)
    yield _gauge(
        "oldest_due_age_seconds",
        "How long the oldest nudge that did not go out yet is due, in seconds.",
        overview.due.age(now).total_seconds(),
    )
    yield _by_state(
        "nudges", "Nudges in the ledger, by what became of them (state); old ones are let go.", overview.nudges
    )
    yield _by_state(
        "nudges_last_day", "Nudges that fell due within 24 h, by what became of them (state).", work.fell_due
    )
    yield _gauge("inbox_depth", "Updates that are not handled yet.", overview.inbox.count)
    yield _gauge(
        "inbox_oldest_age_seconds",
        "How long the oldest update that is not handled yet waits, in seconds.",
        overview.inbox.age(now).total_seconds(),
    )
    yield _gauge("dead_letters", "Updates of the last 72 h that could not be handled.", overview.dead_letters)
    yield _gauge("requests_last_day", "Requests for nudges that ended within 24 h.", requests.ended)
    yield _gauge(
        "blocked_last_day",
        "Requests for nudges within 24 h that met somebody who blocked the bot (403).",
        requests.blocked,
    )
    yield _gauge("blocked_ratio", "Their share of all requests for nudges within 24 h, 0 to 1.", requests.blocked_share)
    yield _gauge(
        "chat_not_found_last_day",
        "Requests for nudges within 24 h for which Telegram knew no such chat.",
        requests.gone,
    )
    yield _gauge("chat_not_found_ratio", "Their share of all requests for nudges within 24 h, 0 to 1.", requests.share)


def _by_state(name: str, meaning: str, nudges: Mapping[NudgeState, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"{_PROGRAM}_{name}", meaning, labels=["state"])
    for state, count in sorted(nudges.items()):
        family.add_metric([state], count)
    return family


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{_PROGRAM}_{name}", meaning, value)
