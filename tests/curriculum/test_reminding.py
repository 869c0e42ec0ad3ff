"""When a reminder comes: in the evening of the same day where the person is, or not at all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum import timing
from curriculum.adapting import Reply
from curriculum.day import Outcome
from curriculum.reminding import AFTER, LATE, LATEST, is_wanted, remind_at

ZONES = sorted(timing.zone_names())
CAME = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
EVENING = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)
SILENCE = Reply(1, CAME)


@pytest.mark.parametrize(
    ("due", "reminded"),
    [
        pytest.param(datetime(2026, 5, 4, 6, 0, tzinfo=UTC), EVENING, id="a morning's day at half past seven"),
        pytest.param(datetime(2026, 5, 4, 15, 0, tzinfo=UTC), datetime(2026, 5, 4, 19, 0, tzinfo=UTC), id="four hours"),
        pytest.param(datetime(2026, 5, 4, 16, 0, tzinfo=UTC), None, id="no room in this evening"),
        pytest.param(datetime(2026, 5, 4, 20, 0, tzinfo=UTC), None, id="a day at ten in the evening"),
    ],
)
def test_the_evening_of_a_day_in_berlin(due: datetime, reminded: datetime | None) -> None:
    assert remind_at(due, "Europe/Berlin") == reminded


@settings(max_examples=2000, deadline=None)
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2040, 12, 31)),  # noqa: DTZ001  (the zone is given below)
    st.sampled_from(ZONES),
)
def test_a_reminder_is_of_the_same_day_later_and_not_at_night(naive: datetime, zone: str) -> None:
    due = naive.replace(tzinfo=UTC)

    at = remind_at(due, zone)

    if at is not None:
        here = timing.local(at, zone)
        assert here.date() == timing.local(due, zone).date()
        assert at - due >= AFTER
        assert here.time() <= LATEST


@pytest.mark.parametrize(
    ("last", "wanted"),
    [
        pytest.param(SILENCE, True, id="silence"),
        pytest.param(None, False, id="nothing came"),
        pytest.param(replace(SILENCE, outcome=Outcome.DONE), False, id="a tap"),
        pytest.param(replace(SILENCE, answered=True), False, id="words"),
        pytest.param(replace(SILENCE, rest=True), False, id="a rest"),
        pytest.param(replace(SILENCE, came_at=CAME - timedelta(days=1)), False, id="yesterday's day"),
        pytest.param(replace(SILENCE, came_at=EVENING - timedelta(minutes=5)), False, id="a day that came late itself"),
    ],
)
def test_it_is_wanted_of_a_day_that_came_and_met_silence(last: Reply | None, wanted: bool) -> None:
    assert is_wanted(last, EVENING, EVENING) is wanted


def test_it_stays_away_when_it_is_late() -> None:
    assert is_wanted(SILENCE, EVENING, EVENING + LATE)
    assert not is_wanted(SILENCE, EVENING, EVENING + LATE + timedelta(seconds=1))
