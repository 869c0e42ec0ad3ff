"""Telegram says "too many": it is left alone for as long as it wants, and afterwards everybody has exactly one copy."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from curriculum.nudge import UNSETTLED, Nudge
from storage.database import Database
from tests.faults.many import enrol_many
from tests.faults.program import CONCURRENCY, MORNING, Site, Walker, enrol, eventually

PEOPLE = 500
FEW = 60
WRITERS = 8
BAN = timedelta(seconds=5)
RATE = 100
"""Faster than Telegram allows, so that there is always a next message that wants to go out."""
PATIENCE = 120
"""Seconds; this machine may be busy."""


@pytest.fixture
async def site(tmp_path: Path, sandbox: Sandbox, database_file: Path, key_file: Path) -> AsyncIterator[Site]:
    async with sandbox.serving() as api_url:
        site = Site(tmp_path, database_file, key_file, api_url, rate=RATE)
        site.clock.move_to(MORNING)
        yield site


async def test_in_a_storm_of_too_many_the_bot_is_silent_and_then_everybody_has_one_copy(
    site: Site, sandbox: Sandbox, times: int, tell: Callable[[str], None]
) -> None:
    people = PEOPLE * times
    async with site.database() as database:
        crowd = await enrol_many(database, site.keyring(), sandbox, people)
        writers = await enrol(database, sandbox, [f"Writer {number}" for number in range(WRITERS)], with_day_one=True)
    early, late = writers[: WRITERS // 2], writers[WRITERS // 2 :]

    async with site.running(), site.database() as database:
        await sandbox.until(lambda: len(sandbox.calls) > people // 5, within=PATIENCE * times)
        began = site.clock()
        sandbox.faults.ban(BAN.total_seconds())
        say_something(early)
        await sandbox.until(lambda: sandbox.faults.requests_during_bans >= 3, within=BAN.total_seconds())
        say_something(late)
        await all_is_sent(sandbox, database, people, times)
        ledger = await ledger_of(database, crowd)
        results = await results_of(database, ledger)

    requests = sandbox.faults.requests_during_bans
    silence = min(at for at in answered_with(sandbox, 200) if at > began) - began
    answered = [len(writer.person.inbox) for writer in writers]
    tell(
        f"storm: {people} days, a ban of {BAN.total_seconds():g} s in mid-drain: {requests} requests in it "
        f"(bound {CONCURRENCY}), silence for {silence.total_seconds():.1f} s, what came of the requests {dict(results)}, "
        f"copies {dict(Counter(walker.copies for walker in crowd))}, {sum(answered)} of {WRITERS} who wrote meanwhile "
        "were answered"
    )
    assert 0 < requests <= CONCURRENCY
    assert silence < BAN + timedelta(seconds=10)
    assert [walker.copies for walker in crowd] == [1] * people
    assert {nudge.attempts for nudge in ledger} == {1}
    assert set(results) == {"sent", "wait"}
    assert answered == [1] * WRITERS
    assert sandbox.breaches == []


async def test_chats_that_are_to_be_left_alone_hold_up_nobody_else(
    site: Site, sandbox: Sandbox, times: int, tell: Callable[[str], None]
) -> None:
    async with site.database() as database:
        crowd = await enrol_many(database, site.keyring(), sandbox, FEW * times)

    async with site.running(), site.database() as database:
        await sandbox.until(lambda: any(walker.copies for walker in crowd), within=PATIENCE)
        began = site.clock()
        banned = next_in_line(crowd)[:2]
        for walker in banned:
            sandbox.faults.ban(BAN.total_seconds(), chat=walker.person.telegram_id)
        await all_is_sent(sandbox, database, len(crowd), times)
        ledger = await ledger_of(database, crowd)

    meanwhile = sum(began < arrived_at(walker) < began + BAN for walker in crowd)
    requests = sandbox.faults.requests_during_bans
    tell(f"storm: two chats banned: {requests} requests there, {meanwhile} other people got their day in the meantime")
    assert [walker.copies for walker in crowd] == [1] * len(crowd)
    assert min(arrived_at(walker) for walker in banned) >= began + BAN
    assert meanwhile >= 10
    assert 0 < requests <= len(banned)
    assert {nudge.attempts for nudge in ledger} == {1}
    assert sandbox.breaches == []


async def test_too_many_without_saying_for_how_long_is_obeyed_too(
    site: Site, sandbox: Sandbox, tell: Callable[[str], None]
) -> None:
    async with site.database() as database:
        crowd = await enrol_many(database, site.keyring(), sandbox, FEW)
    sandbox.faults.too_many(None, times=3)

    async with site.running(), site.database() as database:
        await all_is_sent(sandbox, database, FEW, 1)
        ledger = await ledger_of(database, crowd)

    refused = answered_with(sandbox, 429)
    under_way = [at for at in answered_with(sandbox, 200) if refused[-1] < at < refused[-1] + BAN]
    tell(f"storm: 429 without a time, three times: {len(under_way)} more messages in the 5 s after the last")
    assert len(refused) == 3
    assert len(under_way) < CONCURRENCY
    assert [walker.copies for walker in crowd] == [1] * FEW
    assert {nudge.attempts for nudge in ledger} == {1}
    assert sandbox.breaches == []


def say_something(writers: list[Walker]) -> None:
    for writer in writers:
        writer.person.says("/progress")


def next_in_line(crowd: list[Walker]) -> list[Walker]:
    """Who has no copy yet; whoever is due first comes first."""
    return sorted((walker for walker in crowd if not walker.copies), key=lambda walker: str(walker.walk.due_at))


def answered_with(sandbox: Sandbox, status: int) -> list[datetime]:
    """When messages were answered so."""
    return [call.at for call in sandbox.calls if call.method == "sendMessage" and call.status == status]


def arrived_at(walker: Walker) -> datetime:
    """When day 1 came."""
    (at,) = [shown.at for shown in walker.person.inbox if shown.text.startswith("Day 1:")]
    return at


async def all_is_sent(sandbox: Sandbox, database: Database, people: int, times: int) -> None:
    """Everybody's day is settled, and everything that was said is answered."""
    # The ledger is looked at only when it can be so: each look takes the turn of a writer.
    await sandbox.until(lambda: len(sandbox.calls) > people, within=PATIENCE * times)

    async def settled() -> bool:
        async with database.unit() as unit:
            counts = await unit.nudges.counts()
            return sum(counts.values()) >= people and not UNSETTLED & set(counts) and await unit.inbox.depth() == 0

    await eventually(settled, within=PATIENCE * times)


async def ledger_of(database: Database, crowd: list[Walker]) -> list[Nudge]:
    """Each day that fell due, as it is written down."""
    async with database.unit() as unit:
        return [nudge for walker in crowd for nudge in await unit.nudges.all_of(walker.walk.person)]


async def results_of(database: Database, ledger: list[Nudge]) -> Counter[str | None]:
    """What is written down of all requests made."""
    async with database.unit() as unit:
        attempts = [await unit.nudges.attempts_at(nudge.id) for nudge in ledger]
    return Counter(attempt.result for each in attempts for attempt in each)
