"""The stage of a rehearsal: the real bot against the pretend Telegram, on a database, keys and a clock of its own."""

import itertools
import random
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot import track_media
from bot.app import App, build
from bot.clock import StandingClock
from bot.rehearsal.wire import Wire
from bot.sandbox import Sandbox
from bot.settings import Settings
from bot.telegram.limits import Limits
from curriculum.media import MediaFile
from curriculum.track import Track
from storage.database import Database
from storage.secrecy import Keyring, make_key_file

TOKEN: Final = "42:REHEARSAL"  # noqa: S105  (the pretend Telegram's own; it opens nothing)
DATABASE: Final = "rehearsal.db"
KEY: Final = "smallgains.key"
CONTACT: Final = "nobody (it is a rehearsal)"
_NOWHERE: Final = "http://localhost"
"""Nothing is asked there: the wire stays in this process."""
_IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108  (a folder of our own is made in it)
_ROOM: Final = 1 << 29
_ANY_NUMBER: Final = 1_000_000.0
"""Messages a second: nobody waits for the pretend Telegram."""
_PAUSES: Final = (0.01, 0.02, 0.05)


class _Given(Settings):
    """Settings that come from nowhere but the hand that gives them."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Neither the environment nor a file: a rehearsal has nothing of the real bot."""
        return (init_settings,)


class Repeatable:
    """Ids and tokens by a seed: the same rehearsal gives the same ones."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def id(self) -> int:
        """A fresh row id."""
        return self._chance.getrandbits(62) + 1

    def token(self) -> str:
        """A fresh token. It guards nothing: nobody but the rehearsal can tap."""
        return f"{self._chance.getrandbits(48):012x}"

    def fraction(self) -> float:
        """A number from 0 up to 1."""
        return self._chance.random()


@dataclass(frozen=True, slots=True)
class Stage:
    """The real bot, awake, and the world that it believes in."""

    app: App
    sandbox: Sandbox
    clock: StandingClock
    database: Database

    async def settles(self) -> None:
        """The bot sees to everything there is to do at this moment."""
        while True:
            await self.hears()
            await self.app.planning.plan_due()
            await self.app.delivery.send_planned()
            if not self.sandbox.pending:
                return

    async def hears(self) -> None:
        """What people have done is taken in and answered, all of it."""
        updates = self.sandbox.world.updates
        while waiting := list(updates):
            await self.app.intake.store(waiting)
            updates.drop()
            await self.app.intake.drain()

    async def publishes(self, track: Track, files: Sequence[MediaFile] = ()) -> None:
        """A track that is whole is put on offer, with the files that its days bring."""
        async with self.database.unit() as unit:
            media = {file.name: await unit.media.keep(file) for file in files}
            await track_media.publish(unit, as_file(track), media=media, by=None, now=self.clock())

    async def next_due_at(self) -> datetime | None:
        """When something falls due next for anybody."""
        async with self.database.unit() as unit:
            return await unit.enrolments.next_due_at()


@contextmanager
def apart(beside: Path | None = None) -> Iterator[Path]:
    """A folder that is gone afterwards: in memory where there is room, since what is played need not outlive the machine; else
    `beside` that one, or where such folders usually are.
    """
    roomy = _IN_MEMORY.is_dir() and shutil.disk_usage(_IN_MEMORY).free > _ROOM
    with tempfile.TemporaryDirectory(prefix="rehearsal-", dir=_IN_MEMORY if roomy else beside) as folder:
        yield Path(folder)


@asynccontextmanager
async def stage(folder: Path, *, seed: int, begins: datetime, study: str | None = None) -> AsyncIterator[Stage]:
    """A stage whose things are in `folder`, which is there and empty; people can take part in the `study` of that name."""
    key = folder / KEY
    make_key_file(key)
    keyring = Keyring.read(key)
    clock = StandingClock(begins)
    sandbox = Sandbox(TOKEN, now=clock)
    url = f"sqlite+aiosqlite:///{folder / DATABASE}"
    chance = random.Random(seed)  # noqa: S311  (it is to be the same each time)
    async with Database(url, keyring, randomness=Repeatable(chance)) as database:
        settings = _Given(token=TOKEN, api_url=_NOWHERE, database_url=url, contact=CONTACT, study=study)
        await database.migrate()
        await database.prove_key()
        leaps = itertools.count(step=3600.0)  # an hour between any two looks, so that no turn is waited for
        limits = Limits(_ANY_NUMBER, now=lambda: next(leaps))
        app = build(settings, database, keyring, clock, limits=limits, pauses=_PAUSES, wire=Wire(sandbox))
        await app.bot.initialize()
        try:
            await app.lease.take()
            yield Stage(app, sandbox, clock, database)
        finally:
            await app.bot.shutdown()


def as_file(track: Track) -> str:
    """A track as a file again, which reads back as the same. JSON is YAML as well."""
    return track.model_dump_json(by_alias=True, exclude_none=True, exclude_defaults=True)
