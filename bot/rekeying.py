"""Everything moved to another key file, step by step, so that it can be broken off at any moment and gone on with."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from bot import lock, opening
from bot.clock import Clock
from bot.progress import Progress
from bot.settings import Settings, SettingsProblem
from storage.chain import Result
from storage.database import Database
from storage.secrecy import KeyProblem, Keyring, WrongCell
from storage.urls import file_of


async def rekey(settings: Settings, new_key: Path | None, now: Clock) -> AsyncIterator[Progress]:
    """Locks the keys of people with the key in `new_key` (without one: with the first in the key file), and seals with
    them what an older version had sealed with the key file itself. Raises `SettingsProblem`, `SecondInstance`.
    """
    try:
        keyring = Keyring.read(settings.key_path, settings.keys_path, newer=new_key)
    except KeyProblem as error:
        raise SettingsProblem(f"{error}. A new key is made with: smallgains key new --to FILE") from error
    file = file_of(settings.database_url)
    if file is not None and not file.exists():
        raise SettingsProblem(f"there is no database at {file}, so there is nothing to move")
    with lock.held_on_file(file):
        async with opening.opened(settings, keyring=keyring, locked=True) as database, lock.held_on_server(database):
            await _recorded(database, Result.BEGUN, now)
            async for progress in _seal_anew(database):
                yield progress
            for relocked in _relock(keyring):
                yield relocked
            await _recorded(database, Result.DONE, now)


async def _recorded(database: Database, result: Result, now: Clock) -> None:
    async with database.unit() as unit:
        await unit.admin_acts.record(None, "rekey", result=result, now=now())


async def _seal_anew(database: Database) -> AsyncIterator[Progress]:
    async with database.unit() as unit:
        of, places = await unit.sealed.count_of_first_format(), unit.sealed.places()
    done = 0
    for start in places:
        place = start
        while True:
            try:
                async with database.unit() as unit:
                    after, count = await unit.sealed.seal_some_anew(place)
            except WrongCell as error:
                raise SettingsProblem(f"{error}; nothing is lost, but somebody changed the database by hand") from error
            done += count
            if count:
                yield Progress("sealed values", done, of)
            if after is None:
                break
            place = after


def _relock(keyring: Keyring) -> Iterator[Progress]:
    of, done = keyring.data_keys.count_to_relock(), 0
    while (count := keyring.data_keys.relock_some()) > 0:
        done += count
        yield Progress("keys of people", done, of)
