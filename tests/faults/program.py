"""The bot as a real process against a pretend Telegram in this one, to be killed, stopped and started again."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from datetime import time as hour_of_day
from pathlib import Path
from urllib.parse import urlsplit

from bot.clock import ShiftedClock
from bot.sandbox import Person, Sandbox
from curriculum import journey
from curriculum.enrolment import Enrolment
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from storage import keys
from storage.database import Database
from storage.secrecy import Keyring
from tests.faults.nursery import HOME, Newborn, Nursery, Order
from tests.stories.town import CALM

TOKEN = "42:TEST"
CONCURRENCY = 8
EIGHT = hour_of_day(8)
EVENING = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
MORNING = datetime(2026, 5, 5, 6, 3, tzinfo=UTC)
"""In Berlin everybody who chose eight o'clock is due by now: jitter is two minutes at most."""

BOT = "bot.cli"
DYING_BOT = "tests.faults.dying"
BRISK_BOT = "tests.faults.brisk"
_MODULES = {BOT: "bot", DYING_BOT: DYING_BOT, BRISK_BOT: BRISK_BOT}


@dataclass(frozen=True)
class Walker:
    """Somebody under way, and their chat."""

    person: Person
    walk: Enrolment

    @property
    def copies(self) -> int:
        """How many times day 1 stands in the chat."""
        return sum(message.text.startswith("Day 1:") for message in self.person.inbox)


class Site:
    """A machine with a database, a key and a clock that is moved; the bot is started on it and dies on it.

    It is started as `python -m bot` from its `home`, or where there is a `nursery`, by it: in a moment. Further `settings` have their names in
    the environment, without the prefix.
    """

    def __init__(
        self,
        folder: Path,
        database_file: Path,
        key_file: Path,
        api_url: str,
        *,
        rate: int = 25,
        nursery: Nursery | None = None,
        database_url: str | None = None,
        program: str = BOT,
        home: Path = HOME,
        **settings: str,
    ) -> None:
        self.clock = ShiftedClock(folder / "clock")
        self.database_url = database_url or f"sqlite+aiosqlite:///{database_file}"
        self.log = folder / "bot.log"
        self.api_url = api_url
        self._key_file = key_file
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.upper().startswith("SMALLGAINS_")},
            "PYTHONPATH": str(home),
            "SMALLGAINS_TOKEN": TOKEN,
            "SMALLGAINS_API_URL": api_url,
            "SMALLGAINS_DATABASE_URL": self.database_url,
            "SMALLGAINS_KEY_FILE": str(key_file),
            "SMALLGAINS_KEYS_FILE": str(key_file.with_name(keys.FILE_NAME)),
            "SMALLGAINS_CLOCK_FILE": str(folder / "clock"),
            "SMALLGAINS_TICK_SECONDS": "0.1",
            "SMALLGAINS_MESSAGES_PER_SECOND": str(rate),
            "SMALLGAINS_SENDERS": str(CONCURRENCY),
            **{f"SMALLGAINS_{name.upper()}": value for name, value in settings.items()},
        }
        self._program = program
        self._folder = folder
        self._nursery = nursery

    def is_set_up(self, **settings: object) -> None:
        """The operator changes settings; the next start reads them."""
        self._environment |= {f"SMALLGAINS_{name.upper()}": str(value) for name, value in settings.items()}

    def has_programs(self, folder: Path) -> None:
        """The programs in this folder are found by their names."""
        self._environment["PATH"] = f"{folder}:{os.environ['PATH']}"

    @property
    def environment(self) -> Mapping[str, str]:
        """In which the bot is started."""
        return self._environment

    @asynccontextmanager
    async def running(self, *arguments: str, program: str | None = None) -> AsyncIterator["Running"]:
        """The bot, from its start until it has ended; it is killed when it still runs at the end of the block."""
        program = program or self._program
        if program == BOT and not arguments:
            arguments = ("run",)
        running = Running(await self._started(program, arguments))
        try:
            yield running
        finally:
            if running.process.returncode is None:
                await running.is_killed()

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """The database, looked at from beside the bot."""
        async with Database(self.database_url, self.keyring()) as database:
            yield database

    def keyring(self) -> Keyring:
        """The keys of the people, as they are now."""
        return Keyring.read(self._key_file)

    async def _started(self, program: str, arguments: Sequence[str]) -> asyncio.subprocess.Process | Newborn:
        if self._nursery is not None:
            order = Order(program, arguments, self._environment, str(self._folder), str(self.log))
            return await self._nursery.bears(order)
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", _MODULES[program], *arguments),
                cwd=self._folder,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def has_logged(self, words: str) -> bool:
        """Whether a life of the bot has said so on stderr."""
        return self.log.exists() and words in self.log.read_text(encoding="utf-8", errors="replace")


class Running:
    """One life of the bot."""

    def __init__(self, process: asyncio.subprocess.Process | Newborn) -> None:
        self.process = process
        self._began = time.monotonic()

    @property
    def age(self) -> float:
        """Real seconds since it was started."""
        return time.monotonic() - self._began

    async def ends(self, *, within: float) -> int:
        """Waits until it ends by itself; gives the exit code. Raises `TimeoutError`."""
        async with asyncio.timeout(within):
            return await self.process.wait()

    async def is_killed(self) -> None:
        """kill -9."""
        self.process.kill()
        await self.process.wait()

    def freezes(self) -> None:
        """SIGSTOP: it does nothing more until it `wakes`, and does not know of that."""
        self.process.send_signal(signal.SIGSTOP)

    def wakes(self) -> None:
        """SIGCONT."""
        self.process.send_signal(signal.SIGCONT)

    async def is_told_to_stop(self, *, within: float, by: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """SIGTERM; gives the exit code and the seconds it took. Raises `TimeoutError`."""
        began = time.monotonic()
        self.process.send_signal(by)
        async with asyncio.timeout(within):
            return await self.process.wait(), time.monotonic() - began


@asynccontextmanager
async def slow_wire(api_url: str, *, seconds: float) -> AsyncIterator[str]:
    """The way to Telegram, `seconds` long in each direction; what is on it when an end dies is lost."""
    carrying: set[asyncio.Task[None]] = set()

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", urlsplit(api_url).port)
        for ends in ((reader, there_writer), (there_reader, writer)):
            task = asyncio.create_task(_carry(*ends, seconds=seconds))
            carrying.add(task)
            task.add_done_callback(carrying.discard)

    server = await asyncio.start_server(met, "127.0.0.1")
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in list(carrying):
            task.cancel()
        await asyncio.gather(*carrying, return_exceptions=True)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, seconds: float) -> None:
    try:
        while data := await reader.read(65536):
            await asyncio.sleep(seconds)
            if reader.at_eof():
                break
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def enrol(
    database: Database,
    sandbox: Sandbox,
    names: list[str],
    *,
    with_day_one: bool = False,
    hour: hour_of_day = EIGHT,
) -> list[Walker]:
    """Writes down people who began yesterday; `with_day_one`: they have had day 1, and are not due."""
    walkers = []
    async with database.unit(long=True) as unit:
        published = await unit.tracks.publish(CALM, by=None, now=EVENING)
        for name in names:
            chat = sandbox.person(name)
            sandbox.world.updates.confirm_one(chat.starts())  # a bot that runs already never hears of it
            person = await unit.people.met(chat.telegram_id, name, EVENING, discreet=False)
            await unit.people.agree(person.id, EVENING)
            await unit.people.want_look_backs(person.id, wanted=False)  # one nudge a morning, and no other
            walk = journey.start(
                id=unit.fresh.id(),
                person=person.id,
                track=published.ref,
                hour=hour,
                zone="Europe/Berlin",
                now=EVENING,
            )
            if with_day_one:
                walk = replace(walk, place=1, due_at=None)
            await unit.enrolments.add(walk)
            if with_day_one:
                await unit.nudges.add(_day_one_of(walk, id=unit.fresh.id(), token=unit.fresh.token()))
            walkers.append(Walker(chat, walk))
    return walkers


async def eventually(holds: Callable[[], Awaitable[bool]], *, within: float) -> None:
    """Looks again and again until it holds. Raises `TimeoutError`."""
    async with asyncio.timeout(within):
        while not await holds():  # noqa: ASYNC110  (what is looked at lies in another process)
            await asyncio.sleep(0.05)


def _day_one_of(walk: Enrolment, *, id: int, token: str) -> Nudge:
    return Nudge(
        id=id,
        person=walk.person,
        enrolment=walk.id,
        track=walk.track,
        kind=NudgeKind.DAY,
        day=1,
        local_date=EVENING.date(),
        zone=walk.zone,
        due_at=EVENING,
        token=token,
        state=NudgeState.SENT,
        sent_at=EVENING,
    )
