"""The rate that all who send with one token share, on a real server."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from procrastinate.schema import SchemaManager

from storage.budget import BURST, Budget
from storage.database import Database
from storage.rooms import ENGINE
from storage.secrecy import Keyring
from tests.postgresql import Server

RATE = 200.0
AT_ONCE = int(BURST * RATE) + 1


@pytest.fixture
async def databases(database_on_postgresql: str, keyring: Keyring) -> AsyncIterator[list[Database]]:
    """The same database, as two processes see it."""
    async with AsyncExitStack() as opened:
        both = [await opened.enter_async_context(Database(database_on_postgresql, keyring)) for _ in range(2)]
        await both[0].furnish(ENGINE, SchemaManager.get_schema())
        yield both


@pytest.fixture
def budget(databases: list[Database]) -> Budget:
    return databases[0].budget("us", messages_per_second=RATE)


@pytest.fixture
def theirs(databases: list[Database]) -> Budget:
    """The same budget, as another process asks for it."""
    return databases[1].budget("us", messages_per_second=RATE)


async def test_no_more_may_leave_at_once_than_a_twentieth_of_a_second_s(budget: Budget, theirs: Budget) -> None:
    await budget.rest(0)
    await asyncio.sleep(2 * BURST)

    ours = await budget.take(1000)
    asked = time.monotonic()
    after = await theirs.take(1000)

    assert ours.count == AT_ONCE
    assert after.count <= (time.monotonic() - asked + 0.01) * RATE + 1  # what came meanwhile
    assert 0 < after.next_in <= 1 / RATE


async def test_two_who_ask_as_often_as_they_can_get_the_rate_and_no_more(budget: Budget, theirs: Budget) -> None:
    left: list[float] = []

    async def sends(budget: Budget, until: float) -> None:
        while time.monotonic() < until:
            places = await budget.take(8)
            left.extend([time.monotonic()] * places.count)
            if not places.count:
                await asyncio.sleep(places.next_in)

    began = time.monotonic()
    async with asyncio.TaskGroup() as tasks:
        for one in (budget, theirs, budget, theirs):
            tasks.create_task(sends(one, began + 2.0))

    took = max(left) - began
    assert len(left) <= took * RATE + AT_ONCE
    assert len(left) >= 0.98 * took * RATE


async def test_a_reply_takes_the_next_place_and_nudges_wait_behind_it(budget: Budget, theirs: Budget) -> None:
    await budget.take(1000)

    await budget.rest(0.5)  # time enough to ask, however busy the machine is
    places = []
    for _ in range(20):
        asked = time.monotonic()
        places.append(asked + await budget.reserve(within=10))
    nudges = await theirs.take(8)

    assert places[-1] - places[0] == pytest.approx(19 / RATE, abs=0.1)
    assert nudges.count == 0
    assert time.monotonic() + nudges.next_in > places[-1]


async def test_a_place_too_far_away_is_not_taken(budget: Budget) -> None:
    await budget.rest(30)

    first, second = await budget.reserve(within=10), await budget.reserve(within=10)

    assert first == pytest.approx(30, abs=1)
    assert second <= first


async def test_what_telegram_asks_of_one_is_kept_by_all_and_by_no_other_token(
    budget: Budget, theirs: Budget, databases: list[Database]
) -> None:
    await theirs.take(1)
    await budget.rest(5)

    assert (await theirs.take(8)).count == 0
    assert (await databases[1].budget("another", messages_per_second=RATE).take(8)).count >= 1


async def test_a_table_that_a_crash_has_emptied_is_filled_again(
    budget: Budget, postgresql: Server, database_on_postgresql: str
) -> None:
    await budget.take(1000)
    postgresql.does(f"TRUNCATE {ENGINE}.budget", database=database_on_postgresql.partition("?")[0].rpartition("/")[2])

    assert (await budget.take(1)).count == 1


async def test_the_room_is_made_anew_for_another_edition_alone(databases: list[Database], budget: Budget) -> None:
    await budget.rest(60)
    await databases[1].furnish(ENGINE, SchemaManager.get_schema())
    assert (await budget.take(1)).count == 0

    await databases[1].furnish(ENGINE, f"{SchemaManager.get_schema()}\n-- and more")

    assert (await budget.take(1)).count == 1
