"""What it costs that many people are enrolled: to start, and to look who is due.

    python -m tests.benchmarks.enrolled --most 1000000

The whole bot is started on a database with that many people, all but a hundred due on a later day, until it is ready and
has set its menu; then its CPU and peak memory are read, and it is stopped. The due scan is the query with which every
tick begins, in a process of its own, on SQLite and on a PostgreSQL server of the measurement's own.
"""

import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from tests.benchmarks.pipeline import UNLIMITED
from tests.benchmarks.racing.arithmetic import Bound, Goal, ratio
from tests.benchmarks.racing.crowd import DUE, Crowd, gather, gather_on_a_server, shift_to
from tests.benchmarks.racing.processes import cpu_seconds, peak_mib
from tests.benchmarks.racing.rounds import Figures, Run, in_rounds, result_of, running
from tests.benchmarks.racing.stubbed import Stub, stub
from tests.benchmarks.racing.telling import Telling, arguments
from tests.postgresql import serving

AT_ONCE: Final = 100
_MENU: Final = "setMyCommands"
_PATIENCE: Final = 120.0
_LOOK_EVERY: Final = 0.05


def main(sizes: Sequence[int], looks: int, rounds: int, telling: Telling) -> None:
    """Measures each size and tells what came of it."""
    with tempfile.TemporaryDirectory() as scratch, stub() as served, serving() as server:
        folder = Path(scratch)
        runs: dict[str, Run] = {}
        for people in sizes:
            due = min(AT_ONCE, people // 2)
            crowd = Crowd(due=due, idle=people - due, named=True)
            gather(folder / str(people), crowd)
            keys, name = folder / f"{people} on a server", f"enrolled_{people}"
            url = gather_on_a_server(keys, server, name, replace(crowd, named=False))
            scan = {"folder": str(keys), "database": url, "times": looks, "due": due}
            runs[str(people)] = _run(folder / str(people), due, looks, served, scan)
        results = in_rounds(runs, rounds)
    middles = {
        people: {name: statistics.median(each[name] for each in told) for name in told[0]}
        for people, told in results.items()
    }
    names = ("cpu", "peak_mib", "ready", "none_ms", "some_ms", "server_none_ms", "server_some_ms")
    rows = [[f"{int(people):,}", *(middle[name] for name in names)] for people, middle in middles.items()]
    least, most = middles[str(sizes[0])], middles[str(sizes[-1])]
    beside = f"{sizes[-1]:,} beside {sizes[0]:,}"
    goals = [
        Goal(f"CPU to start, {beside}", ratio(most["cpu"], least["cpu"]), Bound.AT_MOST, 1.1),
        Goal(f"memory at the start, {beside}", ratio(most["peak_mib"], least["peak_mib"]), Bound.AT_MOST, 1.1),
        Goal(f"due scan in ms with {sizes[-1]:,}", most["some_ms"], Bound.AT_MOST, 2.0),
        Goal(f"due scan, {beside}", ratio(most["some_ms"], least["some_ms"]), Bound.AT_MOST, 1.5),
        Goal(f"on PostgreSQL, due scan in ms with {sizes[-1]:,}", most["server_some_ms"], Bound.AT_MOST, 2.0),
        Goal(
            f"on PostgreSQL, due scan, {beside}",
            ratio(most["server_some_ms"], least["server_some_ms"]),
            Bound.AT_MOST,
            1.5,
        ),
    ]
    scans = ["scan ms, none due", "scan ms, some due"]
    header = [
        "enrolled",
        "CPU s to start",
        "peak MiB",
        "ready after s",
        *scans,
        *(f"{name}, PostgreSQL" for name in scans),
    ]
    told = {"enrolled": " ".join(map(str, sizes)), "looks": looks, "rounds": rounds}
    telling.results(told, header, rows, goals)


def _run(folder: Path, due: int, looks: int, served: Stub, on_server: Figures) -> Run:
    def run() -> Figures:
        scanned = result_of("due_scan", on_server)
        return {
            **_started(folder, served),
            **result_of("due_scan", {"folder": str(folder), "times": looks, "due": due}),
            **{f"server_{name}": value for name, value in scanned.items()},
        }

    return run


def _started(folder: Path, served: Stub) -> dict[str, float]:
    """One start of the whole bot, an hour before anybody is due."""
    served.reset()
    begun = time.monotonic()
    shift = shift_to(DUE - timedelta(hours=1))
    task = {"folder": str(folder), "url": served.url, "per_second": UNLIMITED, "shift": shift}
    with running("whole_bot", task) as bot:
        ready = bot.says()["ready"] - begun
        patience = time.monotonic() + _PATIENCE
        while _MENU not in {method for method, _ in served.record().calls}:
            if time.monotonic() > patience:
                raise TimeoutError("the bot has not set its menu")
            time.sleep(_LOOK_EVERY)
        process = bot.process.pid
        return {"ready": ready, "cpu": cpu_seconds(process), "peak_mib": peak_mib(process)}


def powers_of_ten(least: int, most: int) -> list[int]:
    """From the least on, each ten times the one before, up to the most, which is the last."""
    sizes = []
    while least < most:
        sizes.append(least)
        least *= 10
    return [*sizes, most]


if __name__ == "__main__":
    parser = arguments("enrolled", __doc__)
    parser.add_argument("--least", type=int, default=1_000, help="so many people in the smallest database")
    parser.add_argument("--most", type=int, default=1_000_000, help="so many people in the largest database")
    parser.add_argument("--looks", type=int, default=300, help="so many due scans of each kind")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    main(powers_of_ten(given.least, given.most), given.looks, given.rounds, Telling("enrolled", given.json))
