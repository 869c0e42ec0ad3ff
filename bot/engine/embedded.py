"""The engine of one process: APScheduler runs a handful of fixed jobs; what is due is a row with an index, never a job."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import utc_now
from bot.engine.clock_watch import ClockWatch
from storage.errors import Unavailable

_LOG = logging.getLogger(__name__)

_LOOK_AT_THE_CLOCK: Final = 1.0


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do every so many seconds, from now on. A run that is late is made once, not once per missed turn."""

    name: str
    every_seconds: float
    do: Callable[[], Awaitable[Any]]


class Embedded:
    """Runs jobs inside this process, and sets them going again when the machine's clock was moved."""

    def __init__(self, jobs: Sequence[Job], clock_watch: ClockWatch) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._clock_watch = clock_watch
        self._watch: asyncio.Task[None] | None = None
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()
        for job in jobs:
            self._scheduler.add_job(
                self._run,
                IntervalTrigger(seconds=job.every_seconds, timezone=UTC),
                args=(job,),
                id=job.name,
                name=job.name,
                next_run_time=utc_now(),
            )

    def start(self) -> None:
        """The jobs run from now on."""
        self._scheduler.start()
        self._watch = asyncio.create_task(self._watch_the_clock())

    def pause(self) -> None:
        """No job is begun any more; what runs may finish."""
        self._scheduler.pause()

    async def finished(self) -> None:
        """Returns when no job runs any more."""
        await asyncio.sleep(0)  # a job that was begun a moment ago counts itself first
        await self._idle.wait()

    def stop(self) -> None:
        """The end, also for jobs that still run: the scheduler cuts them off."""
        if self._watch is not None:
            self._watch.cancel()
        self._scheduler.shutdown(wait=False)

    async def _watch_the_clock(self) -> None:
        """When the machine's clock was set back, the scheduler would wait until it has caught up; here it is told."""
        seen = self._clock_watch.jumps
        while True:
            await asyncio.sleep(_LOOK_AT_THE_CLOCK)
            self._clock_watch.look()
            if self._clock_watch.jumps > seen:
                seen = self._clock_watch.jumps
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=utc_now())

    async def _run(self, job: Job) -> None:
        self._running += 1
        self._idle.clear()
        try:
            await job.do()
        except Unavailable as error:
            # Every job passes by again soon; a disk that is full has no room for a traceback each time.
            _LOG.error("%s: the database cannot be used: %s", job.name, error)
        finally:
            self._running -= 1
            if self._running == 0:
                self._idle.set()
