"""The walk on paper, which the chat shows, is the walk of the real bot."""

import random

import pytest

from bot.rehearsal.personas import PERSONAS, Who
from bot.rehearsal.walk import Step, steps
from curriculum.nudge import NEVER_ARRIVED
from tests.rehearsal.test_personas import ASKING, walked


def on_paper(who: Who, seed: int = 1) -> list[Step]:
    """The same rehearsal from the rules alone."""
    chance = random.Random(f"{who} {seed}")  # noqa: S311
    persona = PERSONAS[who]
    return list(steps(ASKING, persona, lambda turn, rest: persona.does(turn, rest=rest, chance=chance)))


@pytest.mark.parametrize("who", Who)
def test_it_says_of_every_date_what_the_real_bot_did(who: Who) -> None:
    real = [
        (nudge.kind, nudge.day, nudge.local_date, nudge.zone, nudge.fit)
        for nudge in walked(who).ledger
        if nudge.state not in NEVER_ARRIVED
    ]

    paper = [
        (nudge.kind, nudge.day, nudge.local_date, nudge.zone, nudge.fit)
        for step in on_paper(who)
        if (nudge := step.nudge) is not None
    ]

    assert paper == real


def test_the_card_and_what_comes_after_are_in_it() -> None:
    cards = [step for step in on_paper(Who.CRISIS) if step.answer and "I stop here for a moment" in step.answer.text]

    assert len(cards) == 1
    assert cards[0].went_on_at is not None
