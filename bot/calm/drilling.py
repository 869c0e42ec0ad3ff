"""What somebody under pressure can do: begin a drill, stop it, say how it is afterwards. Knows no Telegram."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.practice import NotYours, tapped_under
from curriculum.adapting import Footing
from curriculum.calm import PACE, Drill, Offers, drill_for, offers
from curriculum.enrolment import Enrolment
from curriculum.pressure import PressureResponse
from storage.database import Unit
from storage.drills import Felt, Use
from storage.people import Person

OVERDUE: Final = timedelta(minutes=2)
"""A drill that lay still for so long, as over a restart, is not gone on with."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a drill as it stands in the message; `number` counts from 1."""

    use: Use
    drill: Drill
    number: int


@dataclass(frozen=True, slots=True)
class Over:
    """A drill is at its end: all of it was shown, or it was cut short by a fault of ours."""

    use: Use
    cut_short: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """The person said how it is after a drill; these are `offers` for now."""

    use: Use
    felt: Felt | None
    offers: Offers


class Drilling:
    """The use cases of drills. Every method takes the transaction and the person."""

    def __init__(self, now: Clock) -> None:
        self._now = now

    async def begin(self, unit: Unit, person: Person, response: PressureResponse | None, *, message_id: int) -> Step:
        """The first step stands in this message; the others take its place by themselves."""
        now = self._now()
        use = await unit.drills.begin(person.id, response, message_id=message_id, now=now, next_at=now + PACE)
        return Step(use, drill_for(response), 1)

    async def stop(self, unit: Unit, person: Person, token: str) -> Told:
        """Nothing more is shown. Raises `NotYours`."""
        use = await own(unit, person, token)
        await unit.drills.end(use)
        return Told(use, None, await self.offers(unit, person))

    async def felt(self, unit: Unit, person: Person, token: str, felt: Felt) -> Told:
        """The person says how it is now. Raises `NotYours`."""
        use = await own(unit, person, token)
        await unit.drills.end(use)
        await unit.drills.felt(use, felt)
        return Told(use, felt, await self.offers(unit, person))

    async def offers(self, unit: Unit, person: Person) -> Offers:
        """What may be offered to this person now, beside help."""
        walk = await unit.enrolments.last_of(person.id)
        footing = Footing(content_class=person.content_class) if walk is None else await unit.footings.of(walk)
        return offers(footing, self._now())

    async def wanted(self, unit: Unit, person: Person, token: str) -> None:
        """The person tapped the button for it, their own, or that of a nudge, which has arrived then. Raises `NotYours`."""
        await tapped_under(unit, person, token, self._now())


async def own(unit: Unit, person: Person, token: str) -> Use:
    """A use of this person's. Raises `NotYours`."""
    use = await unit.drills.with_token(token)
    if use is None or use.person != person.id:
        raise NotYours
    return use


async def clock_of(unit: Unit, person: Person) -> Enrolment | None:
    """The walk by whose clock the person lives; None when they never told theirs."""
    return await unit.enrolments.last_of(person.id)


def next_step(use: Use, now: datetime) -> Step | Over:
    """What is to be shown now of a drill that goes on. One that was cut short stays so."""
    if use.step < 0 or (use.next_at is not None and now > use.next_at + OVERDUE):
        return Over(use, cut_short=True)
    drill = drill_for(use.response)
    return Step(use, drill, use.step + 1) if use.step < len(drill.steps) else Over(use)
