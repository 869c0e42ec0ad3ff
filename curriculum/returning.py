"""How somebody comes back: welcomed, to the same place, to the first day of their week, or to a day that was too much."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from curriculum import journey
from curriculum.enrolment import Enrolment
from curriculum.errors import NotUnderWay

WEEK: Final = 7


def welcomed(walk: Enrolment, now: datetime) -> Enrolment:
    """The person is back and was told so: the next day comes on a later date, from the same place. Raises `NotUnderWay`."""
    return journey.resume(replace(walk, last_nudge_at=now), now)


def week_of(walk: Enrolment) -> int:
    """The first day of the week on which the person is."""
    return week_at(walk.place)


def week_at(place: int) -> int:
    """The first day of the week of the day that came last."""
    return max(place - 1, 0) // WEEK * WEEK + 1


def repeats_week(walk: Enrolment, now: datetime) -> Enrolment:
    """The days of this week come once more, from the first. Raises `NotUnderWay`."""
    return journey.resume(comes_again(walk, week_of(walk)), now)


def comes_again(walk: Enrolment, day: int) -> Enrolment:
    """The way goes on with this day, which has come before. Raises `NotUnderWay`."""
    if not walk.standing.is_open:
        raise NotUnderWay
    return replace(walk, place=day - 1, lap=walk.lap + 1)
