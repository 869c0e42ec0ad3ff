"""Questions for two, as one of them goes through them. Knows no Telegram.

Nothing here is ever sent to the other. What somebody is shown comes when they look, and rests on their own doings and on the
answers that both chose to show; see `curriculum.pairs.revealing`. A code that somebody enters is answered by what stands in
it and the clock, whatever has become of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.clock import Clock
from bot.enrolling import NotAgreed
from bot.practice import NotYours
from bot.question import Question, Step
from curriculum.errors import CurriculumError
from curriculum.pairs import revealing
from curriculum.pairs.items import ITEMS, PairItem
from curriculum.pairs.revealing import Mark, Side
from curriculum.safety import ContentClass
from curriculum.writing import units
from storage import pair_codes
from storage.database import Unit
from storage.pair_codes import PairCode
from storage.people import Person

MOST_UNITS: Final = 1500
"""Room for one answer: two of them fit one message."""
MOST_AT_ONCE: Final = 3
"""So many at most are shown at one look."""
_BY_KEY: Final = {item.key: number for number, item in enumerate(ITEMS, start=1)}


class OnHold(CurriculumError):
    """Nothing is begun while the person is on hold."""


class QuestionsFirst(CurriculumError):
    """The private questions are to be answered before, in whatever way."""


class NotSetUp(CurriculumError):
    """The person has neither made nor entered a code."""


@dataclass(frozen=True, slots=True)
class PairCodeMade:
    """A fresh code, and until when it works."""

    code: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class WouldEnd:
    """A fresh code would end what the person has set up, whatever has come of it; so none is made yet."""


@dataclass(frozen=True, slots=True)
class NoCode:
    """What was typed is no code of ours."""


@dataclass(frozen=True, slots=True)
class CodeTooOld:
    """The code is one that was made too long ago."""


@dataclass(frozen=True, slots=True)
class OwnCode:
    """The person has made that code themselves, now or before."""


@dataclass(frozen=True, slots=True)
class CodeEntered:
    """The person has entered a code. Whether anything comes of it is nobody's to read, so it is not said here either."""


@dataclass(frozen=True, slots=True)
class Revealed:
    """Both chose to show what they wrote to this question, and the person is shown it now."""

    number: int
    item: PairItem
    mine: str = field(repr=False)
    theirs: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PairOverview:
    """The questions, with how far the person is with each; what they are shown first."""

    marks: Sequence[Mark]
    revealed: Sequence[Revealed]


@dataclass(frozen=True, slots=True)
class PairItemSeen:
    """One question, with what the person wrote to it."""

    number: int
    item: PairItem
    mark: Mark
    words: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class TooLong:
    """The answer has no room; nothing of it was kept, and the question is still open."""

    number: int


class Pairing:
    """A person's use cases around questions for two. Every method takes the transaction and the person. Before it does anything it
    raises `NotAgreed`, `OnHold`, `QuestionsFirst`, by what the person did themselves; not so `end`.
    """

    def __init__(self, now: Clock) -> None:
        self._now = now

    async def make_code(self, unit: Unit, person: Person, *, anew: bool) -> PairCodeMade | WouldEnd:
        """A code for one other. It takes the place of all that the person had set up before, if that is meant: `anew`."""
        _may(person)
        if not anew and await unit.pairs.is_set_up(person.id):
            return WouldEnd()
        now = self._now()
        return PairCodeMade(await unit.pairs.make_code(person.id, now), pair_codes.works_until(now))

    async def enter(self, unit: Unit, person: Person, text: str) -> CodeEntered | NoCode | CodeTooOld | OwnCode:
        """The person enters a code. It is taken as one whatever comes of it."""
        _may(person)
        code = unit.pairs.read_code(text)
        if code is None:
            return NoCode()
        if code.until <= self._now():
            return CodeTooOld()
        if unit.pairs.is_own(person.id, code):
            return OwnCode()
        maker = await unit.pairs.maker_of(code)
        # Once more is as at first, for a code that works as for any other: what was chosen is over with both.
        works = await unit.pairs.has_entered(person.id, code) or await self._works(unit, person, code, maker)
        await unit.pairs.enter(person.id, code, self._now(), works=works)
        return CodeEntered()

    async def is_set_up(self, unit: Unit, person: Person) -> bool:
        """Whether the person has made or entered a code; it works in any state."""
        return await unit.pairs.is_set_up(person.id)

    async def waits_for_words(self, unit: Unit, person: Person) -> bool:
        """Whether the person's next words are an answer; not so when something has come between since they were asked."""
        question = Question.read(person.asked)
        if question is None or question.step is not Step.PAIR or _comes_first(person) is not None:
            return False
        return await unit.pairs.is_set_up(person.id)

    async def look(self, unit: Unit, person: Person) -> PairOverview:
        """All questions. What both have chosen to show comes now, each once. Raises `NotSetUp`."""
        mine, theirs, other = await self._sides(unit, person)
        revealed: list[Revealed] = []
        for item in ITEMS:
            if len(revealed) < MOST_AT_ONCE and other is not None:
                shown = await self._reveal(unit, person, item, mine, theirs, other)
                revealed += [] if shown is None else [shown]
        if revealed:
            mine = await unit.pairs.side_of(person.id)
        return PairOverview([revealing.mark(mine, item.key) for item in ITEMS], revealed)

    async def open(self, unit: Unit, person: Person, number: int) -> PairItemSeen | Revealed:
        """One question. Raises `NotSetUp`."""
        item = ITEMS[number - 1]
        mine, theirs, other = await self._sides(unit, person)
        if other is not None:
            shown = await self._reveal(unit, person, item, mine, theirs, other)
            if shown is not None:
                return shown
        words = await unit.pairs.words_of(person.id, item.key)
        return PairItemSeen(number, item, revealing.mark(mine, item.key), words)

    async def ask(self, unit: Unit, person: Person, number: int) -> PairItemSeen | Revealed:
        """The person wants to answer: their next words are it, unless something comes between. Raises `NotSetUp`."""
        seen = await self.open(unit, person, number)
        if isinstance(seen, PairItemSeen) and seen.mark is not Mark.SHOWN:
            await unit.people.ask(person.id, Question(Step.PAIR, seen.item.key).kept())
        return seen

    async def write(
        self, unit: Unit, person: Person, question: Question, words: str
    ) -> PairItemSeen | Revealed | TooLong:
        """The person answers the question that they were asked. Raises `NotSetUp`, `NotYours`."""
        number = _BY_KEY.get(question.track or "")
        if number is None:
            raise NotYours
        if units(words) > MOST_UNITS:
            return TooLong(number)
        await unit.people.ask(person.id, None)
        seen = await self.open(unit, person, number)
        if isinstance(seen, Revealed) or seen.mark is Mark.SHOWN:
            return seen
        await unit.pairs.write(person.id, seen.item.key, words, self._now())
        return await self.open(unit, person, number)

    async def choose(self, unit: Unit, person: Person, number: int, *, shows: bool) -> PairItemSeen | Revealed:
        """The person wants their answer shown if the other's is, or not. What was shown stays so. Raises `NotSetUp`."""
        seen = await self.open(unit, person, number)
        if isinstance(seen, PairItemSeen) and seen.mark is (Mark.WRITTEN if shows else Mark.CHOSEN):
            await unit.pairs.choose(person.id, seen.item.key, self._now() if shows else None)
            return await self.open(unit, person, number)
        return seen

    async def erase(self, unit: Unit, person: Person, number: int) -> PairItemSeen | Revealed:
        """The person's answer is erased, unless it was shown. Raises `NotSetUp`."""
        seen = await self.open(unit, person, number)
        if isinstance(seen, PairItemSeen) and seen.mark in (Mark.WRITTEN, Mark.CHOSEN):
            await unit.pairs.erase(person.id, seen.item.key)
            return await self.open(unit, person, number)
        return seen

    async def end(self, unit: Unit, person: Person) -> None:
        """Nothing is shown to anybody any more, from now on and whatever was chosen. Nobody is told. It works in any state."""
        await unit.pairs.end(person.id)

    async def _works(self, unit: Unit, person: Person, code: PairCode, maker: int | None) -> bool:
        """Whether anything comes of the code, which is used up by this. Nothing does while days are kept from one of them."""
        if maker is None or not await unit.pairs.use_up(code, self._now()):
            return False
        sides = [await unit.pairs.side_of(each) for each in (person.id, maker)]
        return all(revealing.may_be_one_of_two(side.classed, is_held=side.is_held) for side in sides)

    async def _sides(self, unit: Unit, person: Person) -> tuple[Side, Side | None, int | None]:
        _may(person)
        if not await unit.pairs.is_set_up(person.id):
            raise NotSetUp
        other = await unit.pairs.other_of(person.id)
        mine = await unit.pairs.side_of(person.id)
        return mine, None if other is None else await unit.pairs.side_of(other), other

    async def _reveal(
        self, unit: Unit, person: Person, item: PairItem, mine: Side, theirs: Side | None, other: int
    ) -> Revealed | None:
        if not revealing.is_to_be_shown(item.key, mine, theirs, self._now()):
            return None
        own = await unit.pairs.words_of(person.id, item.key)
        others = await unit.pairs.words_of(other, item.key)
        if own is None or others is None:
            return None
        await unit.pairs.shown(person.id, item.key, self._now())
        return Revealed(_BY_KEY[item.key], item, own, others)


def _may(person: Person) -> None:
    refusal = _comes_first(person)
    if refusal is not None:
        raise refusal


def _comes_first(person: Person) -> CurriculumError | None:
    """What this person has to do before anything else here."""
    if person.agreed_at is None:
        return NotAgreed()
    if person.is_held:
        return OnHold()
    return QuestionsFirst() if person.content_class is ContentClass.UNASKED else None
