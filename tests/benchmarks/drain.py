"""How fast one process carries nudges from due to settled, and how quick its answers are meanwhile.

    python -m tests.benchmarks.drain --people 1000

The whole bot in one process on an SQLite file, against the sandbox over HTTP on this machine. The rate limit is set far
above what is measured, so the figure is the program's own.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import App, build
from bot.clock import StandingClock
from bot.sandbox import Person, Sandbox
from bot.settings import Settings
from bot.telegram.limits import Limits
from curriculum import journey
from curriculum.enrolment import TrackRef
from storage.database import Database
from storage.secrecy import Keyring, make_key_file
from tests.tracks import track_yaml

TOKEN = "42:BENCH"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def main(people: int) -> None:
    """Enrols `people`, lets all fall due, sends, and prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder) / "key"
        make_key_file(key)
        keyring = Keyring.read(key)
        clock = StandingClock(START)
        sandbox = Sandbox(TOKEN, clock)
        async with (
            sandbox.serving() as url,
            Database(f"sqlite+aiosqlite:///{folder}/bench.db", keyring) as database,
        ):
            await database.migrate()
            subscribers = [sandbox.person(f"Person {number}", 10_000 + number) for number in range(people)]
            await enrol(database, subscribers)
            settings = Settings(token=TOKEN, api_url=url)
            app = build(settings, database, keyring, clock, limits=Limits(100_000))
            await app.bot.initialize()
            await app.lease.take()
            await measure(app, clock, sandbox, subscribers)
            await app.bot.shutdown()


async def enrol(database: Database, subscribers: list[Person]) -> None:
    """Puts everybody on a track, due at the same minute, and lets them have met the bot."""
    async with database.unit() as unit:
        publication = await unit.tracks.publish(track_yaml(), by=None, now=START)
        for subscriber in subscribers:
            subscriber.starts()
            person = await unit.people.met(subscriber.telegram_id, "Somebody", START, discreet=False)
            await unit.people.agree(person.id, START)
            await unit.enrolments.add(
                journey.start(
                    id=unit.fresh.id(),
                    person=person.id,
                    track=TrackRef(publication.ref.slug, publication.ref.number),
                    hour=START.time().replace(hour=18),
                    zone="UTC",
                    now=START,
                )
            )


async def measure(app: App, clock: StandingClock, sandbox: Sandbox, subscribers: list[Person]) -> None:
    """Plans and sends everything that is due, with people writing all the while."""
    while await app.poller.once():
        await app.intake.drain()
    clock.move(timedelta(hours=6, minutes=3))
    began = time.perf_counter()
    await app.planning.plan_due()
    planned = time.perf_counter()
    sending = asyncio.create_task(app.delivery.send_planned())
    answer_times = []
    while not sending.done():
        subscriber = subscribers[len(answer_times) % len(subscribers)]
        asked = time.perf_counter()
        before = len(subscriber.inbox)
        subscriber.says("/settings")
        await app.poller.once()
        await app.intake.drain()
        assert len(subscriber.inbox) > before
        answer_times.append(time.perf_counter() - asked)
    sent = await sending
    ended = time.perf_counter()
    print(f"{sys.platform}, {os.cpu_count()} cores, {len(subscribers)} people")  # noqa: T201
    print(f"planned: {len(subscribers) / (planned - began):.0f} nudges/s")  # noqa: T201
    print(f"sent:    {sent / (ended - planned):.0f} nudges/s, with {len(answer_times)} answers in between")  # noqa: T201
    slowest = statistics.quantiles(answer_times, n=100)[98] if len(answer_times) > 1 else answer_times[0]
    median = statistics.median(answer_times)
    print(f"answers: median {median * 1000:.0f} ms, p99 {slowest * 1000:.0f} ms")  # noqa: T201
    assert not sandbox.breaches


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1000)
    asyncio.run(main(parser.parse_args().people))
