"""Connections for the engine: when a server comes back, they are there soon, however long it was away."""

import asyncio
import time
from collections.abc import Callable

from psycopg_pool import PoolTimeout

from storage import rooms
from tests.postgresql import serving

AWAY = 20.0
"""Seconds; by then tries that each wait twice as long as the one before would be as many apart."""
SOON = 4.0


async def test_after_an_outage_there_is_a_connection_within_seconds(tell: Callable[[str], None]) -> None:
    with serving(lasting=True) as server:
        async with rooms.pool(server.make("town"), rooms.ENGINE) as pool:
            async with pool.connection() as connection:
                await connection.execute("SELECT 1")

            server.falls()
            end = time.monotonic() + AWAY
            while time.monotonic() < end:
                assert not await is_answered(pool)
            await asyncio.to_thread(server.rises)
            back = time.monotonic()
            while not await is_answered(pool):
                assert time.monotonic() - back < SOON
            tell(f"after an outage of {AWAY:.0f} s the engine had a connection within {time.monotonic() - back:.1f} s")


async def is_answered(pool: rooms.AsyncConnectionPool[rooms.Connection]) -> bool:
    """Whether a connection is had in a second, as the engine asks for one again and again."""
    try:
        async with pool.connection(timeout=1.0) as connection:
            await connection.execute("SELECT 1")
    except PoolTimeout:
        return False
    return True
