"""procrastinate's way to the server, on which nobody is waited for without end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from procrastinate import PsycopgConnector
from procrastinate.exceptions import ConnectorException

_PATIENCE: Final = 15.0
"""Seconds. Its statements are short; the server's own bound is of no use to who is cut off from it."""


class Connector(PsycopgConnector):
    """A server that says nothing counts as one that cannot be reached: everything asked of it raises `ConnectorException`."""

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        """Asks for nothing."""
        async with _answered():
            await super().execute_query_async(query, **arguments)

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        """Asks for a row."""
        async with _answered():
            row: dict[str, Any] = await super().execute_query_one_async(query, **arguments)
            return row

    async def execute_query_all_async(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        """Asks for rows."""
        async with _answered():
            rows: list[dict[str, Any]] = await super().execute_query_all_async(query, **arguments)
            return rows


@asynccontextmanager
async def _answered() -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(_PATIENCE):
            yield
    except TimeoutError as error:
        raise ConnectorException from error
