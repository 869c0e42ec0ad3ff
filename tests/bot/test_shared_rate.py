"""Two processes with one token: each keeps its own limits, and both together the rate that they share in the database."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import pytest
from procrastinate.schema import SchemaManager
from sqlalchemy.engine import make_url

from bot.telegram.limits import Lane, Limits
from bot.telegram.request import AskedToWait
from bot.telegram.shared_rate import ByBudget
from storage.budget import BURST
from storage.database import Database
from storage.rooms import ENGINE
from storage.secrecy import Keyring
from tests.postgresql import Server

RATE = 100


@pytest.fixture
async def both(database_on_postgresql: str, keyring: Keyring) -> AsyncIterator[list[Limits]]:
    async with AsyncExitStack() as opened:
        databases = [await opened.enter_async_context(Database(database_on_postgresql, keyring)) for _ in range(2)]
        await databases[0].furnish(ENGINE, SchemaManager.get_schema())
        yield [Limits(RATE, shared=ByBudget(each.budget("us", messages_per_second=RATE))) for each in databases]


@asynccontextmanager
async def nudging(limits: list[Limits], left: list[float]) -> AsyncIterator[None]:
    """Each takes as many permits as it can while the block runs; `left` has the moment of each."""

    over = asyncio.Event()

    async def nudge(one: Limits) -> None:
        while not over.is_set():
            permits = await one.nudge_permits(8)
            left.extend([time.monotonic()] * permits)

    async with asyncio.TaskGroup() as tasks:
        for one in limits:
            tasks.create_task(nudge(one))
        yield
        over.set()


async def call(limits: Limits, chat: int, answer: Exception | None = None) -> None:
    async def made() -> bool:
        if answer is not None:
            raise answer
        return True

    await limits.process_request(made, (), {}, "sendMessage", {"chat_id": chat}, Lane.REPLY)


async def test_both_together_nudge_at_the_rate_and_no_faster(both: list[Limits]) -> None:
    left: list[float] = []
    began = time.monotonic()
    async with nudging(both, left):
        await asyncio.sleep(2)

    took = left[-1] - began
    assert len(left) <= took * RATE * 1.01 + BURST * RATE + 1
    assert len(left) >= 0.9 * took * RATE


async def test_a_reply_of_one_goes_before_the_nudges_of_both(both: list[Limits]) -> None:
    waits = []
    async with nudging(both, []):
        for number in range(10):
            await asyncio.sleep(0.02)
            began = time.monotonic()
            await call(both[number % 2], chat=number)
            waits.append(time.monotonic() - began)

    assert sorted(waits)[5] < 0.1


async def test_when_telegram_asks_one_of_them_to_wait_the_other_waits_too(both: list[Limits]) -> None:
    asked = AskedToWait(timedelta(seconds=60))
    for chat in range(3):
        with pytest.raises(AskedToWait):
            await call(both[0], chat, asked)

    with pytest.raises(AskedToWait):
        await call(both[1], chat=99)
    permits = asyncio.create_task(both[1].nudge_permits(1))
    done, _ = await asyncio.wait({permits}, timeout=0.5)
    permits.cancel()
    assert not done


async def test_a_reply_does_not_wait_for_a_database_that_says_nothing(
    both: list[Limits], postgresql: Server, database_on_postgresql: str
) -> None:
    await call(both[0], chat=1)
    name = str(make_url(database_on_postgresql).database)
    with postgresql.connected(name) as silent:
        silent.execute(f"SELECT FROM {ENGINE}.budget FOR UPDATE".encode())

        began = time.monotonic()
        await call(both[0], chat=2)

        assert time.monotonic() - began < 2
    async with asyncio.timeout(20):
        while len(asyncio.all_tasks()) > 1:  # noqa: ASYNC110  (what was asked in vain ends by itself, and tells nobody)
            await asyncio.sleep(0.02)
