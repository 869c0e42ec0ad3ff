"""Writes that only count when the rows still stand as they were read, one or many in one go."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, Update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.errors import Stale


async def change_one(session: AsyncSession, statement: Update) -> None:
    """Runs an update that is to meet exactly one row. Raises `Stale` when it met none; nothing is written then."""
    result = cast(CursorResult[Any], await session.execute(statement))
    if result.rowcount != 1:
        raise Stale


async def change_each(session: AsyncSession, statement: Update, rows: Sequence[Mapping[str, object]]) -> None:
    """Runs an update once for each of `rows`, which are its bound values; each is to meet exactly one row. Raises `Stale`
    when one met none; the transaction is not to be kept then.
    """
    if not rows:
        return
    result = await (await session.connection()).execute(statement, rows)
    if result.rowcount != len(rows):
        raise Stale
