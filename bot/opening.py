"""The database as the settings name it: with its keys, of the newest schema, and one that may be used. What works on it is loaded
when one is opened.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot import moved, upgrading
from bot.faults import ANOTHER_USER
from bot.lost_database import people_with_keys, taken_away
from bot.settings import Settings, SettingsProblem
from storage.errors import LedgerShortened, Unavailable
from storage.secrecy import KeyProblem, Keyring
from storage.taking import Tell, to_nobody
from storage.urls import file_of, name_of

if TYPE_CHECKING:
    from storage.database import Database


class Admit(Protocol):
    """Lets a database be worked on, or raises `SettingsProblem`; `writes` tells what for."""

    async def __call__(self, database: "Database", *, writes: bool) -> None: ...


def keyring_of(settings: Settings) -> Keyring:
    """The keys. Raises `SettingsProblem` that says how to make one."""
    try:
        return Keyring.read(settings.key_path, settings.keys_path)
    except KeyProblem as error:
        if isinstance(error.__cause__, PermissionError):
            raise SettingsProblem(f"{error}: {ANOTHER_USER.cure}") from error
        make_one = "" if settings.key_path.exists() else ". Make one with: smallgains key new"
        raise SettingsProblem(f"{error}{make_one}") from error


@asynccontextmanager
async def opened(
    settings: Settings,
    *,
    migrate: bool = True,
    keyring: Keyring | None = None,
    admit: Admit = moved.admit,
    restoring: bool = False,
    locked: bool = False,
    tell: Tell = to_nobody,
) -> "AsyncIterator[Database]":
    """The database, proven to belong to the key; brought up to date, or only looked at when not to `migrate`. A backup was put back
    into it as a whole, unless this is who is `restoring`. Who has the lock on a file already says that it is `locked`. It is told
    how far a migration has come.

    Raises `SettingsProblem`, `NewerSchema`, `SecondInstance`.
    """
    from storage.database import Database

    keyring = keyring or keyring_of(settings)
    file = file_of(settings.database_url)
    if not migrate and file is not None and not file.exists():
        raise SettingsProblem(f"there is no database at {file} yet; smallgains run makes one, and so does migrate")
    if migrate and not restoring and file is not None:
        _see_that_nothing_waits_to_be_put_back(file)
    if migrate and not restoring and file is not None and not file.exists():
        _see_that_it_is_not_lost(settings, file, keyring)
    try:
        async with Database(settings.database_url, keyring) as database:
            if not restoring:
                await moved.admit_whole(database)
            if migrate and restoring:
                await database.migrate()  # nobody else is there
            elif migrate:
                if file is not None and await database.is_new():
                    _see_that_it_is_not_lost(settings, file, keyring)
                await upgrading.upgrade(database, locked=locked, tell=tell)
            elif not await database.is_up_to_date():
                raise SettingsProblem("the database is of an older version; smallgains migrate brings it up to date")
            await admit(database, writes=migrate)
            await database.prove_key()
            yield database
    except KeyProblem as error:
        raise SettingsProblem(
            f"{error}. Give the right ones with SMALLGAINS_KEY_FILE and SMALLGAINS_KEYS_FILE"
        ) from error
    except LedgerShortened as error:
        raise SettingsProblem(str(error)) from error
    except (OSError, Unavailable) as error:
        raise SettingsProblem(f"the database {name_of(settings.database_url)} cannot be used: {error}") from error


def _see_that_nothing_waits_to_be_put_back(file: Path) -> None:
    """Whatever lies in the place of a file that was taken away under the bot, an older copy say, would let people get days again."""
    if (waiting := taken_away(file, "database")) is not None:
        raise SettingsProblem(f"{waiting.says}: {waiting.cure}")


def _see_that_it_is_not_lost(settings: Settings, file: Path, keyring: Keyring) -> None:
    """Where people have keys there was a database: an empty one in its place would lose everybody in silence."""
    if people := people_with_keys(keyring):
        raise SettingsProblem(
            f"there is nothing at {file}, and {settings.keys_path} has keys of {people} people: it is lost, or "
            "SMALLGAINS_DATABASE_URL names another place. smallgains restore puts a backup back; to begin anew, move the keys "
            "away as well"
        )
