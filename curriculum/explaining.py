"""Why a day came to a person in the version it came in, in one sentence each."""

from collections.abc import Mapping
from typing import Final

from curriculum.adapting import AWAY_FROM_PARTNER, CALM_DAYS, HARD_REPLIES, Footing, Held, Rested, level
from curriculum.day import Day, Strength
from curriculum.fitted import Because, Fit, Form

_BECAUSE: Final[Mapping[Because, str]] = {
    Because.USUAL: "nothing they said calls for another one",
    Because.STEADY: f"{CALM_DAYS} days in a row were calm and done, and nothing has gone against it since",
    Because.STRAINED: "the newest reply said that it was too much, that they were pushing, or told of a fight",
    Because.NOT_CALM_YET: f"after {HARD_REPLIES} hard replies the days stay small until a calm one",
    Because.MADE_IT_WORSE: "the day before made it worse",
    Because.RESPONSE: "it is written for how they say they respond to pressure",
    Because.DAY_BEFORE: "it is written for what became of the day before",
    Because.NOT_FOR_THEM: "what the day asks for is kept from people of their content class",
    Because.KEPT_AWAY: f'for {AWAY_FROM_PARTNER.days} days after "made it worse" no day that asks something of people comes',
}
_STRENGTH: Final[Mapping[Strength, str]] = {
    Strength.GENTLE: "its smaller version",
    Strength.STANDARD: "its full version",
    Strength.STRETCH: "its version that goes a step further",
}


def version(day: Day, fit: Fit) -> str:
    """What came, and why: "day 5 in its smaller version, because ...", or what stood in the place of day 5."""
    match fit.form:
        case Form.REST:
            shown = f"a quiet day in the place of day {day.day}, for which its author wrote no other"
        case Form.INSTEAD:
            shown = f"what the author wrote in the place of day {day.day}, in {_STRENGTH[fit.strength]}"
        case Form.DAY:
            shown = f"day {day.day} in {_STRENGTH[fit.strength]}"
            if fit.variant is not None:
                shown += f" with the texts of variant {fit.variant + 1}"
            elif fit.arm is not None:
                shown += f" with the texts of the arm `{fit.arm}`, which was drawn by chance"
    return f"{shown}, because {_BECAUSE[fit.because]}"


def next_step(day: Day, step: Fit | Rested | Held) -> str:
    """What would come if the day came now, and why: it stands behind the day, or behind "it"."""
    match step:
        case Fit():
            return f"would come now: {version(day, step)}"
        case Rested():
            return "would give way to a rest now, because the hard replies outweigh the calm ones"
        case Held():
            return "would wait now: for an answer to the day before, for calm after a rest, or for a day to pass after a fight"


def standing(footing: Footing) -> str:
    """What a person's replies have led to, in one sentence."""
    return f"their replies so far have led to the level {level(footing.replies).name.lower()}"
