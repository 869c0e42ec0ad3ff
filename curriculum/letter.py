"""What a letter at the end of a track is made of: somebody's own words, chosen by when they were written and never by what they say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from curriculum.enrolment import Enrolment
from curriculum.gain import Gain

_WEEK: Final = 7
MOST_GAINS: Final = 10
GRACE: Final = timedelta(days=1)
"""What is noticed so soon after the end of a walk still belongs to it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that were written about a day, on that date."""

    day: int
    words: str = field(repr=False)
    on: date


@dataclass(frozen=True, slots=True)
class Letter:
    """The first words there are, the last ones of each week, and the newest gains, each in order."""

    first: Passage | None
    weeks: tuple[tuple[int, Passage], ...]
    gains: tuple[Gain, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there are no words at all."""
        return self.first is None and not self.gains


def letter(passages: Sequence[Passage], gains: Sequence[Gain]) -> Letter:
    """The letter that these words make; both come in the order in which they were written."""
    first, *others = passages or (None,)
    last_of_week = {(passage.day - 1) // _WEEK + 1: passage for passage in others if passage is not None}
    return Letter(first, tuple(sorted(last_of_week.items(), key=lambda of: of[0])), tuple(gains[-MOST_GAINS:]))


def until(walk: Enrolment, walks: Iterable[Enrolment]) -> datetime | None:
    """Before when a gain was noted that belongs to this walk: a little after its end, and not on the next of the person's `walks`."""
    ends = [other.started_at for other in walks if other.started_at > walk.started_at]
    if walk.ended_at is not None:
        ends.append(walk.ended_at + GRACE)
    return min(ends, default=None)
