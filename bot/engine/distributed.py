"""The engine of many processes on one server: procrastinate, whose jobs are hints. What is due stands in our own tables; a
job that is lost with its process is thrown away, and what it was about is found there again.

Ticks come once for all processes. A drain sends until nothing waits, one in each process, and calls another in while there
is work; it carries no lock, so that a dead one holds up nobody. An account with updates is seen to by one process at a time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from functools import partial
from typing import Any, Final

from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from procrastinate.schema import SchemaManager
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from bot.engine import cron
from bot.engine.clock_watch import ClockWatch
from bot.engine.connector import Connector
from bot.engine.engine import HandOver, Job, Work
from bot.engine.pulse import Pulse
from bot.engine.queue_worker import QueueWorker
from bot.pauses import stopped_within
from bot.roles import Role
from storage.database import Database
from storage.errors import Unavailable
from storage.rooms import ENGINE

_LOG = logging.getLogger(__name__)

STALLED: Final = 30.0
"""Seconds without a sign of life, after which the jobs of a process are thrown away."""
_AT_ONCE: Final = 16
"""So many accounts at a time in one process."""
_TICKS: Final = "ticks"
_DRAINS: Final = "drains"
_PEOPLE: Final = "people"
_DRAIN: Final = "drain"
_PERSON: Final = "person"
_MEND: Final = "mend"
_CLEARED_SOON: Final = """
ALTER TABLE procrastinate_jobs SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 50);
ALTER TABLE procrastinate_events SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
"""
"""A job may name an account; of those that are done, and there are new ones every few seconds, no bytes stay for long."""
_AGAIN: Final = 1.0

OpenPool = Callable[[], AsyncConnectionPool[AsyncConnection[Any]]]


class Distributed:
    """One process among others. Each of them plans, sends and answers, but one that is for the `WEB` alone: that only says
    who has updates. `called` is how an account is named where the server writes it into its own log.
    """

    def __init__(
        self,
        open_pool: OpenPool,
        clock_watch: ClockWatch,
        *,
        role: Role,
        called: Callable[[int], str],
        stalled: float = STALLED,
    ) -> None:
        self._open_pool = open_pool
        self._called = called
        self._clock_watch = clock_watch
        self._role = role
        self._stalled = stalled
        self._app = App(connector=Connector())
        self._periodic = App(connector=self._app.connector)
        self._paused = asyncio.Event()
        self._workers: set[QueueWorker] = set()
        self._senders: set[int] = set()
        self._news = asyncio.Event()
        self._sending: asyncio.Task[None] | None = None
        self._pulse = Pulse()

    @property
    def hand_over(self) -> HandOver | None:
        """These accounts have updates in the inbox: one process is told, a moment later."""
        return self._told

    def pause(self) -> None:
        """No job is begun any more; what runs may finish."""
        self._paused.set()
        self._pulse.end()
        for worker in self._workers:
            worker.stop()  # type: ignore[no-untyped-call]

    def silent_for(self) -> float:
        """Seconds in which this process has not looked for a job; 0 for one that has none to do."""
        return self._pulse.silent_for()

    async def prepare(self, database: Database) -> None:
        """The tables of its jobs, made anew with each version of procrastinate. Raises `Unavailable`."""
        await database.furnish(ENGINE, f"{SchemaManager.get_schema()}\n{_CLEARED_SOON}")

    async def run(self, work: Work) -> None:
        """Works until `pause`, through every outage of the server, and then until no job runs any more."""
        async with self._open_pool() as pool:
            await self._app.open_async(pool)
            helpers: list[asyncio.Task[Any]] = [
                asyncio.create_task(self._tell()),
                asyncio.create_task(self._watch_the_clock()),
            ]
            try:
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._see_out())
                    if self._role.works:
                        self._learn(work)
                        self._pulse.begin()
                        periodic, app = self._periodic, self._app
                        tasks.create_task(self._keep(periodic, _TICKS, at_once=len(work.ticks) + 1))
                        tasks.create_task(self._keep(app, _DRAINS, at_once=1))
                        tasks.create_task(self._keep(app, _PEOPLE, at_once=_AT_ONCE))
            finally:
                self._pulse.end()
                helpers += [] if self._sending is None else [self._sending]
                for helper in helpers:
                    helper.cancel()
                await asyncio.gather(*helpers, return_exceptions=True)

    async def _see_out(self) -> None:
        """Until `pause`, and then to the end of what is being sent; it is cut off together with all else."""
        await self._paused.wait()
        if self._sending is not None:
            await asyncio.wait({self._sending})

    def _learn(self, work: Work) -> None:
        """The jobs by their names."""
        for tick in work.ticks:
            self._comes_round(tick, then=partial(self._call_for_a_drain, work), lock=tick.name)
        # It carries no lock: it is what takes the locks of dead processes away.
        self._comes_round(Job(_MEND, work.every_seconds, partial(self._mend, work)), then=None, lock=None)

        @self._app.task(name=_DRAIN, queue=_DRAINS, queueing_lock=_DRAIN)
        async def drain() -> None:
            await _done(_DRAIN, partial(self._drain, work))

        @self._app.task(name=_PERSON, queue=_PEOPLE)
        async def person(sender: int) -> None:
            await _done(_PERSON, partial(work.inbox.attend, sender))

    def _comes_round(self, tick: Job, *, then: Callable[[], Awaitable[None]] | None, lock: str | None) -> None:
        async def come_round(timestamp: int) -> None:  # the name is the engine's
            await _done(tick.name, tick.do)
            if then is not None:
                await _done(tick.name, then)

        task = self._periodic.task(name=tick.name, queue=_TICKS, lock=lock, queueing_lock=tick.name)(come_round)
        self._periodic.periodic(cron=cron.every(tick.every_seconds))(task)

    async def _drain(self, work: Work) -> None:
        """Sends what waits. It is not cut off with the job when the server is lost: what is on its way lands, and is written
        down.
        """
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._sent(work))
            await asyncio.shield(self._sending)

    async def _sent(self, work: Work) -> None:
        """Another is called in while this one works: whoever is free takes it. Where there is nothing that this one may have,
        as it is held by somebody who fell silent, it takes its time until the next look.
        """
        if await work.ledger.anything_waits():
            await self._defer(_DRAIN, queueing_lock=_DRAIN)
            if not await work.ledger.send_planned():
                await stopped_within(_AGAIN, self._paused)

    async def _call_for_a_drain(self, work: Work) -> None:
        if await work.ledger.anything_waits():
            await self._defer(_DRAIN, queueing_lock=_DRAIN)

    async def _mend(self, work: Work) -> None:
        """Throws away what dead processes had begun, and tells of all who still wait."""
        manager = self._app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=self._stalled):
            with suppress(ConnectorException):  # another process was first, or it has come back and is done
                await manager.finish_job(job, Status.ABORTED, delete_job=True)
                _LOG.warning(
                    "a process died, or was held up, over a job (%s); what it was about is taken up again", job.queue
                )
        await manager.prune_stalled_workers(self._stalled)
        await self._call_for_a_drain(work)
        self._told(await work.inbox.who_waits())

    def _told(self, senders: Collection[int]) -> None:
        self._senders.update(senders)
        self._news.set()

    async def _tell(self) -> None:
        """Makes the jobs of those who have updates. While the server cannot be reached they are kept in mind."""
        while True:
            await self._news.wait()
            self._news.clear()
            senders, self._senders = self._senders, set()
            while senders:
                sender = senders.pop()
                name = self._called(sender)
                if not await self._defer(_PERSON, lock=name, queueing_lock=name, sender=sender):
                    senders.add(sender)
                    await asyncio.sleep(_AGAIN)

    async def _defer(self, name: str, *, queueing_lock: str, lock: str | None = None, **arguments: int) -> bool:
        """Makes a job, unless one like it waits already. False when the server cannot be reached."""
        queue = _DRAINS if name == _DRAIN else _PEOPLE
        job = self._app.configure_task(name, queue=queue, lock=lock, queueing_lock=queueing_lock)
        try:
            await job.defer_async(**arguments)
        except AlreadyEnqueued:
            pass
        except ConnectorException as error:
            _LOG.warning("a job (%s) cannot be made: %s", name, type(error.__cause__ or error).__name__)
            return False
        return True

    async def _keep(self, app: App, queue: str, *, at_once: int) -> None:
        """A worker on this queue, and a new one whenever the server was lost."""
        while not self._paused.is_set():
            looked = self._pulse.sign if queue == _TICKS else None
            worker = QueueWorker(app, queue, at_once=at_once, stalled=self._stalled, paused=self._paused, looked=looked)
            self._workers.add(worker)
            try:
                await worker.run()  # type: ignore[no-untyped-call]
            except ConnectorException as error:
                _LOG.warning(
                    "the server cannot be reached for jobs (%s): %s", queue, type(error.__cause__ or error).__name__
                )
            finally:
                self._workers.discard(worker)
            await stopped_within(_AGAIN, self._paused)

    async def _watch_the_clock(self) -> None:
        """When the machine's clock was moved, whoever waits for a time of day would wait until that comes: they begin anew."""
        async for _ in self._clock_watch.each_jump():
            for worker in self._workers:
                if worker.queues == [_TICKS]:
                    worker.stop()  # type: ignore[no-untyped-call]


async def _done(name: str, do: Callable[[], Awaitable[Any]]) -> None:
    """A job that goes wrong is told here, and by nobody else: its arguments may name somebody."""
    try:
        await do()
    except Unavailable as error:
        _LOG.error("%s: the database cannot be used: %s", name, error)
    except ConnectorException as error:
        _LOG.warning("%s: the server cannot be reached: %s", name, type(error.__cause__ or error).__name__)
    except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
        _LOG.exception("%s went wrong", name)
