"""Everything carried from a SQLite file to a PostgreSQL server, and compared there, row by row. Broken off at any moment, it
goes on where it was; until all is compared the file counts, and from then on the server does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot import lock, opening
from bot.clock import Clock
from bot.lease import Lease, this_machine
from bot.lock import SecondInstance
from bot.progress import Progress, Tell
from bot.settings import PREFIX, Settings, SettingsProblem
from storage import moving
from storage.chain import Result
from storage.database import Database, Unit
from storage.errors import InUse, Unavailable
from storage.move_marks import Arriving, Leaving
from storage.moving import Compared, Uncarried
from storage.rows import AT_ONCE
from storage.secrecy import Keyring
from storage.urls import file_of, name_of, names_a_database

_ON_A_SERVER: Final = "postgresql+psycopg://"
_ACT: Final = "move"
_ANEW: Final = "make that database anew (dropdb, createdb), then move again"


@dataclass(frozen=True, slots=True)
class Moved:
    """What every table came to on both sides; nothing when all was there from an earlier time."""

    to: str
    compared: Sequence[Compared]

    @property
    def differing(self) -> Sequence[str]:
        """The tables that are not the same on both sides. When there are any, the move is not finished."""
        return [table.table for table in self.compared if not table.is_same]


async def move(settings: Settings, to: str, now: Clock, tell: Tell, *, most: int = AT_ONCE) -> Moved:
    """Carries everything over to the database `to`, at `most` so many rows at once, and compares both. Raises
    `SettingsProblem`, `SecondInstance`, `NewerSchema`.
    """
    file = file_of(settings.database_url)
    if file is None:
        raise SettingsProblem(
            "the database is on a server already; the server's own tools (pg_dump) carry it elsewhere"
        )
    target = target_of(settings, to)
    keyring = opening.keyring_of(settings)
    with lock.held_on_file(file):
        async with opening.opened(settings, migrate=False, keyring=keyring, admit=_anybody) as here:
            move = _Move(here, name_of(to), now, tell)
            is_new = await _is_new(target, keyring)
            async with (
                opening.opened(target, migrate=is_new, keyring=keyring, admit=move.admits) as there,
                lock.held_on_server(there),
            ):
                return await move.made(there, most)


def target_of(settings: Settings, to: str) -> Settings:
    """The same settings over the database `to`; keys and ledger are looked for where they are then. Raises
    `SettingsProblem`.
    """
    if not to.startswith(_ON_A_SERVER) or not names_a_database(to):
        raise SettingsProblem(
            f"--to should be {_ON_A_SERVER} and a server with a database, like "
            f"{_ON_A_SERVER}smallgains@db.example.org/smallgains"
        )
    return settings.model_copy(update={"database_url": to})


def told(moved: Moved) -> Iterator[str]:
    """The tables that hold anything, with what they come to."""
    filled = [table for table in moved.compared if table.here.rows or table.there.rows]
    width = max((len(table.table) for table in filled), default=0)
    for table in filled:
        there = "the same there" if table.is_same else f"DIFFERENT there: {table.there.rows:>9} {table.there.told}"
        yield f"{table.table:<{width}} {table.here.rows:>9} {table.here.told}  {there}"


def stay_where_they_are(settings: Settings, to: str) -> Iterator[str]:
    """What is not carried over, and how it is found from now on."""
    then = target_of(settings, to)
    yield (
        f"The keys ({settings.key_path} and {settings.keys_path}) and the ledger of who was forgotten "
        f"({settings.forgotten_path}) stay where they are: on the bot's machine, never on the server."
    )
    yield f"Before the next start set {PREFIX}DATABASE_URL to the new database."
    places = (
        ("KEY_FILE", settings.key_path, then.key_path),
        ("KEYS_FILE", settings.keys_path, then.keys_path),
        ("FORGOTTEN_FILE", settings.forgotten_path, then.forgotten_path),
    )
    yield from (f"Set {PREFIX}{name}={here} too." for name, here, there in places if here != there)


class _Move:
    """One try: from the database `here` to the one called `to`."""

    def __init__(self, here: Database, to: str, now: Clock, tell: Tell) -> None:
        self._here = here
        self._to = to
        self._now = now
        self._tell = tell

    async def admits(self, database: Database, *, writes: bool) -> None:
        """Looks whether everything can be carried to this database. Raises `SettingsProblem`."""
        async with self._here.unit() as here, database.unit() as unit:
            await self._is_there(here, unit)

    async def made(self, there: Database, most: int) -> Moved:
        """The move, from where it is to its end. Raises `SettingsProblem`, `SecondInstance`."""
        try:
            await self._nobody_sends()
            async with self._here.unit() as here, there.unit() as unit:
                is_there = await self._is_there(here, unit)
            if is_there:
                return Moved(self._to, [])
            arriving = await self._begun(there)
            moved = await self._carried(there, arriving, most)
            if not moved.differing:
                await self._finished(there)
            return moved
        except Uncarried as error:
            raise SettingsProblem(f"{error}. Nothing is lost, and {self._name} goes on to count") from error
        except InUse as error:
            raise SecondInstance(f"{error}; only one may carry it on") from error
        except Unavailable as error:
            raise SettingsProblem(
                f"the move from {self._name} to {self._to} broke off: {error}. Run it again, it goes on where it was"
            ) from error

    @property
    def _name(self) -> str:
        return str(self._here.file)

    async def _nobody_sends(self) -> None:
        """Nobody on another machine does, as far as the lease tells; who is on this one does not get the lock."""
        lease = Lease(self._here, self._now, machine=this_machine())
        await lease.take()
        await lease.give_back()

    async def _is_there(self, here: Unit, there: Unit) -> bool:
        """Whether all is there already. Raises `SettingsProblem` when it cannot come there."""
        leaving, arriving = await here.move_marks.leaving(), await there.move_marks.arriving()
        is_this = leaving is not None and arriving is not None and leaving.move == arriving.move
        if leaving is not None and leaving.is_over and not is_this:
            raise SettingsProblem(f"everything in {self._name} has moved to {leaving.to} already, and is outdated here")
        if arriving is not None and not arriving.is_over and not is_this:
            raise SettingsProblem(
                f"in {self._to} there is a part of another move, or of one from before the bot went on with {self._name}; "
                f"{_ANEW}"
            )
        if is_this:
            return arriving is not None and arriving.is_over
        if filled := await moving.holds(there):
            raise SettingsProblem(
                f"there is something in {self._to} already ({', '.join(filled)}), and nothing is mixed with it or written "
                "over it; give an empty database"
            )
        return False

    async def _begun(self, there: Database) -> Arriving:
        """A move that goes on where it was, or else a new one."""
        async with there.unit() as unit:
            arriving = await unit.move_marks.arriving()
        if arriving is not None:
            return arriving
        async with self._here.unit() as here:
            move = here.fresh.token()
            await here.move_marks.leave(Leaving(move, self._to))
            await here.admin_acts.record(None, _ACT, result=Result.BEGUN, now=self._now())
        async with self._here.unit() as here, there.unit() as unit:
            return await moving.begin(here, unit, move)

    async def _carried(self, there: Database, arriving: Arriving, most: int) -> Moved:
        """Carries and compares. Nobody writes here meanwhile, and nothing sends from here any more when it is the same."""
        async with self._here.unit(long=True) as here:
            leaving = await here.move_marks.leaving()
            if leaving is None or leaving.move != arriving.move:
                raise SettingsProblem(f"somebody has worked on {self._name} meanwhile; {_ANEW}")
            async for carried in moving.carry(here, there, arriving, most=most):
                self._tell(Progress(carried.table, carried.done, carried.of))
            compared: list[Compared] = []
            async for table in moving.compare(here, there, most=most):
                compared.append(table)
                self._tell(Progress("compared tables", len(compared), moving.TABLES))
            moved = Moved(self._to, compared)
            if not moved.differing:
                await there.prove_key()
                await here.move_marks.leave(replace(leaving, is_over=True))
        return moved

    async def _finished(self, there: Database) -> None:
        async with there.unit() as unit:
            arriving = await unit.move_marks.arriving()
            if arriving is None:
                raise InUse("another process works on the same move")
            await unit.move_marks.go_on(arriving, replace(arriving, is_over=True))
            await unit.admin_acts.record(None, _ACT, result=Result.DONE, now=self._now())


async def _anybody(database: Database, *, writes: bool) -> None:
    """What is moved may have been marked as moved, when a try was broken off at its very end."""


async def _is_new(target: Settings, keyring: Keyring) -> bool:
    """Whether there is no table yet. Tables of an older version are nobody's to change here. Raises `SettingsProblem`,
    `NewerSchema`.
    """
    name = name_of(target.database_url)
    try:
        async with Database(target.database_url, keyring) as database:
            is_new = await database.is_new()
            if not is_new and not await database.is_up_to_date():
                raise SettingsProblem(f"{name} is in use by an older version; give an empty database")
            return is_new
    except Unavailable as error:
        raise SettingsProblem(f"the database {name} cannot be used: {error}") from error
