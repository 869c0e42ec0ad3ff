"""What is made of the figures: the busiest second, how late the last one was, and whether a goal is met."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Final

SECOND_NS: Final = 1_000_000_000


def busiest_window(arrivals: Sequence[int], window_ns: int = SECOND_NS) -> int:
    """The most arrivals within any window of that length; one that comes a whole window after another is in the next."""
    ordered = sorted(arrivals)
    return max((place - bisect_left(ordered, end - window_ns + 1) + 1 for place, end in enumerate(ordered)), default=0)


def last_by_ideal(arrivals: Sequence[int], begun_ns: int, per_second: float) -> float:
    """When the last one came, as a multiple of the time that so many take at exactly that rate, the first one at once."""
    ideal_ns = (len(arrivals) - 1) / per_second * SECOND_NS
    return (max(arrivals) - begun_ns) / ideal_ns


def farthest_out_of_order(places: Sequence[int]) -> int:
    """How many places too early or too late the worst one came, where all came in this order and should come in turn."""
    turns = {place: turn for turn, place in enumerate(sorted(places))}
    return max((abs(turn - turns[place]) for turn, place in enumerate(places)), default=0)


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share of all does not exceed: the one at that rank, never one between two."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def middle_and_spread(values: Sequence[float]) -> tuple[float, float]:
    """The median, and how far the rounds lie apart, as a share of it."""
    middle = median(values)
    return middle, (max(values) - min(values)) / middle if middle else 0.0


class Bound(StrEnum):
    """On which side of its goal a figure should be."""

    AT_LEAST = ">="
    AT_MOST = "<="


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that was measured, and what it should be."""

    what: str
    value: float
    bound: Bound
    wanted: float

    @property
    def is_met(self) -> bool:
        """Whether it is as it should be; what could not be measured is not."""
        return self.value >= self.wanted if self.bound is Bound.AT_LEAST else self.value <= self.wanted

    def __str__(self) -> str:
        return (
            f"{self.what}: {self.value:.3g} (goal {self.bound} {self.wanted:g}) {'met' if self.is_met else 'NOT MET'}"
        )


def ratio(one: float, other: float) -> float:
    """How many times `other` goes into `one`; not a number when there is nothing to compare with."""
    return one / other if other else math.nan
