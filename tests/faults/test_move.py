"""A move to a server that is killed again and again, and goes on: everything is there once, and the same."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from storage import belongings, moving
from storage.database import Database
from storage.secrecy import Keyring
from tests.faults.nursery import Nursery
from tests.faults.program import Site, eventually
from tests.storage.rows import fill

CARRYING = "tests.faults.carrying"
EACH = 60
"""Rows in each table."""
MOST = 3
"""Rows in each transaction."""
KILLS = 12
FIRST = ["canary"]
LAST = ["admin_act"]
"""Once more at the very end: the file is given up already, and the server does not know yet that all is there."""
ENDED_THERE = {"admin_act", "fact"}
"""There alone it stands that the move is done."""
SEED = 20261126
WITHIN = 60
_WAITING = b"SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted"


@pytest.fixture
async def site(tmp_path: Path, database_file: Path, key_file: Path, nursery: Nursery) -> Site:
    """A machine with a file in which there are rows in every table."""
    site = Site(tmp_path, database_file, key_file, "http://127.0.0.1:1", nursery=nursery)
    async with site.database() as database:
        await fill(database, each=EACH, but={"admin_act"})
    return site


async def killed_in_front_of(table: str, site: Site, url: str) -> None:
    """The move is killed where it is about to write into this table, in the middle of a transaction."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(plain, autocommit=True) as connection, connection.transaction():
        await connection.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE".encode())

        async def waits() -> bool:
            row = await (await connection.execute(_WAITING, [table])).fetchone()
            return row is not None and row[0] > 0

        async with site.running(url, str(MOST), program=CARRYING) as carrying:
            await eventually(waits, within=WITHIN)
            await carrying.is_killed()


async def finishes(site: Site, url: str) -> None:
    async with site.running(url, str(MOST), program=CARRYING) as carrying:
        assert await carrying.ends(within=WITHIN) == 0, site.log.read_text()


async def differing(site: Site, url: str, keyring: Keyring) -> set[str]:
    """The tables that are not the same on both sides, when both are read anew."""
    async with site.database() as here, Database(url, keyring) as there, here.unit(long=True) as unit:
        sums = [table async for table in moving.compare(unit, there)]
    assert [table.table for table in sums if table.there.rows < EACH] == ["admin_act"]
    return {table.table for table in sums if not table.is_same}


async def test_killed_in_the_middle_of_every_table_it_goes_on(
    site: Site, keyring: Keyring, database_on_postgresql: str, tell: Callable[[str], None]
) -> None:
    others = [table.name for table in belongings.all_tables() if table.name not in FIRST]
    points = [*FIRST, *others, *LAST]

    for table in points:
        await killed_in_front_of(table, site, database_on_postgresql)
    await finishes(site, database_on_postgresql)

    assert await differing(site, database_on_postgresql, keyring) == ENDED_THERE
    tell(f"move: killed in front of {len(points)} writes, one or more in each table; everything there once, the same")


async def test_killed_at_random_it_goes_on(
    site: Site, keyring: Keyring, database_on_postgresql: str, times: int, tell: Callable[[str], None]
) -> None:
    chance = random.Random(SEED)  # noqa: S311  (it is to be the same each time)
    kills = 0
    for _ in range(KILLS * times):
        told = len(lines_of(site))
        until = told + chance.randrange(60)

        async def got_there(until: int = until) -> bool:
            return len(lines_of(site)) > until

        async with site.running(database_on_postgresql, str(MOST), program=CARRYING) as carrying:
            await eventually(got_there, within=WITHIN)
            await asyncio.sleep(chance.random() * 0.02)  # anywhere in a batch
            if carrying.process.returncode is None:
                await carrying.is_killed()
                kills += 1
        if "compared tables" in lines_of(site)[-1]:
            break
    await finishes(site, database_on_postgresql)

    assert await differing(site, database_on_postgresql, keyring) == ENDED_THERE
    tell(f"move: {kills} kills at random moments; everything there once, the same")


def lines_of(site: Site) -> list[str]:
    """What all lives have told so far."""
    return site.log.read_text().splitlines() if site.log.exists() else []
