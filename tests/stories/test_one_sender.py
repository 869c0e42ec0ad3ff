"""Only one program sends from a database, also when a second machine sees the same disk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot import lease
from bot.lease import Lease
from bot.lock import SecondInstance
from curriculum.nudge import NudgeState
from storage.database import Database
from tests.stories.town import Somebody, Town


@asynccontextmanager
async def on_another_machine(town: Town) -> AsyncIterator[Lease]:
    """A lease on the same database, as a program on another machine holds it."""
    async with Database(town.database_url, town.keyring) as database:
        yield Lease(database, town.clock, machine="another machine")


async def test_a_second_machine_is_told_when_it_may_start(town: Town) -> None:
    async with on_another_machine(town) as other:
        with pytest.raises(
            SecondInstance, match=r"on another machine works on this database.* 2026-05-04 12:01:00 UTC"
        ):
            await other.take()


async def test_a_machine_that_was_replaced_sends_nothing_more(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    walk = await alice.walk()
    assert walk.due_at is not None
    town.clock.move_to(walk.due_at)
    town.forgiven.add(lease.__name__)

    async with on_another_machine(town) as other:
        await other.take()
        await town.settles()

    assert alice.days == []
    assert [nudge.state for nudge in await alice.ledger()] == [NudgeState.PLANNED]
    assert town.app.lease.lost.is_set()


async def test_a_renewal_finds_out_that_another_has_taken_over(town: Town) -> None:
    town.forgiven.add(lease.__name__)
    town.clock.move(timedelta(minutes=2))

    async with on_another_machine(town) as other:
        await other.take()
        await town.app.lease.renew()

    assert town.app.lease.lost.is_set()


async def test_a_lease_that_is_renewed_lasts(town: Town) -> None:
    for _ in range(20):
        town.clock.move(timedelta(seconds=lease.RENEWED_EVERY))
        await town.app.lease.renew()

    async with on_another_machine(town) as other:
        with pytest.raises(SecondInstance):
            await other.take()


async def test_a_program_that_stopped_cleanly_keeps_nobody_waiting(town: Town) -> None:
    await town.app.lease.give_back()

    async with on_another_machine(town) as other:
        await other.take()
        assert not other.lost.is_set()
