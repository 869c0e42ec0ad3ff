"""Why a day came as it did, in words: each stands within a sentence, whatever came."""

import pytest

from curriculum import explaining
from curriculum.adapting import Held, Rested
from curriculum.day import Strength
from curriculum.fitted import Because, Fit, Form
from tests.conftest import NOON
from tests.tracks import track

DAY = track().day(5)


@pytest.mark.parametrize(
    ("fit", "says"),
    [
        pytest.param(Fit(), "day 5 in its full version, because ", id="the day"),
        pytest.param(
            Fit(strength=Strength.GENTLE, variant=0),
            "day 5 in its smaller version with the texts of variant 1, because ",
            id="a variant of it",
        ),
        pytest.param(
            Fit(Form.INSTEAD, Strength.GENTLE, because=Because.NOT_FOR_THEM),
            "what the author wrote in the place of day 5, in its smaller version, because what the day asks for is kept from ",
            id="another one in its place",
        ),
        pytest.param(
            Fit(Form.REST, Strength.GENTLE, because=Because.NOT_FOR_THEM),
            "a quiet day in the place of day 5, for which its author wrote no other, because what the day asks for ",
            id="a quiet day in its place",
        ),
    ],
)
def test_what_came_can_be_said_to_have_come(fit: Fit, says: str) -> None:
    assert explaining.version(DAY, fit).startswith(says)
    assert explaining.next_step(DAY, fit).startswith(f"would come now: {says}")


def test_what_would_come_can_be_said_of_the_day() -> None:
    assert explaining.next_step(DAY, Rested()).startswith("would give way to a rest now, because ")
    assert explaining.next_step(DAY, Held(until=NOON)).startswith("would wait now: for ")
