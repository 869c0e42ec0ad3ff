"""Rows of which there is one: put where none is, or written over the one that is there, whoever else does so at once.

SQLite and PostgreSQL say it in the same words; SQLAlchemy has them once for each.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.locks import is_on_a_server


def insert_into(session: AsyncSession, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insert that can say what happens when the row is there already."""
    return postgresql.insert(table) if is_on_a_server(session) else sqlite.insert(table)


async def add_new(session: AsyncSession, table: Table, row: Mapping[str, object], *, by: Sequence[str]) -> bool:
    """Adds a row unless there is one that is the same in the columns `by`; whether it was added."""
    insert = insert_into(session, table).values(row).on_conflict_do_nothing(index_elements=by)
    return await _wrote(session, insert.returning(table.c[by[0]]))


async def put(
    session: AsyncSession,
    table: Table,
    row: Mapping[str, object],
    *,
    by: Sequence[str],
    anew: Collection[str],
    provided: ColumnElement[bool] | None = None,
) -> bool:
    """Adds a row, or writes its columns `anew` over the one that is the same in the columns `by`, `provided` that holds of
    the one that is there. False when it does not.
    """
    insert = insert_into(session, table).values(row)
    over = insert.on_conflict_do_update(index_elements=by, set_={name: row[name] for name in anew}, where=provided)
    return await _wrote(session, over.returning(table.c[by[0]]))


async def _wrote(session: AsyncSession, statement: Executable) -> bool:
    return (await session.execute(statement)).first() is not None
