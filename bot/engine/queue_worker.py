"""Works through one queue of procrastinate's, and sees to it that no job is left behind that looks as if it were under way."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.worker import Worker
from psycopg import OperationalError

from bot.pauses import growing, stopped_within

SIGNS: Final = 6
"""So many signs of life are given in the time after which a process counts as dead."""
_CUT_OFF_AFTER: Final = 10.0
"""Seconds that are left to what has begun when the server is lost, or the bot stops."""
_PAUSES: Final = (0.2, 1.0, 2.0, 5.0)


class QueueWorker(Worker):
    """One process's hands for one queue, `at_once` jobs at a time; whenever the queue was `looked` through, that is told."""

    def __init__(
        self,
        app: App,
        queue: str,
        *,
        at_once: int,
        stalled: float,
        paused: asyncio.Event,
        looked: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(
            app,
            queues=[queue],
            name=queue,
            concurrency=at_once,
            delete_jobs=DeleteJobCondition.ALWAYS,
            install_signal_handlers=False,
            update_heartbeat_interval=stalled / SIGNS,
            stalled_worker_timeout=stalled,
            shutdown_graceful_timeout=_CUT_OFF_AFTER,
        )
        self._paused = paused
        self._looked = looked

    async def _fetch_and_process_jobs(self) -> None:
        """Every few seconds at the latest, and whenever a job has come."""
        await super()._fetch_and_process_jobs()  # type: ignore[no-untyped-call]
        if self._looked is not None:
            self._looked()

    async def _periodic_deferrer(self) -> None:
        """The library watches over its helpers until the first of them ends: this one does not where nothing comes round."""
        await super()._periodic_deferrer()  # type: ignore[no-untyped-call]
        await self._paused.wait()

    async def _persist_job_status(self, *job: Any, **ended: Any) -> None:
        """A job that ended is thrown away, however often it takes. The library tries it once; after that the job would count
        as under way for as long as this process lives, and whoever waits for its lock would wait as long.
        """
        for pause in growing(_PAUSES):
            try:
                await super()._persist_job_status(*job, **ended)
            except ConnectorException as error:
                if not isinstance(error.__cause__, OperationalError | TimeoutError):
                    return  # others have thrown it away, as this process seemed to be dead
            else:
                return
            if await stopped_within(pause, self._paused):
                return
