"""Footings: what is known of people when their next day is chosen, read for many at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, TextClause, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from curriculum.adapting import Footing, Reply, says_it_all
from curriculum.day import Outcome, Strength
from curriculum.enrolment import Enrolment
from curriculum.nudge import NEVER_ARRIVED, NudgeKind, NudgeState
from curriculum.pressure import Strain
from curriculum.safety import ContentClass
from storage.check_ins import NoteKind
from storage.locks import is_on_a_server
from storage.patterns import Patterns, SealedAnswers
from storage.prepared import Prepared, among
from storage.tables import HARD, ONE_A_DATE, WORSE, CheckInRow, NoteRow, NudgeRow, PersonRow, StrainRow, table_of

_NUDGE: Final = table_of(NudgeRow).c
_CHECK_IN: Final = table_of(CheckInRow).c
_STRAIN: Final = table_of(StrainRow).c
_NOTE: Final = table_of(NoteRow).c
_PERSON: Final = table_of(PersonRow).c
_BROUGHT: Final = (NudgeKind.DAY, NudgeKind.REST)
_NOT_YET: Final = NEVER_ARRIVED | {NudgeState.PLANNED, NudgeState.SENDING}


def _with_answers(query: Select[Any]) -> Select[Any]:
    """What was answered to each nudge beside it."""
    for table, of in ((table_of(CheckInRow), _CHECK_IN.nudge), (table_of(StrainRow), _STRAIN.nudge)):
        query = query.join(table, of == _NUDGE.id, isouter=True)
    return query


_NEWEST: Final = 5
"""So many of somebody's nudges are looked at first: for most people there is no need of more."""
_REPLY: Final = (
    _NUDGE.id,
    _NUDGE.enrolment,
    _NUDGE.day,
    _NUDGE.kind,
    _NUDGE.state,
    _NUDGE.person,
    _NUDGE.strength,
    func.coalesce(_NUDGE.sent_at, _NUDGE.due_at, type_=_NUDGE.due_at.type).label("came_at"),
    _CHECK_IN.outcome,
    _STRAIN.strain,
    exists().where(_NOTE.nudge == _NUDGE.id, _NOTE.kind != NoteKind.LINE).label("noted"),
    _NUDGE.left_at,
)
_REPLIES: Final = Prepared(
    _with_answers(select(*_REPLY).select_from(table_of(NudgeRow)))
    .where(
        among(_NUDGE.enrolment, "walks"),
        or_(*(_NUDGE.kind == kind for kind in _BROUGHT)),
        *(_NUDGE.state != state for state in sorted(_NOT_YET)),
    )
    .order_by(_NUDGE.due_at)
)


def _newest_replies(*, on_a_server: bool) -> Prepared:
    """The newest nudges of these people, found by the index that lets one come on a date."""
    one = table_of(NudgeRow).alias("one")
    newest = (
        select(one.c.id).where(one.c.person == _PERSON.id, ONE_A_DATE).order_by(one.c.local_date.desc()).limit(_NEWEST)
    )
    of_people = select(*_REPLY).select_from(table_of(PersonRow))
    if on_a_server:
        found = newest.lateral("newest")
        of_people = of_people.join(found, true()).join(table_of(NudgeRow), _NUDGE.id == found.c.id)
    else:
        of_people = of_people.join(table_of(NudgeRow), _NUDGE.id.in_(newest.correlate(table_of(PersonRow))))
    return Prepared(_with_answers(of_people).where(among(_PERSON.id, "people")).order_by(_NUDGE.due_at))


_NEWEST_REPLIES: Final = {on_a_server: _newest_replies(on_a_server=on_a_server) for on_a_server in (False, True)}


def _newest(
    person: ColumnElement[int], at: ColumnElement[datetime], *of_these: ColumnElement[bool] | TextClause
) -> Any:
    return select(func.max(at, type_=at.type)).where(person == _PERSON.id, *of_these).scalar_subquery()


_PEOPLE: Final = Prepared(
    select(
        _PERSON.id,
        _PERSON.content_class,
        _newest(_CHECK_IN.person, _CHECK_IN.answered_at, WORSE).label("worse_at"),
        _newest(_STRAIN.person, _STRAIN.told_at, HARD, _STRAIN.strain == Strain.FIGHT).label("fight_at"),
        _newest(_STRAIN.person, _STRAIN.told_at, HARD).label("strained_at"),
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
            replies=await self._replies(
                walks, {row.id for row in known if row.worse_at is None and row.strained_at is None}
            ),
            worse_at={row.id: row.worse_at for row in known if row.worse_at is not None},
            fight_at={row.id: row.fight_at for row in known if row.fight_at is not None},
            classes={row.id: ContentClass(row.content_class) for row in known},
            answers=await self._patterns.newest_answers(people),
        )

    async def _replies(
        self, walks: Collection[Enrolment], at_ease: Collection[int]
    ) -> dict[int, Sequence[tuple[int, Reply]]]:
        """The replies of these walks, in order: all of them, or of who is `at_ease` as many as say it all."""
        newest = defaultdict(list)
        statement = _NEWEST_REPLIES[is_on_a_server(self._session)]
        for row in await statement.rows(self._session, people=at_ease) if at_ease else ():
            newest[row.person].append(row)
        replies: dict[int, Sequence[tuple[int, Reply]]] = {}
        for walk in walks:
            found = newest[walk.person]
            of_walk = [_reply(row) for row in found if row.enrolment == walk.id and _came(row)]
            is_all = len(found) < _NEWEST or any(row.enrolment != walk.id for row in found)
            # The newest may be the one that is left out, and of the oldest date another may be missing.
            if walk.person in at_ease and (is_all or says_it_all([reply for _, reply in of_walk[1:-1]])):
                replies[walk.id] = of_walk
        others = {walk.id for walk in walks} - replies.keys()
        if others:
            whole = defaultdict(list)
            for row in await _REPLIES.rows(self._session, walks=others):
                whole[row.enrolment].append(_reply(row))
            replies |= whole
        return replies


def _came(row: Any) -> bool:
    return row.kind in _BROUGHT and row.state not in _NOT_YET


def _reply(row: Any) -> tuple[int, Reply]:
    return row.id, Reply(
        day=row.day,
        came_at=row.came_at,
        strength=Strength.STANDARD if row.strength is None else Strength(row.strength),
        rest=row.kind == NudgeKind.REST,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        strain=None if row.strain is None else Strain(row.strain),
        answered=bool(row.noted),
        left=row.left_at is not None,
        met=row.state == NudgeState.CONFIRMED,
    )
