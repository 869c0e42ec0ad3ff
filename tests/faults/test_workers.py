"""The promise on a PostgreSQL server, kept by several real processes at once."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from tests.faults.load import Load, all_is_settled
from tests.faults.nursery import Nursery
from tests.faults.program import Site, eventually, slow_wire


@pytest.fixture
async def site(
    tmp_path: Path, sandbox: Sandbox, database_on_postgresql: str, key_file: Path, nursery: Nursery
) -> AsyncIterator[Site]:
    """Machines with one database, a while away from Telegram."""
    async with sandbox.serving() as api_url, slow_wire(api_url, seconds=0.05) as far_url:
        yield Site(
            tmp_path, tmp_path, key_file, far_url, rate=200, nursery=nursery, database_url=database_on_postgresql
        )


async def test_two_workers_share_what_is_due_and_each_day_comes_once(site: Site, sandbox: Sandbox) -> None:
    load = await Load.begins(site, sandbox, people=60, writers=8)
    for writer in load.writers:
        load.said[writer.person.telegram_id].append("We had tea.")
        writer.person.says("We had tea.")

    async with site.running() as first, site.running() as second, site.database() as database:
        await load.days_go_out(60)
        await eventually(lambda: all_is_settled(database), within=60)
        assert (await first.is_told_to_stop(within=20))[0] == 0
        assert (await second.is_told_to_stop(within=20))[0] == 0

    outcome = await load.comes_to()
    assert outcome.states == Counter({"sent": 60})
    assert outcome.extra == 0
    assert outcome.kept == load.said
