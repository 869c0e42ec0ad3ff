"""Lets chance choose among the wordings of a day, for people who take part in the study, and writes down what it chose before
the day goes out: in the transaction that claims the nudge.
"""

from dataclasses import dataclass
from datetime import datetime

from curriculum import deciding
from curriculum.enrolment import Enrolment
from curriculum.fitted import Fit
from curriculum.nudge import Nudge
from curriculum.safety import ContentClass
from curriculum.study import Study
from curriculum.track import Track
from storage.database import Unit


@dataclass(frozen=True, slots=True)
class Randomising:
    """What experiments decide while the operator runs this `study`; without one everybody gets the days' own texts."""

    study: Study | None

    async def fitted(
        self,
        unit: Unit,
        nudge: Nudge,
        walk: Enrolment,
        track: Track,
        fit: Fit,
        content_class: ContentClass,
        now: datetime,
    ) -> Fit:
        """The day that this nudge brings, in the words of the arm that is theirs. Who takes no part is never randomised, and
        neither is a walk on which a day comes once a week: it repeats what the person has read.
        """
        experiment = deciding.compared_on(track, nudge.day)
        if experiment is None or self.study is None or walk.is_weekly:
            return fit
        if not await unit.studies.takes_part(walk.person, self.study):
            return fit
        differs = deciding.may_differ(fit, content_class)
        decision = await unit.studies.decided(walk, experiment, nudge.day)
        if decision is None:
            decision = deciding.decide(experiment, differs=differs, draw=unit.fresh.fraction)
            decision = await unit.studies.decide(walk, nudge.track, experiment, nudge.day, decision, now)
        return deciding.in_arm(experiment, fit, decision) if differs else fit
