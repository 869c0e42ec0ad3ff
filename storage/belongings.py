"""What belongs to a person, told from the tables themselves, so that a table that is new cannot be forgotten.

A row belongs to a person when it points to them, or to a row that belongs to them, or when it names their Telegram id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table, false, or_, select
from sqlmodel import SQLModel

from storage import tables
from storage.columns import Secret

PERSON: Final = "person"
_CARRIED: Final = "token"
_WORK: Final = frozenset({"track_version"})
"""Published for everybody: it stays when its author goes, without their Telegram id."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody: the id of their row, or None without one, and their Telegram id."""

    person: int | None
    telegram_id: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A table in which something can belong to a person, and whether some of it is sealed."""

    table: str
    is_sealed: bool


def kept() -> Sequence[Kept]:
    """What is kept of people, by the tables there are."""
    first = sorted(belonging(), key=lambda table: table.name != PERSON)
    return [Kept(table.name, bool(sealed_in(table))) for table in first]


def all_tables() -> Sequence[Table]:
    """Every table, those that others point to first."""
    return SQLModel.metadata.sorted_tables


def belonging() -> Sequence[Table]:
    """The tables in which something can belong to a person."""
    return [table for table in all_tables() if _can_belong(table) and table.name not in _WORK]


def authored() -> Sequence[Table]:
    """The tables whose rows stay when their author goes; only the Telegram id in them is taken out."""
    return [table for table in all_tables() if table.name in _WORK]


def rows_of(table: Table, owner: Owner) -> ColumnElement[bool]:
    """Which rows of a table belong to somebody."""
    ways = [column == owner.telegram_id for column in accounts_in(table)]
    if table.name == PERSON:
        ways.append(table.c.id == owner.person)
    pointing = _pointing_to_people(table)
    ways.extend(column == owner.person for column in pointing)
    if not pointing:
        ways.extend(
            key.parent.in_(select(key.column).where(rows_of(key.column.table, owner)))
            for key in table.foreign_keys
            if _can_belong(key.column.table)
        )
    return or_(*ways) if ways else false()


def accounts_in(table: Table) -> Sequence[Column[Any]]:
    """The columns that hold somebody's Telegram id."""
    return [column for column in table.columns if column.info.get(tables.ACCOUNT)]


def handed_over(table: Table) -> Sequence[Column[Any]]:
    """The columns that are handed over in the chat. Not those that somebody else who holds the phone should not read, nor
    what our buttons carry: it tells nothing, and in other hands would press them.
    """
    return [column for column in table.columns if column.name != _CARRIED and not column.info.get(tables.WITHHELD)]


def sealed_in(table: Table) -> Sequence[str]:
    """The names of the columns whose values are sealed."""
    return [column.name for column in table.columns if isinstance(column.type, Secret)]


def person_in(table: Table, row: Mapping[Any, Any]) -> int:
    """The person, or else the account, that a row's sealed values are bound to; 0 when they are nobody's."""
    if table.name == PERSON:
        return int(row["id"])
    named = [*_pointing_to_people(table), *accounts_in(table)]
    return int(row[named[0].name]) if named else 0


def _pointing_to_people(table: Table) -> Sequence[Column[Any]]:
    return [key.parent for key in table.foreign_keys if key.column.table.name == PERSON]


def _can_belong(table: Table) -> bool:
    return (
        table.name == PERSON
        or bool(accounts_in(table))
        or any(_can_belong(key.column.table) for key in table.foreign_keys if key.column.table is not table)
    )
