"""Studies: who takes part, and what experiments decided, which is written once and never changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from curriculum.deciding import Decision, WhyNot
from curriculum.enrolment import Enrolment, TrackRef
from curriculum.experiment import By, Experiment
from curriculum.study import EDITION, Agreement, Study
from storage.randomness import Randomness
from storage.singles import insert_into, put
from storage.tables import DecisionRow, StudyAgreementRow, table_of

_AGREEMENT: Final[Table] = table_of(StudyAgreementRow)
_DECISION: Final[Table] = table_of(DecisionRow)


class Studies:
    """The tables of agreements and decisions, in one transaction."""

    def __init__(self, session: AsyncSession, randomness: Randomness) -> None:
        self._session = session
        self._random = randomness

    async def agreement_of(self, person: int) -> Agreement | None:
        """What this person agreed to last, if they did not take it back."""
        return await self._found(_of_person(person))

    async def takes_part(self, person: int, study: Study) -> bool:
        """Whether this person agreed to take part in this study, as it is told of today. It stays so until the transaction is over:
        whoever takes it back meanwhile waits, and takes back what is decided in it, too.
        """
        agreement = await self._found(_of_person(person).with_for_update(read=True))
        return agreement is not None and agreement.holds_for(study)

    async def agree(self, person: int, study: Study, now: datetime) -> bool:
        """From now on the person takes part. False when they do already. What another study decided for them is gone."""
        agreement = await self.agreement_of(person)
        if agreement is not None and agreement.holds_for(study):
            return False
        await self._forget_decisions(person)
        told = {"study": study.name, "contact": study.contact, "edition": EDITION, "agreed_at": now}
        await put(self._session, _AGREEMENT, {"person": person, **told}, by=["person"], anew=list(told))
        return True

    async def take_back(self, person: int) -> bool:
        """The person takes no part any more, and what was decided for them goes. False when they took none."""
        # The agreement first: what is just decided because of it comes to its end before, and goes as well.
        gone = delete(_AGREEMENT).where(_AGREEMENT.c.person == person).returning(_AGREEMENT.c.person)
        took_part = (await self._session.execute(gone)).first() is not None
        await self._forget_decisions(person)
        return took_part

    async def take_back_again(self, until: Mapping[int, datetime]) -> int:
        """Who took back by then whatever they had agreed to, and takes part all the same, as in a backup, takes none any more;
        gives how many did. What was agreed to since stays.
        """
        rows = (await self._session.execute(select(_AGREEMENT.c.person, _AGREEMENT.c.agreed_at))).all()
        again = [row.person for row in rows if row.person in until and row.agreed_at <= until[row.person]]
        return sum([await self.take_back(person) for person in again])

    async def decided(self, walk: Enrolment, experiment: Experiment, day: int) -> Decision | None:
        """What an experiment decided for this person, or for this day of theirs."""
        row = (await self._session.execute(select(_DECISION).where(*_of(walk, experiment, day)))).one_or_none()
        return None if row is None else _value(row)

    async def decide(
        self, walk: Enrolment, track: TrackRef, experiment: Experiment, day: int, decision: Decision, now: datetime
    ) -> Decision:
        """Writes down what was decided before `day`, in the words of this `track`, goes out; gives what counts: that, or what
        another process decided in the same moment.
        """
        row = {
            "id": self._random.id(),
            "person": walk.person,
            "enrolment": walk.id,
            "track": track.slug,
            "number": track.number,
            "experiment": experiment.name,
            "unit": experiment.unit,
            "day": day,
            "arm": decision.arm,
            "probability": decision.probability,
            "drawn": decision.drawn,
            "why_not": decision.why_not,
            "decided_at": now,
        }
        await self._session.execute(insert_into(self._session, _DECISION).values(row).on_conflict_do_nothing())
        return await self.decided(walk, experiment, day) or decision

    async def _found(self, theirs: Select[Any]) -> Agreement | None:
        row = (await self._session.execute(theirs)).one_or_none()
        return None if row is None else Agreement(row.study, row.contact, row.edition, row.agreed_at)

    async def _forget_decisions(self, person: int) -> None:
        await self._session.execute(delete(_DECISION).where(_DECISION.c.person == person))


def _of_person(person: int) -> Select[Any]:
    return select(_AGREEMENT).where(_AGREEMENT.c.person == person)


def _of(walk: Enrolment, experiment: Experiment, day: int) -> list[ColumnElement[bool]]:
    """Where the one decision stands, of a person on a track or of a day of a walk."""
    same = [_DECISION.c.experiment == experiment.name, _DECISION.c.unit == experiment.unit]
    if experiment.unit is By.PERSON:
        return [*same, _DECISION.c.person == walk.person, _DECISION.c.track == walk.track.slug]
    return [*same, _DECISION.c.enrolment == walk.id, _DECISION.c.day == day]


def _value(row: Any) -> Decision:
    why_not = None if row.why_not is None else WhyNot(row.why_not)
    return Decision(arm=row.arm, probability=row.probability, drawn=row.drawn, why_not=why_not)
