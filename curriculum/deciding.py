"""Which arm of an experiment somebody gets: decided once, by chance, among those who take part in research.

| unit | decided | drawn |
|---|---|---|
| `person` | before the first day of the track that has arms | for everybody who takes part |
| `day` | before each day that has arms | where the day comes in its own texts; else the usual arm stands with why |

A day comes in the words of an arm only where it comes in its own texts, to somebody from whom nothing is kept. So an arm gets
round no class, no smaller version, no hold and no variant. `another_version` tells of none of these which it was.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from curriculum.experiment import By, Experiment
from curriculum.fitted import Fit, Form
from curriculum.safety import ContentClass
from curriculum.track import Track


class WhyNot(StrEnum):
    """Why nothing was drawn, though the person takes part."""

    ANOTHER_VERSION = "another_version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided for a person or a day: the arm with its probability and the number that was drawn, or the usual arm and
    why nothing was drawn.
    """

    arm: str
    probability: float
    drawn: float | None = None
    why_not: WhyNot | None = None


def compared_on(track: Track, number: int) -> Experiment | None:
    """The experiment for which day `number` has other wordings."""
    return track.experiment if track.day(number).arms else None


def is_by_the_day_before(track: Track, number: int, variant: int) -> bool:
    """Whether this variant of day `number` was chosen by the outcome of the day before alone, and by no response to pressure."""
    variants = track.day(number).variants
    return variant < len(variants) and not variants[variant].for_


def may_differ(fit: Fit, content_class: ContentClass) -> bool:
    """Whether a day that comes to somebody like this may come in the words of an arm."""
    return content_class is ContentClass.OPEN and fit.form is Form.DAY and fit.variant is None


def decide(experiment: Experiment, *, differs: bool, draw: Callable[[], float]) -> Decision:
    """What is decided where it is not yet. `draw` gives a number from 0 up to 1, each as likely; it is asked once, or not at
    all. `differs`: whether the day may come in the words of an arm.
    """
    if experiment.unit is By.DAY and not differs:
        return Decision(arm=experiment.usual, probability=1.0, why_not=WhyNot.ANOTHER_VERSION)
    drawn = draw()
    arm = experiment.at(drawn)
    return Decision(arm=arm.arm, probability=arm.probability, drawn=drawn)


def in_arm(experiment: Experiment, fit: Fit, decision: Decision) -> Fit:
    """The day in the words of the arm that was decided, as far as the track still has it."""
    return replace(fit, arm=decision.arm) if decision.arm in experiment.names else fit
