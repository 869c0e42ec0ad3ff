"""An experiment of a track: which wordings are compared, how likely each is, and on which a number that was drawn falls.

An arm is another wording of a day, in the same strengths and under the same `not_for`: whatever keeps a day from somebody,
or makes it smaller, has decided before an arm is looked at, and an arm changes none of it.
"""

import math
import re
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from curriculum.day import Part
from curriculum.texts import Slug
from curriculum.writing import Unsuitable

ARMS: Final = (2, 5)
LEAST: Final = 0.01
"""The least likely arm: weights of 1 in a hundred at most keep an estimate from resting on a few people."""
_PROBABILITY: Final = r"0?\.[0-9]{1,6}"


class By(StrEnum):
    """For whom an arm is drawn: once for a person and all days of the track, or anew for each day of each person."""

    PERSON = "person"
    DAY = "day"


def _probability(given: object) -> object:
    number = float(given) if isinstance(given, str) and re.fullmatch(_PROBABILITY, given) else given
    if type(number) is not float or not LEAST <= number <= 1 - LEAST:
        raise Unsuitable(f"should be a number from {LEAST} to {1 - LEAST}, such as 0.5")
    return number


def _arms(arms: tuple["Arm", ...]) -> tuple["Arm", ...]:
    fewest, most = ARMS
    complaints = []
    if not fewest <= len(arms) <= most:
        complaints.append(f"should be {fewest} to {most} arms, not {len(arms)}")
    names = [arm.arm for arm in arms]
    complaints += [f"has `{name}` more than once" for name in dict.fromkeys(names) if names.count(name) > 1]
    total = math.fsum(arm.probability for arm in arms)
    if not math.isclose(total, 1, abs_tol=1e-9):
        complaints.append(f"has probabilities that add up to {total:.6g}, and not to 1")
    if complaints:
        raise Unsuitable(*complaints)
    return arms


class Arm(Part):
    """One of the wordings that are compared."""

    arm: Slug = Field(description="What days call it, such as `shorter`.")
    probability: Annotated[
        float,
        BeforeValidator(_probability),
        WithJsonSchema({"type": "number", "minimum": LEAST, "maximum": 1 - LEAST}),
    ] = Field(description="How likely it is to be drawn, such as 0.5. Those of all arms add up to 1.")


class Experiment(Part):
    """Wordings of some days that are compared, by chance, among people who agreed to take part in research."""

    name: Slug = Field(description="What it is called in the data. Other arms or probabilities need another name.")
    unit: By = Field(description="`person`: one arm for a person's whole way. `day`: drawn anew for each day.")
    arms: Annotated[
        tuple[Arm, ...],
        AfterValidator(_arms),
        Field(json_schema_extra={"minItems": ARMS[0], "maxItems": ARMS[1]}),
    ] = Field(description="Two to five. The first is the days' own texts, which everybody else gets.")

    @property
    def usual(self) -> str:
        """The arm of everybody for whom nothing is drawn: the days' own texts."""
        return self.arms[0].arm

    @property
    def names(self) -> tuple[str, ...]:
        """Its arms, in the order of the file."""
        return tuple(arm.arm for arm in self.arms)

    def at(self, drawn: float) -> Arm:
        """The arm that a number from 0 up to 1 falls on, when each has as much room as its probability."""
        reached = 0.0
        for arm in self.arms:
            reached += arm.probability
            if drawn < reached:
                return arm
        return self.arms[-1]
