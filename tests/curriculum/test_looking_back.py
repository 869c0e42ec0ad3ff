"""A look back tells what was done and noticed; what was not done changes nothing about it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum import timing
from curriculum.adapting import Reply
from curriculum.day import Outcome
from curriculum.gain import Gain
from curriculum.looking_back import APART, EVERY, MOST_GAINS, Mark, comes_at, is_timely, look_back, marks
from curriculum.progress import PRACTISED
from curriculum.reminding import LATE

NOON = datetime(2026, 5, 11, 12, tzinfo=UTC)
WEEKS = st.integers(min_value=1, max_value=4).map(lambda week: week * EVERY)
OUTCOMES = st.lists(st.tuples(st.integers(min_value=1, max_value=30), st.sampled_from(Outcome)), max_size=30)
GAINS = st.lists(st.text(min_size=1), max_size=12).map(
    lambda found: [
        Gain(number, words, None, NOON + timedelta(minutes=number), date(2026, 5, 11))
        for number, words in enumerate(found)
    ]
)
NOT_PRACTISED = [outcome for outcome in Outcome if outcome not in PRACTISED]


@given(WEEKS, OUTCOMES, GAINS, st.integers(min_value=1, max_value=30), st.sampled_from(NOT_PRACTISED))
def test_what_was_not_done_changes_nothing(
    day: int, outcomes: list[tuple[int, Outcome]], gains: list[Gain], missed: int, said: Outcome
) -> None:
    before = look_back(day, outcomes=outcomes, gains=gains)

    assert look_back(day, outcomes=[*outcomes, (missed, said)], gains=gains) == before


@given(WEEKS, OUTCOMES, GAINS)
def test_it_shows_the_week_and_nothing_else(day: int, outcomes: list[tuple[int, Outcome]], gains: list[Gain]) -> None:
    made = look_back(day, outcomes=outcomes, gains=gains)

    done = {on for on, outcome in outcomes if outcome in PRACTISED and day - EVERY < on <= day}
    if made is None:
        assert not done
        assert not gains
        return
    assert (made.first, made.last, len(made.marks)) == (day - EVERY + 1, day, EVERY)
    assert made.practised == len(done)
    assert Mark.TO_COME not in made.marks
    assert list(made.gains) == gains[-MOST_GAINS:]


@given(OUTCOMES, st.integers(min_value=0, max_value=30))
def test_no_mark_tells_what_became_of_a_day_that_was_not_practised(
    outcomes: list[tuple[int, Outcome]], place: int
) -> None:
    done = [(day, outcome) for day, outcome in outcomes if outcome in PRACTISED]

    assert marks(range(1, 31), place=place, outcomes=outcomes) == marks(range(1, 31), place=place, outcomes=done)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kolkata", "America/New_York", "Pacific/Apia"])
@given(st.integers(min_value=0, max_value=24 * 60 * 400))
def test_it_comes_after_its_day_at_a_waking_hour(zone: str, minutes: int) -> None:
    due_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)

    at = comes_at(due_at, zone)

    assert APART < at - due_at < timedelta(hours=38)
    earliest, latest = timing.WAKING
    assert earliest <= timing.local(at, zone).time() <= latest


@pytest.mark.parametrize(
    ("last", "late", "goes"),
    [
        (Reply(7, NOON - APART), timedelta(0), True),
        (Reply(7, NOON - APART), LATE, True),
        (Reply(7, NOON - APART), LATE + timedelta(seconds=1), False),
        (Reply(7, NOON - APART + timedelta(seconds=1)), timedelta(0), False),
        (Reply(6, NOON - APART), timedelta(0), False),
        (Reply(7, NOON - APART, rest=True), timedelta(0), False),
        (Reply(7, NOON - APART, outcome=Outcome.MADE_IT_WORSE), timedelta(0), False),
        (None, timedelta(0), False),
    ],
)
def test_it_goes_only_while_it_is_the_time_for_it(last: Reply | None, late: timedelta, goes: bool) -> None:
    assert is_timely(last, 7, NOON, NOON + late) is goes
