"""A backup put back, or only tried out: whoever was forgotten since is not in it when anything is sent, whoever took back their part in
a study takes none, and what may have gone out since is not sent again.
"""

import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot import lock, opening, since_backup
from bot.clock import Clock
from bot.forgetting import Forgetting
from bot.manifest import Kind, beside, digest_of
from bot.settings import Settings, SettingsProblem
from bot.taking_part import TakingPart
from storage import file_copies, server_copies
from storage.chain import Result
from storage.database import Database
from storage.errors import Damaged, Unavailable
from storage.tombstones import Tombstones
from storage.urls import file_of, name_of

_BESIDE: Final = ("", "-wal", "-shm")
_URL: Final = "sqlite+aiosqlite:///"
_MIB: Final = 2**20
_TRIAL: Final = ".smallgains-drill-"
_OF_NOBODY: Final = timedelta(days=1)
"""A drill that began so long ago is not at work any more."""
_DRILL: Final = "smallgains_drill_"
_CALLED: Final = {Kind.FILE: "SQLite file", Kind.SERVER: "database on a server"}
_BEGINS: Final = {Kind.FILE: b"SQLite format 3", Kind.SERVER: b"PGDMP"}


@dataclass(frozen=True, slots=True)
class Restored:
    """How many people are in a backup now, how many had been forgotten since it was made, and how many of those are left; how many
    nudges may have gone out since, which are not sent again; and how many had taken back their part in a study, who take none.
    """

    people: int
    forgotten: int
    revived: int
    unsure: int = 0
    taken_back: int = 0


async def drill(settings: Settings, backup: Path, now: Clock) -> Restored:
    """Restores a copy of the backup aside, as it would be done for real; nothing else is touched. Raises
    `SettingsProblem`.
    """
    if _kind_of(settings, backup) is Kind.SERVER:
        return await _drilled_on_server(settings, backup, now)
    aside = _room_for_a_trial(settings, backup)
    if aside is not None:
        _clear_away_trials(aside, now())
    with tempfile.TemporaryDirectory(prefix=_TRIAL, dir=aside) as folder:
        trial = Path(folder) / "drill.db"
        _copy(backup, trial)
        return await _forgotten_again(_on(settings, f"{_URL}{trial}"), now, in_earnest=False)


async def restore(settings: Settings, backup: Path, now: Clock) -> Restored:
    """Puts the backup in the place of the database: of the file, which has to be out of the way, or into the empty database on the
    server. Raises `SettingsProblem`, `SecondInstance`.
    """
    file = file_of(settings.database_url)
    if file is not None:
        _prove_out_of_the_way(file)
    if _kind_of(settings, backup) is Kind.SERVER or file is None:
        return await _restored_on_server(settings, backup, now)
    with lock.held(file):
        unfinished = file.with_name(file.name + ".restoring")
        for suffix in _BESIDE:
            unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)
        _copy(backup, unfinished)
        restored = await _forgotten_again(_on(settings, f"{_URL}{unfinished}"), now, in_earnest=True)
        unfinished.replace(file)  # only now, and without anybody who was forgotten
        return restored


async def accept_ledger(settings: Settings, now: Clock) -> None:
    """The ledger of who was forgotten is taken as it is: whoever stood in lines that are lost comes back with a backup
    from before. Raises `SettingsProblem`.
    """
    keyring = opening.keyring_of(settings)
    file = file_of(settings.database_url)
    if file is None or file.exists():
        async with opening.opened(settings, keyring=keyring) as database, database.unit() as unit:
            await unit.admin_acts.record(None, "accept ledger", result=Result.DONE, now=now())
    try:
        Tombstones(settings.forgotten_path, keyring).keep_in_mind()
    except Unavailable as error:
        raise SettingsProblem(str(error)) from error


def _prove_out_of_the_way(file: Path) -> None:
    """Nothing of a database lies there: SQLite would write the -wal of the old one over the restored one. Raises `SettingsProblem`."""
    left = [one.name for suffix in _BESIDE if (one := file.with_name(file.name + suffix)).exists()]
    if left:
        told = f"a database at {file}" if file.name in left else f"something left of a database in {file.parent}"
        raise SettingsProblem(f"there is {told}: {', '.join(left)}. Stop the bot, move them all away, then restore")


async def _restored_on_server(settings: Settings, backup: Path, now: Clock) -> Restored:
    name = name_of(settings.database_url)
    try:
        async with (
            Database(settings.database_url, opening.keyring_of(settings)) as database,
            lock.held_on_server(database),
        ):
            if not await server_copies.is_empty(settings.database_url):
                raise SettingsProblem(
                    f"there is something in {name} already, and nothing is mixed with it or written over it; make that "
                    "database anew (dropdb, createdb), then restore"
                )
            async with database.being_restored():
                await server_copies.put_back(backup, settings.database_url)
                return await _forgotten_again(settings, now, in_earnest=True)
    except Unavailable as error:
        raise SettingsProblem(f"the backup {backup} was not put back into {name}: {error}") from error


async def _drilled_on_server(settings: Settings, backup: Path, now: Clock) -> Restored:
    try:
        async with server_copies.scratch(settings.database_url, f"{_DRILL}{secrets.token_hex(4)}") as trial:
            await server_copies.put_back(backup, trial)
            return await _forgotten_again(_on(settings, trial), now, in_earnest=False)
    except Unavailable as error:
        raise SettingsProblem(
            f"the drill could not be made: {error}. It needs a database of its own for a moment, so the role has to be "
            "allowed to make one: ALTER ROLE … CREATEDB"
        ) from error


async def _forgotten_again(settings: Settings, now: Clock, *, in_earnest: bool) -> Restored:
    keyring = opening.keyring_of(settings)
    tombstones = Tombstones(settings.forgotten_path, keyring)
    async with opening.opened(settings, keyring=keyring, restoring=True) as database:
        forgotten = await Forgetting(database, keyring.data_keys, tombstones, now).replay()
        taken_back = await TakingPart(keyring.data_keys, now).replay(database)
        unsure = await since_backup.settle(database, now())
        buried = tombstones.read()
        async with database.unit() as unit:
            people = await unit.people.ids()
            if in_earnest:
                await unit.admin_acts.restored(now())
                await unit.broadcasts.restored(now())
        await database.checkpoint()
    return Restored(len(people), forgotten, sum(buried.has(person) for person in people), unsure, taken_back)


def _on(settings: Settings, database_url: str) -> Settings:
    """The same settings over another database; the keys, and the ledger of who is forgotten, stay."""
    return settings.model_copy(
        update={
            "database_url": database_url,
            "key_file": settings.key_path,
            "keys_file": settings.keys_path,
            "forgotten_file": settings.forgotten_path,
        }
    )


def _kind_of(settings: Settings, backup: Path) -> Kind:
    """What the backup is a copy of, if it is whole and can be put where the settings say. Raises `SettingsProblem`."""
    if not backup.is_file():
        raise SettingsProblem(f"there is no backup at {backup}")
    manifest = beside(backup)
    if manifest is not None and digest_of(backup) != manifest.sha256:
        raise SettingsProblem(f"the backup {backup} is not as it was made: its checksum is not that of {manifest.name}")
    kind = Kind.SERVER if file_of(settings.database_url) is None else Kind.FILE
    with backup.open("rb") as opened:
        begins = opened.read(max(map(len, _BEGINS.values())))
    [other] = set(Kind) - {kind}
    if begins.startswith(_BEGINS[other]):
        raise SettingsProblem(
            f"the backup {backup} is a copy of a {_CALLED[other]}, and the database {name_of(settings.database_url)} is a "
            f"{_CALLED[kind]}: put it back where it came from; smallgains move carries a file to a server then"
        )
    return kind


def _room_for_a_trial(settings: Settings, backup: Path) -> Path | None:
    """A folder on the disk of the database, where it would be put back in earnest, or on that of the backup: both are large enough for
    one, which /tmp need not be. None, for /tmp, when neither can be written.
    """
    database = file_of(settings.database_url)
    folders = (backup.parent,) if database is None else (database.parent, backup.parent)
    return next((folder for folder in folders if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)), None)


def _clear_away_trials(folder: Path, at: datetime) -> None:
    """What drills left that were killed: nobody who is forgotten meanwhile would be erased from it."""
    for left in folder.glob(f"{_TRIAL}*"):
        if left.stat().st_mtime < (at - _OF_NOBODY).timestamp():
            shutil.rmtree(left, ignore_errors=True)


def _copy(backup: Path, to: Path) -> None:
    """The backup with what was written ahead of it. Raises `SettingsProblem`."""
    needed, free = backup.stat().st_size + _MIB, shutil.disk_usage(to.parent).free
    if free < needed:
        raise SettingsProblem(
            f"the disk is too full: {to.parent} has room for {free // _MIB} MiB, and a copy of the backup {backup} takes about "
            f"{needed // _MIB} MiB"
        )
    try:
        file_copies.copy_at_once(backup, to)
        file_copies.prove_whole(to)
    except Unavailable as error:
        raise SettingsProblem(f"the backup {backup} could not be copied to {to.parent}: {error}") from error
    except Damaged as error:
        raise SettingsProblem(f"the backup {backup} is damaged: {error}") from error
