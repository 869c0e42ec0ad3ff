"""Times of day at which something comes round."""

import itertools
from datetime import UTC, datetime

import pytest
from croniter import croniter

from bot.engine import cron

NOON = datetime(2026, 5, 4, 12, 0, 0, 500_000, tzinfo=UTC)


@pytest.mark.parametrize("seconds", [0.1, 1, 5, 7, 59, 60, 90, 299.9, 300, 3599, 3600, 7200, 100_000])
def test_it_comes_round_as_often_as_is_asked_and_not_more_than_once_a_second(seconds: float) -> None:
    times = croniter(cron.every(seconds), NOON, ret_type=float)
    rounds = [times.get_next() for _ in range(200)]
    gaps = {round(after - before) for before, after in itertools.pairwise(rounds)}

    assert max(gaps) <= max(1, seconds)
    assert len(gaps) == 1
    assert min(gaps) >= min(12 * 3600, max(1, seconds / 2 - 1))
