"""Whether a nudge costs more the more people are enrolled, and the longer the history of those who get one.

    python -m tests.benchmarks.growth --most 1000000

So many people are due at once, among more and more who are not, and then with more and more days behind them: on tracks
of thirty days that they finished, and on the one they are on (29 days are 29 on one track; 30 are one whole track and
the first day of the next). Measured is the CPU of the whole process, from planning to the record that it was sent.
"""

import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.enrolled import powers_of_ten
from tests.benchmarks.pipeline import drained
from tests.benchmarks.racing.arithmetic import Bound, Goal, middle_and_spread, ratio
from tests.benchmarks.racing.crowd import Crowd, gather
from tests.benchmarks.racing.rounds import Figures, Run, in_rounds
from tests.benchmarks.racing.stubbed import Stub, stub
from tests.benchmarks.racing.telling import Telling, arguments


def main(due: int, sizes: Sequence[int], histories: Sequence[int], rounds: int, telling: Telling) -> None:
    """Measures each size and each history, and tells what came of it."""
    enrolled = {f"{people:,} enrolled": Crowd(due=due, idle=max(0, people - due)) for people in sizes}
    behind = {f"{days} days behind each": Crowd(due=due, days=days) for days in histories}
    with tempfile.TemporaryDirectory() as scratch, stub() as served:
        folder = Path(scratch)
        runs: dict[str, Run] = {}
        for number, (name, crowd) in enumerate({**enrolled, **behind}.items()):
            gather(folder / str(number), crowd)
            runs[name] = _run(folder / str(number), folder / "round", served)
        results = in_rounds(runs, rounds)
    costs = {name: [_cost_us(each) for each in told] for name, told in results.items()}
    middles = {name: middle_and_spread(each) for name, each in costs.items()}
    rows = [
        [
            name,
            cost,
            f"{spread:.0%}",
            statistics.median(1e6 * each["plan_cpu"] / each["count"] for each in results[name]),
            statistics.median(1e6 * each["cpu"] / each["count"] for each in results[name]),
        ]
        for name, (cost, spread) in middles.items()
    ]
    goals = []
    for what, names in (("enrolled", list(enrolled)), ("history", list(behind))):
        ordered = [middles[name][0] for name in names]
        goals.append(Goal(f"{what}: dearest beside the first", ratio(max(ordered), ordered[0]), Bound.AT_MOST, 1.1))
    header = ["with", "CPU µs/nudge", "spread", "of which planning", "and sending"]
    telling.results({"due": due, "rounds": rounds}, header, rows, goals)


def _run(crowd: Path, scratch: Path, served: Stub) -> Run:
    def run() -> Figures:
        return drained(crowd, scratch, served)

    return run


def _cost_us(result: Figures) -> float:
    return float(1e6 * (result["plan_cpu"] + result["cpu"]) / result["count"])


if __name__ == "__main__":
    parser = arguments("growth", __doc__)
    parser.add_argument("--due", type=int, default=1_000, help="so many people are due")
    parser.add_argument("--most", type=int, default=1_000_000, help="so many are enrolled in the largest database")
    parser.add_argument("--days", type=int, nargs="+", default=[1, 29, 30, 90], help="so many days behind each")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    sizes = powers_of_ten(given.due, given.most)
    main(given.due, sizes, given.days, given.rounds, Telling("growth", given.json))
