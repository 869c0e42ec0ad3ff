"""Looks an installation over: what is wrong, and what to do about it."""

import stat
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.clock import utc_now
from bot.publishing import shipped_tracks
from bot.running import opened
from bot.settings import Settings, SettingsProblem
from bot.telegram.request import AiohttpRequest
from curriculum import timing
from curriculum.errors import TrackInvalid, UnknownZone
from curriculum.reading import read_track
from storage.database import file_of
from storage.errors import NewerSchema
from storage.secrecy import KeyProblem, Keyring


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `cure` says what to do when it is wrong."""

    about: str
    says: str
    cure: str | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether something has to be done."""
        return self.cure is not None


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Everything there is to look at, one after the other."""
    yield await _token(settings)
    key = _key(settings)
    yield key
    yield (
        Finding("database", "not looked at without a key", "mend the key first")
        if key.is_wrong
        else await _database(settings)
    )
    yield _zones()
    yield _tracks()
    yield _admins(settings)


async def _token(settings: Settings) -> Finding:
    try:
        token = settings.bot_token()
    except SettingsProblem as problem:
        return Finding("token", str(problem), "ask BotFather in Telegram for one and set it")
    bot = Bot(token, base_url=f"{settings.api_url}/bot", request=AiohttpRequest(), get_updates_request=AiohttpRequest())
    try:
        async with bot:
            return Finding("token", f"good; the bot is @{bot.username}")
    except InvalidToken:
        return Finding("token", "Telegram refuses it", "copy it again from BotFather, or have a new one made there")
    except TelegramError as error:
        return Finding(
            "token", f"Telegram was not reached ({type(error).__name__})", "check the network and SMALLGAINS_API_URL"
        )


def _key(settings: Settings) -> Finding:
    file = settings.key_path
    try:
        Keyring.read(file)
    except KeyProblem as problem:
        return Finding("key", str(problem), "smallgains key new makes one; with an old database, restore the old key")
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        return Finding("key", f"{file} can be read by others", f"chmod 600 {file}")
    return Finding("key", f"good: {file}")


async def _database(settings: Settings) -> Finding:
    file = file_of(settings.database_url)
    if file is not None and not file.exists():
        return Finding("database", f"none at {file} yet; smallgains run makes it")
    try:
        async with opened(settings, migrate=False) as database, database.unit() as unit:
            people = len(await unit.people.telegram_ids())
            counts = await unit.nudges.counts()
            waiting, dead = await unit.inbox.depth(), await unit.inbox.dead_letters()
    except (SettingsProblem, NewerSchema) as problem:
        return Finding("database", str(problem), "do as it says; key and program have to be those of this database")
    states = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "no nudge yet"
    return Finding("database", f"good; {people} people; nudges: {states}; inbox {waiting}; dead letters {dead}")


def _zones() -> Finding:
    try:
        timing.local(utc_now(), "Europe/Berlin")
        return Finding("zone data", f"good: tzdata {version('tzdata')}")
    except (UnknownZone, ModuleNotFoundError, PackageNotFoundError):
        return Finding("zone data", "missing", f"{sys.executable} -m pip install tzdata")


def _tracks() -> Finding:
    try:
        titles = [read_track(text).title for text in shipped_tracks()]
    except TrackInvalid as invalid:
        return Finding("tracks", f"a shipped track has problems ({invalid})", "install the program again")
    return Finding("tracks", f"good; shipped: {', '.join(titles)}")


def _admins(settings: Settings) -> Finding:
    count = len(settings.admins)
    if count == 0:
        return Finding("admins", "none are set, so nobody can publish in the chat (SMALLGAINS_ADMINS)")
    return Finding("admins", f"{count} set")
