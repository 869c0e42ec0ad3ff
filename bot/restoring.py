"""A backup put back, or only tried out: whoever was forgotten since is not in it when anything is sent."""

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot import lock, running
from bot.clock import Clock
from bot.forgetting import Forgetting
from bot.settings import Settings, SettingsProblem
from storage.chain import Result
from storage.engines import file_of
from storage.errors import Unavailable
from storage.tombstones import Tombstones

_BESIDE: Final = ("", "-wal", "-shm")
_URL: Final = "sqlite+aiosqlite:///"


@dataclass(frozen=True, slots=True)
class Restored:
    """How many people are in a backup now, how many had been forgotten since it was made, and how many of those are left."""

    people: int
    forgotten: int
    revived: int


async def drill(settings: Settings, backup: Path, now: Clock) -> Restored:
    """Restores a copy of the backup aside, as it would be done for real; nothing else is touched. Raises
    `SettingsProblem`.
    """
    with tempfile.TemporaryDirectory(prefix="smallgains-drill-") as folder:
        trial = Path(folder) / "drill.db"
        _copy(backup, trial)
        return await _forgotten_again(_on(settings, trial), now, in_earnest=False)


async def restore(settings: Settings, backup: Path, now: Clock) -> Restored:
    """Puts the backup in the place of the database, which has to be out of the way. Raises `SettingsProblem`,
    `SecondInstance`.
    """
    file = file_of(settings.database_url)
    if file is None:
        raise SettingsProblem(
            "the database is on a server: put its backup back with the server's own tools; the next start forgets again "
            "whoever was forgotten since. deploy/README.md says how"
        )
    if file.exists():
        raise SettingsProblem(f"there is a database at {file}; move it away, with its -wal and -shm, then restore")
    with lock.held(file):
        unfinished = file.with_name(file.name + ".restoring")
        for suffix in _BESIDE:
            unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)
        _copy(backup, unfinished)
        restored = await _forgotten_again(_on(settings, unfinished), now, in_earnest=True)
        unfinished.replace(file)  # only now, and without anybody who was forgotten
        return restored


async def accept_ledger(settings: Settings, now: Clock) -> None:
    """The ledger of who was forgotten is taken as it is: whoever stood in lines that are lost comes back with a backup
    from before. Raises `SettingsProblem`.
    """
    keyring = running.keyring_of(settings)
    file = file_of(settings.database_url)
    if file is None or file.exists():
        async with running.opened(settings, keyring=keyring) as database, database.unit() as unit:
            await unit.admin_acts.record(None, "accept ledger", result=Result.DONE, now=now())
    try:
        Tombstones(settings.forgotten_path, keyring).keep_in_mind()
    except Unavailable as error:
        raise SettingsProblem(str(error)) from error


async def _forgotten_again(settings: Settings, now: Clock, *, in_earnest: bool) -> Restored:
    keyring = running.keyring_of(settings)
    tombstones = Tombstones(settings.forgotten_path, keyring)
    async with running.opened(settings, keyring=keyring) as database:
        forgotten = await Forgetting(database, keyring.data_keys, tombstones, now).replay()
        buried = tombstones.read()
        async with database.unit() as unit:
            people = await unit.people.ids()
            if in_earnest:
                await unit.admin_acts.restored(now())
                await unit.broadcasts.restored(now())
        await database.checkpoint()
    return Restored(len(people), forgotten, sum(buried.has(person) for person in people))


def _on(settings: Settings, file: Path) -> Settings:
    """The same settings over another database file; the keys, and the ledger of who is forgotten, stay."""
    return settings.model_copy(
        update={
            "database_url": f"{_URL}{file}",
            "key_file": settings.key_path,
            "keys_file": settings.keys_path,
            "forgotten_file": settings.forgotten_path,
        }
    )


def _copy(backup: Path, to: Path) -> None:
    """The backup with what was written ahead of it. Raises `SettingsProblem`."""
    if not backup.is_file():
        raise SettingsProblem(f"there is no backup at {backup}")
    try:
        to.touch(mode=0o600)
        with closing(sqlite3.connect(backup)) as source, closing(sqlite3.connect(to)) as target:
            source.backup(target)
            [health] = target.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as error:
        raise SettingsProblem(f"the backup {backup} cannot be read: {error}") from error
    if health != "ok":
        raise SettingsProblem(f"the backup {backup} is damaged: {health}")
