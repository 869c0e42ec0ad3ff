"""The lease: one holder at a time; the dead of this machine are no hindrance, the living of another are."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database
from storage.errors import LeaseHeld, LeaseLost
from storage.leases import Holder

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OURS = Holder("ours", "this machine")
NEXT_LIFE = Holder("next life", "this machine")
THEIRS = Holder("theirs", "another machine")


async def take(database: Database, holder: Holder, now: datetime = NOON) -> None:
    async with database.unit() as unit:
        await unit.leases.take(holder, now=now, until=now + MINUTE)


async def confirm(database: Database, holder: Holder) -> None:
    async with database.unit() as unit:
        await unit.leases.confirm(holder)


async def test_another_machine_waits_until_the_lease_has_run_out(database: Database) -> None:
    await take(database, OURS)

    with pytest.raises(LeaseHeld) as refused:
        await take(database, THEIRS, NOON + timedelta(seconds=59))
    assert refused.value.until == NOON + MINUTE
    await confirm(database, OURS)

    await take(database, THEIRS, NOON + MINUTE)
    await confirm(database, THEIRS)


async def test_a_renewed_lease_lasts_longer(database: Database) -> None:
    await take(database, OURS)
    async with database.unit() as unit:
        await unit.leases.renew(OURS, until=NOON + 3 * MINUTE)

    with pytest.raises(LeaseHeld):
        await take(database, THEIRS, NOON + 2 * MINUTE)


async def test_a_new_life_on_the_same_machine_takes_over_at_once(database: Database) -> None:
    await take(database, OURS)
    await take(database, NEXT_LIFE)

    await confirm(database, NEXT_LIFE)


async def test_who_was_replaced_can_neither_renew_nor_go_on(database: Database) -> None:
    await take(database, OURS)
    await take(database, THEIRS, NOON + 2 * MINUTE)

    with pytest.raises(LeaseLost):
        await confirm(database, OURS)
    with pytest.raises(LeaseLost):
        async with database.unit() as unit:
            await unit.leases.renew(OURS, until=NOON + 9 * MINUTE)


async def test_who_gives_the_lease_back_keeps_nobody_waiting(database: Database) -> None:
    await take(database, OURS)
    async with database.unit() as unit:
        await unit.leases.give_back(OURS)

    await take(database, THEIRS)


async def test_who_was_replaced_gives_nothing_back(database: Database) -> None:
    await take(database, OURS)
    await take(database, THEIRS, NOON + 2 * MINUTE)
    async with database.unit() as unit:
        await unit.leases.give_back(OURS)

    await confirm(database, THEIRS)
