"""Several processes on one PostgreSQL server: what the engine costs beside driving the ledger directly, what a second worker
brings, and whether two that share a rate use it up without going over it.

    python -m tests.benchmarks.workers --people 10000

Everybody's nudge is planned before; sending begins at one moment for all, when every worker is ready. Told is the pace of the
middle nine tenths as the stub saw them arrive, and the CPU of the workers and of PostgreSQL. Workers, server and stub share
the cores of this machine, so a second worker can bring only what the first one and the server have left of them; where
Telegram takes its time to answer, as the real one does, it brings what it would bring anywhere.
"""

import asyncio
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

from bot import moving
from bot.app import build
from bot.clock import utc_now
from bot.opening import keyring_of, opened
from bot.progress import Progress
from storage.urls import name_of
from tests.benchmarks.pipeline import UNLIMITED
from tests.benchmarks.racing.arithmetic import SECOND_NS, Bound, Goal, busiest_window, ratio
from tests.benchmarks.racing.crowd import DUE, Crowd, gather, on_a_server, settings_for, shift_to
from tests.benchmarks.racing.rounds import Figures, Running, in_rounds, running
from tests.benchmarks.racing.stubbed import Stub, stub
from tests.benchmarks.racing.telling import Telling, arguments
from tests.postgresql import Server, serving

READY_WITHIN: Final = timedelta(seconds=8)
_ENDS_WITHIN: Final = 600
_BUDGET: Final = 270
_CAP: Final = 300
_MIDDLE: Final = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Way:
    """How the ledger is worked through: by so many workers through the engine, or directly, in which case `workers` is 0; at
    a shared rate, or as fast as it goes; with answers that take so long.
    """

    name: str
    workers: int
    per_second: int | None = None
    answer_ms: int = 0


DIRECT: Final = Way("directly", 0)
ONE: Final = Way("one worker", 1)
TWO: Final = Way("two workers", 2)
ONE_FAR: Final = Way("one worker, answers take 100 ms", 1, answer_ms=100)
TWO_FAR: Final = Way("two workers, answers take 100 ms", 2, answer_ms=100)
TWO_SHARE: Final = Way(f"two workers share {_BUDGET}/s, Telegram's cap is {_CAP}/s", 2, per_second=_BUDGET)
WAYS: Final = (DIRECT, ONE, TWO, ONE_FAR, TWO_FAR, TWO_SHARE)


def main(people: int, senders: int, rounds: int, telling: Telling, *, ready_within: timedelta = READY_WITHIN) -> None:
    """Measures each way and tells what came of it."""
    with tempfile.TemporaryDirectory() as scratch, serving(lasting=True) as server:
        site = _Site(Path(scratch) / "crowd", server, senders, ready_within)
        site.is_made(people)
        results = in_rounds({way.name: site.run(way) for way in WAYS}, rounds)
    rows = []
    for name, told in results.items():
        busiest, refused = max(each["busiest"] for each in told), sum(each["refused"] for each in told)
        figures = [median(each[figure] for each in told) for figure in ("per_second", "cpu_us", "server_us")]
        rows.append([name, *figures, busiest, refused])
    header = ["way", "messages/s", "CPU µs/message", "PostgreSQL's", "most in a second", "answered with 429"]
    sizes = {"people": people, "senders of each worker": senders, "rounds": rounds}
    telling.results(sizes, header, rows, goals(results))


def goals(results: Mapping[str, Sequence[Figures]]) -> list[Goal]:
    """What the engine may cost, what a second worker should bring, and how a shared rate is kept."""

    def of(way: Way, figure: str = "per_second") -> float:
        return median(each[figure] for each in results[way.name])

    shared = results[TWO_SHARE.name]
    return [
        Goal("CPU a message through the engine beside directly", ratio(of(ONE, "cpu_us"), of(DIRECT, "cpu_us")), Bound.AT_MOST, 1.15),
        Goal("two workers beside one", ratio(of(TWO), of(ONE)), Bound.AT_LEAST, 1.7),
        Goal("the same, answers take 100 ms", ratio(of(TWO_FAR), of(ONE_FAR)), Bound.AT_LEAST, 1.7),
        Goal("a shared rate: part of it used", of(TWO_SHARE) / _BUDGET, Bound.AT_LEAST, 0.98),
        Goal("a shared rate: most in any second", max(each["busiest"] for each in shared), Bound.AT_MOST, _CAP),
        Goal("a shared rate: answered with 429", sum(each["refused"] for each in shared), Bound.AT_MOST, 0),
    ]  # fmt: skip


class _Site:
    """A server with a database in which everybody's nudge is planned, of which each run has a copy."""

    def __init__(self, folder: Path, server: Server, senders: int, ready_within: timedelta) -> None:
        self._folder = folder
        self._server = server
        self._senders = senders
        self._ready_within = ready_within
        self._count = 0
        self._runs = 0

    def is_made(self, people: int) -> None:
        """The crowd is put in, moved to the server, and planned for."""
        self._count = people
        gather(self._folder, Crowd(due=people))
        asyncio.run(_moved(self._folder, self._server.make("crowd")))
        asyncio.run(_planned(settings_for(self._folder, "http://127.0.0.1", **self._settings("crowd"))))

    def run(self, way: Way) -> Any:
        """One run this way, over a fresh copy."""

        def run() -> Figures:
            self._runs += 1
            name = f"run_{self._runs}"
            self._server.make(name, template="crowd")
            try:
                with stub(delay_ms=way.answer_ms, cap=_CAP if way.per_second else None) as served:
                    return self._measured(way, name, served)
            finally:
                self._server.drop(name)

        return run

    def _measured(self, way: Way, name: str, served: Stub) -> Figures:
        begins = utc_now() + self._ready_within
        task = {
            "folder": str(self._folder),
            "url": served.url,
            "shift": shift_to(DUE + timedelta(minutes=5)),
            "settings": self._settings(name) | {"tick_seconds": 1, "senders": self._senders},
        }
        if way.per_second:
            task["settings"]["messages_per_second"] = way.per_second
        else:
            task["per_second"] = UNLIMITED
        if not way.workers:
            return self._directly(task, served)
        not_before = begins + timedelta(seconds=task["shift"])
        wait = f"UPDATE nudge SET not_before = '{not_before.isoformat()}'"  # noqa: S608  (our own time)
        self._server.does(wait, "VACUUM (ANALYZE) nudge", database=name)
        with ExitStack() as stack:
            workers = [stack.enter_context(running("whole_bot", {**task, "core": None})) for _ in range(way.workers)]
            ready = [worker.says() for worker in workers]
            before = self._server.cpu_seconds()
            self._all_came(served)
            server = self._server.cpu_seconds() - before
            ended = [_stopped(worker) for worker in workers]
        cpu = sum(after["cpu"] - before["cpu"] for before, after in zip(ready, ended, strict=True))
        return self._told(served, cpu, server)

    def _directly(self, task: Mapping[str, Any], served: Stub) -> Figures:
        before = self._server.cpu_seconds()
        with running("drain", {**task, "core": None, "senders": self._senders}) as contender:
            said = contender.says()
        return self._told(served, said["cpu"], self._server.cpu_seconds() - before)

    def _all_came(self, served: Stub) -> None:
        end = time.monotonic() + _ENDS_WITHIN
        while served.count() < self._count:
            if time.monotonic() > end:
                raise AssertionError(f"{served.count()} of {self._count} came within {_ENDS_WITHIN} s")
            time.sleep(0.2)  # the stub is asked seldom, since that costs it something

    def _told(self, served: Stub, cpu: float, server: float) -> Figures:
        record = served.record()
        if sorted(set(record.chats)) != sorted(record.chats) or len(record.chats) != self._count:
            raise AssertionError(f"{len(record.chats)} came for {self._count} people")
        arrivals = sorted(record.arrivals)
        first, last = (round(share * (len(arrivals) - 1)) for share in _MIDDLE)
        seconds = (arrivals[last] - arrivals[first]) / SECOND_NS
        return {
            "per_second": (last - first) / seconds,
            "cpu_us": 1e6 * cpu / self._count,
            "server_us": 1e6 * server / self._count,
            "busiest": busiest_window(arrivals),
            "refused": record.refused,
        }

    def _settings(self, name: str) -> dict[str, Any]:
        kept = on_a_server(self._folder, self._server.url(name))
        return {
            "database_url": kept.database_url,
            "key_file": str(kept.key_path),
            "keys_file": str(kept.keys_path),
            "forgotten_file": str(kept.forgotten_path),
        }


async def _moved(folder: Path, to: str) -> None:
    def tell(progress: Progress) -> None:
        """Nobody waits for this."""

    moved = await moving.move(settings_for(folder, "http://127.0.0.1"), to, utc_now, tell)
    if moved.differing:
        raise AssertionError(f"{name_of(to)} differs in {moved.differing}")


async def _planned(settings: Any) -> None:
    shift = timedelta(seconds=shift_to(DUE + timedelta(minutes=5)))
    async with opened(settings) as database:
        await build(settings, database, keyring_of(settings), lambda: utc_now() + shift).planning.plan_due()


def _stopped(worker: Running) -> Mapping[str, Any]:
    worker.process.terminate()
    return worker.says()


if __name__ == "__main__":
    parser = arguments("workers", __doc__)
    parser.add_argument("--people", type=int, default=10_000, help="so many are due")
    parser.add_argument("--senders", type=int, default=32, help="of each worker")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    main(given.people, given.senders, given.rounds, Telling("workers", given.json))
