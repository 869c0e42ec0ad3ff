"""A pause: it begins at once, and when it ends can be said with it or afterwards, or left open."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.calling_back import call_back
from bot.clock import Clock
from bot.practice import Paused
from bot.question import Question, Step
from curriculum import journey, timing
from curriculum.dates import NoEnd, Until, parse_until
from curriculum.enrolment import Enrolment, Standing
from curriculum.errors import NotUnderWay
from storage.database import Unit
from storage.people import Person


@dataclass(frozen=True, slots=True)
class NoSuchEnd:
    """A pause cannot end so; `why` is None when what was typed names no date."""

    why: NoEnd | None


class Pausing:
    """When pauses end. Every method takes the transaction and the person."""

    def __init__(self, now: Clock) -> None:
        self._now = now

    async def ask(self, unit: Unit, person: Person) -> None:
        """What the person types next may be when their pause ends."""
        await unit.people.ask(person.id, Question(Step.PAUSE).kept())

    async def tell(self, unit: Unit, person: Person, text: str) -> Paused | NoSuchEnd:
        """The person types when their pause ends, which may begin with that. Raises `NotUnderWay`."""
        before = await _open_walk(unit, person)
        read = parse_until(text, timing.local(self._now(), before.zone).date())
        if not isinstance(read, Until):
            return NoSuchEnd(read)
        return await self._pause(unit, person, before, until=read.on)

    async def last(self, unit: Unit, person: Person, *, days: int | None) -> Paused:
        """The person says for how many days the pause is, from today; None is until they say so. Raises `NotUnderWay`."""
        before = await _open_walk(unit, person)
        today = timing.local(self._now(), before.zone).date()
        return await self._pause(unit, person, before, until=None if days is None else today + timedelta(days=days))

    async def walk_on_pause(self, unit: Unit, person: Person) -> Enrolment | None:
        """The walk that is on a pause, if it is."""
        walk = await unit.enrolments.open_of(person.id)
        return walk if walk is not None and walk.standing is Standing.PAUSED else None

    async def _pause(self, unit: Unit, person: Person, before: Enrolment, *, until: date | None) -> Paused:
        after = journey.pause(before, self._now(), until=until)
        await unit.people.ask(person.id, None)
        await unit.enrolments.save(before, after)
        await call_back(unit, before, "paused")
        return Paused(after, already=before.standing is Standing.PAUSED)


async def _open_walk(unit: Unit, person: Person) -> Enrolment:
    walk = await unit.enrolments.open_of(person.id)
    if walk is None:
        raise NotUnderWay
    return walk
