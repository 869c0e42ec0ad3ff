"""The promise on a bad line: whatever becomes of requests and answers, no day is silently lost, and few come twice."""

import logging
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram.ext import ExtBot

from bot.chat import nudge_messages
from bot.clock import StandingClock
from bot.delivery import Delivery
from bot.lease import Lease
from bot.planning import Planning
from bot.sandbox import Sandbox
from bot.settling import RESEND_AFTER
from bot.telegram.limits import Limits
from bot.telegram.request import AiohttpRequest
from bot.telegram.sending import Sending
from curriculum.nudge import UNSETTLED, Nudge, NudgeState
from storage.database import Database
from storage.secrecy import Keyring
from tests.conftest import url_of
from tests.faults.chaos import Chaos, Trouble
from tests.faults.many import enrol_many
from tests.faults.program import MORNING, TOKEN, Walker

PEOPLE = 500
PROBABILITY = 0.2
STRUCK_ROUNDS = 2
MOST_COPIES = 2
MOST_ROUNDS = 10
PATIENCE, LITTLE_PATIENCE = 10.0, 0.5
"""Seconds to wait for an answer; little where answers never come."""
SEED = 20260505


class Line:
    """The sending half of the bot, with a bad line between it and Telegram. Time stands still within a round."""

    def __init__(
        self, database: Database, planning: Planning, delivery: Delivery, sandbox: Sandbox, clock: StandingClock
    ) -> None:
        self._database = database
        self._planning = planning
        self._delivery = delivery
        self._sandbox = sandbox
        self._clock = clock

    async def plan(self) -> None:
        """Everybody's day is planned."""
        await self._planning.plan_due()

    async def round(self, crowd: list[Walker], before: list[Nudge]) -> list[Nudge]:
        """Every nudge that waits is tried once; what is written down of it must agree with what Telegram has seen."""
        calls = len(self._sandbox.calls)

        await self._delivery.send_planned()

        acted = Counter(
            int(str(call.params["chat_id"]))
            for call in self._sandbox.calls[calls:]
            if call.method == "sendMessage" and call.status == 200
        )
        after = await self.ledger(crowd)
        for walker, earlier, now in zip(crowd, before, after, strict=True):
            requests = now.fence - earlier.fence
            may_have_come = now.attempts - earlier.attempts
            copies = acted[walker.person.telegram_id]
            assert requests <= 1
            assert copies <= may_have_come <= requests, "what counts as not sent has been acted on"
            if requests and now.state is NudgeState.SENT:
                assert copies == 1, "what counts as sent has not arrived"
        self._clock.move(RESEND_AFTER + timedelta(seconds=10))
        return after

    async def ledger(self, crowd: list[Walker]) -> list[Nudge]:
        """Each day that fell due, as it is written down: once."""
        async with self._database.unit() as unit:
            nudges = [await unit.nudges.all_of(walker.walk.person) for walker in crowd]
        assert [len(each) for each in nudges] == [1] * len(crowd)
        return [nudge for (nudge,) in nudges]

    async def results(self, ledger: list[Nudge]) -> Counter[str | None]:
        """What is written down of all requests made."""
        async with self._database.unit() as unit:
            attempts = [await unit.nudges.attempts_at(nudge.id) for nudge in ledger]
        return Counter(attempt.result for each in attempts for attempt in each)


@pytest.fixture
def sandbox(clock: StandingClock) -> Sandbox:
    clock.move_to(MORNING)
    return Sandbox(TOKEN, now=clock)


@asynccontextmanager
async def line(
    api_url: str, database: Database, sandbox: Sandbox, clock: StandingClock, *, patience: float
) -> AsyncIterator[Line]:
    """The parts of the bot that send, put together with so much patience for a line that is dead."""
    limits = Limits(100_000)
    bot: ExtBot[Any] = ExtBot(
        TOKEN, base_url=f"{api_url}/bot", request=AiohttpRequest(read_timeout=patience), rate_limiter=limits
    )
    lease = Lease(database, clock, machine="here")
    await lease.take()
    await bot.initialize()
    sending = Sending(bot, limits, clock)
    delivery = Delivery(database, sending, nudge_messages.going_out, clock, lease=lease, steady=lambda: True)
    try:
        yield Line(database, Planning(database, clock, steady=lambda: True), delivery, sandbox, clock)
    finally:
        await bot.shutdown()


@pytest.mark.parametrize("trouble", [pytest.param(each, id=each.name.lower()) for each in Trouble])
async def test_on_a_bad_line_no_day_is_lost_and_what_counts_as_not_sent_was_not(
    trouble: Trouble,
    database_file: Path,
    keyring: Keyring,
    sandbox: Sandbox,
    clock: StandingClock,
    complaints: list[logging.LogRecord],
    times: int,
    tell: Callable[[str], None],
) -> None:
    chance = random.Random(f"{SEED} {trouble.name}")  # noqa: S311  (it is to be the same each time)
    began = time.monotonic()
    rounds = 0
    patience = LITTLE_PATIENCE if trouble is Trouble.STALL else PATIENCE
    async with sandbox.serving() as api_url, Database(url_of(database_file), keyring) as database:
        crowd = await enrol_many(database, keyring, sandbox, PEOPLE * times)
        chaos = Chaos(api_url, trouble, chance=chance, probability=PROBABILITY)

        async with chaos.serving() as bad_url, line(bad_url, database, sandbox, clock, patience=patience) as bot:
            await bot.plan()
            ledger = await bot.ledger(crowd)
            while UNSETTLED & {nudge.state for nudge in ledger}:
                rounds += 1
                assert rounds <= MOST_ROUNDS
                chaos.calm = rounds > STRUCK_ROUNDS
                ledger = await bot.round(crowd, ledger)
            results = await bot.results(ledger)

    states = [nudge.state for nudge in ledger]
    copies = [walker.copies for walker in crowd]
    in_doubt = sum(nudge.attempts for nudge in ledger) - results["sent"]
    extra = sum(max(0, count - 1) for count in copies)
    missing = [state for state, count in zip(states, copies, strict=True) if count == 0]
    silently_lost = len(missing) - missing.count(NudgeState.UNKNOWN)
    tell(
        f"network, {trouble.value}: {len(crowd)} days, {chaos.struck} messages struck, {results.total()} requests "
        f"({', '.join(f'{count} {result}' for result, count in results.most_common())}), {in_doubt} in doubt, "
        f"{extra} extra copies, {states.count(NudgeState.UNKNOWN)} unknown of which {len(missing)} did not arrive, "
        f"{silently_lost} silently lost; {time.monotonic() - began:.0f} s"
    )

    # Who finds the line shut finds it so before a connection, of which there are fewer than messages.
    assert chaos.struck >= PEOPLE * times * PROBABILITY / (5 if trouble is Trouble.SHUT else 2)
    assert not UNSETTLED & set(states)
    assert set(states) <= {NudgeState.SENT, NudgeState.UNKNOWN}
    assert silently_lost == 0
    assert max(copies) <= MOST_COPIES
    assert extra <= in_doubt
    assert None not in results
    assert in_doubt > 0 or trouble in {Trouble.LATE, Trouble.SHUT}
    assert sandbox.breaches == []
    assert [record.getMessage() for record in complaints] == []
