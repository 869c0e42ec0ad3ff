"""Every sealed value in every table: what an older program sealed with the key file itself is sealed anew with the key of
the person it belongs to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import LargeBinary, Table, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import belongings
from storage.secrecy import FIRST_VERSION, Cell, Keyring

_AT_ONCE: Final = 2000
_FIRST: Final = bytes([FIRST_VERSION])


@dataclass(frozen=True, slots=True)
class Place:
    """A column of sealed values, and the row up to which it has been seen to."""

    table: Table
    column: str
    row: int | None = None


class SealedValues:
    """The sealed columns of all tables, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring

    def places(self) -> Sequence[Place]:
        """Every column that holds sealed values, from its start."""
        return [Place(table, name) for table in belongings.all_tables() for name in belongings.sealed_in(table)]

    async def count_of_first_format(self) -> int:
        """How many values are still sealed with the key file itself."""
        counts = [
            await self._session.scalar(select(func.count()).select_from(place.table).where(_is_of_first_format(place)))
            for place in self.places()
        ]
        return sum(count or 0 for count in counts)

    async def seal_some_anew(self, place: Place) -> tuple[Place | None, int]:
        """Seals some values anew; gives where to go on, None at the end, and how many there were. Raises `KeyProblem`,
        `WrongCell`.
        """
        table, id = place.table, _id_of(place.table)
        query = select(table).where(_is_of_first_format(place)).order_by(id).limit(_AT_ONCE)
        if place.row is not None:
            query = query.where(id > place.row)
        rows = (await self._session.execute(query)).mappings().all()
        if not rows:
            return None, 0
        cells = [Cell(table.name, place.column, belongings.person_in(table, row), int(row[id.name])) for row in rows]
        self._keyring.data_keys.make_for({cell.owner for cell in cells})
        values = [
            {"row": cell.row, "value": self._keyring.seal(self._keyring.open(row[place.column], cell), cell)}
            for cell, row in zip(cells, rows, strict=True)
        ]
        anew = update(table).where(id == bindparam("row")).values({place.column: bindparam("value")})
        await (await self._session.connection()).execute(anew, values)
        return Place(table, place.column, cells[-1].row), len(values)


def _id_of(table: Table) -> Any:
    [id] = table.primary_key.columns
    return id


def _is_of_first_format(place: Place) -> Any:
    return func.substr(place.table.c[place.column], 1, 1, type_=LargeBinary) == _FIRST
