"""Rows for every table there is, told from the tables themselves, at the limits of what their columns hold."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Double, Integer, LargeBinary, String, Table, Text

from storage import belongings
from storage.columns import Secret, UtcDateTime
from storage.database import Database
from storage.move_marks import MARKS
from storage.secrecy import Sealed

_WORDS = ("", "Zoë, “naïve”\t\r\n", "愛してる", "👩🏽\u200d🤝\u200d👨🏿", "'; --\\", "\u202e\u0301\ufeff\U0010ffff")
_INSTANTS = (
    datetime.min.replace(tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, 0, 1, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
)
_BYTES = (b"", b"\0", bytes(range(256)), b"\xff" * 5000)


def values(table: Table, number: int) -> Sequence[Any]:
    """The row of this number, which points to the rows of the same number. Every third leaves out what may be left out."""
    return [_value(column, number) for column in table.columns]


async def fill(database: Database, *, each: int, but: Collection[str] = ()) -> None:
    """So many rows more in every table but these."""
    async with database.unit() as unit:
        for table in belongings.all_tables():
            if table.name in but:
                continue
            await unit.rows.put(table, [values(table, number) for number in range(each)])


def _value(column: Column[Any], number: int) -> Any:
    if column.nullable and number % 3 == 2:
        return None
    for key in column.foreign_keys:
        return _value(key.column, number)
    match column.type:
        case UtcDateTime():
            return _INSTANTS[number % len(_INSTANTS)]
        case Secret():
            return Sealed(_BYTES[number % len(_BYTES)])
        case BigInteger():
            return _whole(number, 63)
        case Integer():
            return _whole(number, 31)
        case Double():
            return (0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0.1)[number % 5]
        case Boolean():
            return number % 2 == 0
        case Date():
            return (date.min, date.max - timedelta(days=number))[number % 2]
        case LargeBinary():
            return _BYTES[number % len(_BYTES)] * 100
        case Text():
            return "\n".join([str(number), *_WORDS]) * 500
        case String(length=length):
            return _text(number, length or 0)
    raise AssertionError(f"{column} is of a kind that no test has rows for: {column.type!r}")


def _whole(number: int, bits: int) -> int:
    """The greatest and the smallest there is, and on from there."""
    return (1 << bits) - 1 - number if number % 2 else number - (1 << bits)


def _text(number: int, length: int) -> str:
    """Of this length at most, or just this length, and each another: what must be single is."""
    text = f"{number}{_WORDS[number % len(_WORDS)]}"
    assert not {text} & MARKS
    return text[:length] if number % 2 else text[:length].ljust(length, "ß")
