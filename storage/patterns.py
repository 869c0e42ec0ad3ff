"""Pattern checks: what a person answered, sealed like all private words, and gone when they say so."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import CursorResult, Table, delete
from sqlalchemy import select as select_of
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from curriculum.pattern.answers import Answers
from curriculum.pattern.items import Answer, Item
from curriculum.pattern.profile import response_of
from curriculum.pressure import PressureResponse
from storage.errors import NotFound
from storage.prepared import Prepared, among
from storage.randomness import Randomness
from storage.secrecy import Cell, Keyring, Sealed
from storage.tables import PatternCheckRow, PersonRow, table_of

_CHECK: Final[Table] = table_of(PatternCheckRow)
_FINISHED: Final = Prepared(
    select_of(_CHECK.c.id, _CHECK.c.person, _CHECK.c.answers)
    .where(among(_CHECK.c.person, "people"), _CHECK.c.finished_at.is_not(None))
    .order_by(_CHECK.c.finished_at)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternCheck:
    """One taking of the pattern check. `token` is random and travels in its buttons."""

    id: int
    person: int
    token: str
    answers: Answers = field(repr=False)
    started_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class SealedAnswers:
    """What somebody answered when they finished last, not opened yet."""

    keyring: Keyring = field(repr=False)
    sealed: Sealed | None = field(repr=False)
    cell: Cell

    def response(self) -> PressureResponse | None:
        """What they named most as their response to pressure. Raises `WrongCell`, `KeyProblem`."""
        return response_of(Answers() if self.sealed is None else _read(self.keyring.open(self.sealed, self.cell)))


class Patterns:
    """The table of pattern checks, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def begin(self, person: int, now: datetime) -> PatternCheck:
        """A new taking, with nothing answered; one that is under way already is gone on with."""
        # Nobody else begins one for them meanwhile.
        await self._session.execute(select(PersonRow.id).where(PersonRow.id == person).with_for_update(key_share=True))
        under_way = await self.under_way(person)
        if under_way is not None:
            return under_way
        row = PatternCheckRow(id=self._random.id(), person=person, token=self._random.token(), started_at=now)
        self._session.add(row)
        await self._session.flush()
        return self._value(row)

    async def with_token(self, token: str) -> PatternCheck | None:
        """The taking whose buttons carry this token."""
        return await self._first(select(PatternCheckRow).where(PatternCheckRow.token == token))

    async def under_way(self, person: int) -> PatternCheck | None:
        """The taking that this person has not finished."""
        return await self._first(_of(person).where(col(PatternCheckRow.finished_at).is_(None)))

    async def answer(self, check: PatternCheck, item: Item, answer: Answer) -> PatternCheck:
        """Keeps one answer; a later one takes the place of an earlier one. Raises `NotFound` when it was erased."""
        row = await self._row(check)
        answers = self._answers(row).answered(item, answer)
        row.answers = self._keyring.seal(_written(answers), _cell(row))
        await self._session.flush()
        return self._value(row)

    async def finish(self, check: PatternCheck, now: datetime) -> PatternCheck:
        """All is answered. Raises `NotFound` when it was erased."""
        row = await self._row(check)
        row.finished_at = now
        await self._session.flush()
        return self._value(row)

    async def first_finished(self, person: int) -> PatternCheck | None:
        """The first taking that this person finished."""
        return await self._first(_finished(person).order_by(col(PatternCheckRow.finished_at)))

    async def newest_finished(self, person: int) -> PatternCheck | None:
        """The newest taking that this person finished."""
        return await self._first(_finished(person).order_by(col(PatternCheckRow.finished_at).desc()))

    async def newest_token(self, person: int) -> str | None:
        """The token of the newest taking that this person finished; nothing is opened for it."""
        newest = _finished(person).order_by(col(PatternCheckRow.finished_at).desc()).limit(1)
        row = (await self._session.scalars(newest)).first()
        return None if row is None else row.token

    async def newest_answers(self, people: Collection[int]) -> dict[int, SealedAnswers]:
        """What these people answered when they finished last, by person; nothing is opened."""
        rows = await _FINISHED.rows(self._session, people=people)
        return {row.person: SealedAnswers(self._keyring, row.answers, _cell(row)) for row in rows}

    async def erase(self, person: int) -> int:
        """Nothing of this person's pattern checks is kept any more; how many takings there were."""
        gone = await self._session.execute(delete(PatternCheckRow).where(col(PatternCheckRow.person) == person))
        return cast(CursorResult[Any], gone).rowcount

    async def _first(self, query: SelectOfScalar[PatternCheckRow]) -> PatternCheck | None:
        row = (await self._session.scalars(query.limit(1))).first()
        return None if row is None else self._value(row)

    async def _row(self, check: PatternCheck) -> PatternCheckRow:
        row = await self._session.get(PatternCheckRow, check.id, populate_existing=True, with_for_update=True)
        if row is None:
            raise NotFound("this pattern check was erased")
        return row

    def _value(self, row: PatternCheckRow) -> PatternCheck:
        return PatternCheck(
            id=row.id,
            person=row.person,
            token=row.token,
            answers=self._answers(row),
            started_at=row.started_at,
            finished_at=row.finished_at,
        )

    def _answers(self, row: PatternCheckRow) -> Answers:
        return Answers() if row.answers is None else _read(self._keyring.open(row.answers, _cell(row)))


def _of(person: int) -> SelectOfScalar[PatternCheckRow]:
    return select(PatternCheckRow).where(PatternCheckRow.person == person)


def _finished(person: int) -> SelectOfScalar[PatternCheckRow]:
    return _of(person).where(col(PatternCheckRow.finished_at).is_not(None))


def _cell(row: Any) -> Cell:
    return Cell("pattern_check", "answers", row.person, row.id)


def _written(answers: Answers) -> str:
    return json.dumps(dict(answers.given))


def _read(kept: str) -> Answers:
    return Answers({key: Answer(letter) for key, letter in json.loads(kept).items()})
