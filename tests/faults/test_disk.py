"""The promise on a disk that fails: full at any write, unsure at any sync, locked by somebody else, not to be written."""

import asyncio
import os
import random
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

import bot
from bot.sandbox import Sandbox
from curriculum.nudge import UNSETTLED, NudgeState
from storage import keys
from storage.database import Database
from tests.conftest import url_of
from tests.faults.injected import BROKEN_DISK, DISK_FULL, READ_ONLY, SYNCS, WRITES, Fault, failing, started_with
from tests.faults.nursery import Nursery
from tests.faults.program import CONCURRENCY, MORNING, TOKEN, Running, Site, Walker, enrol, eventually, slow_wire

FULL_DISKS = 50
FAILED_SYNCS = 20
MACHINES = 4
"""They run side by side: a bot that waits for its disk leaves the processor to the others."""
WRITERS = 3
LOCKED_SECONDS = 12
"""Longer than the bot waits for a lock before it takes it for a fault."""
WRITES_A_DAY, SYNCS_A_DAY = 4, 0.25
"""At least so many it takes to plan a day, to claim it and to settle it, many days at a time."""
SEED = 20260505

Tell = Callable[[str], None]


@dataclass
class Machine:
    """A machine with the bot on it, its own Telegram, and everybody who fell due or wrote there."""

    sandbox: Sandbox
    site: Site
    file: Path
    days: list[Walker] = field(default_factory=list)
    writers: list[Walker] = field(default_factory=list)
    said: dict[int, tuple[Walker, str]] = field(default_factory=dict)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Running]:
        """The bot, once it has said hello."""
        calls = len(self.sandbox.calls)
        async with self.site.running() as running:
            await self.sandbox.until(lambda: len(self.sandbox.calls) > calls, within=30)
            yield running

    def failing(self, running: Running, *, calls: str, error: str, since: int) -> AbstractAsyncContextManager[Fault]:
        """From call number `since` on, the disk fails."""
        return failing(running.process.pid, self.file, calls=calls, error=error, since=since)

    async def falls_due(self, people: int) -> None:
        """A day falls due for so many people at once, and others write meanwhile."""
        number = len(self.days)
        async with self.site.database() as database:
            writers = await enrol(
                database, self.sandbox, [f"Writer {number}-{one}" for one in range(WRITERS)], with_day_one=True
            )
            self.days += await enrol(database, self.sandbox, [f"Walker {number + one}" for one in range(people)])
        self.writers += writers
        self.write(writers, "a small gain")

    def write(self, writers: list[Walker], text: str) -> None:
        """So many people write."""
        self.said |= {writer.person.says(text): (writer, text) for writer in writers}

    async def has_seen_to_all(self) -> None:
        """Waits until every day is settled and every reply answered. Raises `TimeoutError`."""
        await self.sandbox.until(lambda: self.sandbox.pending == 0, within=60)
        async with self.site.database() as database:
            await eventually(lambda: is_all_settled(self, database), within=60)

    def confirmed_but_not_kept(self) -> set[int]:
        """Replies of which Telegram was told that they were received, and which are not in the inbox."""
        confirmed = {update_id for update_id in self.said if update_id not in self.sandbox.world.updates}
        with beside(self.file) as connection:
            return confirmed - {row[0] for row in connection.execute("SELECT update_id FROM inbox")}

    @property
    def extra_copies(self) -> int:
        """How many days came more often than once."""
        return sum(max(0, walker.copies - 1) for walker in self.days)


@asynccontextmanager
async def machine(
    folder: Path, migrated: Path, key_file: Path, nursery: Nursery, *, rate: int = 1000, far: float = 0
) -> AsyncIterator[Machine]:
    """A machine with a database of its own in this folder; it is `far` seconds to Telegram."""
    file = installed(folder, migrated)
    sandbox = Sandbox(TOKEN, now=Site(folder, file, key_file, "").clock)
    async with sandbox.serving() as api_url, slow_wire(api_url, seconds=far) as far_url:
        site = Site(folder, file, key_file, far_url, rate=rate, nursery=nursery)
        site.clock.move_to(MORNING)
        yield Machine(sandbox, site, file)


@pytest.fixture
async def one(tmp_path: Path, migrated: Path, key_file: Path, nursery: Nursery) -> AsyncIterator[Machine]:
    async with machine(tmp_path, migrated, key_file, nursery, rate=25) as one:
        yield one


@pytest.fixture
async def far(tmp_path: Path, migrated: Path, key_file: Path, nursery: Nursery) -> AsyncIterator[Machine]:
    """A machine from which it is a while to Telegram, so that a fault meets requests on their way."""
    async with machine(tmp_path, migrated, key_file, nursery, far=0.2) as far:
        yield far


@pytest.mark.strace
async def test_on_a_disk_that_is_full_at_any_write_nothing_is_lost_and_nothing_comes_twice(
    tmp_path: Path, migrated: Path, key_file: Path, nursery: Nursery, times: int, tell: Tell
) -> None:
    async def lived(number: int) -> str:
        async with machine(tmp_path / str(number), migrated, key_file, nursery) as one:
            moments = range(1 + number, FULL_DISKS * times + 1, MACHINES)
            met = await lives_through(one, moments, calls=WRITES, error=DISK_FULL, a_day=WRITES_A_DAY)
            return await told(
                one, f"disk full at write {moments[0]}, {moments[1]} … {moments[-1]}: {met} writes refused"
            )

    async with asyncio.TaskGroup() as tasks:
        lives = [tasks.create_task(lived(number)) for number in range(MACHINES)]
    for life in lives:
        tell(life.result())


@pytest.mark.strace
async def test_on_a_disk_that_fails_at_any_sync_nothing_is_lost_and_nothing_comes_twice(
    tmp_path: Path, migrated: Path, key_file: Path, nursery: Nursery, times: int, tell: Tell
) -> None:
    async def lived(number: int) -> str:
        async with machine(tmp_path / str(number), migrated, key_file, nursery) as one:
            moments = range(1 + number, FAILED_SYNCS * times + 1, MACHINES)
            met = await lives_through(one, moments, calls=SYNCS, error=BROKEN_DISK, a_day=SYNCS_A_DAY)
            return await told(one, f"sync failed at {moments[0]}, {moments[1]} … {moments[-1]}: {met} syncs failed")

    async with asyncio.TaskGroup() as tasks:
        lives = [tasks.create_task(lived(number)) for number in range(MACHINES)]
    for life in lives:
        tell(life.result())


@pytest.mark.strace
async def test_on_a_disk_that_is_full_for_longer_than_a_claim_lasts_only_what_was_on_its_way_may_come_again(
    far: Machine, tell: Tell
) -> None:
    async with far.running() as running:
        await far.falls_due(people=30)
        await far.sandbox.until(lambda: any(walker.copies for walker in far.days), within=30)
        async with far.failing(running, calls=WRITES, error=DISK_FULL, since=1) as fault:
            await fault.is_met(within=120)
            far.site.clock.move_to(MORNING + timedelta(minutes=5))
            await asyncio.sleep(2)  # for the bot to see that its claims have run out
            assert far.confirmed_but_not_kept() == set()
        await far.has_seen_to_all()

    tell(await told(far, "disk full for five minutes", copies=CONCURRENCY))


@pytest.mark.strace
async def test_killed_while_syncs_fail_it_loses_nothing(far: Machine, tell: Tell) -> None:
    async with far.running() as running:
        await far.falls_due(people=30)
        await far.sandbox.until(lambda: any(walker.copies for walker in far.days), within=30)
        async with far.failing(running, calls=SYNCS, error=BROKEN_DISK, since=1) as fault:
            await fault.is_met(within=120)
            await running.is_killed()

    async with far.running():
        far.site.clock.move_to(MORNING + timedelta(minutes=10))  # what is in doubt is sent once more
        await far.has_seen_to_all()

    tell(await told(far, "killed while syncs fail", copies=CONCURRENCY))


async def test_while_somebody_else_keeps_the_database_locked_it_waits_and_then_goes_on(
    one: Machine, tell: Tell
) -> None:
    async with one.running() as running:
        await one.falls_due(people=60)
        await one.sandbox.until(lambda: sum(walker.copies for walker in one.days) >= 5, within=30)
        with locked(one.file):
            one.write(one.writers, "said to a locked door")
            await asyncio.sleep(LOCKED_SECONDS)
            assert running.process.returncode is None
            assert one.sandbox.pending >= WRITERS
        await one.has_seen_to_all()
        assert await running.is_told_to_stop(within=20) is not None

    tell(await told(one, f"locked for {LOCKED_SECONDS} s in mid-burst"))


async def test_somebody_who_reads_for_a_long_time_holds_up_nobody(one: Machine, tell: Tell) -> None:
    async with one.running():
        with beside(one.file) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM nudge").fetchone()
            await one.falls_due(people=60)
            await one.has_seen_to_all()
            grown = one.file.with_name(one.file.name + "-wal").stat().st_size
        await one.falls_due(people=10)
        await one.has_seen_to_all()

    tell(await told(one, f"read for the whole of a burst, the log of writes {grown / 2**20:.1f} MiB long"))


async def test_told_to_stop_while_the_database_is_locked_it_stops_in_time(one: Machine, tell: Tell) -> None:
    async with one.running() as running:
        await one.falls_due(people=30)
        await one.sandbox.until(lambda: sum(walker.copies for walker in one.days) >= 5, within=30)
        with locked(one.file):
            one.write(one.writers, "said to a locked door")
            code, seconds = await running.is_told_to_stop(within=60)
    assert code == 0
    assert seconds < 20

    async with one.running():
        one.site.clock.move_to(MORNING + timedelta(minutes=10))  # what is in doubt is sent once more
        await one.has_seen_to_all()
    tell(await told(one, f"told to stop while locked, {seconds:.1f} s", copies=CONCURRENCY))


async def test_a_lock_at_the_start_is_waited_for(one: Machine) -> None:
    await one.falls_due(people=3)

    with beside(one.file) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        async with one.site.running() as running:
            await eventually(lambda: has_open(running, one.file), within=30)
            await asyncio.sleep(1)
            assert running.process.returncode is None
            assert one.sandbox.calls == []
            somebody.execute("ROLLBACK")
            await one.has_seen_to_all()

    await told(one, "locked at the start")


async def test_a_lock_that_stays_ends_the_start_with_a_clear_word(one: Machine) -> None:
    with locked(one.file):
        async with one.site.running() as running:
            code = await running.ends(within=60)

    assert code == 2
    assert last_word(one) == f"smallgains: the database {one.file} cannot be used: database is locked"


async def test_where_no_log_of_writes_can_be_made_the_start_ends_with_a_clear_word(one: Machine) -> None:
    one.file.with_name(one.file.name + "-wal").mkdir()

    async with one.site.running() as running:
        code = await running.ends(within=60)

    assert code == 2
    assert last_word(one) == f"smallgains: the database {one.file} cannot be used: unable to open database file"


@pytest.mark.strace
async def test_a_database_that_may_only_be_read_ends_the_start_with_a_clear_word(
    tmp_path: Path, database_file: Path, key_file: Path
) -> None:
    process = await asyncio.create_subprocess_exec(
        *started_with(database_file, calls="openat", error=READ_ONLY),
        *(sys.executable, "-m", "bot", "run"),
        cwd=tmp_path,
        env=os.environ
        | {
            "PYTHONPATH": str(Path(bot.__file__).parents[1]),
            "SMALLGAINS_TOKEN": TOKEN,
            "SMALLGAINS_DATABASE_URL": url_of(database_file),
            "SMALLGAINS_KEY_FILE": str(key_file),
            "SMALLGAINS_KEYS_FILE": str(key_file.with_name(keys.FILE_NAME)),
        },
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await asyncio.wait_for(process.communicate(), 60)

    assert process.returncode == 2
    assert said.decode().splitlines()[-1] == (
        f"smallgains: the database {database_file} cannot be used: attempt to write a readonly database"
    )


async def lives_through(machine: Machine, moments: range, *, calls: str, error: str, a_day: float) -> int:
    """One life of the bot, in which the disk fails from each of the `moments` on for a while; gives the failed calls.

    A moment is a number of calls, of which each day that falls due brings at least so many `a_day`.
    """
    chance = random.Random(SEED + moments.start)  # noqa: S311  (it is to be the same each time)
    met = 0
    async with machine.running() as running:
        for moment in moments:
            async with machine.failing(running, calls=calls, error=error, since=moment) as fault:
                await machine.falls_due(people=6 + int(moment / a_day))
                await fault.is_met(within=120)
                await asyncio.sleep(chance.random() * 0.6)  # so long it lasts
                assert machine.confirmed_but_not_kept() == set()
            met += fault.met
            await machine.has_seen_to_all()
        assert machine.confirmed_but_not_kept() == set()
        code, _ = await running.is_told_to_stop(within=20)
    assert code == 0
    return met


async def told(machine: Machine, what: str, *, copies: int = 0) -> str:
    """What is to be told of a machine that has kept the promise, with at most so many extra `copies`."""
    async with machine.site.database() as database:
        states = [state for walker in machine.days for state in await states_of(database, walker)]
        kept = {writer.person.telegram_id: await words_of(database, writer) for writer in machine.writers}
    said: dict[int, list[str | None]] = {}
    for writer, text in machine.said.values():
        said.setdefault(writer.person.telegram_id, []).append(text)
    answered = [sum("Kept with day 1" in shown.text for shown in writer.person.inbox) for writer in machine.writers]
    with beside(machine.file) as connection:
        health = connection.execute("PRAGMA integrity_check").fetchall()

    assert health == [("ok",)]
    assert len(states) == len(machine.days)
    assert set(states) <= {NudgeState.SENT, NudgeState.UNKNOWN}
    assert copies or set(states) == {NudgeState.SENT}
    assert [
        walker.copies for walker, state in zip(machine.days, states, strict=True) if state is NudgeState.SENT
    ].count(0) == 0
    assert max(walker.copies for walker in machine.days) <= 2
    assert machine.extra_copies <= copies
    assert kept == said
    assert min(answered) >= 1
    assert machine.sandbox.breaches == []
    return (
        f"{what}; {len(states)} days {dict(Counter(map(str, states)))}, {machine.extra_copies} extra copies "
        f"(bound {copies}), {len(machine.said)} replies kept, {sum(answered)} answered, 0 lost"
    )


@contextmanager
def beside(file: Path) -> Iterator[sqlite3.Connection]:
    """The database as another program opens it."""
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program writes, and does not end."""
    with beside(file) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def installed(folder: Path, migrated: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return Path(shutil.copy(migrated, folder / "town.db"))


async def is_all_settled(machine: Machine, database: Database) -> bool:
    async with database.unit() as unit:
        counts = await unit.nudges.counts()
        depth = await unit.inbox.depth()
    everybody = len(machine.days) + len(machine.writers)
    return sum(counts.values()) == everybody and not UNSETTLED & set(counts) and depth == 0


async def has_open(running: Running, file: Path) -> bool:
    """Whether the bot has come as far as to open its database."""
    return file in opened_by(running.process.pid)


def opened_by(pid: int) -> Iterator[Path]:
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            yield descriptor.readlink()


def last_word(machine: Machine) -> str:
    return machine.site.log.read_text(encoding="utf-8").splitlines()[-1]


async def states_of(database: Database, walker: Walker) -> list[NudgeState]:
    async with database.unit() as unit:
        return [nudge.state for nudge in await unit.nudges.all_of(walker.walk.person)]


async def words_of(database: Database, writer: Walker) -> list[str | None]:
    async with database.unit() as unit:
        (day,) = await unit.nudges.all_of(writer.walk.person)
        return [note.words for note in await unit.check_ins.notes_on(day.id)]
