"""A running bot from start to stop: one process, migrated, recovered, polling, sending, and stopped cleanly."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import timedelta
from typing import Final

from telegram.error import InvalidToken, NetworkError

from bot import lock
from bot.app import App, build
from bot.chat import menus
from bot.clock import Clock
from bot.engine.embedded import Embedded, Job
from bot.publishing import publish_shipped
from bot.settings import Settings, SettingsProblem
from storage.database import Database
from storage.secrecy import KeyProblem, Keyring

_LOG = logging.getLogger(__name__)

_BACKOFF: Final = (1, 2, 5, 10, 30, 60)
_STOP_WITHIN: Final = 15
_HOUR: Final = 3600
_HANDLED_KEPT: Final = timedelta(days=2)
"""Longer than the 24 h that Telegram keeps an update, so that one that comes again is still known."""
_DEAD_LETTERS_KEPT: Final = timedelta(hours=72)


class Halted(Exception):
    """The bot cannot go on: the token is refused, or another process polls with it."""


def keyring_of(settings: Settings) -> Keyring:
    """The keys. Raises `SettingsProblem` that says how to make one."""
    try:
        return Keyring.read(settings.key_path)
    except KeyProblem as error:
        raise SettingsProblem(f"{error}. Make one with: smallgains key new") from error


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database, migrated, and proven to belong to the key. Raises `SettingsProblem`, `NewerSchema`."""
    async with Database(settings.database_url, keyring_of(settings)) as database:
        await database.migrate()
        try:
            await database.prove_key()
        except KeyProblem as error:
            raise SettingsProblem(f"{error}. Give the right one with SMALLGAINS_KEY_FILE") from error
        yield database


async def run(settings: Settings, now: Clock) -> None:
    """Runs until SIGTERM or SIGINT. Raises `SettingsProblem`, `SecondInstance`, `NewerSchema`, `Halted`."""
    settings.bot_token()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with Database(settings.database_url, keyring_of(settings)) as unproven:
        file = unproven.file
    with nullcontext() if file is None else lock.held(file):
        async with opened(settings) as database:
            for publication in await publish_shipped(database, now):
                _LOG.info("track %s is published", publication.ref.slug)
            app = build(settings, database, keyring_of(settings), now)
            await app.delivery.recover(at_start=True)
            await _serve(app, stopping, now)


async def _serve(app: App, stopping: asyncio.Event, now: Clock) -> None:
    try:
        if not await _connected(app, stopping):
            return
        await _show_menus(app)
        await _work(app, stopping, now)
    finally:
        await app.bot.shutdown()
        _LOG.info("stopped")


async def _work(app: App, stopping: asyncio.Event, now: Clock) -> None:
    tick = app.settings.tick_seconds

    async def let_go() -> None:
        await _let_go(app.database, now)

    engine = Embedded(
        [
            Job("recover", tick, app.delivery.recover),
            Job("plan", tick, app.delivery.plan_due),
            Job("send", tick, app.delivery.send_planned),
            Job("retention", _HOUR, let_go),
        ]
    )
    intake = asyncio.create_task(app.intake.run())
    polling = asyncio.create_task(app.poller.run(stopping))
    engine.start()
    _LOG.info("ready: polling, and looking for what is due every %g s", tick)
    try:
        await asyncio.wait({intake, polling}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.set()
        engine.pause()
        app.delivery.stop()
        app.intake.stop()
        jobs = asyncio.create_task(engine.finished())
        _, late = await asyncio.wait({intake, polling, jobs}, timeout=_STOP_WITHIN)
        engine.stop()
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
    for task in (intake, polling):
        if not task.cancelled() and (error := task.exception()) is not None:
            raise Halted(str(error)) from error


async def _connected(app: App, stopping: asyncio.Event) -> bool:
    """Says hello to Telegram, for as long as it takes. False when the bot is to stop. Raises `Halted`."""
    tries = 0
    while not stopping.is_set():
        try:
            await app.bot.initialize()
            return True
        except InvalidToken as error:
            raise Halted("Telegram refuses the token; check SMALLGAINS_TOKEN") from error
        except NetworkError:
            wait = _BACKOFF[min(tries, len(_BACKOFF) - 1)]
            if tries == 0:
                _LOG.warning("Telegram does not answer; trying until it does")
            tries += 1
        try:
            async with asyncio.timeout(wait):
                await stopping.wait()
        except TimeoutError:
            continue
    return False


async def _show_menus(app: App) -> None:
    await app.sending.reply(menus.for_everybody())
    async with app.database.unit() as unit:
        known = set(await unit.people.telegram_ids())
    for admin in sorted(app.settings.admins & known):
        await app.sending.reply(menus.for_admin(admin))


async def _let_go(database: Database, now: Clock) -> None:
    async with database.unit() as unit:
        await unit.inbox.forget(handled_before=now() - _HANDLED_KEPT, buried_before=now() - _DEAD_LETTERS_KEPT)
