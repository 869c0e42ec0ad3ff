"""A worker is stopped in the middle of its work, without knowing it, and goes on when it counts as dead long since."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from bot.sandbox import Sandbox
from bot.settling import LEASE, RESEND_AFTER
from tests.faults.brisk import STALLED
from tests.faults.load import Load, all_is_settled, everybody_is_answered, nobody_sends, only_one_sends
from tests.faults.program import CONCURRENCY, Running, Site, eventually

SEED = 20260505
MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize("is_resent", [True, False], ids=["wakes after others sent again", "wakes before that"])
async def test_who_wakes_after_its_lease_does_no_harm(
    is_resent: bool, machines: Site, sandbox: Sandbox, times: int, tell: Callable[[str], None]
) -> None:
    chance = random.Random(SEED)  # noqa: S311  (it is to be the same each time)
    load = await Load.begins(machines, sandbox, people=60, writers=8)
    sleeps, taken_over = 2 * times, []

    async with machines.running() as first, machines.running() as second, machines.database() as database:
        for number in range(sleeps):
            await load.calls_again()
            load.some_write(chance, f"before sleep {number}")
            await load.days_go_out(chance.randrange(5, 25))
            with asleep((first, second)[number % 2]):
                began = time.monotonic()
                load.some_write(chance, f"in sleep {number}")
                await sandbox.until(lambda: sandbox.pending == 0, within=60)
                await eventually(lambda: everybody_is_answered(database), within=60)
                taken_over.append(time.monotonic() - began)
                await eventually(lambda: only_one_sends(database), within=60)
                machines.clock.move_to(machines.clock() + LEASE)
                await eventually(lambda: nobody_sends(database), within=60)
                if is_resent:
                    machines.clock.move_to(machines.clock() + RESEND_AFTER - LEASE + MOMENT)
                    await eventually(lambda: all_is_settled(database), within=60)
            load.some_write(chance, f"after sleep {number}")
            await sandbox.until(lambda: sandbox.pending == 0, within=60)
            await eventually(lambda: everybody_is_answered(database), within=60)
            machines.clock.move_to(machines.clock() + RESEND_AFTER)
            await eventually(lambda: all_is_settled(database), within=60)
            if number < sleeps - 1:
                load.next_morning()
        for worker in (first, second):
            assert (await worker.is_told_to_stop(within=20))[0] == 0

    outcome = await load.comes_to()
    replies = sum(map(len, load.said.values()))
    tell(
        f"a worker is stopped past its lease and {'others send again' if is_resent else 'wakes'}: {sleeps} sleeps, "
        f"{outcome.states.total()} due days {dict(outcome.states)}, {outcome.lost} silently lost, "
        f"{outcome.extra} extra copies (bound {sleeps * CONCURRENCY}), {replies} replies kept, {outcome.answers} answers; "
        f"others had answered everybody after {max(taken_over):.1f} s"
    )
    outcome.assert_the_promise_is_kept(load.said, most_extra=sleeps * CONCURRENCY)
    assert max(taken_over) < STALLED + 15
    assert sandbox.breaches == []


@contextmanager
def asleep(worker: Running) -> Iterator[None]:
    """It does nothing while the block runs, and does not know of that afterwards."""
    worker.freezes()
    try:
        yield
    finally:
        worker.wakes()
