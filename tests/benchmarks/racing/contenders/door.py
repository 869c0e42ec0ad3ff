"""Our webhook alone: updates are kept in the inbox before they are taken, and nobody handles them."""

import asyncio
import logging
import signal
from pathlib import Path
from typing import Any

from bot import loop
from bot.addresses import Listen
from bot.app import build
from bot.clock import utc_now
from bot.door import Door, Inlet, Receiving, pages
from bot.opening import keyring_of, opened
from bot.running import what_is_here_stays
from tests.benchmarks.racing.carrying import PATH, SECRET
from tests.benchmarks.racing.contenders.saying import cpu, say, told
from tests.benchmarks.racing.crowd import settings_for


async def main(task: dict[str, Any]) -> None:
    """Serves until it is told to stop; SIGUSR1 asks how much CPU it has used."""
    settings = settings_for(Path(task["folder"]), task["url"])
    keyring = keyring_of(settings)
    stopping = asyncio.Event()
    here = asyncio.get_running_loop()
    here.add_signal_handler(signal.SIGTERM, stopping.set)
    here.add_signal_handler(signal.SIGUSR1, lambda: say(cpu=cpu()))
    async with opened(settings, keyring=keyring) as database:
        app = build(settings, database, keyring, utc_now)
        inlet = Inlet(PATH, Receiving(app.intake.store, secret=SECRET))
        async with Door(pages(app.readiness, inlet=inlet), Listen("127.0.0.1", task["port"])).open():
            what_is_here_stays()
            say(ready=True)
            await stopping.wait()


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    loop.run(main(told()))
