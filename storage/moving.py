"""Everything in one database carried over to another, a batch in each transaction, and both summed up beside each other."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Table

from storage import belongings
from storage.database import Database, Unit
from storage.errors import AlreadyThere, Stale, StorageError, Unstorable
from storage.move_marks import Arriving, Place
from storage.rows import AT_ONCE, Sum, at_once, key_of
from storage.tables import CanaryRow, table_of

_CANARY: Final[Table] = table_of(CanaryRow)
TABLES: Final = len(belongings.all_tables())
_FIRST: Final = frozenset({_CANARY.name})
"""It tells from the first moment on whose keys belong to the database."""


class Uncarried(StorageError):
    """Rows of a table could not be put where they were carried to; nothing of their batch was."""

    def __init__(self, table: str, fault: StorageError) -> None:
        super().__init__(f"rows of the table {table} cannot be put there: {fault}")


@dataclass(frozen=True, slots=True)
class Carried:
    """Of a table `done` rows `of` all are seen to."""

    table: str
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Compared:
    """What a table comes to where it was, and where it is now."""

    table: str
    here: Sum
    there: Sum

    @property
    def is_same(self) -> bool:
        """Whether every value of every row is."""
        return self.here == self.there


async def holds(there: Unit) -> list[str]:
    """The tables in which there is something already that a move would mix with what it brings."""
    return [name for name in await there.rows.filled() if name not in _FIRST]


async def begin(here: Unit, there: Unit, move: str) -> Arriving:
    """The empty database is the one into which everything comes, and belongs to the keys of the other."""
    await there.rows.drop_all(_CANARY)
    await there.rows.put(_CANARY, await here.rows.some(_CANARY, after=None, most=AT_ONCE))
    await there.move_marks.begin(move)
    return Arriving(move)


async def carry(here: Unit, there: Database, arriving: Arriving, *, most: int = AT_ONCE) -> AsyncIterator[Carried]:
    """Carries over whatever is not there yet. Raises `Uncarried`, and `InUse` when somebody
    else works on the same move."""
    place = arriving.place
    for table in _left(place):
        of = await here.rows.count(table)
        after = place.after if place is not None and place.table == table.name else None
        done = 0 if after is None else await here.rows.count(table, up_to=after)
        while rows := await here.rows.some(table, after=after, most=at_once(table, most)):
            after = key_of(table, rows[-1])
            further = Arriving(arriving.move, Place(table.name, after))
            try:
                async with there.unit() as unit:
                    await unit.move_marks.go_on(arriving, further)
                    await unit.rows.put(table, rows)
            except (AlreadyThere, Stale, Unstorable) as fault:
                raise Uncarried(table.name, fault) from fault
            arriving, done = further, done + len(rows)
            yield Carried(table.name, done, of)


async def compare(here: Unit, there: Database, *, most: int = AT_ONCE) -> AsyncIterator[Compared]:
    """Reads every table on both sides, and sums it up."""
    for table in belongings.all_tables():
        async with there.unit() as unit:
            sum_there = await _sum(unit, table, most)
        yield Compared(table.name, await _sum(here, table, most), sum_there)


async def _sum(unit: Unit, table: Table, most: int) -> Sum:
    total, after = Sum(), None
    while rows := await unit.rows.some(table, after=after, most=at_once(table, most)):
        total, after = total.with_rows(rows), key_of(table, rows[-1])
    return total


def _left(place: Place | None) -> Sequence[Table]:
    """The tables of which something may be left to carry over, those that others point to first."""
    tables = [table for table in belongings.all_tables() if table.name not in _FIRST]
    names = [table.name for table in tables]
    return tables if place is None else tables[names.index(place.table) :]
