"""While a great many nudges drain at the limit, whoever writes is answered as if there were none."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from bot.sandbox import Sandbox
from tests.faults.many import enrol_many
from tests.faults.program import MORNING, Site, Walker, enrol

PEOPLE = 500
WRITERS = 25
REPLIES = 100
RATE = 25
"""The usual limit. It is what holds the nudges up here, unless the machine is busy with other things: the figure tells."""
P99_SECONDS = 2.0


async def test_a_reply_is_answered_within_two_seconds_while_nudges_drain_at_the_limit(
    tmp_path: Path,
    sandbox: Sandbox,
    database_file: Path,
    key_file: Path,
    times: int,
    tell: Callable[[str], None],
) -> None:
    people, replies = PEOPLE * times, REPLIES * times
    async with sandbox.serving() as api_url:
        site = Site(tmp_path, database_file, key_file, api_url, rate=RATE)
        site.clock.move_to(MORNING)
        async with site.database() as database:
            crowd = await enrol_many(database, site.keyring(), sandbox, people)
            writers = await enrol(
                database, sandbox, [f"Writer {number}" for number in range(WRITERS)], with_day_one=True
            )

        async with site.running():
            await sandbox.until(lambda: any(walker.copies for walker in crowd), within=60 * times)
            earlier, began = messages(sandbox), time.monotonic()
            waited = await people_write(sandbox, writers, replies, every=0.8 * people / RATE / replies)
            rate = (messages(sandbox) - earlier) / (time.monotonic() - began)
            still_waiting = sum(not walker.copies for walker in crowd)

    median, p99 = statistics.median(waited), statistics.quantiles(waited, n=100)[98]
    tell(
        f"lanes: {replies} replies while {people} nudges drain, {rate:.1f} messages/s in all (limit {RATE}): answered in "
        f"a median of {median * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, at most {max(waited) * 1000:.0f} ms"
    )
    assert still_waiting > 0, "the last reply was to be given while nudges still wait"
    assert rate < 1.1 * RATE
    assert p99 < P99_SECONDS
    assert sandbox.breaches == []


async def people_write(sandbox: Sandbox, writers: list[Walker], replies: int, *, every: float) -> list[float]:
    """One after the other says something every so many seconds, whether or not others still wait; gives for how many
    seconds each waited for the answer.
    """
    async with asyncio.TaskGroup() as tasks:
        waiting = []
        for writer, _ in zip(itertools.cycle(writers), range(replies), strict=False):
            waiting.append(tasks.create_task(answered(sandbox, writer)))
            await asyncio.sleep(every)
    return [each.result() for each in waiting]


async def answered(sandbox: Sandbox, writer: Walker) -> float:
    """Seconds from what was said to the answer standing in the chat."""
    before, said = len(writer.person.inbox), time.monotonic()
    writer.person.says("/progress")
    await sandbox.until(lambda: len(writer.person.inbox) > before, within=60)
    return time.monotonic() - said


def messages(sandbox: Sandbox) -> int:
    """How many messages have arrived."""
    return sum(call.method == "sendMessage" and call.status == 200 for call in sandbox.calls)
