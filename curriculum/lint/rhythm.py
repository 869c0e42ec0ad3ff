"""How the days of a track follow one another: rest often enough, and not too much asked in a row."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

from curriculum.lint.days import TOWARDS_THE_PARTNER
from curriculum.lint.finding import Remark, Rule
from curriculum.track import Track

MOST_IN_A_ROW: Final = 3
WEEK: Final = 7


def remarks(track: Track) -> Iterator[Remark]:
    """Where a run of days is too long."""
    for run in _runs(track, lambda index: bool(TOWARDS_THE_PARTNER & set(track.days[index].not_for))):
        if len(run) > MOST_IN_A_ROW:
            yield Remark(
                ("days", run[MOST_IN_A_ROW], "not_for"),
                Rule.TOO_MANY_IN_A_ROW,
                f"days {run[0] + 1} to {run[-1] + 1} turn to the partner, {len(run)} in a row; {MOST_IN_A_ROW} are the most",
                "Turning to somebody day after day becomes pressure for both, and leaves no room for anything to come back.",
                "Put a day in between that stays with oneself: steadying, noticing, rest.",
            )
    for run in _runs(track, lambda index: not track.days[index].is_restful):
        for last in range(WEEK - 1, len(run), WEEK):
            yield Remark(
                ("days", run[last], "day"),
                Rule.NO_REST,
                f"days {run[last - WEEK + 1] + 1} to {run[last] + 1} have no rest and no look back",
                "Nobody takes in something new for seven days on end. Missed days weigh less when a quiet one comes soon.",
                "Make one of them `kind: rest` or `kind: look-back`; days 7, 14, 21 and 28 are good for it.",
            )


def _runs(track: Track, holds: Callable[[int], bool]) -> Iterator[list[int]]:
    """The stretches of days, from 0, of which it holds."""
    for it_does, run in groupby(range(len(track.days)), holds):
        if it_does:
            yield list(run)
