"""What may be seen of how days land. Pictures and tables are both made of these values, and of nothing else."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from bot.words import _
from curriculum.day import Outcome

FEWEST: Final = 10
"""Fewer people than that are not told, and counts are told in steps of as many."""
SKIPPED: Final = (Outcome.NOT_THE_MOMENT, Outcome.DID_NOT_WANT_TO)


@dataclass(frozen=True, slots=True)
class Told:
    """A count of people as it may be seen: it lies within `low` and `high`, and anywhere there."""

    low: int
    high: int

    @property
    def is_hidden(self) -> bool:
        """So few that not even whether there is anybody is told."""
        return self.low == 0

    @classmethod
    def sum(cls, parts: Iterable["Told"]) -> Self:
        """What these are together."""
        listed = list(parts)
        return cls(sum(one.low for one in listed), sum(one.high for one in listed))

    def at_most(self, other: "Told") -> "Told":
        """The same, where it is a part of the other."""
        return Told(min(self.low, other.low), min(self.high, other.high))


@dataclass(frozen=True, slots=True)
class Share:
    """Which part of a hundred, as a span."""

    low: int
    high: int


def share(part: Told, whole: Told) -> Share | None:
    """Which part of the whole this is, as far as both are told; None when the whole is hidden."""
    if whole.is_hidden:
        return None
    return Share(100 * part.low // whole.high, min(100, math.ceil(100 * part.high / whole.low)))


@dataclass(frozen=True, slots=True)
class Versions:
    """One version of a track, or a few in a row that are told together."""

    first: int
    last: int

    def __contains__(self, number: int) -> bool:
        return self.first <= number <= self.last

    @property
    def numbers(self) -> range:
        """Each of them."""
        return range(self.first, self.last + 1)

    @property
    def told(self) -> str:
        """Such as `version 3` or `versions 1 to 2`."""
        if self.first == self.last:
            return _("version {version}").format(version=self.first)
        return _("versions {first} to {last}").format(first=self.first, last=self.last)


@dataclass(frozen=True, slots=True)
class DayTold:
    """How one day landed. `opened` is what can be known: a tap on the message, or an answer. `wait` is the span of
    `storage.landing.WAITS` in which half of the answers had come; None where it is not told.
    """

    day: int
    title: str
    eligible: Told
    sent: Told
    opened: Told
    answered: Told
    outcomes: Mapping[Outcome, Told]
    wait: int | None

    @property
    def skipped(self) -> Share | None:
        """Those for whom it was not the moment, or who did not want to, among all answers."""
        return share(Told.sum(self.outcomes[outcome] for outcome in SKIPPED), self.answered)

    @property
    def worse(self) -> Share | None:
        """Those for whom it made things worse, among all answers."""
        return share(self.outcomes[Outcome.MADE_IT_WORSE], self.answered)


@dataclass(frozen=True, slots=True)
class Released:
    """How the days of a track landed, up to the end of `until` (UTC); with those who began with some `versions`, or with any,
    where that is None.
    `choices` are the versions that can be asked for. `quiet` is how many have not answered, by the spans of
    `storage.landing.QUIET`.
    """

    slug: str
    title: str
    until: date
    versions: Versions | None
    choices: Sequence[Versions]
    by_day: Sequence[DayTold]
    quiet: Sequence[Told]

    @property
    def told(self) -> str:
        """Of whom this is, such as `people who began with version 3` or `all versions`."""
        if self.versions is None:
            return _("all versions")
        return _("people who began with {versions}").format(versions=self.versions.told)

    @property
    def is_hidden(self) -> bool:
        """There is not yet anything to be told."""
        return all(day.eligible.is_hidden for day in self.by_day) and all(told.is_hidden for told in self.quiet)
