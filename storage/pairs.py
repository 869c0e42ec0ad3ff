"""Who set out to answer questions for two, with which code, and what they answered.

Everything of a person's is in rows of their own, and nothing that one of two does writes into a row of the other's. So
what somebody sees of their own rows cannot tell what the other did.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Table, delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from curriculum.enrolment import OPEN
from curriculum.pairs.revealing import PairAnswer, Side
from curriculum.safety import Classed, ContentClass
from storage.errors import Stale
from storage.pair_codes import PairCode, PairCodes
from storage.randomness import Randomness
from storage.secrecy import Cell, KeyProblem, Keyring, WrongCell
from storage.singles import add_new, put
from storage.tables import EnrolmentRow, PairAnswerRow, PairCodeRow, PairRow, PersonRow, table_of

_PAIR: Final[Table] = table_of(PairRow)
_CODE: Final[Table] = table_of(PairCodeRow)
_ANSWER: Final[Table] = table_of(PairAnswerRow)


@dataclass(frozen=True, slots=True)
class _Of:
    """A person's row."""

    person: int
    made: str | None
    entered: str | None


class Pairs:
    """The tables of questions for two, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness
        self._codes = PairCodes(keyring)

    async def make_code(self, person: int, now: datetime) -> str:
        """A code for one other; what this person had set up before is over."""
        code = self._codes.made(self._random.token(), person, now)
        await self._set_up(person, {"made": self._digest(code), "entered": None}, now)
        return code

    def read_code(self, text: str) -> PairCode | None:
        """What somebody typed, when it is a code of ours, be it of any use or not: nothing is looked up for it."""
        return self._codes.read(text)

    def is_own(self, person: int, code: PairCode) -> bool:
        """Whether this person has made that code, be it of any use or not: nothing is looked up for it."""
        return self._codes.is_of(code, person)

    async def maker_of(self, code: PairCode) -> int | None:
        """Who has made that code, and no other since."""
        row = await self._one(select(PairRow).where(PairRow.made == code.digest))
        return None if row is None else row.person

    async def use_up(self, code: PairCode, now: datetime) -> bool:
        """The code is used from now on. False when it was before."""
        await self.forget_codes(now)
        row = {"id": self._random.id(), "digest": code.digest, "until": code.until}
        return await add_new(self._session, _CODE, row, by=["digest"])

    async def enter(self, person: int, code: PairCode, now: datetime, *, works: bool) -> None:
        """This person has entered that code. Where it is not to work, they have entered one that nobody made."""
        entered = code.digest if works else self._digest(self._random.token())
        await self._set_up(person, {"entered": entered}, now)

    async def has_entered(self, person: int, code: PairCode) -> bool:
        """Whether this person has entered that code, it worked, and they have done nothing else since."""
        mine = await self._one(_of(person))
        return mine is not None and mine.entered == code.digest

    async def is_set_up(self, person: int) -> bool:
        """Whether this person has made or entered a code, whatever came of it."""
        return await self._one(_of(person)) is not None

    async def other_of(self, person: int) -> int | None:
        """The other of the two, if this person is one of two."""
        mine = await self._one(_of(person))
        if mine is None:
            return None
        if mine.entered is None:
            theirs = await self._one(select(PairRow).where(PairRow.entered == mine.made))
            return None if theirs is None else theirs.person
        theirs = await self._one(select(PairRow).where(PairRow.made == mine.entered))
        if theirs is None or theirs.entered not in (None, mine.made):
            return None
        return theirs.person

    async def end(self, person: int) -> None:
        """This person is not one of two any more; what they wrote stays theirs."""
        await self._session.execute(delete(PairRow).where(col(PairRow.person) == person))
        await self._begin_anew(person)

    async def take_back_all(self, person: int) -> None:
        """Nothing that this person chose to show is to be shown any more."""
        await self._session.execute(
            update(PairAnswerRow)
            .where(col(PairAnswerRow.person) == person, col(PairAnswerRow.shown_at).is_(None))
            .values(chosen_at=None)
        )

    async def side_of(self, person: int) -> Side:
        """This person as one of two; no words are opened."""
        columns = select(PersonRow.content_class, PersonRow.classed_at, PersonRow.held_since).where(
            PersonRow.id == person
        )
        content_class, classed_at, held_since = (await self._session.execute(columns)).one()
        answers = select(PairAnswerRow.item, PairAnswerRow.chosen_at, PairAnswerRow.shown_at).where(
            PairAnswerRow.person == person
        )
        given = {row[0]: PairAnswer(row[1], row[2]) for row in (await self._session.execute(answers)).all()}
        return Side(Classed(ContentClass(content_class), classed_at), held_since is not None, given)

    async def words_of(self, person: int, item: str) -> str | None:
        """What this person wrote to a question; None for nothing, and for what cannot be read any more."""
        row = await self._answer(person, item)
        if row is None:
            return None
        try:
            return self._keyring.open(row.words, _cell(row.person, row.id))
        except (KeyProblem, WrongCell):
            return None

    async def write(self, person: int, item: str, words: str, now: datetime) -> None:
        """Keeps an answer in the place of an earlier one. It is to be shown to nobody until that is chosen anew."""
        row = await self._answer(person, item)
        id = self._random.id() if row is None else row.id
        sealed = self._keyring.seal(words, _cell(person, id))
        fresh = {"id": id, "person": person, "item": item, "words": sealed, "written_at": now}
        anew = {"words": sealed, "written_at": now, "chosen_at": None, "shown_at": None}
        if row is not None:
            await self._session.execute(update(PairAnswerRow).where(col(PairAnswerRow.id) == id).values(**anew))
        elif not await add_new(self._session, _ANSWER, fresh, by=["person", "item"]):
            raise Stale

    async def choose(self, person: int, item: str, chosen_at: datetime | None) -> None:
        """An answer is to be shown if the other's is, since then; or not, which is None."""
        await self._change(person, item, chosen_at=chosen_at)

    async def shown(self, person: int, item: str, now: datetime) -> None:
        """This person was shown what the other wrote to a question."""
        await self._change(person, item, shown_at=now)

    async def erase(self, person: int, item: str) -> None:
        """The answer is not kept any more."""
        await self._session.execute(
            delete(PairAnswerRow).where(col(PairAnswerRow.person) == person, col(PairAnswerRow.item) == item)
        )

    async def forget_answers(self, *, before: datetime, words_days: int) -> None:
        """Lets go of what was written before that instant by people who have been on no track since and have not set out to
        answer with another, for those whose words are kept for so many days.
        """
        is_theirs = (
            select(PersonRow.id)
            .where(PersonRow.id == PairAnswerRow.person, PersonRow.words_days == words_days)
            .correlate(PairAnswerRow)
            .exists()
        )
        was_on_one = (
            select(EnrolmentRow.id)
            .where(
                EnrolmentRow.person == PairAnswerRow.person,
                col(EnrolmentRow.standing).in_(OPEN) | (col(EnrolmentRow.ended_at) >= before),
            )
            .correlate(PairAnswerRow)
            .exists()
        )
        is_set_up = select(PairRow.id).where(PairRow.person == PairAnswerRow.person).correlate(PairAnswerRow).exists()
        await self._session.execute(
            delete(PairAnswerRow)
            .where(col(PairAnswerRow.written_at) < before, is_theirs, ~was_on_one, ~is_set_up)
            .execution_options(synchronize_session=False)
        )

    async def forget_codes(self, now: datetime) -> None:
        """Lets go of used codes that are too old anyway."""
        await self._session.execute(delete(PairCodeRow).where(col(PairCodeRow.until) <= now))

    async def _set_up(self, person: int, codes: dict[str, str | None], now: datetime) -> None:
        row = {"id": self._random.id(), "person": person, "set_up_at": now, **codes}
        await put(self._session, _PAIR, row, by=["person"], anew=["set_up_at", *codes])
        await self._begin_anew(person)

    async def _begin_anew(self, person: int) -> None:
        """With whomever it is from now on, nothing is chosen yet, and nothing was shown."""
        await self._change(person, chosen_at=None, shown_at=None)

    async def _change(self, person: int, item: str | None = None, **values: datetime | None) -> None:
        theirs = update(PairAnswerRow).where(col(PairAnswerRow.person) == person)
        of_these = theirs if item is None else theirs.where(col(PairAnswerRow.item) == item)
        await self._session.execute(of_these.values(**values))

    async def _one(self, query: SelectOfScalar[PairRow]) -> _Of | None:
        row = (await self._session.scalars(query.execution_options(populate_existing=True))).one_or_none()
        return None if row is None else _Of(row.person, row.made, row.entered)

    async def _answer(self, person: int, item: str) -> PairAnswerRow | None:
        query = select(PairAnswerRow).where(PairAnswerRow.person == person, PairAnswerRow.item == item)
        return (await self._session.scalars(query.execution_options(populate_existing=True))).one_or_none()

    def _digest(self, code: str) -> str:
        return self._codes.digest(code)


def _of(person: int) -> SelectOfScalar[PairRow]:
    return select(PairRow).where(PairRow.person == person)


def _cell(person: int, id: int) -> Cell:
    return Cell("pair_answer", "words", person, id)
