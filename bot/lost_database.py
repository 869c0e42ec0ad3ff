"""A database that is not there: never made, or lost, which shows by the keys that people have."""

from pathlib import Path

from bot import faults
from bot.finding import Finding
from bot.settings import Settings
from storage.errors import Unavailable
from storage.secrecy import KeyProblem, Keyring


def people_with_keys(keyring: Keyring) -> int:
    """How many people have a key; none as far as the keys cannot be read, which is told where they are looked at."""
    try:
        return len(keyring.data_keys.owners())
    except Unavailable:
        return 0


def lost(settings: Settings, file: Path, about: str) -> Finding | None:
    """What is to be said of the missing `file`, when people have keys; None when it was not made yet."""
    try:
        people = people_with_keys(Keyring.read(settings.key_path, settings.keys_path))
    except KeyProblem:
        return None
    if not people:
        return None
    return faults.DATABASE_LOST.found(about, f"there is none at {file}, and there are keys of {people} people")
