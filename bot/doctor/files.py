"""The files that the bot keeps apart from its database: the key, the keys of people, the ledger of the forgotten, and
whatever holds a secret.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot import faults
from bot.finding import Finding
from bot.newest_backup import NewestBackup
from bot.settings import Settings
from storage.errors import LedgerShortened, Unavailable
from storage.key_files import is_open_to_others
from storage.secrecy import KeyProblem, Keyring
from storage.tombstones import Tombstones


def key(settings: Settings, *, is_used: bool) -> Finding:
    """The key file. Whether there is a database that needs it tells if it `is_used`."""
    file = settings.key_path
    try:
        Keyring.read(file)
    except KeyProblem as problem:
        if file.exists():
            return faults.KEY_BROKEN.found("key", str(problem), file=file)
        return (faults.KEY_LOST if is_used else faults.NO_KEY).found("key", str(problem), file=file)
    return _closed(file, "key") or Finding("key", f"good: {file}")


def keys_of_people(settings: Settings, *, is_used: bool) -> Finding:
    """The keys of people, which the key file locks."""
    about, file = "keys of people", settings.keys_path
    if not file.exists():
        if is_used:
            return faults.KEYS_MISSING.found(about, f"there is a database, and there are none at {file}", file=file)
        return Finding(about, f"none at {file} yet; the first start makes it")
    try:
        keys = Keyring.read(settings.key_path, file).data_keys
        keys.prove()
        count = len(keys.owners())
    except KeyProblem as problem:
        return faults.KEYS_LOCKED.found(about, str(problem))
    except Unavailable as problem:
        return faults.KEYS_DAMAGED.found(about, str(problem), file=file)
    return _closed(file, about) or Finding(about, f"good: {count} in {file}")


def ledger(settings: Settings) -> Finding:
    """Who was forgotten, and has to stay so when a backup is restored."""
    about, file = "ledger of the forgotten", settings.forgotten_path
    try:
        tombstones = Tombstones(file, Keyring.read(settings.key_path, settings.keys_path))
        tombstones.prove()
        count = len(tombstones.read().people)
    except LedgerShortened as problem:
        return faults.LEDGER_SHORTENED.found(about, str(problem))
    except (KeyProblem, Unavailable) as problem:
        return faults.LEDGER_UNREADABLE.found(about, str(problem), file=file)
    return Finding(about, f"good: {count} in {file}")


def backups(settings: Settings, now: datetime) -> Finding:
    """The backups that the bot makes by itself, if it does."""
    about, newest = "backups", NewestBackup.of(settings, now)
    if newest is None:
        return Finding(about, "none are made by the bot itself (SMALLGAINS_BACKUP_FOLDER)")
    return newest.finding(about)


def secrets(settings: Settings, env_file: Path | None) -> Iterator[Finding]:
    """The files from which secrets are read, each that others can read."""
    kept = {
        "settings": env_file,
        "token": settings.token_file,
        "webhook secret": settings.webhook_secret_file,
    }
    for about, file in kept.items():
        if file is not None and file.exists() and (found := _closed(file, about)) is not None:
            yield found


def _closed(file: Path, about: str) -> Finding | None:
    """What is to be said when others can read the file."""
    if is_open_to_others(file):
        return faults.OPEN_TO_OTHERS.found(about, f"{file} can be read by others", file=file)
    return None
