"""How exactly ours keeps a rate, with answers that take 40 ms: neither faster in any second, nor later at the end.

    python -m tests.benchmarks.pacing --seconds 60

The whole pipeline at Telegram's usual rate and at that of paid broadcasts. The stub notes when each message came; from
that are told the busiest window of one second, when the last one came beside the ideal (the first at once, the rest evenly),
and how far any came out of turn. At the higher rate there are as many senders as answers can be awaited at once.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from tests.benchmarks.pipeline import drained
from tests.benchmarks.racing.arithmetic import (
    SECOND_NS,
    Bound,
    Goal,
    busiest_window,
    farthest_out_of_order,
    last_by_ideal,
    middle_and_spread,
)
from tests.benchmarks.racing.crowd import Crowd, gather
from tests.benchmarks.racing.rounds import Figures, Run, in_rounds
from tests.benchmarks.racing.stubbed import stub
from tests.benchmarks.racing.telling import Telling, arguments

ANSWER_MS: Final = 40
APART: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate, how late the last message may be, and with how many senders it is kept."""

    per_second: int
    latest: float
    senders: int


RATES: Final = (Rate(30, 1.005, 8), Rate(1000, 1.02, 64))
_HALF_A_CORE: Final = 0.5


def main(seconds: float, rates: Sequence[Rate], rounds: int, telling: Telling) -> None:
    """Measures each rate and tells what came of it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        runs = {}
        for rate in rates:
            crowd = folder / f"crowd-{rate.per_second}"
            gather(crowd, Crowd(due=max(2, round(rate.per_second * seconds)), apart=APART))
            runs[_named(rate)] = _run(rate, crowd, folder / "round")
        results = in_rounds(runs, rounds)
    rows, goals = [], []
    for rate in rates:
        told = results[_named(rate)]
        latest, spread = middle_and_spread([each["last_by_ideal"] for each in told])
        busiest = max(each["busiest"] for each in told)
        out_of_turn = max(each["out_of_turn"] for each in told)
        core, _ = middle_and_spread([each["cpu"] / each["seconds"] for each in told])
        rows.append([_named(rate), rate.senders, latest, f"{spread:.2%}", busiest, out_of_turn, f"{core:.0%}"])
        goals += [
            Goal(f"{_named(rate)}: last by ideal", latest, Bound.AT_MOST, rate.latest),
            Goal(f"{_named(rate)}: most in any second", busiest, Bound.AT_MOST, rate.per_second),
            # Those in flight together may overtake each other on the wire, and no others.
            Goal(f"{_named(rate)}: places out of turn", out_of_turn, Bound.AT_MOST, rate.senders - 1),
        ]
        if rate.per_second >= 1000:
            goals.append(Goal(f"{_named(rate)}: share of a core", core, Bound.AT_MOST, _HALF_A_CORE))
    header = ["rate", "senders", "last by ideal", "spread", "most in a second", "places out of turn", "of a core"]
    telling.results({"seconds": seconds, "rounds": rounds, "an answer takes (ms)": ANSWER_MS}, header, rows, goals)


def _run(rate: Rate, crowd: Path, scratch: Path) -> Run:
    def run() -> Figures:
        with stub(delay_ms=ANSWER_MS) as served:
            result = drained(crowd, scratch, served, per_second=rate.per_second, senders=rate.senders)
            came = served.record()
        return {
            **result,
            "last_by_ideal": last_by_ideal(came.arrivals, round(result["begun"] * SECOND_NS), rate.per_second),
            "busiest": busiest_window(came.arrivals),
            "out_of_turn": farthest_out_of_order(came.chats),
        }

    return run


def _named(rate: Rate) -> str:
    return f"{rate.per_second}/s"


if __name__ == "__main__":
    parser = arguments("pacing", __doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long the sending should take at each rate")
    parser.add_argument("--rates", type=int, nargs="+", default=[rate.per_second for rate in RATES])
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    chosen = [rate for rate in RATES if rate.per_second in given.rates]
    main(given.seconds, chosen, given.rounds, Telling("pacing", given.json))
