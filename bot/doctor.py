"""Looks an installation over: what is wrong, and what to do about it."""

import sys
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import disk, missing_keys, workload
from bot.clock import Clock, utc_now
from bot.finding import Finding
from bot.publishing import shipped_tracks
from bot.rights import Scope
from bot.running import opened
from bot.settings import Settings, SettingsProblem
from bot.telegram import clock_skew
from bot.telegram.request import AiohttpRequest
from curriculum import timing
from curriculum.errors import TrackInvalid, UnknownZone
from curriculum.helplines import expired
from curriculum.reading import read_track
from storage.engines import file_of
from storage.errors import LedgerShortened, NewerSchema, Unavailable
from storage.figures import Overview
from storage.key_files import is_open_to_others
from storage.secrecy import KeyProblem, Keyring
from storage.tombstones import Tombstones


async def findings(settings: Settings, now: Clock = utc_now, *, machine: Clock = utc_now) -> AsyncIterator[Finding]:
    """Everything there is to look at, one after the other. `now` is the clock that the bot lives by, which in a demo is
    not the `machine`'s.
    """
    token = await _token(settings)
    yield token
    if not token.is_wrong and (skew := await clock_skew.asked_of(settings.api_url, machine)) is not None:
        yield _clock(skew)
    yield _updates(settings)
    key = _key(settings)
    yield key
    if key.is_wrong:
        yield Finding("database", "not looked at without a key", "mend the key first")
    else:
        yield _keys(settings)
        yield _ledger(settings)
        for finding in await _database(settings, now):
            yield finding
    for finding in disk.findings(disk.Room.at(settings.data_folder)):
        yield finding
    yield _zones()
    yield _tracks()
    yield helplines(now().date())
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


def _clock(skew: timedelta) -> Finding:
    if abs(skew) > clock_skew.TOO_FAR:
        return Finding("clock", f"the machine's is {clock_skew.in_words(skew)}", clock_skew.MEND_IT)
    return Finding("clock", f"good: {clock_skew.in_words(skew)}")


def _updates(settings: Settings) -> Finding:
    """How updates come in, and where the bot itself can be asked how it is. What follows the host may be meant to be
    secret, and is not shown.
    """
    own = settings.listen
    asked = "nobody can ask how it is (SMALLGAINS_LISTEN)" if own is None else f"listens at {own.host}, port {own.port}"
    try:
        carried = settings.carried()
    except SettingsProblem as problem:
        return Finding("updates", str(problem), "set it, or leave SMALLGAINS_WEBHOOK_URL out: updates are then fetched")
    if carried is None:
        return Finding("updates", f"fetched from Telegram; {asked}")
    return Finding("updates", f"carried by Telegram to {urlsplit(carried.url).netloc}; {asked}")


def _key(settings: Settings) -> Finding:
    file = settings.key_path
    try:
        Keyring.read(file)
    except KeyProblem as problem:
        return Finding("key", str(problem), "smallgains key new makes one; with an old database, restore the old key")
    if is_open_to_others(file):
        return Finding("key", f"{file} can be read by others", f"chmod 600 {file}")
    return Finding("key", f"good: {file}")


def _keys(settings: Settings) -> Finding:
    """The keys of people, which the key file locks."""
    file = settings.keys_path
    if not file.exists():
        return Finding("keys of people", f"none at {file} yet; the first start makes it")
    try:
        keys = Keyring.read(settings.key_path, file).data_keys
        keys.prove()
        count = len(keys.owners())
    except KeyProblem as problem:
        return Finding("keys of people", str(problem), "smallgains rekey goes on where it was broken off")
    except Unavailable as problem:
        return Finding(
            "keys of people", str(problem), "restore its newest backup: without it nobody's words can be read"
        )
    if is_open_to_others(file):
        return Finding("keys of people", f"{file} can be read by others", f"chmod 600 {file}")
    return Finding("keys of people", f"good: {count} in {file}")


def _ledger(settings: Settings) -> Finding:
    """Who was forgotten, and has to stay so when a backup is restored."""
    file = settings.forgotten_path
    try:
        ledger = Tombstones(file, Keyring.read(settings.key_path, settings.keys_path))
        ledger.prove()
        count = len(ledger.read().people)
    except LedgerShortened as problem:
        return Finding("ledger of the forgotten", str(problem), "do not restore a backup before; nothing starts either")
    except (KeyProblem, Unavailable) as problem:
        return Finding("ledger of the forgotten", str(problem), f"see that {file} can be read, with its keys")
    return Finding("ledger of the forgotten", f"good: {count} in {file}")


async def _database(settings: Settings, now: Clock) -> Sequence[Finding]:
    file = file_of(settings.database_url)
    if file is not None and not file.exists():
        return [Finding("database", f"none at {file} yet; smallgains run makes it")]
    try:
        async with opened(settings, migrate=False) as database, database.unit() as unit:
            people = len(await unit.people.telegram_ids())
            keys = await missing_keys.finding(unit)
            work = await workload.workload(unit, now())
    except (SettingsProblem, NewerSchema) as problem:
        cure = "do as it says; key and program have to be those of this database"
        return [Finding("database", str(problem), cure)]
    return [_good(people, work.overview), keys, *workload.findings(work)]


def _good(people: int, overview: Overview) -> Finding:
    states = ", ".join(f"{count} {state}" for state, count in sorted(overview.nudges.items()) if count)
    return Finding(
        "database",
        f"good; {people} people; nudges: {states or 'no nudge yet'}; inbox {overview.inbox.count}; dead letters "
        f"{overview.dead_letters}",
    )


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


def helplines(today: date) -> Finding:
    """Whether every emergency number and helpline that ships may still be relied on."""
    gone = expired(today)
    if gone:
        says = f"{len(gone)} have expired and are told to nobody: {'; '.join(gone)}"
        return Finding(
            "helplines",
            says,
            "bring the program up to date; curriculum/helplines/README.md says how they are looked up",
        )
    return Finding("helplines", "good: none has expired")


def _admins(settings: Settings) -> Finding:
    admins = settings.admins
    if not admins.ids:
        return Finding("admins", "none are set, so nobody can publish in the chat (SMALLGAINS_ADMINS)")
    rights = ", ".join(f"{sum(admins.may(one, scope) for one in admins.ids)} may {scope}" for scope in Scope)
    return Finding("admins", f"{len(admins.ids)} set: {rights}")
