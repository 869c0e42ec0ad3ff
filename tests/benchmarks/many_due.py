"""Many people due in one second: who is sent something, how late, and what it takes to be ready for it.

    python -m tests.benchmarks.many_due --people 1000 10000 100000

Ours is run as it is, with its tick of five seconds, and has a row for each; python-telegram-bot's JobQueue has a job for
each, once as it comes and once told never to give up on a late job; in both its pool of connections waits for as long as
it takes, which by itself it would not. No rate limit. Everybody is due a while after the
start, the longer the more jobs there are to be added. Whoever is not sent anything within the patience (`--patience`
seconds after they were due), or once nothing has come for `--still` seconds, is not counted as sent.
"""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.pipeline import UNLIMITED, words_of_ours
from tests.benchmarks.racing import peers
from tests.benchmarks.racing.arithmetic import SECOND_NS, Bound, Goal, quantile
from tests.benchmarks.racing.crowd import DUE, Crowd, copied, gather, shift_to
from tests.benchmarks.racing.processes import peak_mib
from tests.benchmarks.racing.rounds import Figures, Run, Running, in_rounds, running
from tests.benchmarks.racing.stubbed import Stub, stub
from tests.benchmarks.racing.telling import Telling, arguments

OURS: Final = "ours"
PTB: Final = "JobQueue, as it comes"
PATIENT: Final = "JobQueue, never too late"
_LEAD_EACH: Final = 0.0015
_LOOK_EVERY: Final = 0.5


@dataclass(frozen=True, slots=True)
class Due:
    """When everybody is due: by the clock on the wall, and by the steady one."""

    wall: float
    steady_ns: int

    @classmethod
    def after(cls, seconds: float) -> "Due":
        """So many seconds from now."""
        return cls(time.time() + seconds, time.monotonic_ns() + round(seconds * SECOND_NS))


@dataclass(frozen=True, slots=True)
class Until:
    """How long a contender is watched: everybody is due `lead` seconds after the start, or later; then for so many seconds
    at most, and for so many while nothing comes.
    """

    lead: float
    patience: float
    still: float


def main(sizes: Sequence[int], until: Until, rounds: int, telling: Telling) -> None:
    """Measures each at each size and tells what came of it."""
    with tempfile.TemporaryDirectory() as scratch, stub() as served:
        folder = Path(scratch)
        gather(folder / "one", Crowd(due=1))
        words = {**words_of_ours(folder, served), "url": served.url}
        runs: dict[str, Run] = {}
        for people in sizes:
            gather(folder / f"crowd-{people}", Crowd(due=people))
            runs[f"{OURS}, {people}"] = _ours(folder, people, served, until)
            for name, job in ((PTB, {}), (PATIENT, {"misfire_grace_time": None})):
                task = {**words, "count": people, "job": job}
                runs[f"{name}, {people}"] = _job_queue(task, people, served, until)
        results = in_rounds(runs, rounds)
    rows = [[name, *_row(told)] for name, told in results.items()]
    goals = [
        Goal(f"ours, {people}: share sent", min(each["sent"] for each in results[f"{OURS}, {people}"]) / people, *_ALL)
        for people in sizes
    ]
    header = ["who, people", "sent", "late s p50", "p99", "max", "ready after s", "peak MiB"]
    told = {"people": " ".join(map(str, sizes)), "patience (s)": until.patience, "rounds": rounds}
    telling.results(told, header, rows, goals)


_ALL: Final = (Bound.AT_LEAST, 1.0)


def _row(told: Sequence[Figures]) -> list[object]:
    """The middle round's, by how many were sent and how late the last one was."""
    chosen = sorted(told, key=lambda each: (each["sent"], -each["max"]))[len(told) // 2]
    return [chosen[name] for name in ("sent", "p50", "p99", "max", "ready", "peak_mib")]


def _ours(folder: Path, people: int, served: Stub, until: Until) -> Run:
    def run() -> Figures:
        database = copied(folder / f"crowd-{people}", folder / "round")

        def started(due: Due) -> AbstractContextManager[Running]:
            shift = shift_to(DUE) - (due.wall - time.time())
            task = {"folder": str(database), "url": served.url, "per_second": UNLIMITED, "shift": shift}
            return running("whole_bot", task)

        return _watched(started, people, served, until)

    return run


def _job_queue(task: Mapping[str, Any], people: int, served: Stub, until: Until) -> Run:
    def run() -> Figures:
        return _watched(
            lambda due: running("job_queue", {**task, "due_at": due.wall}, peers.python()), people, served, until
        )

    return run


def _watched(
    started: Callable[[Due], AbstractContextManager[Running]], people: int, served: Stub, until: Until
) -> Figures:
    """Starts one, waits until it has sent everything or will not any more, and tells how late everything was."""
    served.reset()
    begun = time.monotonic()
    due = Due.after(until.lead + people * _LEAD_EACH)
    with started(due) as contender:
        ready = contender.says()["ready"] - begun
        end = due.steady_ns / SECOND_NS + until.patience
        came, moved = 0, max(time.monotonic(), due.steady_ns / SECOND_NS)
        while came < people and time.monotonic() < min(end, moved + until.still):
            time.sleep(_LOOK_EVERY)
            before, came = came, served.count()
            if came > before:
                moved = max(moved, time.monotonic())
        peak = peak_mib(contender.process.pid)
        contender.process.kill()
    late = [(at - due.steady_ns) / SECOND_NS for at in served.record().arrivals] or [float("nan")]
    return {
        "sent": came,
        "p50": quantile(late, 0.5),
        "p99": quantile(late, 0.99),
        "max": max(late),
        "ready": ready,
        "peak_mib": peak,
    }


if __name__ == "__main__":
    parser = arguments("many_due", __doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--lead", type=float, default=6.0, help="seconds from the start until they are due, at least")
    parser.add_argument("--patience", type=float, default=120.0, help="seconds after they were due")
    parser.add_argument("--still", type=float, default=100.0, help="seconds in which nothing comes")
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    main(given.people, Until(given.lead, given.patience, given.still), given.rounds, Telling("many_due", given.json))
