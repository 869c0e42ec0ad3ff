"""The database: whether it can be used, is this program's and this key's, and how the work in it stands."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Final

from bot import faults, lock, lost_database, missing_keys, moved, workload
from bot.clock import Clock
from bot.finding import Fault, Finding
from bot.settings import Settings, SettingsProblem
from curriculum import timing
from storage.conditions import Condition, Examined, examined
from storage.database import Database
from storage.errors import NewerSchema, Unavailable
from storage.facts import ZONE_DATA
from storage.figures import Overview
from storage.secrecy import KeyProblem, Keyring
from storage.urls import file_of, name_of

_ABOUT: Final = "database"
_FAULTS: Final[Mapping[Condition, Fault]] = {
    Condition.DAMAGED: faults.DATABASE_DAMAGED,
    Condition.LOCKED: faults.DATABASE_LOCKED,
    Condition.UNUSABLE: faults.DATABASE_UNUSABLE,
    Condition.UNREACHABLE: faults.SERVER_UNREACHABLE,
    Condition.REFUSED: faults.SERVER_REFUSES,
    Condition.NOT_THERE: faults.NO_SUCH_DATABASE,
    Condition.NO_CERTIFICATE: faults.NO_CERTIFICATE,
    Condition.NO_TLS: faults.NO_TLS,
    Condition.MAY_NOT_CREATE: faults.MAY_NOT_CREATE,
    Condition.NOT_UTF8: faults.NOT_UTF8,
    Condition.POOLED: faults.POOLED,
}


async def is_running(settings: Settings) -> bool:
    """Whether a bot works on the database, as far as it can be asked: one of this machine on a file, any on a server."""
    file = file_of(settings.database_url)
    if file is not None:
        return lock.is_held(file)
    try:
        keyring = Keyring.read(settings.key_path, settings.keys_path)
        async with Database(settings.database_url, keyring) as database, database.unit(reads=True) as unit:
            return bool(await unit.figures.processes())
    except (KeyProblem, OSError, Unavailable):
        return False


async def outside(settings: Settings) -> tuple[Finding | None, bool]:
    """What keeps the database from being used at all, None when nothing does; and whether there is one that is used already."""
    file = file_of(settings.database_url)
    if file is not None and not file.exists():
        return None, False
    found = await examined(settings.database_url)
    is_used = file is not None or found.is_used
    return (None if found.condition is Condition.GOOD else _told(found, settings)), is_used


async def inside(settings: Settings, now: Clock) -> AsyncIterator[Finding]:
    """What stands in it. It is not made, and not brought up to date."""
    file = file_of(settings.database_url)
    if file is not None and (taken_away := lost_database.taken_away(file, _ABOUT)) is not None:
        yield taken_away
        return
    if file is not None and not file.exists():
        yield lost_database.lost(settings, file, _ABOUT) or Finding(
            _ABOUT, f"none at {file} yet; smallgains run makes it"
        )
        return
    try:
        async with Database(settings.database_url, Keyring.read(settings.key_path, settings.keys_path)) as database:
            if file is not None and await database.is_new() and (lost := lost_database.lost(settings, file, _ABOUT)):
                yield lost
                return
            for finding in await _in(database, now):
                yield finding
    except NewerSchema as problem:
        yield faults.DATABASE_NEWER.found(_ABOUT, str(problem))
    except SettingsProblem as problem:
        yield faults.DATABASE_MOVED.found(_ABOUT, str(problem))
    except KeyProblem as problem:
        yield faults.WRONG_KEY.found(_ABOUT, str(problem))
    except (OSError, Unavailable) as problem:
        yield faults.DATABASE_UNUSABLE.found(_ABOUT, f"{name_of(settings.database_url)}: {problem}")


async def _in(database: Database, now: Clock) -> Sequence[Finding]:
    """Raises `NewerSchema`, `SettingsProblem`, `KeyProblem`, `Unavailable`."""
    if await database.is_new():
        return [Finding(_ABOUT, "nothing in it yet; smallgains run makes its tables")]
    if not await database.is_up_to_date():
        return [faults.DATABASE_OLDER.found(_ABOUT)]
    await moved.admit(database, writes=False)
    await database.prove_key()
    async with database.unit() as unit:
        people = len(await unit.people.telegram_ids())
        keys = await missing_keys.finding(unit)
        work = await workload.workload(unit, now())
        planned_with = await unit.facts.get(ZONE_DATA)
    return [_good(people, work.overview), keys, *_zones(planned_with), *workload.findings(work)]


def _told(found: Examined, settings: Settings) -> Finding:
    fault = _FAULTS[found.condition]
    says = f"{name_of(settings.database_url)}: {found.says}"
    return fault.found(_ABOUT, says, role=found.role, database=found.database)


def _good(people: int, overview: Overview) -> Finding:
    states = ", ".join(f"{count} {state}" for state, count in sorted(overview.nudges.items()) if count)
    return Finding(
        _ABOUT,
        f"good; {people} people; nudges: {states or 'no nudge yet'}; inbox {overview.inbox.count}; dead letters "
        f"{overview.dead_letters}",
    )


def _zones(planned_with: str | None) -> Sequence[Finding]:
    """Whether another process, or an earlier version, planned with newer rules than are here."""
    here = timing.edition()
    if planned_with is None or _numbers(planned_with) <= _numbers(here):
        return []
    says = f"tzdata {here} is older than {planned_with}, with which the database was planned"
    return [faults.ZONE_DATA_OLD.found("zone data", says)]


def _numbers(edition: str) -> tuple[int, ...]:
    return tuple(int(part) for part in edition.split(".") if part.isdecimal())
