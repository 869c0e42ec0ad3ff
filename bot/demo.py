"""The demo: a pretend Telegram with a page, the real bot as a process of its own against it, and a clock you move."""

import asyncio
import ctypes
import logging
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import typer

from bot import lock
from bot.clock import ShiftedClock
from bot.sandbox import Sandbox
from bot.settings import PREFIX, LogFormat
from bot.stopping import stop_on_signal
from bot.to_mend import ToMend
from curriculum import timing
from curriculum.enrolment import Enrolment
from storage import keys, tombstones
from storage.database import Database, Unit
from storage.secrecy import Keyring, make_key_file

_LOG = logging.getLogger(__name__)

TOKEN: Final = "42:DEMO"  # noqa: S105  (the pretend Telegram's own; it opens nothing)
ADMIN: Final = 1001
_PEOPLE: Final = (("You", 1000), ("Robin", ADMIN), ("Alice", 1002), ("Ben", 1003))
_READY_WITHIN: Final = 30
_SETTLED_WITHIN: Final = 10
_LOOK_EVERY: Final = 0.05
_STOP_WITHIN: Final = 20
_BEFORE_THE_CHANGE: Final = timedelta(hours=3)
_TICK: Final = "0.25"
_PR_SET_PDEATHSIG: Final = 1
"""From <sys/prctl.h>: https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html"""


class CannotServe(ToMend):
    """Something else listens on the port, or another demo works in the folder."""


async def serve(*, port: int, folder: Path) -> None:
    """Serves the demo's page until Ctrl-C. Raises `CannotServe`."""
    began = time.monotonic()
    stopping = asyncio.Event()
    stop_on_signal(stopping)
    paths = Paths(folder)
    with paths.reserved():
        await _serve(paths, port, stopping, began)


async def _serve(paths: "Paths", port: int, stopping: asyncio.Event, began: float) -> None:
    paths.begin_afresh()
    clock = ShiftedClock(paths.clock)
    async with Database(paths.database_url, Keyring.read(paths.key)) as database:
        await database.migrate()
        sandbox = Sandbox(
            TOKEN, clock, limits=True, admins=[ADMIN], clock_mover=DemoClock(clock, database), first_update_id=1
        )
        for name, telegram_id in _PEOPLE:
            sandbox.person(name, telegram_id)
        async with AsyncExitStack() as stack:
            try:
                url = await stack.enter_async_context(sandbox.serving(port))
            except OSError as error:
                raise CannotServe(
                    f"port {port} is taken; choose another with --port, like --port {port + 1}"
                ) from error
            bot = await stack.enter_async_context(_bot(paths, url))
            await _until_done(sandbox, bot, stopping, ready=f"Small Gains is at {url}", began=began)


async def _until_done(
    sandbox: Sandbox, bot: asyncio.subprocess.Process, stopping: asyncio.Event, *, ready: str, began: float
) -> None:
    """Says when the page is ready, and returns when it is to stop. Raises `CannotServe` when the bot is gone."""
    greeted = asyncio.create_task(sandbox.until(lambda: _has_said_hello(sandbox), within=_READY_WITHIN))
    ended = asyncio.create_task(bot.wait())
    told = asyncio.create_task(stopping.wait())
    await asyncio.wait({greeted, ended, told}, return_when=asyncio.FIRST_COMPLETED)
    if greeted.done() and greeted.exception() is None:
        typer.echo(f"{ready} (ready in {time.monotonic() - began:.1f} s). Ctrl-C ends it.")
        await asyncio.wait({ended, told}, return_when=asyncio.FIRST_COMPLETED)
    for task in (greeted, ended, told):
        task.cancel()
    await asyncio.gather(greeted, ended, told, return_exceptions=True)
    if not stopping.is_set():
        raise CannotServe("the bot did not start, or ended by itself; the lines above say why")


def _has_said_hello(sandbox: Sandbox) -> bool:
    return any(call.method == "setMyCommands" for call in sandbox.calls)


class DemoClock:
    """Moves the clock of the demo. Time passes from message to message, so that nobody's day is jumped over, and no evening."""

    def __init__(self, clock: ShiftedClock, database: Database) -> None:
        self._clock = clock
        self._database = database

    async def to_next_nudge(self, telegram_id: int) -> str:
        """On to the moment at which this person's next nudge falls due."""
        walk = await self._walk(telegram_id)
        if walk is None or walk.due_at is None:
            return "Nothing is due for this person: they are not under way, on a pause, or at the end."
        await self._pass_until(walk.due_at)
        after = await self._walk(telegram_id)
        came = "the last message of the track" if after is None else f"day {after.place} of {after.length}"
        return f"It is {_told(walk.due_at, walk.zone)}; {came} has come."

    async def one_day_on(self) -> str:
        """The same hour tomorrow."""
        await self._pass_until(self._clock() + timedelta(days=1))
        return "A day has passed."

    async def to_clock_change(self, telegram_id: int) -> str:
        """To the evening before the next night on which clocks change where this person lives."""
        walk = await self._walk(telegram_id)
        zone = "Europe/Berlin" if walk is None else walk.zone
        change = timing.next_clock_change(zone, self._clock() + _BEFORE_THE_CHANGE)
        if change is None:
            return f"Clocks do not change in {zone}."
        self._clock.move_to(change - _BEFORE_THE_CHANGE)
        await self._settled()
        return (
            f"It is {_told(change - _BEFORE_THE_CHANGE, zone)}, and clocks change in three hours. The bot slept through the days "
            "between; go on to the next nudge and see that it comes at the same hour."
        )

    async def _pass_until(self, instant: datetime) -> None:
        while (comes_at := await self._next()) is not None and comes_at <= instant:
            self._clock.move_to(max(comes_at, self._clock()))
            await self._settled()
        self._clock.move_to(max(instant, self._clock()))

    async def _settled(self) -> None:
        """Waits until the bot, which is another process, has seen to everything that is due: its ledger says so."""
        async with asyncio.timeout(_SETTLED_WITHIN):
            while await self._something_is_under_way():  # noqa: ASYNC110  (no event crosses the processes)
                await asyncio.sleep(_LOOK_EVERY)

    async def _something_is_under_way(self) -> bool:
        now = self._clock()
        async with self._database.unit() as unit:
            falls_due = await _falls_due(unit)
            return (falls_due is not None and falls_due <= now) or await unit.nudges.are_on_their_way(now)

    async def _next(self) -> datetime | None:
        """When something comes next to anybody: a day, a reminder in the evening, or what is planned for later already."""
        async with self._database.unit() as unit:
            return _first(await _falls_due(unit), await unit.nudges.next_at(self._clock()))

    async def _walk(self, telegram_id: int) -> Enrolment | None:
        async with self._database.unit() as unit:
            person = await unit.people.known(telegram_id)
            return None if person is None else await unit.enrolments.open_of(person.id)


async def _falls_due(unit: Unit) -> datetime | None:
    """When the next day or reminder is to be planned."""
    return _first(await unit.enrolments.next_due_at(), await unit.enrolments.next_remind_at())


def _first(*instants: datetime | None) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)


class Paths:
    """Where the demo keeps its things."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self.key = self._folder / "smallgains.key"
        self.keys = self.key.with_name(keys.FILE_NAME)
        self.clock = self._folder / "demo.clock"
        self.settings = self._folder / "demo.env"
        self.database = self._folder / "demo.db"
        self.database_url = f"sqlite+aiosqlite:///{self.database}"

    @contextmanager
    def reserved(self) -> Iterator[None]:
        """The folder is this demo's while the block runs. Raises `CannotServe`."""
        try:
            with lock.held(self._folder / "demo"):
                yield
        except lock.SecondInstance as error:
            raise CannotServe(f"a demo is running in {self._folder}; stop it, or choose another --folder") from error

    def begin_afresh(self) -> None:
        """The people of the page are new at every start, and so are the database and their keys; the key file stays."""
        for file in (
            self.keys,
            self.keys.with_name(self.keys.name + "-journal"),
            self.keys.with_name(tombstones.FILE_NAME),
        ):
            file.unlink(missing_ok=True)
        for suffix in ("", "-wal", "-shm"):
            self.database.with_name(self.database.name + suffix).unlink(missing_ok=True)
        self.clock.unlink(missing_ok=True)
        if not self.key.exists():
            make_key_file(self.key)
            typer.echo(f"made a key for the demo: {self.key}")


@asynccontextmanager
async def _bot(paths: Paths, url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot itself, as `smallgains run` starts it, for as long as the block lasts."""
    paths.settings.write_text(_settings(paths, url), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith(PREFIX)}
    bot = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "run", "--env-file", str(paths.settings)),
        env=environment,
        start_new_session=True,
        preexec_fn=_ends_with_its_parent,
    )
    try:
        yield bot
    finally:
        if bot.returncode is None:
            bot.terminate()
            try:
                async with asyncio.timeout(_STOP_WITHIN):
                    await bot.wait()
            except TimeoutError:
                bot.kill()
                await bot.wait()


def _ends_with_its_parent() -> None:
    """Has Linux send SIGTERM to this new process when the demo dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _settings(paths: Paths, url: str) -> str:
    values: Sequence[tuple[str, object]] = (
        ("TOKEN", TOKEN),
        ("API_URL", url),
        ("DATABASE_URL", paths.database_url),
        ("KEY_FILE", paths.key),
        ("ADMINS", ADMIN),
        ("TICK_SECONDS", _TICK),
        ("LISTEN", "127.0.0.1:0"),
        ("CLOCK_FILE", paths.clock),
        ("CONTACT", "Small Gains demo"),
        ("LOG_FORMAT", LogFormat.CONSOLE),
    )
    return "".join(f"{PREFIX}{name}={value}\n" for name, value in values)


def _told(instant: datetime, zone: str) -> str:
    here = timing.local(instant, zone)
    return f"{here:%A} {here.day} {here:%B}, {here:%H:%M} in {zone}"
