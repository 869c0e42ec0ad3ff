"""What one process counts of its own work, from its start on: requests to Telegram, how long people wait for an answer, and
the jobs that come round. Nobody's id and nobody's word.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Metric,
    ProcessCollector,
    Summary,
    disable_created_metrics,
)
from prometheus_client.registry import Collector
from structlog.contextvars import bound_contextvars

from bot.clock import Clock
from bot.engine.engine import Job

_REQUEST_SECONDS: Final = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30)
_ANSWER_SECONDS: Final = (1, 2, 3, 5, 10, 30, 60, 300, 1800)
"""Telegram dates what people do in whole seconds, so a wait seems up to a second longer than it is."""

disable_created_metrics()  # type: ignore[no-untyped-call]  # when each of them was begun is when the process was


class Measures(Collector):
    """Counted in memory alone: after a restart it begins at nothing, which Prometheus knows of counters. `wall` is the clock
    that Prometheus lives by, `elapsed` counts seconds.
    """

    def __init__(self, wall: Clock, *, elapsed: Callable[[], float] = time.monotonic) -> None:
        self.elapsed = elapsed
        self._wall = wall
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "smallgains_requests_total",
            "Requests to Telegram, by what they were for (lane) and what came of them (result).",
            ("lane", "result"),
            registry=self._registry,
        )
        self._request_seconds = Histogram(
            "smallgains_request_seconds",
            "How long a request took, in seconds, the wait for its turn within the rate included.",
            ("lane",),
            buckets=_REQUEST_SECONDS,
            registry=self._registry,
        )
        self._answer_seconds = Histogram(
            "smallgains_answer_seconds",
            "How long people waited for an answer, in seconds: from what they did to the last message of it.",
            buckets=_ANSWER_SECONDS,
            registry=self._registry,
        )
        self._tick_seconds = Summary(
            "smallgains_tick_seconds",
            "How long the jobs that come round took, in seconds, by job (tick).",
            ("tick",),
            registry=self._registry,
        )
        self._tick_failures = Counter(
            "smallgains_tick_failures_total",
            "How often a job that comes round went wrong, by job (tick).",
            ("tick",),
            registry=self._registry,
        )
        self._tick_done_at = Gauge(
            "smallgains_tick_last_success_timestamp_seconds",
            "When a job that comes round last ended well, in seconds since 1970, by job (tick).",
            ("tick",),
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)

    def collect(self) -> Iterator[Metric]:
        """Everything that was counted, with what it means."""
        return iter(self._registry.collect())

    def requested(self, lane: str, result: str, *, since: float) -> None:
        """A request in this lane ended with that result; it began when `elapsed` was `since`."""
        self._requests.labels(lane, result).inc()
        self._request_seconds.labels(lane).observe(self.elapsed() - since)

    def answered(self, waited: timedelta) -> None:
        """Somebody has their answer, after so long."""
        self._answer_seconds.observe(max(waited.total_seconds(), 0.0))

    def watched(self, job: Job) -> Job:
        """The same job, of which it is noted when it ended well, how long it took and how often it went wrong; what it logs
        says its name.
        """
        seconds, failures = self._tick_seconds.labels(job.name), self._tick_failures.labels(job.name)

        async def do() -> None:
            with bound_contextvars(tick=job.name), seconds.time(), failures.count_exceptions():
                await job.do()
            self._tick_done_at.labels(job.name).set(self._wall().timestamp())

        return replace(job, do=do)
