"""A backup made while the bot runs: copied, looked over, and only then given its name; after that, and only then, those that are
too old are let go.

The keys of people and the ledger of who was forgotten are no part of it: of these only the newest copy is kept, in a folder of
their own. So whoever is forgotten stays unreadable in every backup from before.
"""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Final, TypeVar

from bot import release
from bot.clock import Clock
from bot.manifest import Kind, Manifest, digest_of, name_at
from bot.progress import Progress, Tell
from bot.settings import PREFIX, Settings, SettingsProblem
from bot.shelf import InUse, Shelf, Taken
from storage import file_copies, server_copies
from storage.database import Database
from storage.errors import Damaged, LedgerShortened, OtherKeys, Unavailable
from storage.file_copies import Contents
from storage.safekeeping import Safekeeping
from storage.secrecy import KeyProblem, Keyring
from storage.tombstones import Tombstones
from storage.urls import file_of

_MIB: Final = 2**20
_COPYING: Final = "copying"
_DUMPING: Final = "tables counted"

T = TypeVar("T")


class NotBackedUp(Exception):
    """There is no new backup; those from before are as they were. The text says why, without a secret."""


class OthersMakeOne(NotBackedUp):
    """Somebody else makes a backup there just now."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where backups are kept, for how long, and where the newest copy of keys and ledger is."""

    folder: Path
    keys: Path
    keep: timedelta


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made, where it lies, and which ones were let go."""

    manifest: Manifest
    file: Path
    keys: Path
    let_go: Sequence[str]


def places(
    settings: Settings, *, folder: Path | None = None, keys: Path | None = None, keep_days: int | None = None
) -> Places:
    """Where backups are kept by the settings, and by what is given here, which counts. Raises `SettingsProblem`."""
    folder = folder or settings.backup_folder
    if folder is None:
        raise SettingsProblem(f"say where backups are kept, with --to FOLDER or {PREFIX}BACKUP_FOLDER")
    keys = keys or settings.backup_keys_folder or folder.with_name(f"{folder.resolve().name}-keys")
    if folder.resolve().is_relative_to(keys.resolve()) or keys.resolve().is_relative_to(folder.resolve()):
        raise SettingsProblem(
            "the keys of people must not lie with the backups of the database: whoever was forgotten could be read again in "
            f"an old one. Give them a folder elsewhere, with --keys-to or {PREFIX}BACKUP_KEYS_FOLDER"
        )
    _prove_apart(settings, keys)
    return Places(folder, keys, timedelta(days=keep_days or settings.backup_keep_days))


def place_of_keys(settings: Settings) -> Path | None:
    """Where the newest copy of keys and ledger is kept by the settings, also where no backups are made; None when none is. Raises
    `SettingsProblem`.
    """
    if settings.backup_folder is not None:
        return places(settings).keys
    if settings.backup_keys_folder is not None:
        _prove_apart(settings, settings.backup_keys_folder)
    return settings.backup_keys_folder


def _prove_apart(settings: Settings, keys: Path) -> None:
    if not safekeeping(settings, keys).is_apart:
        raise SettingsProblem(f"the keys of people themselves lie in {keys}: their copy belongs into another folder")


def safekeeping(settings: Settings, folder: Path) -> Safekeeping:
    """What keeps the newest copy of keys and ledger in this folder."""
    return Safekeeping(settings.keys_path, settings.forgotten_path, folder)


async def renew_keys(settings: Settings, keyring: Keyring, folder: Path) -> None:
    """Renews the copy of keys and ledger, unless they are worse than that. Raises `LedgerShortened`, `OtherKeys`, `Unavailable`."""

    def renew(_: Event) -> None:
        Tombstones(settings.forgotten_path, keyring).prove()
        safekeeping(settings, folder).refresh()

    await _apart(renew)


async def back_up(settings: Settings, keyring: Keyring, places: Places, now: Clock, tell: Tell) -> BackedUp:
    """Makes a backup. Raises `OthersMakeOne`, `NotBackedUp`."""
    shelf = Shelf(places.folder)
    try:
        with shelf.held():
            made_at = now().replace(microsecond=0)
            file = file_of(settings.database_url)
            kind = Kind.FILE if file is not None else Kind.SERVER
            unfinished = shelf.unfinished(name_at(made_at, kind))
            try:
                if file is None:
                    contents = await _dumped(settings.database_url, unfinished, keyring, tell)
                else:
                    contents = await _copied(file, unfinished, keyring, tell)
                await renew_keys(settings, keyring, places.keys)
                manifest = Manifest(
                    made_at=made_at,
                    program=release.version(),
                    database=kind,
                    schema_version=contents.schema,
                    file=name_at(made_at, kind),
                    bytes=unfinished.stat().st_size,
                    sha256=await _apart(lambda _: digest_of(unfinished)),
                    rows=dict(contents.rows),
                )
                copy = await _apart(lambda _: shelf.put(manifest))
            finally:
                unfinished.unlink(missing_ok=True)
            let_go = await _apart(lambda _: shelf.let_go(made_at, made_before=made_at - places.keep))
    except InUse as error:
        raise OthersMakeOne(f"another backup is just being made in {places.folder}") from error
    except Taken as error:
        raise NotBackedUp(f"there is a backup of this very second in {places.folder} already") from error
    except (Damaged, KeyProblem) as error:
        raise NotBackedUp(f"the copy is not as it should be, and was thrown away: {error}") from error
    except (LedgerShortened, OtherKeys, Unavailable) as error:
        raise NotBackedUp(str(error)) from error
    except OSError as error:
        raise NotBackedUp(f"{places.folder} cannot be written: {error.strerror}") from error
    return BackedUp(manifest, copy, places.keys, let_go)


async def _copied(file: Path, to: Path, keyring: Keyring, tell: Tell) -> Contents:
    has_room(to.parent, needed=_size_of(file))
    loop = asyncio.get_running_loop()

    def told(done: int, of: int) -> None:
        loop.call_soon_threadsafe(tell, Progress(_COPYING, done, of))

    await _apart(lambda stop: file_copies.copy(file, to, told, stop))
    return await _apart(lambda stop: file_copies.look_over(to, keyring, stop))


async def _dumped(url: str, to: Path, keyring: Keyring, tell: Tell) -> Contents:
    has_room(to.parent, needed=await server_copies.size_of(url))
    async with Database(url, keyring) as database:
        await database.prove_key()
    return await server_copies.copy(url, to, lambda done, of: tell(Progress(_DUMPING, done, of)))


def _size_of(file: Path) -> int:
    """How many bytes its copy takes. Raises `NotBackedUp`, `Unavailable`."""
    if not file.exists():
        raise NotBackedUp(f"there is no database at {file} yet")
    return file_copies.size_of(file)


def has_room(folder: Path, *, needed: int) -> None:
    """Raises `NotBackedUp` when the disk has no room for so many bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed + _MIB:
        raise NotBackedUp(
            f"a backup needs about {needed // _MIB + 1} MiB, and {folder} has room for {free // _MIB} MiB"
        )


async def _apart(work: Callable[[Event], T]) -> T:
    """Does it in a thread; who is cut off meanwhile waits until it has stopped, so that nothing is written behind their back."""
    stop = Event()
    working = asyncio.get_running_loop().run_in_executor(None, work, stop)
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        stop.set()
        with suppress(Exception):
            await working
        raise
