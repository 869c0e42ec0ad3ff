"""The promise, kept by a real process that is told to stop: it stops soon, and leaves nothing in doubt."""

import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.faults import Kind
from curriculum.nudge import NudgeState
from tests.faults.load import BETWEEN_LIVES, Load
from tests.faults.nursery import Nursery
from tests.faults.program import Running, Site, eventually, slow_wire

STOPS = 25
"""In a batch; a batch is a town of its own, so that several may go on side by side."""
BATCHES = 2
PEOPLE = 60
WRITERS = 6
RATE = 200
WITHIN = 20
SEED = 20260506


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """For a release it is stopped in ten times as many batches."""
    if "batch" in metafunc.fixturenames:
        metafunc.parametrize("batch", range(BATCHES * (10 if metafunc.config.getoption("--release") else 1)))


@pytest.fixture
async def site(
    tmp_path: Path, sandbox: Sandbox, database_file: Path, key_file: Path, nursery: Nursery
) -> AsyncIterator[Site]:
    """A machine from which it is a while to Telegram, so that a stop always meets requests under way."""
    async with sandbox.serving() as api_url, slow_wire(api_url, seconds=0.03) as far_url:
        yield Site(tmp_path, database_file, key_file, far_url, rate=RATE, nursery=nursery)


async def test_told_to_stop_under_load_it_leaves_nothing_in_doubt(
    batch: int, site: Site, sandbox: Sandbox, tell: Callable[[str], None]
) -> None:
    chance = random.Random(SEED + batch)  # noqa: S311  (it is to be the same each time)
    began = time.monotonic()
    load = await Load.begins(site, sandbox, people=PEOPLE, writers=WRITERS)
    slowest = 0.0

    for life in range(STOPS):
        by = signal.SIGINT if life % 5 == 4 else signal.SIGTERM
        async with site.running() as bot:
            await load.calls_again()
            load.some_write(chance, f"life {life}")
            await load.days_go_out(chance.randrange(min(load.left, 25)))
            await asyncio.sleep(chance.random() * 0.06)  # anywhere between a request and the next one's record
            code, seconds = await bot.is_told_to_stop(within=WITHIN, by=by)
        assert code == 0
        assert NudgeState.SENDING not in await counts_of(load)
        slowest = max(slowest, seconds)
        load.goes_on()
    await load.settles()

    outcome = await load.comes_to()
    replies = sum(map(len, load.said.values()))
    tell(
        f"told to stop, batch {batch + 1}: {STOPS} stops under load, slowest exit {slowest:.2f} s, "
        f"{outcome.states.total()} due days {dict(outcome.states)}, {outcome.lost} lost, {outcome.extra} extra "
        f"copies, {replies} replies kept, {outcome.answers} answers, {time.monotonic() - began:.0f} s"
    )
    outcome.assert_each_day_ended_in_one_state()
    assert outcome.lost == 0
    assert set(outcome.states) <= {"sent", "missed"}
    assert outcome.extra == outcome.in_doubt == 0
    assert outcome.kept == load.said
    assert outcome.answers == replies
    assert sandbox.breaches == []


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
async def test_told_twice_it_ends_at_once_and_nothing_is_lost(
    second: signal.Signals, site: Site, sandbox: Sandbox, tell: Callable[[str], None]
) -> None:
    load = await Load.begins(site, sandbox, people=20, writers=2)
    hanging = load.crowd[0].person
    sandbox.faults.spoil(Kind.HANGS, acted=True, chat=hanging.telegram_id)

    async with site.running() as bot:
        await sandbox.until(lambda: any(call.description == Kind.HANGS for call in sandbox.calls), within=WITHIN)
        bot.process.send_signal(signal.SIGTERM)  # it stops when the answer is here, or is known not to come
        await eventually(partial(asyncio.to_thread, heeds_no_more, bot), within=WITHIN)
        code, seconds = await bot.is_told_to_stop(within=WITHIN, by=second)
    assert code != 0
    assert seconds < 1
    assert (await counts_of(load))[NudgeState.SENDING] >= 1

    site.clock.move_to(site.clock() + BETWEEN_LIVES)
    await load.settles()

    outcome = await load.comes_to()
    tell(
        f"told twice ({second.name}): ended after {seconds:.2f} s, {dict(outcome.states)}, {outcome.extra} extra copies"
    )
    outcome.assert_each_day_ended_in_one_state()
    assert outcome.lost == 0
    assert outcome.states == {"sent": len(load.crowd)}
    assert outcome.extra <= outcome.in_doubt


def heeds_no_more(bot: Running) -> bool:
    """Whether it has been told to stop: from then on it does not catch another SIGTERM."""
    status = Path(f"/proc/{bot.process.pid}/status").read_text(encoding="ascii")
    (caught,) = [int(line.split()[1], 16) for line in status.splitlines() if line.startswith("SigCgt:")]
    return not caught >> (signal.SIGTERM - 1) & 1


async def counts_of(load: Load) -> Counter[NudgeState]:
    async with load.site.database() as database, database.unit() as unit:
        return Counter(await unit.nudges.counts())
