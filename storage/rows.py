"""Every row of every table as it stands, what is sealed sealed: taken a batch at a time, put elsewhere, and summed up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, LargeBinary, Table, func, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from storage import belongings
from storage.migrations import NOTE
from storage.move_marks import MARKS, Key
from storage.secrecy import Sealed
from storage.tables import FactRow, table_of

Row = Sequence[Any]
"""The values of a row, in the order of its table's columns."""

AT_ONCE: Final = 2000
_FILES_AT_ONCE: Final = 4
"""Each may have several megabytes."""
_FACT: Final[Table] = table_of(FactRow)
_ALL_BITS: Final = (1 << 256) - 1


@dataclass(frozen=True, slots=True)
class Sum:
    """So many rows, and a checksum over every value of them, in whatever order they come."""

    rows: int = 0
    checksum: int = 0

    def with_rows(self, rows: Sequence[Row]) -> "Sum":
        """What it is together with these."""
        return Sum(self.rows + len(rows), (self.checksum + sum(map(_digest, rows))) & _ALL_BITS)

    @property
    def told(self) -> str:
        """The checksum, short enough to be compared by eye."""
        return f"{self.checksum:064x}"[:16]


def at_once(table: Table, most: int = AT_ONCE) -> int:
    """How many rows of a table are held in memory together."""
    return min(most, _FILES_AT_ONCE) if any(_is_file(column) for column in table.columns) else most


def key_of(table: Table, row: Row) -> Key:
    """What tells this row from every other."""
    return tuple(value for column, value in zip(table.columns, row, strict=True) if column.primary_key)


class Rows:
    """The rows of all tables but what a database remembers of moves, in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def count(self, table: Table, *, up_to: Key | None = None) -> int:
        """How many there are, or how many up to the one with this key."""
        query = select(func.count()).select_from(table).where(*_all_of(table))
        if up_to is not None:
            query = query.where(~_behind(table, up_to))
        return (await (await self._session.connection()).execute(query)).scalar_one()

    async def filled(self) -> Sequence[str]:
        """The names of the tables in which there are any."""
        return [table.name for table in belongings.all_tables() if await self.some(table, after=None, most=1)]

    async def some(self, table: Table, *, after: Key | None, most: int) -> Sequence[Row]:
        """The next rows behind this one, by their keys; none at the end."""
        query = select(table).where(*_all_of(table)).order_by(*table.primary_key.columns).limit(most)
        if after is not None:
            query = query.where(_behind(table, after))
        return (await (await self._session.connection()).execute(query)).all()

    async def put(self, table: Table, rows: Iterable[Row]) -> None:
        """Adds them as they are. Raises `AlreadyThere`, `Stale` and `Unstorable` when the transaction ends, or before."""
        names = [column.name for column in table.columns]
        values = [dict(zip(names, row, strict=True)) for row in rows]
        if values:
            await (await self._session.connection()).execute(insert(table), values)

    async def drop_all(self, table: Table) -> None:
        """None is left in this table."""
        await (await self._session.connection()).execute(table.delete().where(*_all_of(table)))


def _all_of(table: Table) -> Sequence[ColumnElement[bool]]:
    return [_FACT.c.name.not_in(sorted({*MARKS, NOTE}))] if table is _FACT else []


def _behind(table: Table, key: Key) -> ColumnElement[bool]:
    [first, *others] = table.primary_key.columns
    return tuple_(first, *others) > tuple_(*key) if others else first > key[0]


def _is_file(column: Column[Any]) -> bool:
    return isinstance(column.type, LargeBinary)


def _digest(row: Row) -> int:
    """Python writes each kind of value in one way, which tells it from every other: `None` from "", 1 from True."""
    values = [value.data if isinstance(value, Sealed) else value for value in row]
    return int.from_bytes(sha256(repr(values).encode()).digest())
