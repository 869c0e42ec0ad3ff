"""How long people wait for an answer while many nudges go out, at Telegram's usual 30 a second.

    python -m tests.benchmarks.replies --seconds 60

Both bots poll the stub and have so many nudges to send that it takes them that long; meanwhile one person a second, who
gets no nudge, says /settings. Counted is from when the stub had the question to when it got the answer. Ours keeps everything
in its database and puts replies first; python-telegram-bot has its own `AIORateLimiter`, which knows no order, gets
all nudges at once, and handles updates concurrently.
"""

import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.pipeline import words_of_ours
from tests.benchmarks.racing import peers
from tests.benchmarks.racing.arithmetic import SECOND_NS, Bound, Goal, busiest_window, quantile, ratio
from tests.benchmarks.racing.crowd import DUE, FIRST_CHAT, Crowd, copied, gather, shift_to
from tests.benchmarks.racing.rounds import Figures, Run, Running, in_rounds, running
from tests.benchmarks.racing.stubbed import Record, Stub, stub
from tests.benchmarks.racing.telling import Telling, arguments

PER_SECOND: Final = 30
OURS: Final = "ours"
PTB: Final = "python-telegram-bot, AIORateLimiter"
_PATIENCE: Final = 60.0
_LOOK_EVERY: Final = 0.2
_GOAL_SECONDS: Final = 2.0


def main(seconds: float, every: float, rounds: int, telling: Telling) -> None:
    """Measures both and tells what came of it."""
    nudges, asking = round(PER_SECOND * seconds), max(1, int(seconds / every))
    with tempfile.TemporaryDirectory() as scratch, stub() as served:
        folder = Path(scratch)
        gather(folder / "crowd", Crowd(due=nudges, idle=asking))
        gather(folder / "one", Crowd(due=1))
        words = {**words_of_ours(folder, served), "url": served.url, "per_second": PER_SECOND, "count": nudges}
        askers = range(FIRST_CHAT + nudges, FIRST_CHAT + nudges + asking)

        def ours() -> Figures:
            database = copied(folder / "crowd", folder / "round")
            shift = shift_to(DUE + timedelta(minutes=5))
            task = {"folder": str(database), "url": served.url, "per_second": PER_SECOND, "shift": shift}
            with running("whole_bot", task) as bot:
                return _asked(bot, served, askers, every)

        def ptb() -> Figures:
            with running("limited_ptb", words, peers.python()) as bot:
                return _asked(bot, served, askers, every)

        runs: dict[str, Run] = {OURS: ours, PTB: ptb}
        results = in_rounds(runs, rounds)
    waits = {name: [wait for each in told for wait in each["waits"]] for name, told in results.items()}
    rows = [[name, *_row(waits[name], results[name])] for name in runs]
    p99 = {name: quantile(each, 0.99) for name, each in waits.items()}
    goals = [Goal("ours: p99 in seconds", p99[OURS], Bound.AT_MOST, _GOAL_SECONDS)]
    goals.append(Goal("the other's p99 beside ours", ratio(p99[PTB], p99[OURS]), Bound.AT_LEAST, 1))
    header = ["who", "asked", "unanswered", "median s", "p99 s", "nudges/s", "most in a second"]
    telling.results({"nudges": nudges, "asked every (s)": every, "rounds": rounds}, header, rows, goals)


def _asked(bot: Running, served: Stub, askers: Sequence[int], every: float) -> dict[str, Any]:
    """Once the nudges go out, one after the other asks; then everybody's wait is told. Who is not answered within the
    patience of a minute has waited that long.
    """
    served.reset()
    bot.says()
    _until(lambda record: bool(record.arrivals), served)
    for chat in askers:
        served.ask(chat)
        time.sleep(every)
    record = _until(lambda record: set(askers) <= set(record.chats), served)
    answered: dict[int, int] = {}
    for chat, at in zip(record.chats, record.arrivals, strict=True):
        answered.setdefault(chat, at)
    if not set(askers) & answered.keys():
        raise RuntimeError("nobody was answered: what they ask brings no message")
    waits = [(answered[chat] - at) / SECOND_NS if chat in answered else _PATIENCE for chat, at in record.asks]
    others = [at for chat, at in zip(record.chats, record.arrivals, strict=True) if chat not in askers]
    took = (max(others) - min(others)) / SECOND_NS
    return {
        "waits": waits,
        "unanswered": sum(chat not in answered for chat in askers),
        "nudges_per_second": ratio(len(others) - 1, took),
        "busiest": busiest_window(record.arrivals),
    }


def _until(is_so: Any, served: Stub) -> Record:
    patience = time.monotonic() + _PATIENCE
    while True:
        record = served.record()
        if is_so(record) or time.monotonic() > patience:
            return record
        time.sleep(_LOOK_EVERY)


def _row(waits: Sequence[float], told: Sequence[Figures]) -> list[object]:
    return [
        len(waits),
        sum(each["unanswered"] for each in told),
        statistics.median(waits),
        quantile(waits, 0.99),
        statistics.median(each["nudges_per_second"] for each in told),
        max(each["busiest"] for each in told),
    ]


if __name__ == "__main__":
    parser = arguments("replies", __doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long the sending takes at 30 a second")
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two questions")
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    main(given.seconds, given.every, given.rounds, Telling("replies", given.json))
