"""How many updates a second a webhook takes in for good, and how long each waits for that, with as many as it can take.

    python -m tests.benchmarks.webhook --updates 5000

An update is taken in for good once it is committed to SQLite (WAL, every commit flushed). Ours says 200 after that, and
one commit may hold many updates; python-telegram-bot's `run_webhook` says 200 at once, and a handler of its commits
each. Forty connections carry the next update as soon as the last was taken, so that the wait counts from then to the commit;
with who says 200 at once a queue grows meanwhile, and with it the wait.
"""

import asyncio
import signal
import socket
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from tests.benchmarks.racing import peers
from tests.benchmarks.racing.arithmetic import SECOND_NS, Bound, Goal, quantile, ratio
from tests.benchmarks.racing.carrying import PATH, SECRET, Carried, carry, updates
from tests.benchmarks.racing.crowd import Crowd, copied, gather
from tests.benchmarks.racing.rounds import Figures, Pace, Run, Running, in_rounds, running
from tests.benchmarks.racing.stubbed import CORE, TOKEN, Stub, on_core, stub
from tests.benchmarks.racing.telling import Telling, arguments

OURS: Final = "ours"
PTB: Final = "python-telegram-bot, run_webhook"
SENDERS: Final = 200
"""All are known to ours, each with a key of their own, which seals what they send. Each writes once before the measurement."""
_OPENS_WITHIN: Final = 20.0
_LOOK_EVERY: Final = 0.02


def main(count: int, connections: int, rounds: int, telling: Telling) -> None:
    """Measures both and tells what came of it."""
    with tempfile.TemporaryDirectory() as scratch, stub() as served, on_core(CORE):
        folder = Path(scratch)
        gather(folder / "senders", Crowd(due=SENDERS))
        runs: dict[str, Run] = {
            OURS: lambda: _ours(folder, served, count, connections),
            PTB: lambda: _ptb(folder, served, count, connections),
        }
        results = in_rounds(runs, rounds)
    paces = {name: Pace.of(each) for name, each in results.items()}
    p99 = {name: statistics.median(each["p99"] for each in told) for name, told in results.items()}
    rows = [
        [
            name,
            pace.per_second,
            f"{pace.spread:.0%}",
            pace.cpu_us,
            statistics.median(each["p50"] for each in results[name]) * 1000,
            p99[name] * 1000,
        ]
        for name, pace in paces.items()
    ]
    goals = [
        Goal("updates/s beside the other", ratio(paces[OURS].per_second, paces[PTB].per_second), Bound.AT_LEAST, 5),
        Goal("p99 beside the other's", ratio(p99[OURS], p99[PTB]), Bound.AT_MOST, 1 / 20),
    ]
    header = ["who", "updates/s", "spread", "CPU µs/update", "median ms", "p99 ms"]
    telling.results({"updates": count, "connections": connections, "rounds": rounds}, header, rows, goals)


def _ours(folder: Path, served: Stub, count: int, connections: int) -> Figures:
    database, port = copied(folder / "senders", folder / "round"), _free_port()
    with running("door", {"folder": str(database), "url": served.url, "port": port}) as bot:
        bot.says()
        asyncio.run(carry(port, updates(1, SENDERS, SENDERS), connections))
        before = _cpu_of(bot)
        carried = asyncio.run(carry(port, updates(SENDERS + 1, count, SENDERS), connections))
        used = _cpu_of(bot) - before
    with closing(sqlite3.connect(database / "bench.db")) as connection:
        [kept] = connection.execute("SELECT count(*) FROM inbox").fetchone()
    if kept != SENDERS + count:
        raise AssertionError(f"{SENDERS + count} updates were taken, and {kept} are kept")
    return _figures(carried, carried.taken, used)


def _cpu_of(bot: Running) -> float:
    bot.process.send_signal(signal.SIGUSR1)
    return float(bot.says()["cpu"])


def _ptb(folder: Path, served: Stub, count: int, connections: int) -> Figures:
    file = folder / "ptb.db"
    for each in folder.glob("ptb.db*"):
        each.unlink()
    port = _free_port()
    task = {"file": str(file), "url": served.url, "token": TOKEN, "path": PATH, "secret": SECRET}
    with running("webhook_ptb", {**task, "port": port, "tell_at": [SENDERS, SENDERS + count]}, peers.python()) as bot:
        bot.says()
        _opened(port)
        asyncio.run(carry(port, updates(1, SENDERS, SENDERS), connections))
        before = bot.says()["cpu"]
        carried = asyncio.run(carry(port, updates(SENDERS + 1, count, SENDERS), connections))
        used = bot.says()["cpu"] - before
        bot.process.terminate()
        committed = dict(bot.says()["at"])
    return _figures(carried, committed, used)


def _figures(carried: Carried, committed: Mapping[int, int], used: float) -> Figures:
    waits = [(committed[number] - at) / SECOND_NS for number, at in carried.brought.items()]
    last = max(committed[number] for number in carried.brought)
    seconds = (last - min(carried.brought.values())) / SECOND_NS
    return {
        "count": len(waits),
        "seconds": seconds,
        "cpu": used,
        "p50": quantile(waits, 0.5),
        "p99": quantile(waits, 0.99),
    }


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _opened(port: int) -> None:
    """Waits until somebody listens there."""
    patience = time.monotonic() + _OPENS_WITHIN
    while time.monotonic() < patience:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(_LOOK_EVERY)


if __name__ == "__main__":
    parser = arguments("webhook", __doc__)
    parser.add_argument("--updates", type=int, default=5_000, help="so many are carried to each")
    parser.add_argument("--connections", type=int, default=40, help="over which they are carried")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    main(given.updates, given.connections, given.rounds, Telling("webhook", given.json))
