"""The whole way of a nudge beside bare loops of others: claim, attempt, render, send, record, against sending alone.

    python -m tests.benchmarks.pipeline --people 20000

Ours drains an SQLite file (WAL, every commit flushed); the others send the same words and buttons without keeping
anything, at each of several concurrencies, of which the best one counts. They send fewer messages than ours, since their
pace is the same from the first to the last. The rate limit is out of the way. See README.md there for how to read it.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.racing import peers
from tests.benchmarks.racing.arithmetic import Bound, Goal, ratio
from tests.benchmarks.racing.crowd import DUE, FIRST_CHAT, Crowd, copied, gather, shift_to
from tests.benchmarks.racing.rounds import Figures, Pace, Run, in_rounds, result_of
from tests.benchmarks.racing.stubbed import TOKEN, Stub, stub
from tests.benchmarks.racing.telling import Telling, arguments

UNLIMITED: Final = 100_000
SENDERS: Final = (8, 50)
"""What the bot has at its usual rate, and what it has at one of the highest."""
OURS: Final = "ours, the whole pipeline"
PARSED: Final = "our request, answers parsed"
PTB: Final = "bare python-telegram-bot"
AIOGRAM: Final = "bare aiogram"
AIOHTTP: Final = "bare aiohttp"


def main(people: int, messages: int, rounds: int, concurrencies: Sequence[int], telling: Telling) -> None:
    """Measures everybody and tells what came of it."""
    with tempfile.TemporaryDirectory() as scratch, stub() as served:
        folder = Path(scratch)
        gather(folder / "crowd", Crowd(due=people))
        gather(folder / "one", Crowd(due=1))
        words = words_of_ours(folder, served)
        contenders: dict[str, Run] = {
            _at(OURS, senders): partial(drained, folder / "crowd", folder / "round", served, senders=senders)
            for senders in SENDERS
        }
        for name, module, python in (
            (PARSED, "parsed", None),
            (PTB, "bare_ptb", peers.python()),
            (AIOGRAM, "bare_aiogram", peers.python()),
            (AIOHTTP, "bare_aiohttp", None),
        ):
            for concurrency in concurrencies:
                task = {**words, "url": served.url, "count": messages, "concurrency": concurrency}
                contenders[_at(name, concurrency)] = _run(module, task, served, python)
        results = in_rounds(contenders, rounds)
    paces = {name: Pace.of(each) for name, each in results.items()}
    sizes = {"people": people, "messages of the others": messages, "rounds": rounds}
    rows = [[name, pace.per_second, f"{pace.spread:.0%}", pace.cpu_us] for name, pace in paces.items()]
    rows.append(["(planning, before ours)", *_planning(results[_at(OURS, SENDERS[0])])])
    telling.results(sizes, ["who", "messages/s", "spread", "CPU µs/message"], rows, goals(paces, concurrencies))


def goals(paces: Mapping[str, Pace], concurrencies: Sequence[int]) -> list[Goal]:
    """What ours is to reach beside each of the others at its best."""

    def of(name: str) -> list[Pace]:
        return [paces[_at(name, concurrency)] for concurrency in concurrencies]

    ours = max((paces[_at(OURS, senders)] for senders in SENDERS), key=lambda pace: pace.per_second)
    fastest_ptb = max(pace.per_second for pace in of(PTB))
    thriftiest_aiogram = min(pace.cpu_us for pace in of(AIOGRAM))
    fastest_aiohttp = max(pace.per_second for pace in of(AIOHTTP))
    return [
        Goal(f"messages/s beside the best {PTB}", ratio(ours.per_second, fastest_ptb), Bound.AT_LEAST, 8),
        Goal(f"CPU a message of {AIOGRAM} beside ours", ratio(thriftiest_aiogram, ours.cpu_us), Bound.AT_LEAST, 2.5),
        Goal(f"messages/s beside {AIOHTTP}", ratio(ours.per_second, fastest_aiohttp), Bound.AT_LEAST, 0.85),
    ]


def drained(
    crowd: Path, scratch: Path, served: Stub, *, per_second: float = UNLIMITED, senders: int | None = None
) -> Figures:
    """One run of ours over a fresh copy of the crowd, with every nudge seen to have come to the stub."""
    folder = copied(crowd, scratch)
    served.reset()
    task = {
        "folder": str(folder),
        "url": served.url,
        "shift": shift_to(DUE + timedelta(minutes=5)),
        "per_second": per_second,
        "senders": senders,
    }
    result = result_of("drain", task)
    came = served.record().chats
    if result["unsettled"] or len(came) != result["count"] or len(set(came)) != len(came):
        raise AssertionError(f"{result['count']} were sent, {len(came)} came, {result['unsettled']} are left")
    return result


def words_of_ours(folder: Path, served: Stub) -> dict[str, Any]:
    """The words and buttons that one nudge of ours has, for the others to send the same."""
    drained(folder / "one", folder / "first", served)
    first = served.record().first
    assert first is not None
    return {"token": TOKEN, "first": FIRST_CHAT, "text": first["text"], "markup": json.loads(first["reply_markup"])}


def _run(module: str, task: Mapping[str, Any], served: Stub, python: Path | None) -> Run:
    def run() -> Figures:
        served.reset()
        result = result_of(module, task) if python is None else result_of(module, task, python)
        if (came := len(served.record().arrivals)) != result["count"]:
            raise AssertionError(f"{result['count']} were sent, {came} came")
        return result

    return run


def _planning(rounds: Sequence[Figures]) -> tuple[float, str, float]:
    pace = Pace.of([{**each, "seconds": each["plan_seconds"], "cpu": each["plan_cpu"]} for each in rounds])
    return pace.per_second, f"{pace.spread:.0%}", pace.cpu_us


def _at(name: str, concurrency: int) -> str:
    return f"{name}, {concurrency} at a time"


if __name__ == "__main__":
    parser = arguments("pipeline", __doc__)
    parser.add_argument("--people", type=int, default=20_000, help="so many are due")
    parser.add_argument("--messages", type=int, default=2_000, help="so many are sent by each of the others")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--concurrency", type=int, nargs="+", default=[1, 10, 50], help="of the others")
    given = parser.parse_args()
    main(given.people, given.messages, given.rounds, given.concurrency, Telling("pipeline", given.json))
