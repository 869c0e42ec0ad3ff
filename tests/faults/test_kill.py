"""The promise, kept by a real process that is killed: no day silently lost, no copy without a fault, no reply lost."""

import asyncio
import random
import socket
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from tests.faults.load import Load
from tests.faults.nursery import Nursery
from tests.faults.program import CONCURRENCY, MORNING, TOKEN, Site, enrol, eventually, slow_wire

KILLS = 25
"""In a batch; a batch is a town of its own, so that several may go on side by side."""
BATCHES = 4
SENDERS = (CONCURRENCY, 3, CONCURRENCY, 20)
"""In one batch after the other: the bound on copies is theirs."""
PEOPLE = 60
WRITERS = 8
RATE = 200
"""Messages a second: so many that all senders have a request under way at once."""
SEED = 20260505


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A release is killed in ten times as many batches."""
    if "batch" in metafunc.fixturenames:
        metafunc.parametrize("batch", range(BATCHES * (10 if metafunc.config.getoption("--release") else 1)))


@pytest.fixture
async def site(tmp_path: Path, sandbox: Sandbox, database_file: Path, key_file: Path) -> AsyncIterator[Site]:
    """A machine on which the bot is started as people start it."""
    async with sandbox.serving() as api_url:
        yield Site(tmp_path, database_file, key_file, api_url)


@pytest.fixture
async def soon_started(tmp_path: Path, site: Site, database_file: Path, key_file: Path, nursery: Nursery) -> Site:
    """The same machine, on which the bot has its imports behind it when it is started."""
    return Site(tmp_path, database_file, key_file, "http://127.0.0.1:9", nursery=nursery)


@pytest.fixture
async def far_site(
    tmp_path: Path, sandbox: Sandbox, database_file: Path, key_file: Path, nursery: Nursery
) -> AsyncIterator[Site]:
    """A machine from which it is a while to Telegram, so that a kill meets requests on their way, there and back."""
    async with sandbox.serving() as api_url, slow_wire(api_url, seconds=0.05) as far_url:
        yield Site(tmp_path, database_file, key_file, far_url, rate=RATE, nursery=nursery)


async def test_killed_at_random_under_load_no_day_is_lost_and_no_reply(
    batch: int, far_site: Site, sandbox: Sandbox, tell: Callable[[str], None]
) -> None:
    chance = random.Random(SEED + batch)  # noqa: S311  (it is to be the same each time)
    began = time.monotonic()
    senders = SENDERS[batch % len(SENDERS)]
    far_site.is_set_up(senders=senders)
    load = await Load.begins(far_site, sandbox, people=PEOPLE, writers=WRITERS)

    for life in range(KILLS):
        async with far_site.running() as bot:
            if life % 5 == 4:
                await asyncio.sleep(chance.random() * 0.3)  # anywhere in its start
            else:
                await load.calls_again()
                load.some_write(chance, f"life {life}")
                await load.days_go_out(chance.randrange(max(1, min(load.left // 2, 25))))
                await asyncio.sleep(chance.random() * 0.08)  # anywhere between a request and the next one's record
            await bot.is_killed()
        load.goes_on()
    await load.settles()

    outcome = await load.comes_to()
    replies = sum(map(len, load.said.values()))
    tell(
        f"kill -9 at random, batch {batch + 1}: {KILLS} kills, {outcome.states.total()} due days "
        f"{dict(outcome.states)}, {outcome.lost} silently lost, "
        f"{outcome.known_to_be_missing} of the unknown never came, {outcome.in_doubt} requests cut off, "
        f"{outcome.extra} extra copies (bound {KILLS * senders}), {replies} replies kept, {outcome.answers} answers, "
        f"{time.monotonic() - began:.0f} s"
    )
    outcome.assert_the_promise_is_kept(load.said, most_extra=KILLS * senders, states=("sent", "unknown", "missed"))
    assert outcome.extra <= outcome.in_doubt <= KILLS * senders
    assert outcome.extra + sum(map(len, outcome.copies)) <= len(outcome.attempts)
    assert sandbox.breaches == []


async def test_a_second_instance_gives_way_at_once_and_sends_nothing(
    site: Site, soon_started: Site, sandbox: Sandbox, tell: Callable[[str], None]
) -> None:
    async with site.running() as first:
        await sandbox.until(lambda: has_called(sandbox, "setMyCommands"), within=30)
        codes, ages = [], []
        for _ in range(3):
            async with soon_started.running() as second:
                codes.append(await second.ends(within=20))
                ages.append(second.age)
        assert first.process.returncode is None
        assert await first.is_told_to_stop(within=20) is not None

    tell(f"second instance: gone after {min(ages):.2f} s, besides its imports")
    assert codes == [2, 2, 2]
    assert site.has_logged("another smallgains is running on")
    assert min(ages) < 2  # the quickest tells what it needs, the others what else the machine had to do
    assert sum(call.method == "getMe" for call in sandbox.calls) == 1


async def test_it_starts_while_telegram_is_down_and_goes_on_when_it_comes_up(
    tmp_path: Path, sandbox: Sandbox, database_file: Path, key_file: Path, nursery: Nursery
) -> None:
    port = free_port()
    site = Site(tmp_path, database_file, key_file, f"http://127.0.0.1:{port}", nursery=nursery)
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


async def test_it_can_be_stopped_while_telegram_is_down(
    tmp_path: Path, database_file: Path, key_file: Path, nursery: Nursery
) -> None:
    site = Site(tmp_path, database_file, key_file, f"http://127.0.0.1:{free_port()}", nursery=nursery)

    async with site.running() as bot:
        await eventually(lambda: logged(site, "Telegram does not answer"), within=20)
        code, seconds = await bot.is_told_to_stop(within=20)

    assert code == 0
    assert seconds < 5


async def test_a_token_that_is_refused_ends_it_with_a_clear_word(
    tmp_path: Path, database_file: Path, key_file: Path, nursery: Nursery
) -> None:
    async with Sandbox("43:OTHER").serving() as api_url:
        site = Site(tmp_path, database_file, key_file, api_url, nursery=nursery)
        async with site.running() as bot:
            code = await asyncio.wait_for(bot.process.wait(), 20)

    assert code == 2
    assert site.has_logged("Telegram refuses the token; check SMALLGAINS_TOKEN")
    assert not site.has_logged("Traceback")
    assert not site.has_logged(TOKEN)


def has_called(sandbox: Sandbox, method: str) -> bool:
    return any(call.method == method for call in sandbox.calls)


async def logged(site: Site, words: str) -> bool:
    return site.has_logged(words)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
