"""A running bot from start to stop: a process, alone or one of several, recovered, hearing, sending, and stopped cleanly."""

import asyncio
import gc
import logging
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, Final

from telegram.error import InvalidToken, TelegramError

from bot import daily_backup, gone_chats, introducing, lock, loop, missing_keys, retention, zone_data
from bot.app import App, build
from bot.clock import Clock
from bot.engine.engine import Job, Work
from bot.gone_chats import GoneChats
from bot.healthy import HeartbeatFile
from bot.heartbeat import Heartbeat
from bot.lease import RENEWED_EVERY
from bot.opening import keyring_of, opened
from bot.pauses import growing, stopped_within
from bot.publishing import publish_shipped
from bot.service_manager import ServiceManager
from bot.settings import Settings
from bot.stopping import stop_on_signal
from bot.telegram import answers
from bot.to_mend import ToMend
from bot.watched_file import watched
from storage.database import Database
from storage.key_files import is_open_to_others
from storage.secrecy import Keyring
from storage.urls import file_of

_LOG = logging.getLogger(__name__)

_REFUSED: Final = "Telegram refuses the token; check SMALLGAINS_TOKEN"
_REPLACED: Final = (
    "another smallgains has taken this database over, or has it for itself; nothing is sent from here any more"
)
STOP_WITHIN: Final = 15
_HOUR: Final = 3600
_CATCH_UP: Final = 300
_DRILLS: Final = 2.0
"""So often, in seconds, it is looked for what is due of a drill, whose steps are a few seconds apart."""

Assemble = Callable[[Settings, Database, Keyring, Clock], App]


class Halted(ToMend):
    """The bot cannot go on: the token is refused, or another process polls with it."""


async def run(
    settings: Settings, now: Clock, *, manager: ServiceManager | None = None, assemble: Assemble = build
) -> None:
    """Runs until SIGTERM or SIGINT; a second signal ends it at once. A service `manager` is told how it goes; `assemble` puts
    the parts together. Raises `SettingsProblem`, `SecondInstance`, `NewerSchema`, `Halted`.
    """
    settings.bot_token()
    settings.carried()
    keyring = keyring_of(settings)
    _warn_of_open_keys(settings)
    stopping = asyncio.Event()
    stop_on_signal(stopping)
    with lock.held_on_file(file_of(settings.database_url)):
        async with opened(settings, locked=True) as database, lock.shared_on_server(database) as keep_lock:
            app = assemble(settings, database, keyring, now)
            await app.lease.take()
            async with database.one_at_a_time():
                await _made_ready(app, now)
            what_is_here_stays()
            async with nullcontext() if app.door is None else app.door.open() as here:
                if here is not None and app.settings.listen is not None and app.settings.listen.is_at_home:
                    app.whereabouts.opened_at(here)
                async with _heartbeat_of(app, manager or ServiceManager()).beating():
                    await _serve(app, stopping, now, keep_lock)
            await app.lease.give_back()


async def _made_ready(app: App, now: Clock) -> None:
    """What has to be there, or put right, before anything is sent."""
    database = app.database
    if (schema := await database.schema()).is_newer:
        _LOG.warning("the database has schema %s, of a newer version; this one may go on with it", schema.here)
    await app.engine.prepare(database)
    await missing_keys.told_at_the_start(database)
    for publication in await publish_shipped(database, now):
        _LOG.info("track %s is published", publication.ref.slug)
    await zone_data.replan(database)
    await app.forgetting.replay()
    await app.taking_part.replay(database)
    if app.lease.is_the_only_one:
        await app.delivery.recover(at_start=True)


def _heartbeat_of(app: App, manager: ServiceManager) -> Heartbeat:
    kept = app.settings.heartbeat_file
    file = None if kept is None else HeartbeatFile(kept)
    return Heartbeat(app.readiness.why_not, app.engine.silent_for, file=file, manager=manager)


def _warn_of_open_keys(settings: Settings) -> None:
    for file in (settings.key_path, settings.keys_path):
        if file.exists() and is_open_to_others(file):
            _LOG.warning("%s can be read by others; mend it with: chmod 600 %s", file, file)


def what_is_here_stays() -> None:
    """All that is in memory now is no longer looked through for what can be thrown away: every such look held up all that
    was under way for a tenth of a second and more.
    """
    gc.collect()
    gc.freeze()


async def _serve(app: App, stopping: asyncio.Event, now: Clock, keep_lock: lock.Keep) -> None:
    with watched(app.database.file, now) as file:
        looking = asyncio.create_task(file.stops_what_it_is_under(stopping))
        try:
            if await _connected(app, stopping):
                app.readiness.connected()
                await _work(app, stopping, now, keep_lock)
        finally:
            looking.cancel()
            await app.bot.shutdown()
            if (last_words := await file.last_words()) is not None:
                raise Halted(last_words)
            _LOG.info("stopped")


async def _work(app: App, stopping: asyncio.Event, now: Clock, keep_lock: lock.Keep) -> None:
    working = asyncio.create_task(app.engine.run(_all_there_is_to_do(app, now)))
    hearing = asyncio.create_task(app.hearing.run(stopping))
    menus_shown = asyncio.create_task(introducing.introduce(app.database, app.rights, app.menus, app.sending, stopping))
    keys_looked_for = asyncio.create_task(missing_keys.told_meanwhile(app.database, stopping))
    keeping = asyncio.ensure_future(keep_lock(app.lease.lost))
    halted = asyncio.create_task(app.sending.halted.wait())
    replaced = asyncio.create_task(app.lease.lost.wait())
    told = asyncio.create_task(stopping.wait())  # what is heard may just wait for the database
    at_work = "at work (%s) on %s, looking for what is due every %g s"
    _LOG.info(at_work, app.settings.role, loop.name(), app.settings.tick_seconds)
    try:
        await asyncio.wait({working, hearing, halted, replaced, told}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.set()
        app.readiness.stop()
        app.engine.pause()
        app.planning.stop()
        app.delivery.stop()
        app.broadcasts.stop()
        app.intake.stop()
        for copying in (app.backups, app.kept_keys):
            if copying is not None:
                copying.stop()
        _, late = await asyncio.wait({working, hearing, menus_shown, keys_looked_for}, timeout=STOP_WITHIN)
        unfinished: list[asyncio.Task[Any]] = [*late, keeping, halted, replaced, told]
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
    _raise_what_ended_it(hearing, working)
    if app.sending.halted.is_set():
        raise Halted(_REFUSED)
    if app.lease.lost.is_set():
        raise Halted(_REPLACED)


def _all_there_is_to_do(app: App, now: Clock) -> Work:
    tick = app.settings.tick_seconds

    async def let_go() -> None:
        await retention.let_go(app.database, now())

    ticks: tuple[Job, ...] = (
        Job("recover", tick, app.delivery.recover),
        Job("plan", tick, app.planning.plan_due),
        Job("rehearsals", tick, app.showing.look),
        Job("drills", min(tick, _DRILLS), app.pacing.look),
        Job("broadcasts", tick, app.broadcasts.carry_on),
        Job("gone chats", gone_chats.LOOK_EVERY, GoneChats(app.database, now).look),
        Job("forgetting", _CATCH_UP, app.forgetting.catch_up),
        Job("retention", _HOUR, let_go),
    )
    if app.backups is not None:
        ticks = (*ticks, Job("backup", daily_backup.LOOK_EVERY, app.backups.look))
    if app.kept_keys is not None:
        ticks = (*ticks, Job("keys", daily_backup.KEYS_EVERY, app.kept_keys.look))
    if app.lease.is_the_only_one:
        ticks = (*ticks, Job("lease", RENEWED_EVERY, app.lease.renew))
    return Work(tick, tuple(app.measures.watched(job) for job in ticks), app.delivery, app.intake)


def _raise_what_ended_it(hearing: asyncio.Task[None], working: asyncio.Task[None]) -> None:
    if not hearing.cancelled() and (error := hearing.exception()) is not None:
        raise Halted(str(error)) from error
    if not working.cancelled() and (error := working.exception()) is not None:
        _LOG.error("the bot stopped working", exc_info=error)
        raise Halted("the bot stopped working; the log says why") from error


async def _connected(app: App, stopping: asyncio.Event) -> bool:
    """Says hello to Telegram, for as long as it takes. False when the bot is to stop. Raises `Halted`."""
    told = None
    for usual in growing():
        try:
            await app.bot.initialize()
            return True
        except InvalidToken as error:
            raise Halted(_REFUSED) from error
        except TelegramError as error:
            answer = answers.meaning_of(error)
            pause = answer.retry_after if isinstance(answer, answers.Wait) else usual
            if answer.code != told:
                _LOG.warning("Telegram does not answer as it should (%s); trying until it does", answer.code)
            told = answer.code
        if await stopped_within(pause, stopping):
            return False
    return False
