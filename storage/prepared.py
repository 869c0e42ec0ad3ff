"""Statements that are put into words once, and from then on handed to the driver as they are: for what many rows go through.

SQLAlchemy puts a statement together anew for each use, makes a context and a result for it, and changes twice between its
two ways of waiting. Where a statement never changes, that costs many times what the database takes to answer it.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, cast

import orjson
import psycopg
from sqlalchemy import BigInteger, BindParameter, ColumnElement, Connection, Dialect, Text, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.types import Boolean, TypeDecorator, TypeEngine

from storage.direct import DirectConnection
from storage.errors import Stale

_HELD_BY: Final = "the driver's connection"
_Process = Callable[[Any], Any]
_Given = Mapping[str, object]


class Prepared:
    """A statement with named parameters, put into words for a file and for a server when it is first used there."""

    def __init__(self, statement: Any) -> None:
        self.statement = statement
        self._in_words: dict[str, _InWords] = {}

    async def rows(self, session: AsyncSession, **given: object) -> list[Any]:
        """What it finds in this transaction, each row with its columns by name."""
        said = self._for(session)
        return said.read(await _driver_of(session).rows(said.text, said.bound(given)))

    async def run(self, session: AsyncSession, **given: object) -> int:
        """Writes in this transaction; gives how many rows it met."""
        return await self.run_each(session, [given])

    async def run_each(self, session: AsyncSession, given: Sequence[_Given]) -> int:
        """Writes once for each of these; gives how many rows were met in all."""
        if not given:
            return 0
        said = self._for(session)
        return await _driver_of(session).run(said.text, [said.bound(each) for each in given])

    async def change_each(self, session: AsyncSession, given: Sequence[_Given]) -> None:
        """Writes once for each of these, and is to meet exactly one row each time. Raises `Stale` when it met none; the
        transaction is not to be kept then.
        """
        if await self.run_each(session, given) != len(given):
            raise Stale

    def _for(self, session: AsyncSession) -> "_InWords":
        dialect = session.get_bind().dialect
        said = self._in_words.get(dialect.name)
        if said is None:
            said = self._in_words[dialect.name] = _InWords(self.statement, dialect)
        return said


class _InWords:
    """A statement as one kind of database is told it."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = cast(SQLCompiler, statement.compile(dialect=dialect))
        binds = compiled.binds
        self.text = compiled.string
        if "POSTCOMPILE" in self.text:
            raise ValueError("a list in a prepared statement is one parameter: among()")
        self._in_order: Sequence[Any] | None = compiled.positiontup
        self._takes = [(name, _bind_of(bind, dialect)) for name, bind in binds.items() if _is_asked_for(bind)]
        self._always = {
            name: _bound(_bind_of(bind, dialect), bind.effective_value)
            for name, bind in binds.items()
            if not _is_asked_for(bind)
        }
        self._columns = list(statement.selected_columns) if isinstance(statement, SelectBase) else []
        self._results = [
            (place, read)
            for place, column in enumerate(self._columns)
            if (read := column.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
        ]

    @cached_property
    def _row(self) -> Any:
        return namedtuple("_row", [str(column.key) for column in self._columns])

    def bound(self, given: _Given) -> Any:
        """The values as the driver takes them."""
        values = dict(self._always)
        for name, process in self._takes:
            value = given[name]
            values[name] = value if process is None else process(value)
        return values if self._in_order is None else tuple([values[str(name)] for name in self._in_order])

    def read(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """The rows as the program knows them."""
        make = self._row._make
        read = []
        for row in rows:
            values = list(row)
            for place, process in self._results:
                values[place] = process(values[place])
            read.append(make(values))
        return read


class _FileDriver:
    """The connection to a file."""

    def __init__(self, connection: DirectConnection) -> None:
        self._connection = connection

    async def rows(self, text: str, given: Any) -> Sequence[Sequence[Any]]:
        return await self._connection.found(text, given)

    async def run(self, text: str, given: Sequence[Any]) -> int:
        return await self._connection.met(text, given)


class _ServerDriver:
    """The connection to a server."""

    def __init__(self, connection: "psycopg.AsyncConnection[Any]") -> None:
        self._connection = connection

    async def rows(self, text: str, given: Any) -> Sequence[Sequence[Any]]:
        async with self._connection.cursor() as cursor:
            await cursor.execute(text, given)
            return await cursor.fetchall()

    async def run(self, text: str, given: Sequence[Any]) -> int:
        async with self._connection.cursor() as cursor:
            if len(given) == 1:
                await cursor.execute(text, given[0])
            else:
                await cursor.executemany(text, given)
            return cursor.rowcount


class Numbers(TypeDecorator[Sequence[int]]):
    """Numbers as one parameter: an array on a server, JSON in a file."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(BigInteger()) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        numbers = list(value)
        return numbers if dialect.name == "postgresql" else orjson.dumps(numbers).decode()


class _Among(ColumnElement[bool]):
    inherit_cache = False
    type = Boolean()

    def __init__(self, column: ColumnElement[int], numbers: BindParameter[Any]) -> None:
        self.column = column
        self.numbers = numbers

    def self_group(self, against: Any = None) -> Any:
        """As it is: with SQLAlchemy's "= 1" behind it for SQLite, no index would be used."""
        return self


def among(column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """That the column is one of the numbers which are given under this name, however many they are."""
    return _Among(column, bindparam(name, type_=Numbers()))


@compiles(_Among, "sqlite")
def _among_in_a_file(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, numbers = compiler.process(element.column, **kw), compiler.process(element.numbers, **kw)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608  (names and marks alone)


@compiles(_Among, "postgresql")
def _among_on_a_server(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    return f"{compiler.process(element.column, **kw)} = ANY ({compiler.process(element.numbers, **kw)})"


def hand_over(session: AsyncSession, connection: AsyncConnection) -> None:
    """What is prepared runs in this session's transaction, on the driver's own connection."""
    driver = cast(Connection, connection.sync_connection).connection.driver_connection
    session.info[_HELD_BY] = (
        _FileDriver(driver) if isinstance(driver, DirectConnection) else _ServerDriver(cast(Any, driver))
    )


def _driver_of(session: AsyncSession) -> "_FileDriver | _ServerDriver":
    return cast("_FileDriver | _ServerDriver", session.info[_HELD_BY])


def _is_asked_for(bind: BindParameter[Any]) -> bool:
    return bind.required


def _bind_of(bind: BindParameter[Any], dialect: Dialect) -> _Process | None:
    return bind.type.dialect_impl(dialect).bind_processor(dialect)


def _bound(process: _Process | None, value: Any) -> Any:
    return value if process is None else process(value)
