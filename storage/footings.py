"""Footings: what is known of people when their next day is chosen, read for many at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from curriculum.adapting import Footing, Reply
from curriculum.day import Outcome, Strength
from curriculum.enrolment import Enrolment
from curriculum.nudge import NEVER_ARRIVED, NudgeKind, NudgeState
from curriculum.pressure import Strain
from curriculum.safety import ContentClass
from storage.patterns import Patterns, SealedAnswers
from storage.prepared import Prepared, among
from storage.tables import CheckInRow, NoteRow, NudgeRow, PersonRow, StrainRow, table_of

_NUDGE: Final = table_of(NudgeRow).c
_CHECK_IN: Final = table_of(CheckInRow).c
_STRAIN: Final = table_of(StrainRow).c
_NOTE: Final = table_of(NoteRow).c
_PERSON: Final = table_of(PersonRow).c
_BROUGHT: Final = (NudgeKind.DAY, NudgeKind.REST)
_NOT_YET: Final = NEVER_ARRIVED | {NudgeState.PLANNED, NudgeState.SENDING}
_REPLIES: Final = Prepared(
    select(
        _NUDGE.id,
        _NUDGE.enrolment,
        _NUDGE.day,
        _NUDGE.kind,
        _NUDGE.strength,
        func.coalesce(_NUDGE.sent_at, _NUDGE.due_at, type_=_NUDGE.due_at.type).label("came_at"),
        _CHECK_IN.outcome,
        _STRAIN.strain,
        exists().where(_NOTE.nudge == _NUDGE.id).label("noted"),
    )
    .select_from(table_of(NudgeRow))
    .join(table_of(CheckInRow), _CHECK_IN.nudge == _NUDGE.id, isouter=True)
    .join(table_of(StrainRow), _STRAIN.nudge == _NUDGE.id, isouter=True)
    .where(
        among(_NUDGE.enrolment, "walks"),
        or_(*(_NUDGE.kind == kind for kind in _BROUGHT)),
        *(_NUDGE.state != state for state in sorted(_NOT_YET)),
    )
    .order_by(_NUDGE.due_at)
)


def _newest(person: ColumnElement[int], at: ColumnElement[datetime], of_these: ColumnElement[bool]) -> Any:
    return select(func.max(at, type_=at.type)).where(person == _PERSON.id, of_these).scalar_subquery()


_PEOPLE: Final = Prepared(
    select(
        _PERSON.id,
        _PERSON.content_class,
        _newest(_CHECK_IN.person, _CHECK_IN.answered_at, _CHECK_IN.outcome == Outcome.MADE_IT_WORSE).label("worse_at"),
        _newest(_STRAIN.person, _STRAIN.told_at, _STRAIN.strain == Strain.FIGHT).label("fight_at"),
    ).where(among(_PERSON.id, "people"))
)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What was read of several walks: everything that their people's footings are made of."""

    replies: Mapping[int, Sequence[tuple[int, Reply]]]
    worse_at: Mapping[int, datetime]
    fight_at: Mapping[int, datetime]
    classes: Mapping[int, ContentClass]
    answers: Mapping[int, SealedAnswers]

    def of(self, walk: Enrolment, *, besides: int | None = None) -> Footing:
        """Where the person of this walk stands, when the nudge `besides` is left out. Raises `WrongCell`, `KeyProblem`."""
        answers = self.answers.get(walk.person)
        return Footing(
            replies=[reply for nudge, reply in self.replies.get(walk.id, ()) if nudge != besides],
            worse_at=self.worse_at.get(walk.person),
            fight_at=self.fight_at.get(walk.person),
            response=None if answers is None else answers.response(),
            content_class=self.classes[walk.person],
        )


class Footings:
    """Reads across nudges and what was answered to them, in one transaction."""

    def __init__(self, session: AsyncSession, patterns: Patterns) -> None:
        self._session = session
        self._patterns = patterns

    async def of(self, walk: Enrolment, *, besides: int | None = None) -> Footing:
        """Where the person of this walk stands, when the nudge `besides` is left out."""
        return (await self.under([walk])).of(walk, besides=besides)

    async def under(self, walks: Collection[Enrolment]) -> Grounds:
        """What the footings of these walks are made of."""
        people = {walk.person for walk in walks}
        known = await _PEOPLE.rows(self._session, people=people)
        return Grounds(
            replies=await self._replies({walk.id for walk in walks}),
            worse_at={row.id: row.worse_at for row in known if row.worse_at is not None},
            fight_at={row.id: row.fight_at for row in known if row.fight_at is not None},
            classes={row.id: ContentClass(row.content_class) for row in known},
            answers=await self._patterns.newest_answers(people),
        )

    async def _replies(self, walks: Collection[int]) -> dict[int, list[tuple[int, Reply]]]:
        replies = defaultdict(list)
        for nudge, walk, day, kind, strength, came_at, outcome, strain, noted in await _REPLIES.rows(
            self._session, walks=walks
        ):
            reply = Reply(
                day=day,
                came_at=came_at,
                strength=Strength.STANDARD if strength is None else Strength(strength),
                rest=kind == NudgeKind.REST,
                outcome=None if outcome is None else Outcome(outcome),
                strain=None if strain is None else Strain(strain),
                answered=bool(noted),
            )
            replies[walk].append((nudge, reply))
        return replies
