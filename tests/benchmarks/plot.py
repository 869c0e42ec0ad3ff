"""A picture of the last results: for each goal this bot, those beside it, and where the goal is.

    python -m tests.benchmarks.plot

It reads what the other scripts have left in `results/`, and measures nothing. Of what was not measured there is no panel.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.racing.arithmetic import Bound
from tests.benchmarks.racing.drawing import Bar, Panel, Target, draw
from tests.benchmarks.racing.telling import RESULTS

PICTURE: Final = RESULTS / "plot.png"

Result = Mapping[str, Any]
Row = Mapping[str, Any]


def main(results: Path, picture: Path) -> None:
    """Draws every goal that was measured."""
    kept = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(results.glob("*.json"))}
    panels = [panel for script, panels_of in PANELS.items() if script in kept for panel in panels_of(kept[script])]
    dates = sorted(str(result["date"]) for result in kept.values())
    machine = ",".join(next(iter(kept.values()))["machine"].split(",")[:4])
    draw(panels, f"measured {' to '.join(sorted({dates[0], dates[-1]}))} on {machine}", picture)


def pipeline(result: Result) -> Iterator[Panel]:
    """The whole pipeline beside bare loops, in messages a second and in CPU a message."""
    all_ours = [row for row in result["table"] if row["who"].startswith("ours")]
    ours = max(all_ours, key=lambda row: _figure(row, "messages/s"))
    others = [row for row in result["table"] if row not in all_ours and not row["who"].startswith("(")]
    by_name: dict[str, list[Row]] = {}
    for row in others:
        by_name.setdefault(row["who"].rpartition(", ")[0], []).append(row)
    fastest = {name: max(_figure(row, "messages/s") for row in rows) for name, rows in by_name.items()}
    thriftiest = {name: min(_figure(row, "CPU µs/message") for row in rows) for name, rows in by_name.items()}
    least = max(
        _wanted(result, "messages/s beside the best bare python-telegram-bot") * fastest["bare python-telegram-bot"],
        _wanted(result, "messages/s beside bare aiohttp") * fastest["bare aiohttp"],
    )
    most = thriftiest["bare aiogram"] / _wanted(result, "CPU a message of bare aiogram")
    yield Panel(
        "The whole pipeline",
        "messages a second",
        [
            Bar("ours", _figure(ours, "messages/s"), True, Target(Bound.AT_LEAST, least)),
            *(Bar(name, value) for name, value in fastest.items()),
        ],
    )
    yield Panel(
        "The whole pipeline",
        "microseconds of CPU a message",
        [
            Bar("ours", _figure(ours, "CPU µs/message"), True, Target(Bound.AT_MOST, most)),
            *(Bar(name, value) for name, value in thriftiest.items()),
        ],
    )


def pacing(result: Result) -> Iterator[Panel]:
    """How much longer than the ideal the last one takes at a rate."""
    yield Panel(
        "Keeping a rate",
        "% that the last message is later than the ideal",
        [
            Bar(
                row["rate"],
                _late(row["last by ideal"]),
                True,
                Target(Bound.AT_MOST, _late(_wanted(result, f"{row['rate']}: last by ideal"))),
            )
            for row in result["table"]
        ],
    )


def many_due(result: Result) -> Iterator[Panel]:
    """How many are told who are due in the same second, and how late those are who are told."""
    for unit, name in (("of them were told", "sent"), ("seconds late (99 of 100 were earlier)", "p99")):
        told = [row for row in result["table"] if row[name] is not None]
        bars = [Bar(row["who, people"], _figure(row, name), _is_ours(row["who, people"])) for row in told]
        yield Panel("All due in one second", unit, bars)


def enrolled(result: Result) -> Iterator[Panel]:
    """A start and a look at who is due, with more and more people."""
    first, *_, last = result["table"]
    for title, unit, name, what in (
        ("Starting with many enrolled", "seconds of CPU", "CPU s to start", "CPU to start"),
        ("Starting with many enrolled", "MiB of memory", "peak MiB", "memory at the start"),
    ):
        most = Target(Bound.AT_MOST, _wanted(result, what) * _figure(first, name))
        yield Panel(title, unit, [_with(row, name, most if row is last else None) for row in result["table"]])
    bars = []
    for ending, what in (("", "due scan in ms"), (", PostgreSQL", "on PostgreSQL, due scan in ms")):
        most = Target(Bound.AT_MOST, _wanted(result, what))
        for row in result["table"]:
            bar = _with(row, f"scan ms, some due{ending}", most if row is last else None)
            bars.append(replace(bar, label=bar.label + ending))
    yield Panel("Looking who is due", "milliseconds", bars)


def webhook(result: Result) -> Iterator[Panel]:
    """Updates that are kept for good, and the wait for that."""
    [ours] = [row for row in result["table"] if _is_ours(row["who"])]
    [other] = [row for row in result["table"] if row is not ours]
    for unit, name, target in (
        ("updates a second", "updates/s", Target(Bound.AT_LEAST, _wanted(result, "updates/s") * other["updates/s"])),
        (
            "milliseconds from the request to the commit, p99",
            "p99 ms",
            Target(Bound.AT_MOST, _wanted(result, "p99") * other["p99 ms"]),
        ),
    ):
        yield Panel(
            "Taking updates in for good",
            unit,
            [Bar("ours", _figure(ours, name), True, target), Bar(other["who"], _figure(other, name))],
        )


def replies(result: Result) -> Iterator[Panel]:
    """How long people wait for an answer while nudges go out."""
    most = Target(Bound.AT_MOST, _wanted(result, "ours: p99"))
    yield Panel(
        "Answering while nudges go out",
        "seconds, p99",
        [
            Bar(row["who"], _figure(row, "p99 s"), _is_ours(row["who"]), most if _is_ours(row["who"]) else None)
            for row in result["table"]
        ],
    )


def growth(result: Result) -> Iterator[Panel]:
    """What a nudge costs with more people and with more behind them."""
    name = "CPU µs/nudge"
    for title, ending in (("More people enrolled", " enrolled"), ("More days behind each", " days behind each")):
        rows = [row for row in result["table"] if row["with"].endswith(ending)]
        factor = _wanted(result, "enrolled" if ending == " enrolled" else "history")
        most = Target(Bound.AT_MOST, factor * _figure(rows[0], name))
        dearest = max(rows[1:], key=lambda row: _figure(row, name))
        yield Panel(
            title,
            "microseconds of CPU a nudge",
            [Bar(row["with"], _figure(row, name), True, most if row is dearest else None) for row in rows],
        )


def workers(result: Result) -> Iterator[Panel]:
    """Several processes on one server."""
    rows = [row for row in result["table"] if "share" not in row["way"]]
    one = next(row for row in rows if row["way"] == "one worker")
    target = Target(Bound.AT_LEAST, _wanted(result, "two workers beside one") * _figure(one, "messages/s"))
    yield Panel(
        "Workers on one PostgreSQL server",
        "messages a second",
        [
            Bar(row["way"], _figure(row, "messages/s"), True, target if row["way"] == "two workers" else None)
            for row in rows
        ],
    )


PANELS: Final[Mapping[str, Callable[[Result], Iterator[Panel]]]] = {
    "pipeline": pipeline,
    "pacing": pacing,
    "many_due": many_due,
    "enrolled": enrolled,
    "webhook": webhook,
    "replies": replies,
    "growth": growth,
    "workers": workers,
}


def _with(row: Row, name: str, target: Target | None) -> Bar:
    return Bar(f"{row['enrolled']} enrolled", _figure(row, name), True, target)


def _is_ours(who: str) -> bool:
    return who.startswith("ours")


def _figure(row: Row, name: str) -> float:
    return float(row[name])


def _late(ratio: float) -> float:
    return 100 * (ratio - 1)


def _wanted(result: Result, what: str) -> float:
    """What the goal is that begins with these words."""
    goals: Sequence[Mapping[str, Any]] = result["goals"]
    return next(float(goal["wanted"]) for goal in goals if goal["what"].startswith(what))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.plot",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the results are (default: results/)")
    parser.add_argument("--picture", type=Path, default=PICTURE, help="where the picture goes (default: beside them)")
    given = parser.parse_args()
    main(given.results, given.picture)
