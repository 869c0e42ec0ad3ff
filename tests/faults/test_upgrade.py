"""Upgrades of several workers on one server: where the new version only adds to the database, old and new work side by side and
nobody misses a day; where it takes something away, it waits until no older one is there.
"""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from storage.database import Database
from tests.faults.load import Load, all_is_settled, copies_in
from tests.faults.nursery import Nursery
from tests.faults.program import Site, eventually
from tests.newer import ADDS, STEP, TAKES_AWAY, newer_program

RATE = 12
PEOPLE = 100


@pytest.fixture
async def site(
    tmp_path: Path, sandbox: Sandbox, database_on_postgresql: str, key_file: Path, nursery: Nursery
) -> AsyncIterator[Site]:
    """Where the present version works."""
    async with sandbox.serving() as api_url:
        yield Site(
            tmp_path, tmp_path, key_file, api_url, rate=RATE, nursery=nursery, database_url=database_on_postgresql
        )


def newer(site: Site, tmp_path: Path, key_file: Path, does: str, *, contract: bool) -> Site:
    """The same machine with a newer version on it."""
    home = newer_program(tmp_path / "newer", does, contract=contract)
    return Site(tmp_path, tmp_path, key_file, site.api_url, rate=RATE, database_url=site.database_url, home=home)


async def is_migrated(database: Database) -> bool:
    return (await database.schema()).here == STEP


async def are_at_work(site: Site, lives: int) -> bool:
    """Whether so many have said so that they are at work."""
    return site.log.read_text(encoding="utf-8").count("at work (") >= lives


async def test_old_and_new_workers_share_what_is_due_while_the_old_ones_leave(
    site: Site, sandbox: Sandbox, tmp_path: Path, key_file: Path
) -> None:
    ahead = newer(site, tmp_path, key_file, ADDS, contract=False)
    load = await Load.begins(site, sandbox, people=PEOPLE, writers=4)
    for writer in load.writers:
        load.said[writer.person.telegram_id].append("We had tea.")

    async with site.database() as database, site.running() as first, site.running() as second:
        await load.days_go_out(10)
        async with ahead.running("migrate") as step:
            assert await step.ends(within=60) == 0
        assert await is_migrated(database)
        for writer in load.writers:
            writer.person.says("We had tea.")  # to the old ones, which go on beneath the newer tables
        await eventually(lambda: all_is_settled(database), within=60)

        async with ahead.running() as new:
            await eventually(lambda: are_at_work(site, 3), within=60)
            load.next_morning()
            await load.days_go_out(20)
            assert (await first.is_told_to_stop(within=20))[0] == 0
            await load.days_go_out(40)
            assert (await second.is_told_to_stop(within=20))[0] == 0
            left_to_the_new_one = 2 * PEOPLE - sum(sum(copies_in(walker).values()) for walker in load.crowd)
            async with site.running() as back:  # an old one that comes back does no harm
                await eventually(lambda: are_at_work(site, 4), within=60)
                assert (await back.is_told_to_stop(within=20))[0] == 0
            await eventually(lambda: all_is_settled(database), within=60)
            assert (await new.is_told_to_stop(within=20))[0] == 0

    outcome = await load.comes_to()
    outcome.assert_each_day_ended_in_one_state()
    assert outcome.states == Counter({"sent": 2 * PEOPLE})
    assert (outcome.extra, outcome.lost) == (0, 0)
    assert outcome.kept == load.said
    assert left_to_the_new_one > 0
    assert site.has_logged(f"the database has schema {STEP}, of a newer version; this one may go on with it")


async def test_a_version_that_takes_something_away_waits_until_no_older_one_is_at_work(
    site: Site, sandbox: Sandbox, tmp_path: Path, key_file: Path
) -> None:
    ahead = newer(site, tmp_path, key_file, TAKES_AWAY, contract=True)
    load = await Load.begins(site, sandbox, people=PEOPLE, writers=0)

    async with site.database() as database, site.running() as old:
        await load.days_go_out(5)
        async with ahead.running() as new:
            assert await new.ends(within=60) == 2
        assert not await is_migrated(database)
        assert (await old.is_told_to_stop(within=20))[0] == 0
        async with ahead.running() as new:
            await eventually(lambda: is_migrated(database), within=60)
            async with site.running() as too_old:
                assert await too_old.ends(within=30) == 2
            assert (await new.is_told_to_stop(within=20))[0] == 0

    assert site.has_logged("and one is still at work: stop all of them, then start this one")
    assert site.has_logged(f"the database has schema {STEP}, which this version does not know; use a newer version")
