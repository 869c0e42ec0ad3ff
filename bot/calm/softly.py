"""A soft start, put together part by part: by what is tapped, or in words that are gone within a day. Knows no Telegram."""

from dataclasses import dataclass, field

from bot import terms
from bot.calm.drilling import Drilling, own
from bot.clock import Clock
from bot.practice import NotYours
from bot.question import Question, Step
from curriculum.calm.soft_start import LONGEST, Line, Part
from storage.check_ins import NoteKind
from storage.database import Unit
from storage.people import Person
from storage.soft_starts import SoftStart


@dataclass(frozen=True, slots=True)
class Wanted:
    """The next part is wanted. `listens`: the words that come next are taken for it; `too_long`: what came was no line that
    somebody could say.
    """

    token: str
    part: Part
    listens: bool
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """The line is whole; `can_keep`: there is a journal to keep it in."""

    token: str
    line: Line = field(repr=False)
    can_keep: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """The line, in these `words`, is in the person's own journal now."""

    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing of the line is kept."""


class Softly:
    """The use cases of a soft start. Every method takes the transaction and the person."""

    def __init__(self, drilling: Drilling, now: Clock) -> None:
        self._drilling = drilling
        self._now = now

    async def begin(self, unit: Unit, person: Person, token: str) -> Wanted:
        """A new one, after the drill with this token, in place of any other. Raises `NotYours`."""
        await own(unit, person, token)
        if not await self._offers(unit, person):
            raise NotYours
        begun = await unit.soft_starts.begin(person.id, self._now())
        return Wanted(begun.token, Part.SAW, listens=await _listens(unit, person))

    async def choose(self, unit: Unit, person: Person, token: str, part: Part, words: str) -> Wanted | Whole:
        """The person chose one of the beginnings for a part. Raises `NotYours`."""
        it = await self._own(unit, person, token)
        if it.line.next is not part:
            return await self._stands(unit, person, it)
        return await self._with(unit, person, it, words)

    async def tell(self, unit: Unit, person: Person, words: str) -> Wanted | Whole | None:
        """The person typed the next part; None when none is waited for any more."""
        it = await unit.soft_starts.of(person.id)
        is_open = it is not None and self._now() < it.begun_at + terms.SOFT_STARTS
        if it is None or it.line.next is None or not is_open or not await self._offers(unit, person):
            await unit.people.ask(person.id, None)
            return None
        said = " ".join(words.split())
        if len(said) > LONGEST:
            return Wanted(it.token, it.line.next, listens=True, too_long=True)
        return await self._with(unit, person, it, said)

    async def keep(self, unit: Unit, person: Person, token: str, *, message_id: int, words: str) -> Kept:
        """The line, said in these `words`, goes into the person's own journal, and lies nowhere else. Raises `NotYours`."""
        it = await self._own(unit, person, token)
        nudge = await unit.nudges.last_shown(person.id)
        if nudge is None or it.line.next is not None:
            raise NotYours
        await unit.check_ins.keep(nudge, kind=NoteKind.LINE, words=words, message_id=message_id, now=self._now())
        await self._over(unit, person)
        return Kept(words)

    async def leave(self, unit: Unit, person: Person, token: str) -> Gone:
        """The person is done with it, or does not want it. Raises `NotYours`."""
        await self._own(unit, person, token)
        await self._over(unit, person)
        return Gone()

    async def line(self, unit: Unit, person: Person, token: str) -> Line:
        """As much of it as there is. Raises `NotYours`."""
        return (await self._own(unit, person, token)).line

    async def _with(self, unit: Unit, person: Person, it: SoftStart, words: str) -> Wanted | Whole:
        line = it.line.with_part(words)
        await unit.soft_starts.save(it, line)
        if line.next is None:
            await _hushes(unit, person)
        return await self._stands(unit, person, SoftStart(it.id, it.person, it.token, line, it.begun_at))

    async def _stands(self, unit: Unit, person: Person, it: SoftStart) -> Wanted | Whole:
        if it.line.next is not None:
            return Wanted(it.token, it.line.next, listens=await _listens(unit, person))
        return Whole(it.token, it.line, can_keep=await unit.nudges.last_shown(person.id) is not None)

    async def _own(self, unit: Unit, person: Person, token: str) -> SoftStart:
        it = await unit.soft_starts.of(person.id)
        if it is None or it.token != token or it.begun_at + terms.SOFT_STARTS <= self._now():
            raise NotYours
        return it

    async def _over(self, unit: Unit, person: Person) -> None:
        await unit.soft_starts.forget_of(person.id)
        await _hushes(unit, person)

    async def _offers(self, unit: Unit, person: Person) -> bool:
        return (await self._drilling.offers(unit, person)).soft_start


async def _listens(unit: Unit, person: Person) -> bool:
    """The words that come next are for the line. False when they are the answer to a question on the way to a track."""
    question = Question.read(person.asked)
    if question is not None and not question.passes:
        return False
    await unit.people.ask(person.id, Question(Step.SOFT_START).kept())
    return True


async def _hushes(unit: Unit, person: Person) -> None:
    """The words that come next are not for the line any more."""
    question = Question.read(person.asked)
    if question is not None and question.step is Step.SOFT_START:
        await unit.people.ask(person.id, None)
