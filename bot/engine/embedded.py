"""The engine of one process: APScheduler runs a handful of fixed jobs; what is due is a row with an index, never a job."""

import asyncio
import logging
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import utc_now
from bot.engine.clock_watch import ClockWatch
from bot.engine.engine import HandOver, Job, Work
from bot.engine.pulse import Pulse
from storage.database import Database
from storage.errors import Unavailable

_LOG = logging.getLogger(__name__)


class Embedded:
    """Runs jobs inside this process, and sets them going again when the machine's clock was moved."""

    hand_over: HandOver | None = None

    def __init__(self, clock_watch: ClockWatch) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._clock_watch = clock_watch
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._pulse = Pulse()

    async def prepare(self, database: Database) -> None:
        """Needs nothing."""

    async def run(self, work: Work) -> None:
        """Works until `pause` and the end of the inbox, and then until no job runs any more. When this is cut off, so are
        the jobs that still run.
        """
        for job in (*work.ticks, Job("send", work.every_seconds, work.ledger.send_planned)):
            self._scheduler.add_job(
                self._run,
                IntervalTrigger(seconds=job.every_seconds, timezone=UTC),
                args=(job,),
                id=job.name,
                name=job.name,
                next_run_time=utc_now(),
            )
        self._scheduler.start()
        self._pulse.begin()
        watch = asyncio.create_task(self._watch_the_clock())
        try:
            await work.inbox.run()
            await asyncio.sleep(0)  # a job that was begun a moment ago counts itself first
            await self._idle.wait()
        finally:
            self._pulse.end()
            watch.cancel()
            self._scheduler.shutdown(wait=False)

    def pause(self) -> None:
        """No job is begun any more; what runs may finish."""
        self._pulse.end()
        if self._scheduler.running:
            self._scheduler.pause()

    def silent_for(self) -> float:
        """Seconds in which no job was begun or ended."""
        return self._pulse.silent_for()

    async def _watch_the_clock(self) -> None:
        """When the machine's clock was set back, the scheduler would wait until it has caught up; here it is told."""
        async for _ in self._clock_watch.each_jump():
            for job in self._scheduler.get_jobs():
                job.modify(next_run_time=utc_now())

    async def _run(self, job: Job) -> None:
        self._pulse.sign()
        self._running += 1
        self._idle.clear()
        try:
            await job.do()
        except Unavailable as error:
            # Every job passes by again soon; a disk that is full has no room for a traceback each time.
            _LOG.error("%s: the database cannot be used: %s", job.name, error)
        finally:
            self._pulse.sign()
            self._running -= 1
            if self._running == 0:
                self._idle.set()
