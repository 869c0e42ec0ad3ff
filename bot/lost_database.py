"""A database that is not there, or has nothing in it: never made, or lost, which shows by the keys that people have, or by what the
bot saved that worked on it.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot import faults
from bot.finding import Finding
from bot.settings import Settings
from storage.errors import Unavailable
from storage.secrecy import KeyProblem, Keyring

_SAVED: Final = ".saved-"


def name_of_copy(file: Path, at: datetime) -> Path:
    """Where a bot whose `file` was taken away under it saves what was in it."""
    return file.with_name(f"{file.name}{_SAVED}{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")


def saved_copy(file: Path) -> Path | None:
    """The newest that was saved so and not put back yet."""
    return max(file.parent.glob(f"{file.name}{_SAVED}*Z"), default=None)


def people_with_keys(keyring: Keyring) -> int:
    """How many people have a key; none as far as the keys cannot be read, which is told where they are looked at."""
    try:
        return len(keyring.data_keys.owners())
    except Unavailable:
        return 0


def lost(settings: Settings, file: Path, about: str) -> Finding | None:
    """What is to be said of a `file` that is missing or empty, when people have keys; None when it was not made yet."""
    try:
        people = people_with_keys(Keyring.read(settings.key_path, settings.keys_path))
    except KeyProblem:
        return None
    if not people:
        return None
    return faults.DATABASE_LOST.found(about, f"there is nothing at {file}, and there are keys of {people} people")


def taken_away(file: Path, about: str) -> Finding | None:
    """What is to be said when the bot has saved what was in the `file`, and that was not seen to yet; None otherwise."""
    copy = saved_copy(file)
    return None if copy is None else faults.DATABASE_SAVED.found(about, file=file, copy=copy)
