"""What helps under pressure: drills within two minutes, times by the minute, and who is offered what."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from curriculum.adapting import AFTER_A_FIGHT, Footing
from curriculum.calm import MINUTES, PACE, Drill, Offers, drill_for, offers, return_at
from curriculum.calm.drills import DRILLS, LONGEST
from curriculum.calm.soft_start import PARTS, Line, Part
from curriculum.pressure import PressureResponse
from curriculum.safety import ContentClass
from tests.conftest import NOON

A_YEAR = datetime(2024, 1, 1)  # noqa: DTZ001  (hypothesis wants it so)
A_LATER_YEAR = datetime(2040, 1, 1)  # noqa: DTZ001


def test_there_is_a_drill_for_every_response_and_for_who_does_not_know() -> None:
    assert {drill.response for drill in DRILLS} == {None, *PressureResponse}
    assert all(drill_for(drill.response) is drill for drill in DRILLS)


@pytest.mark.parametrize("drill", DRILLS, ids=lambda drill: str(drill.response))
def test_a_drill_is_four_to_eight_steps_and_under_two_minutes(drill: Drill) -> None:
    steps = drill.steps

    assert 4 <= len(steps) <= 8
    assert len(steps) * PACE < LONGEST - timedelta(seconds=5)
    assert len(set(steps)) == len(steps)
    assert not any("!" in step for step in steps)


@pytest.mark.parametrize("drill", DRILLS, ids=lambda drill: str(drill.response))
def test_a_drill_asks_nothing_of_anybody_else(drill: Drill) -> None:
    told = " ".join(drill.steps).lower()

    assert not any(word in told.split() for word in ("partner", "ask", "tell", "talk", "promise", "heal"))


@given(
    now=some.datetimes(min_value=A_YEAR, max_value=A_LATER_YEAR),
    minutes=some.sampled_from(MINUTES),
)
def test_a_pause_lasts_as_long_as_named_to_the_next_full_minute(now: datetime, minutes: int) -> None:
    at = return_at(now, minutes)

    assert timedelta(minutes=minutes) <= at - now < timedelta(minutes=minutes + 1)
    assert (at.second, at.microsecond) == (0, 0)


@given(
    content_class=some.sampled_from(ContentClass),
    worse=some.none() | some.integers(0, 200),
    fight=some.none() | some.integers(0, 200),
)
def test_what_turns_to_a_partner_is_offered_only_where_that_is_not_kept_away(
    content_class: ContentClass, worse: int | None, fight: int | None
) -> None:
    worse_at = None if worse is None else NOON - timedelta(hours=worse)
    fight_at = None if fight is None else NOON - timedelta(hours=fight)
    footing = Footing(content_class=content_class, worse_at=worse_at, fight_at=fight_at)

    offered = offers(footing, NOON)

    calm = content_class is ContentClass.OPEN and (worse is None or worse >= 84)
    assert offered == Offers(calm, calm and (fight is None or timedelta(hours=fight) >= AFTER_A_FIGHT))


def test_a_soft_start_is_whole_after_its_three_parts() -> None:
    line = Line()
    for part in Part:
        assert line.next is part
        line = line.with_part("It is so.")
    assert line.next is None
    assert set(PARTS) == set(Part)
