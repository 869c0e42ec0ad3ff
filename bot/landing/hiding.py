"""What is told of a count of people. Nothing here reads anything; what is known is argued about in bot/README.md.

Every count is told on its own, in tens, rounded down. Sets that lie within each other (who answered within who opened, today's
within tomorrow's) are on one grid then, so that no comparison narrows a count down. Sums do narrow, so there is one sum
alone of what is told beside it: the five outcomes and all answers. It is told only as far as the outcomes may still all
be anything they seem (`_together`). What is told of several versions is added up from what is told of each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from bot.landing.released import FEWEST, Told
from curriculum.day import Outcome

_REST: Final = FEWEST - 1
"""What rounding down takes away at most."""
_MOST_CARRIED: Final = _REST * (len(Outcome) - 1) // FEWEST
"""So many tens may come together from what was rounded off the outcomes, and each of them still be nobody."""


@dataclass(frozen=True, slots=True)
class DayCounted:
    """The true counts of one day. `waits` are the answers by the time they took."""

    eligible: int
    sent: int
    opened: int
    outcomes: Mapping[Outcome, int]
    waits: Sequence[int]

    @property
    def answered(self) -> int:
        """All who gave an outcome."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Hidden:
    """What may be seen of one day."""

    eligible: Told
    sent: Told
    opened: Told
    answered: Told
    outcomes: Mapping[Outcome, Told]
    wait: int | None


def told(count: int) -> Told:
    """A count in tens, rounded down; of fewer than ten nothing is seen."""
    tens = count // FEWEST
    return Told(tens * FEWEST, tens * FEWEST + _REST)


def of_day(counted: DayCounted) -> Hidden:
    """What may be seen of a day."""
    outcomes = {outcome: told(count) for outcome, count in counted.outcomes.items()}
    answered = _together(counted.answered, outcomes)
    eligible, sent, opened = told(counted.eligible), told(counted.sent), told(counted.opened)
    return Hidden(eligible, sent, opened, answered.at_most(opened), outcomes, _half_way(counted.waits, answered))


def _together(count: int, parts: Mapping[Outcome, Told]) -> Told:
    """A count beside its parts: were it told in full, those that are hidden could be seen not to be nobody."""
    lowest = sum(part.low for part in parts.values())
    full = told(count)
    if full.low < (most := lowest + FEWEST * _MOST_CARRIED):
        return full
    return Told(most, lowest + _REST * len(parts))


def _half_way(waits: Sequence[int], answered: Told) -> int | None:
    """The span in which half of the answers had come, where there are enough."""
    if answered.is_hidden:
        return None
    half = sum(waits) / 2
    return next(span for span, so_far in enumerate(accumulate(waits)) if so_far >= half)
