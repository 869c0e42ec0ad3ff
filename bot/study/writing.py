"""Writes the rows of a table as they come: as CSV, and as Parquet where pyarrow is there. Neither keeps the table in memory."""

import csv
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, Final, Protocol, Self

from bot.study.columns import Column, Holds
from bot.study.rows import Row

_ROWS_IN_A_GROUP: Final = 10_000


class Format(StrEnum):
    """In which form tables are written."""

    CSV = "csv"
    PARQUET = "parquet"


class NoParquet(Exception):
    """pyarrow is not installed, and Parquet cannot be written without it."""


class _File(Protocol):
    def add(self, rows: Sequence[Row]) -> None: ...

    def close(self) -> None: ...


class Writer:
    """One table in the making, in each of these formats; counts its rows. Raises `NoParquet`."""

    def __init__(self, folder: Path, table: str, columns: Sequence[Column], formats: Iterable[Format]) -> None:
        self.count = 0
        with ExitStack() as stack:
            self._files: list[_File] = []
            for each in formats:
                file = _MADE[each](folder / f"{table}.{each}", columns)
                stack.callback(file.close)
                self._files.append(file)
            self._stack = stack.pop_all()

    def add(self, rows: Sequence[Row]) -> None:
        """These rows come next."""
        self.count += len(rows)
        for file in self._files:
            file.add(rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)


class _Csv:
    """UTF-8, commas, one line of names; what is not there is left empty, flags are `TRUE` and `FALSE`, as R knows them."""

    def __init__(self, file: Path, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._file = file.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow([column.name for column in columns])

    def add(self, rows: Sequence[Row]) -> None:
        self._writer.writerows(
            [_as_text(row.get(column.name), column.holds) for column in self._columns] for row in rows
        )

    def close(self) -> None:
        self._file.close()


class _Parquet:
    """With the type of each column in the file."""

    def __init__(self, file: Path, columns: Sequence[Column]) -> None:
        self._arrow, parquet = _arrow()
        types = _types(self._arrow)
        fields = [
            self._arrow.field(column.name, types[column.holds], metadata={"label": column.label}) for column in columns
        ]
        self._schema = self._arrow.schema(fields)
        self._columns = columns
        self._writer = parquet.ParquetWriter(file, self._schema)
        self._waiting: list[Row] = []

    def add(self, rows: Sequence[Row]) -> None:
        self._waiting += rows
        if len(self._waiting) >= _ROWS_IN_A_GROUP:
            self._write()

    def close(self) -> None:
        self._write()
        self._writer.close()

    def _write(self) -> None:
        columns = [[_as_value(row.get(column.name), column.holds) for row in self._waiting] for column in self._columns]
        arrays = [self._arrow.array(column, field.type) for column, field in zip(columns, self._schema, strict=True)]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        self._waiting = []


def _arrow() -> tuple[ModuleType, ModuleType]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise NoParquet from error
    return pyarrow, pyarrow.parquet


def _types(arrow: Any) -> dict[Holds, Any]:
    return {
        Holds.TEXT: arrow.string(),
        Holds.WHOLE: arrow.int64(),
        Holds.NUMBER: arrow.float64(),
        Holds.FLAG: arrow.bool_(),
        Holds.INSTANT: arrow.timestamp("ms", tz="UTC"),
        Holds.LOCAL: arrow.timestamp("ms"),
        Holds.DATE: arrow.date32(),
    }


def _as_value(value: Any, holds: Holds) -> object:
    match value, holds:
        case datetime(), Holds.INSTANT:
            return value.astimezone(UTC).replace(microsecond=0)
        case datetime(), Holds.LOCAL:
            return value.replace(microsecond=0, tzinfo=None)
        case StrEnum(), _:
            return value.value
        case _:
            return value


def _as_text(value: object, holds: Holds) -> object:
    match _as_value(value, holds):
        case bool(flag):
            return "TRUE" if flag else "FALSE"
        case datetime() as at:
            return f"{at:%Y-%m-%dT%H:%M:%S}" + ("Z" if holds is Holds.INSTANT else "")
        case date() as on:
            return on.isoformat()
        case float(number):
            return repr(number)
        case other:
            return other


_MADE: Final[dict[Format, Callable[[Path, Sequence[Column]], _File]]] = {Format.CSV: _Csv, Format.PARQUET: _Parquet}
