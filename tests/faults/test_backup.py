"""Backups that are killed, run out of disk or meet each other: there is a whole new one or none, and those from before stay."""

import asyncio
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot import restoring
from bot.manifest import beside
from bot.sandbox import Sandbox
from bot.settings import Settings
from bot.shelf import Shelf
from storage import keys
from storage.secrecy import Keyring
from tests.faults.nursery import Nursery
from tests.faults.program import MORNING, Site, Walker, enrol, eventually
from tests.postgresql import programs
from tests.storage.rows import fill

BACKING = "tests.faults.backing"
WITHIN = 60
KILLS = 12
SEED = 20261127
FULL = "pwrite64:error=ENOSPC:when=40+"

Tell = Callable[[str], None]


@pytest.fixture
async def site(tmp_path: Path, database_file: Path, key_file: Path, nursery: Nursery) -> Site:
    """A machine with rows in every table, and people who have keys."""
    site = Site(tmp_path, database_file, key_file, "http://127.0.0.1:1", nursery=nursery)
    async with site.database() as database:
        await fill(database, each=30)
    site.keyring().data_keys.make_for(range(1, 20))
    return site


def whole(folder: Path) -> set[str]:
    """The copies that stand there under their names: each has its manifest, and is what that says."""
    found = set()
    for copy in folder.glob("smallgains-*.db"):
        manifest = beside(copy)
        assert manifest is not None, f"{copy.name} has no manifest"
        assert hashlib.sha256(copy.read_bytes()).hexdigest() == manifest.sha256
        found.add(copy.name)
    return found


def keys_in(folder: Path, key_file: Path) -> set[int]:
    """Who has a key in the copy that lies there."""
    ring = Keyring.read(key_file, folder / keys.FILE_NAME)
    ring.data_keys.prove()
    return ring.data_keys.owners()


def remains(folder: Path) -> set[str]:
    """What an unfinished backup has left."""
    return {file.name for file in folder.glob(".*.unfinished")}


async def test_killed_at_any_touch_of_a_file_it_leaves_a_whole_one_or_none(
    site: Site, tmp_path: Path, key_file: Path, tell: Tell
) -> None:
    folder = tmp_path / "kept"
    async with site.running(str(folder), "-1", program=BACKING) as backing:
        assert await backing.ends(within=WITHIN) == 0
    [before] = whole(folder / "copies")
    made = 0
    for touch in count(1):
        site.clock.move_to(MORNING + touch * timedelta(minutes=1))
        one = tmp_path / str(touch)
        shutil.copytree(folder, one)
        async with site.running(str(one), str(touch), program=BACKING) as backing:
            code = await backing.ends(within=WITHIN)
        after = whole(one / "copies")
        assert after >= {before}
        assert len(after) <= 2
        assert keys_in(one / "keys", key_file) == set(range(1, 20))
        made += len(after) - 1
        if code == 0:
            break
        assert code == -9, site.log.read_text()
        async with site.running(str(one), "-1", program=BACKING) as backing:
            site.clock.move_to(MORNING + touch * timedelta(minutes=1, seconds=30))
            assert await backing.ends(within=WITHIN) == 0
        assert remains(one / "copies") == remains(one / "keys") == set()
        shutil.rmtree(one)

    tell(f"backup: killed at each of {touch - 1} touches of a file: {made} whole, else none; the one before stays")


async def test_killed_at_random_it_leaves_a_whole_one_or_none(
    site: Site, tmp_path: Path, times: int, tell: Tell
) -> None:
    chance = random.Random(SEED)  # noqa: S311  (it is to be the same each time)
    folder, kills = tmp_path / "kept", 0
    before = set[str]()
    for number in range(KILLS * times):
        site.clock.move_to(MORNING + number * timedelta(hours=1))
        async with site.running(str(folder), "-1", program=BACKING) as backing:

            async def copies() -> bool:
                return bool(remains(folder / "copies")) or backing.process.returncode is not None

            await eventually(copies, within=WITHIN)
            await asyncio.sleep(chance.random() * 0.6)
            if backing.process.returncode is None:
                await backing.is_killed()
                kills += 1
        after = whole(folder / "copies")
        assert before <= after
        before = after

    tell(f"backup: {kills} kills at random; {len(before)} copies, all whole")


async def test_on_ctrl_c_nothing_is_left(site: Site, tmp_path: Path, database_file: Path) -> None:
    grow(database_file, megabytes=600)  # on a busy machine, too, it is still at it when it is told
    folder = tmp_path / "kept"

    async def begun() -> bool:
        return bool(remains(folder / "copies"))

    async with site.running(str(folder), "-1", program=BACKING) as backing:
        await eventually(begun, within=WITHIN)
        code, seconds = await backing.is_told_to_stop(within=20, by=signal.SIGINT)

    assert code not in (0, -9)
    assert seconds < 5
    assert whole(folder / "copies") == remains(folder / "copies") == set()
    assert "Traceback" not in site.log.read_text()


@pytest.mark.strace
async def test_on_a_disk_that_fills_up_there_is_none_and_those_from_before_stay(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    async with site.running(str(folder), "-1", program=BACKING) as backing:
        assert await backing.ends(within=WITHIN) == 0
    before = whole(folder / "copies")
    program = shutil.which("strace")
    assert program is not None

    process = await asyncio.create_subprocess_exec(
        *(program, "-f", "-qq", "-o", os.devnull, "-e", "trace=pwrite64", "-e", f"inject={FULL}"),
        *(sys.executable, "-m", BACKING, str(folder), "-1"),
        cwd=tmp_path,
        env=site.environment,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await asyncio.wait_for(process.communicate(), WITHIN)

    assert process.returncode == 1
    assert b"smallgains: database or disk is full" in said
    assert whole(folder / "copies") == before
    assert remains(folder / "copies") == set()


class TestBots:
    """The bot makes them itself."""

    async def test_the_disk_is_lost_and_everybody_goes_on_and_nobody_gets_a_day_twice(
        self, tmp_path: Path, database_file: Path, key_file: Path, nursery: Nursery, sandbox: Sandbox, tell: Tell
    ) -> None:
        folder = tmp_path / "backups"
        async with sandbox.serving() as api_url:
            site = Site(
                tmp_path, database_file, key_file, api_url, rate=200, nursery=nursery, backup_folder=str(folder)
            )
            async with site.database() as database:
                walkers = await enrol(database, sandbox, [f"Walker {one}" for one in range(20)])
            site.clock.move_to(MORNING - timedelta(hours=2))
            async with site.running() as running:

                async def made() -> bool:
                    return len(whole(folder)) == 1

                await eventually(made, within=WITHIN)
                site.clock.move_to(MORNING)
                await sandbox.until(lambda: all(walker.copies for walker in walkers), within=WITHIN)
                await running.is_killed()
            lose(database_file)
            site.clock.move_to(MORNING + timedelta(minutes=40))
            settings = Settings(
                database_url=site.database_url,
                key_file=key_file,
                keys_file=key_file.with_name(keys.FILE_NAME),
                _env_file=None,
            )
            [copy] = whole(folder)
            restored = await restoring.restore(settings, folder / copy, site.clock)
            async with site.running() as running:
                await asyncio.sleep(1)
                once = [walker.copies for walker in walkers]
                site.clock.move_to(MORNING + timedelta(days=1))
                await sandbox.until(lambda: all(second_days(walker) for walker in walkers), within=WITHIN)
                assert (await running.is_told_to_stop(within=20))[0] == 0

        assert (restored.people, restored.unsure) == (20, 20)
        assert once == [walker.copies for walker in walkers] == [1] * 20
        assert [second_days(walker) for walker in walkers] == [1] * 20
        tell(
            "backup: disk lost after a burst of 20, restored within the hour: 0 copies, everybody on day 2 the next day"
        )

    async def test_of_two_workers_one_makes_it(self, machines: Site, tmp_path: Path) -> None:
        folder = tmp_path / "backups"
        machines.is_set_up(backup_folder=folder)
        machines.has_programs(programs())

        async def is_made() -> bool:
            return bool(Shelf(folder).kept())

        async with machines.running() as first, machines.running() as second:
            await eventually(is_made, within=WITHIN)
            await asyncio.sleep(2)
            assert (await first.is_told_to_stop(within=20))[0] == 0
            assert (await second.is_told_to_stop(within=20))[0] == 0

        assert len(Shelf(folder).kept()) == 1
        assert machines.log.read_text().count("is made") == 1

    async def test_told_to_stop_in_the_middle_it_stops_and_makes_up_for_it(
        self, tmp_path: Path, database_file: Path, key_file: Path, nursery: Nursery, sandbox: Sandbox
    ) -> None:
        folder = tmp_path / "backups"
        async with sandbox.serving() as api_url:
            site = Site(tmp_path, database_file, key_file, api_url, nursery=nursery, backup_folder=str(folder))
            grow(database_file)

            async def begun() -> bool:
                return folder.exists() and bool(remains(folder))

            async def made() -> bool:
                return len(whole(folder)) == 1

            async with site.running() as running:
                await eventually(begun, within=WITHIN)
                code, seconds = await running.is_told_to_stop(within=20)
            stopped = whole(folder), remains(folder)
            async with site.running() as running:
                await eventually(made, within=WITHIN)
                assert (await running.is_told_to_stop(within=20))[0] == 0

        assert code == 0
        assert seconds < 10
        assert stopped == (set(), set())


def grow(database: Path, *, megabytes: int = 80) -> None:
    """The database takes a while to be copied."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE filler (bytes BLOB)")
        connection.executemany("INSERT INTO filler VALUES (zeroblob(1000000))", [()] * megabytes)


def lose(database: Path) -> None:
    """The database is gone, with what was written ahead."""
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()


def second_days(walker: Walker) -> int:
    """How many times day 2 stands in somebody's chat."""
    return sum(message.text.startswith("Day 2:") for message in walker.person.inbox)
