"""Somebody is asked where they are once their answers have come in the small hours on three dates of a week, and not again for a month."""

from datetime import UTC, datetime, timedelta

import pytest

from curriculum.travelling import ASKED_AGAIN_AFTER, is_odd, may_be_elsewhere

NIGHT = datetime(2026, 5, 4, 1, 0, tzinfo=UTC)
"""Three in the morning in Berlin, ten in Tokyo."""
BERLIN = "Europe/Berlin"
A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("hour", "odd"),
    [(21, False), (22, True), (2, True), (3, False), (12, False)],
    ids=["23:00", "0:00", "4:00", "5:00", "14:00"],
)
def test_the_small_hours_are_those_of_the_persons_own_clock(hour: int, odd: bool) -> None:
    assert is_odd(datetime(2026, 5, 4, hour, tzinfo=UTC), BERLIN) is odd


@pytest.mark.parametrize(
    ("days_ago", "asks"),
    [
        pytest.param([0, 1, 2], True, id="three nights in a row"),
        pytest.param([0, 3, 6], True, id="three nights of a week"),
        pytest.param([0, 1], False, id="two nights"),
        pytest.param([0, 0, 0, 1], False, id="often in two nights"),
        pytest.param([0, 1, 9], False, id="one of them long ago"),
    ],
)
def test_three_nights_of_a_week_bring_the_question(days_ago: list[int], asks: bool) -> None:
    answers = [NIGHT - days * A_DAY for days in days_ago]

    assert may_be_elsewhere(answers, BERLIN, NIGHT, asked_at=None) is asks
    assert not may_be_elsewhere(answers, "Asia/Tokyo", NIGHT, asked_at=None)


def test_who_was_asked_is_left_alone_for_a_month() -> None:
    answers = [NIGHT - days * A_DAY for days in range(3)]

    assert not may_be_elsewhere(answers, BERLIN, NIGHT, asked_at=NIGHT - ASKED_AGAIN_AFTER + A_DAY)
    assert may_be_elsewhere(answers, BERLIN, NIGHT, asked_at=NIGHT - ASKED_AGAIN_AFTER)
