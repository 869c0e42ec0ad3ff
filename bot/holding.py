"""A hold: nothing comes until the person says that they want to go on. Only that it is so is kept, and never why."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.calling_back import call_back
from bot.clock import Clock
from curriculum import journey
from curriculum.crisis import Concern
from curriculum.enrolment import Enrolment
from curriculum.helplines import Help, help_in
from storage.database import Unit
from storage.people import Person

PLAIN_FOR: Final = timedelta(hours=24)
"""How long nothing comes and nothing is praised, also for who goes on at once."""
_JUST: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class WentOn:
    """The person goes on. `walk`: the one they are on, if any; `already`: nothing was on hold."""

    walk: Enrolment | None
    already: bool


class Holding:
    """What begins a hold and what ends it. Every method that acts takes the transaction and the person."""

    def __init__(self, now: Clock) -> None:
        self._now = now

    async def hold(self, unit: Unit, person: Person) -> None:
        """Nothing comes until the person goes on; what was on its way is called back, and nothing is to be shown to another."""
        now = self._now()
        await unit.people.hold(person, since=now, plain_until=now + PLAIN_FOR)
        await unit.pairs.take_back_all(person.id)
        before = await unit.enrolments.open_of(person.id)
        if before is not None:
            await unit.enrolments.save(before, journey.put_on_hold(before))
            await call_back(unit, before, "on hold")

    async def go_on(self, unit: Unit, person: Person) -> WentOn:
        """The person goes on: what was to come comes again, not sooner than a day after the hold began. A pause of their
        own stays one.
        """
        if not person.is_held:
            return WentOn(await unit.enrolments.open_of(person.id), already=True)
        await unit.people.release(person)
        before = await unit.enrolments.open_of(person.id)
        if before is None:
            return WentOn(None, already=False)
        now = self._now()
        after = journey.go_on(before, max(now, person.plain_until or now))
        await unit.enrolments.save(before, after)
        return WentOn(after, already=False)

    def has_just_begun(self, person: Person) -> bool:
        """Whether the person is on hold, and was put on it, or once more, within the last minute. Who went on is not."""
        if not person.is_held or person.plain_until is None:
            return False
        return self._now() - (person.plain_until - PLAIN_FOR) < _JUST

    async def help_for(self, unit: Unit, person: Person | None, concern: Concern | None = None) -> Help:
        """Where help is for this person, as far as the zone they live by tells; lines for `concern` come first."""
        walk = None if person is None else await unit.enrolments.last_of(person.id)
        return help_in(None if walk is None else walk.zone, self._now().date(), concern)
