"""How far someone has come: days practised are counted, and there is no chain to break."""

from collections.abc import Iterable
from dataclasses import dataclass

from curriculum.day import Outcome
from curriculum.enrolment import Enrolment

PRACTISED = frozenset({Outcome.DONE, Outcome.TRIED})


@dataclass(frozen=True, slots=True)
class Progress:
    """`delivered` of `of` days have come, `answered` of them were answered, on `practised` something was done or tried."""

    delivered: int
    answered: int
    practised: int
    of: int


def progress(enrolment: Enrolment, outcomes: Iterable[Outcome], *, answered: int, furthest: int = 0) -> Progress:
    """What the days add up to; a day is answered by an outcome, by words, or by something that is not words. Who went back keeps
    the days up to the `furthest`.
    """
    practised = sum(outcome in PRACTISED for outcome in outcomes)
    return Progress(max(enrolment.place, furthest), answered, practised, enrolment.length)
