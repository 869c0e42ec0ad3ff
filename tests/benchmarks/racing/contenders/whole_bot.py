"""Ours as it is run: started, migrated, recovered, hearing and sending, until it is told to stop. It says when it is ready."""

import asyncio
import logging
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot import loop
from bot.app import App, build
from bot.clock import Clock, utc_now
from bot.running import run
from bot.settings import Settings
from bot.telegram.limits import Limits
from storage.database import Database
from storage.secrecy import Keyring
from tests.benchmarks.racing.contenders.saying import cpu, peak_mib, say, told
from tests.benchmarks.racing.crowd import settings_for

_LOOK_EVERY = 0.05


async def main(task: dict[str, Any]) -> None:
    """Runs the bot whose database is in `folder`."""
    settings = settings_for(Path(task["folder"]), task["url"], **task.get("settings", {}))
    built: asyncio.Future[App] = asyncio.get_running_loop().create_future()

    def assemble(settings: Settings, database: Database, keyring: Keyring, now: Clock) -> App:
        limits = Limits(task["per_second"]) if "per_second" in task else None
        app = build(settings, database, keyring, now, limits=limits)
        built.set_result(app)
        return app

    async with asyncio.TaskGroup() as tasks:
        ready = tasks.create_task(_tells_when_ready(built))
        await run(settings, _clock(task["shift"]), assemble=assemble)
        ready.cancel()
    say(peak_mib=peak_mib(), cpu=cpu())


def _clock(shift: float) -> Clock:
    by = timedelta(seconds=shift)

    def now() -> datetime:
        return utc_now() + by

    return now


async def _tells_when_ready(built: "asyncio.Future[App]") -> None:
    app = await built
    while await app.readiness.why_not() is not None:  # noqa: ASYNC110  (it tells when it is asked, and not by itself)
        await asyncio.sleep(_LOOK_EVERY)
    say(ready=time.monotonic(), peak_mib=peak_mib(), cpu=cpu())


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # the clock is not Telegram's here
    loop.run(main(told()))
