"""The network is cut between one of two workers and the database: the other goes on, and nothing is lost."""

import random
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.sandbox import Sandbox
from bot.settling import LEASE, RESEND_AFTER
from tests.faults.brisk import BRISK_SERVER, STALLED
from tests.faults.load import Load, all_is_settled, everybody_is_answered, nobody_sends, only_one_sends
from tests.faults.nursery import Nursery
from tests.faults.program import BRISK_BOT, CONCURRENCY, Site, eventually, slow_wire
from tests.faults.test_worker_deaths import are_at_work
from tests.faults.wire import Wire
from tests.postgresql import Server

SEED = 20260505
RATE = 200


@pytest.fixture
async def wire(postgresql: Server) -> Wire:
    return Wire(postgresql.socket)


@pytest.fixture
async def near_and_far(
    tmp_path: Path,
    sandbox: Sandbox,
    postgresql: Server,
    database_on_postgresql: str,
    wire: Wire,
    key_file: Path,
    nursery: Nursery,
) -> AsyncIterator[tuple[Site, Site]]:
    """A machine beside the server, and one at the other end of a wire; both a while away from Telegram."""
    database = make_url(database_on_postgresql).database
    async with sandbox.serving() as api_url, slow_wire(api_url, seconds=0.05) as far_url, wire.hanging() as port:

        def machine(url: str) -> Site:
            url = f"{url}&{BRISK_SERVER}"
            return Site(
                tmp_path, tmp_path, key_file, far_url, rate=RATE, nursery=nursery, database_url=url, program=BRISK_BOT
            )

        yield machine(database_on_postgresql), machine(postgresql.url(str(database), host="127.0.0.1", port=port))


@pytest.mark.parametrize("for_good", [False, True], ids=["it mends", "connections are reset"])
async def test_the_other_goes_on_and_nothing_is_lost(
    for_good: bool,
    near_and_far: tuple[Site, Site],
    wire: Wire,
    sandbox: Sandbox,
    times: int,
    tell: Callable[[str], None],
) -> None:
    near, far = near_and_far
    chance = random.Random(SEED)  # noqa: S311  (it is to be the same each time)
    cuts, took_over = 2 * times, []

    async with far.running() as there, near.database() as database:
        await sandbox.until(lambda: any(call.method == "getUpdates" for call in sandbox.calls), within=30)
        async with near.running() as here:
            await eventually(lambda: are_at_work(near, 2), within=30)
            load = await Load.begins(near, sandbox, people=120, writers=8)
            for number in range(cuts):
                await load.calls_again()
                load.some_write(chance, f"before cut {number}")
                await load.days_go_out(chance.randrange(20, 80))
                with wire.cut(for_good=for_good):
                    began = time.monotonic()
                    load.some_write(chance, f"in cut {number}")
                    await sandbox.until(lambda: sandbox.pending == 0, within=60)
                    await eventually(lambda: everybody_is_answered(database), within=60)
                    took_over.append(time.monotonic() - began)
                    await eventually(lambda: only_one_sends(database), within=60)
                    near.clock.move_to(near.clock() + LEASE)
                    await eventually(lambda: nobody_sends(database), within=60)
                    near.clock.move_to(near.clock() + RESEND_AFTER)
                    await eventually(lambda: all_is_settled(database), within=60)
                load.some_write(chance, f"after cut {number}")
                await sandbox.until(lambda: sandbox.pending == 0, within=60)
                await eventually(lambda: all_is_settled(database), within=60)
                if number < cuts - 1:
                    load.next_morning()
            load.next_morning()
            await load.days_go_out(len(load.crowd))
            await eventually(lambda: all_is_settled(database), within=60)
            for worker in (here, there):
                assert (await worker.is_told_to_stop(within=20))[0] == 0

    outcome = await load.comes_to()
    replies = sum(map(len, load.said.values()))
    tell(
        f"a worker is cut off from the database, then {'connections are reset' if for_good else 'it mends'}: {cuts} cuts, "
        f"{outcome.states.total()} due days {dict(outcome.states)}, {outcome.lost} silently lost, "
        f"{outcome.in_doubt} requests cut off, {outcome.extra} extra copies (bound {cuts * CONCURRENCY}), {replies} replies kept, {outcome.answers} answers; "
        f"the other fetched and had answered everybody after {max(took_over):.1f} s"
    )
    outcome.assert_the_promise_is_kept(load.said, most_extra=cuts * CONCURRENCY)
    assert max(took_over) < STALLED + 15
    assert sandbox.breaches == []


async def test_it_can_be_told_to_stop_while_it_is_cut_off(
    near_and_far: tuple[Site, Site], wire: Wire, sandbox: Sandbox, times: int, tell: Callable[[str], None]
) -> None:
    if times == 1:
        pytest.skip("this waits for a minute, before a release")
    near, far = near_and_far
    load = await Load.begins(near, sandbox, people=60, writers=8)
    async with far.running() as there:
        await load.calls_again()
        await load.days_go_out(10)
        with wire.cut(for_good=True):
            code, took = await there.is_told_to_stop(within=90)

    tell(f"a worker is told to stop while it is cut off: gone after {took:.0f} s")
    assert code == 0
