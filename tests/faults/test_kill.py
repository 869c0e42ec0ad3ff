"""The promise, kept by a real process that is killed: no day silently lost, no copy without a fault, no reply lost."""

import asyncio
import random
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from curriculum.nudge import UNSETTLED, NudgeState
from storage.database import Database
from tests.faults.program import CONCURRENCY, MORNING, TOKEN, Site, Walker, enrol, eventually, slow_wire

KILLS = 10
PEOPLE = 60
WRITERS = 8
SEED = 20260505


@pytest.fixture
async def sandbox(tmp_path: Path) -> Sandbox:
    clock = Site(tmp_path, tmp_path / "town.db", tmp_path, "").clock
    return Sandbox(TOKEN, now=clock)


@pytest.fixture
async def site(tmp_path: Path, sandbox: Sandbox, database_file: Path, key_file: Path) -> AsyncIterator[Site]:
    async with sandbox.serving() as api_url:
        site = Site(tmp_path, database_file, key_file, api_url)
        site.clock.move_to(MORNING)
        yield site


@pytest.fixture
async def far_site(tmp_path: Path, sandbox: Sandbox, database_file: Path, key_file: Path) -> AsyncIterator[Site]:
    """A machine from which it is a while to Telegram, so that a kill meets requests on their way, there and back."""
    async with sandbox.serving() as api_url, slow_wire(api_url, seconds=0.05) as far_url:
        site = Site(tmp_path, database_file, key_file, far_url)
        site.clock.move_to(MORNING)
        yield site


async def test_killed_ten_times_in_mid_burst_no_day_is_lost_and_no_reply(
    far_site: Site, sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)  # noqa: S311  (it is to be the same each time)
    began = time.monotonic()
    async with far_site.database() as database:
        crowd = await enrol(database, sandbox, [f"Walker {number}" for number in range(PEOPLE)])
        writers = await enrol(database, sandbox, [f"Writer {number}" for number in range(WRITERS)], with_day_one=True)
    said: dict[int, list[str]] = {writer.person.telegram_id: [] for writer in writers}

    for life in range(KILLS):
        async with far_site.running() as bot:
            await sandbox.until(partial(more_calls_than, len(sandbox.calls), sandbox), within=20)
            for writer in chance.sample(writers, 4):
                said[writer.person.telegram_id].append(f"life {life}")
                writer.person.says(f"life {life}")
            sent = nudges_sent(sandbox)
            await sandbox.until(partial(more_nudges_than, sent + chance.randrange(5), sandbox), within=20)
            await asyncio.sleep(chance.random() * 0.08)  # anywhere between a request and the next one's record
            await bot.is_killed()

    async with far_site.running() as bot, far_site.database() as database:
        await sandbox.until(lambda: sandbox.pending == 0, within=20)
        await eventually(lambda: only_doubts_are_left(database), within=20)
        far_site.clock.move_to(MORNING + timedelta(minutes=10))  # what is in doubt is sent once more
        await eventually(lambda: all_is_settled(database), within=20)
        assert await bot.is_told_to_stop(within=20) is not None

    async with far_site.database() as database:
        states = await states_of(database, crowd)
        kept = {writer.person.telegram_id: await words_of(database, writer) for writer in writers}
        requests = await requests_for(database, crowd)
    copies = [walker.copies for walker in crowd]
    extra = sum(max(0, count - 1) for count in copies)
    answers = sum("Kept with day 1" in message.text for writer in writers for message in writer.person.inbox)
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{KILLS} kills, {PEOPLE} days: {dict(Counter(states))}, {requests} requests, {extra} extra copies "
            f"(bound {KILLS * CONCURRENCY}), {sum(map(len, said.values()))} replies kept, {answers} answered; "
            f"{time.monotonic() - began:.0f} s"
        )

    assert set(states) <= {NudgeState.SENT, NudgeState.CONFIRMED, NudgeState.UNKNOWN}
    assert [
        state for state, count in zip(states, copies, strict=True) if count == 0 and state is not NudgeState.UNKNOWN
    ] == []
    assert max(copies) <= 2
    assert extra <= KILLS * CONCURRENCY
    assert sum(copies) <= requests
    assert kept == said
    assert answers >= sum(map(len, said.values()))
    assert sandbox.breaches == []


async def test_told_to_stop_in_mid_burst_it_leaves_nothing_in_doubt(site: Site, sandbox: Sandbox) -> None:
    async with site.database() as database:
        crowd = await enrol(database, sandbox, [f"Walker {number}" for number in range(30)])

    async with site.running() as bot:
        await sandbox.until(lambda: nudges_sent(sandbox) >= 5, within=20)
        code, seconds = await bot.is_told_to_stop(within=20)
    assert (code, seconds < 20) == (0, True)
    async with site.database() as database:
        counts = await counts_of(database)
    assert set(counts) <= {NudgeState.PLANNED, NudgeState.SENT}
    assert counts[NudgeState.SENT] == sum(walker.copies for walker in crowd) >= 5

    async with site.running(), site.database() as database:
        await eventually(lambda: all_is_settled(database), within=20)
    assert [walker.copies for walker in crowd] == [1] * len(crowd)


async def test_a_second_instance_gives_way_at_once_and_sends_nothing(site: Site, sandbox: Sandbox) -> None:
    async with site.running("--help") as help_:
        await help_.process.wait()
        start_up = help_.age

    async with site.running() as first:
        await sandbox.until(lambda: has_called(sandbox, "setMyCommands"), within=20)
        async with site.running() as second:
            code = await asyncio.wait_for(second.process.wait(), 20)
            seconds = second.age
        assert first.process.returncode is None
        assert await first.is_told_to_stop(within=20) is not None

    assert code == 2
    assert site.has_logged("another smallgains is running on")
    assert seconds - start_up < 2
    assert sum(call.method == "getMe" for call in sandbox.calls) == 1


async def test_it_starts_while_telegram_is_down_and_goes_on_when_it_comes_up(
    tmp_path: Path, sandbox: Sandbox, database_file: Path, key_file: Path
) -> None:
    port = free_port()
    site = Site(tmp_path, database_file, key_file, f"http://127.0.0.1:{port}")
    site.clock.move_to(MORNING)
    async with site.database() as database:
        (alice,) = await enrol(database, sandbox, ["Alice"])

    async with site.running() as bot:
        await eventually(lambda: logged(site, "Telegram does not answer"), within=20)
        assert bot.process.returncode is None

        async with sandbox.serving(port):
            await sandbox.until(lambda: alice.copies == 1, within=20)
            code, _ = await bot.is_told_to_stop(within=20)

    assert code == 0


async def test_it_can_be_stopped_while_telegram_is_down(tmp_path: Path, database_file: Path, key_file: Path) -> None:
    site = Site(tmp_path, database_file, key_file, f"http://127.0.0.1:{free_port()}")

    async with site.running() as bot:
        await eventually(lambda: logged(site, "Telegram does not answer"), within=20)
        code, seconds = await bot.is_told_to_stop(within=20)

    assert code == 0
    assert seconds < 5


async def test_a_token_that_is_refused_ends_it_with_a_clear_word(
    tmp_path: Path, database_file: Path, key_file: Path
) -> None:
    async with Sandbox("43:OTHER").serving() as api_url:
        site = Site(tmp_path, database_file, key_file, api_url)
        async with site.running() as bot:
            code = await asyncio.wait_for(bot.process.wait(), 20)

    assert code == 2
    assert site.has_logged("Telegram refuses the token; check SMALLGAINS_TOKEN")
    assert not site.has_logged("Traceback")
    assert not site.has_logged(TOKEN)


def more_calls_than(count: int, sandbox: Sandbox) -> bool:
    return len(sandbox.calls) > count


def more_nudges_than(count: int, sandbox: Sandbox) -> bool:
    return nudges_sent(sandbox) > count


def nudges_sent(sandbox: Sandbox) -> int:
    """How many times a day has been asked to be sent."""
    return sum(call.method == "sendMessage" and "<b>Day 1:" in str(call.params.get("text")) for call in sandbox.calls)


def has_called(sandbox: Sandbox, method: str) -> bool:
    return any(call.method == method for call in sandbox.calls)


async def logged(site: Site, words: str) -> bool:
    return site.has_logged(words)


async def counts_of(database: Database) -> Counter[NudgeState]:
    async with database.unit() as unit:
        return Counter(await unit.nudges.counts())


async def only_doubts_are_left(database: Database) -> bool:
    """Everybody's day is planned, and none waits or is being sent."""
    counts = await counts_of(database)
    waiting = counts[NudgeState.PLANNED] + counts[NudgeState.SENDING]
    return counts.total() == PEOPLE + WRITERS and waiting == 0


async def all_is_settled(database: Database) -> bool:
    counts = await counts_of(database)
    async with database.unit() as unit:
        return not UNSETTLED & set(counts) and await unit.inbox.depth() == 0


async def states_of(database: Database, crowd: list[Walker]) -> list[NudgeState]:
    """The state of each day that fell due; each must have been written down once."""
    async with database.unit() as unit:
        ledgers = [await unit.nudges.all_of(walker.walk.person) for walker in crowd]
    assert [len(ledger) for ledger in ledgers] == [1] * len(crowd)
    return [ledger[0].state for ledger in ledgers]


async def words_of(database: Database, writer: Walker) -> list[str | None]:
    async with database.unit() as unit:
        (day,) = await unit.nudges.all_of(writer.walk.person)
        return [note.words for note in await unit.check_ins.notes_on(day.id)]


async def requests_for(database: Database, crowd: list[Walker]) -> int:
    """How many requests were written down before they were made."""
    async with database.unit() as unit:
        nudges = [nudge for walker in crowd for nudge in await unit.nudges.all_of(walker.walk.person)]
        return sum([len(await unit.nudges.attempts_at(nudge.id)) for nudge in nudges])


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
