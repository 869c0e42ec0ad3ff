"""Writes that only count when the row still stands as it was read; for many rows see `storage.prepared`."""

from typing import Any, cast

from sqlalchemy import CursorResult, Update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.errors import Stale


async def change_one(session: AsyncSession, statement: Update) -> None:
    """Runs an update that is to meet exactly one row. Raises `Stale` when it met none; nothing is written then."""
    result = cast(CursorResult[Any], await session.execute(statement))
    if result.rowcount != 1:
        raise Stale
