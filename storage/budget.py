"""How fast all processes that send with one token may send, together: a row on the server that says from when on the next
message may leave.

It is the generic cell rate algorithm (ITU-T I.371): each message moves that moment on by one place, and a moment that has
passed lets a twentieth of a second catch up at once. A reply takes the next place, also one in the future; a nudge takes only
places that have come. So replies go first, and the places between them are the nudges'. Told by the server's clock alone.

The table is unlogged: a crash of the server empties it, which costs nobody anything, and taking a place waits for no disk.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.faults import faults_told
from storage.rooms import ENGINE

BURST: Final = 0.05
"""Seconds that may be caught up at once."""
TABLE: Final = f"CREATE UNLOGGED TABLE {ENGINE}.budget (of text PRIMARY KEY, free_at timestamptz NOT NULL)"

_OPEN: Final = text(
    f"INSERT INTO {ENGINE}.budget (of, free_at) VALUES (:of, clock_timestamp()) ON CONFLICT DO NOTHING"  # noqa: S608
)
_TAKE: Final = text(
    f"""
    WITH held AS MATERIALIZED (SELECT free_at FROM {ENGINE}.budget WHERE of = :of FOR UPDATE),
    clock AS MATERIALIZED (SELECT free_at, clock_timestamp() AS now FROM held),
    place AS (SELECT greatest(free_at, now - make_interval(secs => :burst)) AS next, now FROM clock),
    given AS (
        SELECT next, now,
            greatest(0, least(:most, floor(extract(epoch FROM now - next) / :each)::int + 1)) AS places
        FROM place
    )
    UPDATE {ENGINE}.budget SET free_at = next + places * make_interval(secs => :each) FROM given WHERE of = :of
    RETURNING places, extract(epoch FROM free_at - now)::float8 AS wait
    """  # noqa: S608
)
_RESERVE: Final = text(
    f"""
    WITH held AS MATERIALIZED (SELECT free_at FROM {ENGINE}.budget WHERE of = :of FOR UPDATE),
    clock AS MATERIALIZED (SELECT free_at, clock_timestamp() AS now FROM held),
    place AS (SELECT greatest(free_at, now - make_interval(secs => :burst)) AS next, now FROM clock)
    UPDATE {ENGINE}.budget
    SET free_at = CASE WHEN next - now > make_interval(secs => :most) THEN next
        ELSE next + make_interval(secs => :each) END
    FROM place WHERE of = :of
    RETURNING extract(epoch FROM next - now)::float8 AS wait
    """  # noqa: S608
)
_REST: Final = text(
    f"""
    UPDATE {ENGINE}.budget SET free_at = greatest(free_at, clock_timestamp() + make_interval(secs => :seconds))
    WHERE of = :of RETURNING of
    """  # noqa: S608
)


@dataclass(frozen=True, slots=True)
class Places:
    """So many messages may leave now; after these, or while there are none, the next may in so many seconds."""

    count: int
    next_in: float


class Budget:
    """The row of one token. All that is asked of it raises `Unavailable`."""

    def __init__(self, engine: AsyncEngine, of: str, *, messages_per_second: float) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._of = of
        self._each = 1 / messages_per_second

    async def take(self, most: int) -> Places:
        """Places that have come, `most` at most."""
        row = await self._asked(_TAKE, most=most, each=self._each, burst=BURST)
        return Places(int(row[0]), max(0.0, float(row[1])))

    async def reserve(self, *, within: float) -> float:
        """The next place: gives in how many seconds it comes. One that comes later than `within` is not taken."""
        row = await self._asked(_RESERVE, most=within, each=self._each, burst=BURST)
        return max(0.0, float(row[0]))

    async def rest(self, seconds: float) -> None:
        """Nothing more leaves for so long, whoever sends it."""
        await self._asked(_REST, seconds=seconds)

    async def _asked(self, statement: object, **values: float) -> tuple[float, ...]:
        async with faults_told(), self._engine.connect() as connection:
            while True:
                row = (await connection.execute(statement, {"of": self._of, **values})).one_or_none()  # type: ignore[call-overload]
                if row is not None:
                    return tuple(row)
                await connection.execute(_OPEN, {"of": self._of})
