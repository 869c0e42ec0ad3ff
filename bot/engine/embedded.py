"""The engine of one process: APScheduler runs a handful of fixed jobs; what is due is a row with an index, never a job."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do every so many seconds, from now on. A run that is late is made once, not once per missed turn."""

    name: str
    every_seconds: float
    do: Callable[[], Awaitable[Any]]


class Embedded:
    """Runs jobs inside this process."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
        for job in jobs:
            self._scheduler.add_job(
                job.do,
                IntervalTrigger(seconds=job.every_seconds, timezone=UTC),
                id=job.name,
                next_run_time=datetime.now(UTC),
            )

    def start(self) -> None:
        """The jobs run from now on."""
        self._scheduler.start()

    def pause(self) -> None:
        """No job is begun any more; what runs may finish."""
        self._scheduler.pause()

    def stop(self) -> None:
        """The end, also for jobs that still run."""
        self._scheduler.shutdown(wait=False)
