"""How an installation stands at a glance: who is at work, what went out and what did not, and what wants to be looked at. It is
read from what is stored, while the bot runs or not; nothing is changed, and nobody's word, name or id is in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import disk, faults, lock, lost_database, moved, release, workload
from bot.clock import Clock
from bot.finding import Finding
from bot.lease import this_machine
from bot.newest_backup import NewestBackup
from bot.settings import Settings, SettingsProblem
from bot.telegram import clock_skew
from bot.workload import Workload
from storage.database import Database, Unit
from storage.errors import NewerSchema, Unavailable
from storage.figures import LastRequest
from storage.migrations import Schema
from storage.secrecy import KeyProblem, Keyring
from storage.urls import file_of, name_of


@dataclass(frozen=True, slots=True)
class AtWork:
    """How many processes work on the database; `elsewhere` when the one there is runs on another machine."""

    processes: int
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database tells of the work; `comes_next` is when the next of all that comes falls due."""

    work: Workload
    at_work: AtWork
    last_request: LastRequest | None
    last_update: datetime | None
    comes_next: datetime | None


@dataclass(frozen=True, slots=True)
class Telegram:
    """What Telegram said when it was asked: how far our clock is ahead of its own; None when it was not reached."""

    skew: timedelta | None


@dataclass(frozen=True, slots=True)
class Status:
    """How it stands at `at`. What is None could not be read, or is not asked for; `wrong` says what wants to be looked at."""

    version: str
    at: datetime
    database: str
    schema: Schema | None
    kept: Kept | None
    room: disk.Room | None
    backup: NewestBackup | None
    telegram: Telegram | None
    wrong: tuple[Finding, ...]


async def status(settings: Settings, now: Clock, *, ask: Clock | None = None) -> Status:
    """How it stands. With the machine's clock to `ask` by, Telegram is asked what time it is there, without a token."""
    at = now()
    telegram = None if ask is None else Telegram(await clock_skew.asked_of(settings.api_url, ask))
    schema, kept, unusable = await _kept(settings, at)
    room = disk.Room.at(settings.data_folder)
    backup = NewestBackup.of(settings, at)
    wrong = [
        *unusable,
        *(() if kept is None else (*_nobody_works(kept.at_work), *workload.findings(kept.work))),
        *disk.findings(room),
        *(() if backup is None else (backup.finding("backup"),)),
        *_out_of_step(telegram),
    ]
    return Status(
        version=release.version(),
        at=at,
        database=name_of(settings.database_url),
        schema=schema,
        kept=kept,
        room=room,
        backup=backup,
        telegram=telegram,
        wrong=tuple(finding for finding in wrong if finding.is_wrong),
    )


async def _kept(settings: Settings, at: datetime) -> tuple[Schema | None, Kept | None, tuple[Finding, ...]]:
    """What the database tells, and what keeps it from being read."""
    about = "database"
    file = file_of(settings.database_url)
    if file is not None and (taken_away := lost_database.taken_away(file, about)) is not None:
        return None, None, (taken_away,)
    if file is not None and not file.exists():
        never_made = Finding(about, f"there is none at {file}", "smallgains run makes one")
        return None, None, (lost_database.lost(settings, file, about) or never_made,)
    schema = None
    try:
        async with Database(settings.database_url, Keyring.read(settings.key_path, settings.keys_path)) as database:
            schema = await database.schema()
            if schema.is_too_new:
                return schema, None, (faults.DATABASE_NEWER.found(about),)
            if file is not None and schema.here is None and (lost := lost_database.lost(settings, file, about)):
                return schema, None, (lost,)
            if not schema.is_current and not schema.is_newer:
                return schema, None, (faults.DATABASE_OLDER.found(about),)
            async with database.unit(long=True, reads=True) as unit:
                await moved.left_meanwhile(unit)
                return schema, await _read(unit, settings, at), ()
    except (SettingsProblem, NewerSchema) as problem:
        return schema, None, (faults.DATABASE_MOVED.found(about, str(problem)),)
    except KeyProblem as problem:
        return schema, None, (faults.WRONG_KEY.found(about, str(problem)),)
    except (OSError, Unavailable) as problem:
        return schema, None, (faults.DATABASE_UNUSABLE.found(about, str(problem)),)


async def _read(unit: Unit, settings: Settings, at: datetime) -> Kept:
    next_ones = (
        await unit.enrolments.next_due_at(),
        await unit.enrolments.next_remind_at(),
        await unit.nudges.next_at(at),
    )
    return Kept(
        work=await workload.workload(unit, at),
        at_work=await _at_work(unit, settings, at),
        last_request=await unit.figures.last_request(),
        last_update=await unit.figures.last_update(),
        comes_next=min((instant for instant in next_ones if instant is not None and instant > at), default=None),
    )


async def _at_work(unit: Unit, settings: Settings, at: datetime) -> AtWork:
    file = file_of(settings.database_url)
    if file is None:
        return AtWork(await unit.figures.processes() or 0)
    if lock.is_held(file):
        return AtWork(1)
    # The lease of a process of this machine that holds no lock is that of a dead one.
    until = await unit.leases.held_until(elsewhere_than=this_machine())
    elsewhere = until is not None and until > at
    return AtWork(int(elsewhere), elsewhere)


def _nobody_works(at_work: AtWork) -> Iterator[Finding]:
    if not at_work.processes:
        yield Finding(
            "running", "nobody works on this database", "start smallgains run, or see why it ended in its log"
        )


def _out_of_step(telegram: Telegram | None) -> Iterator[Finding]:
    if telegram is None:
        return
    if telegram.skew is None:
        yield faults.TELEGRAM_UNREACHABLE.found("telegram")
    elif abs(telegram.skew) > clock_skew.TOO_FAR:
        yield faults.CLOCK_OFF.found("clock", f"the machine's is {clock_skew.in_words(telegram.skew)}")
