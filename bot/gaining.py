"""Small gains: what a person noticed is kept at once, on a track or not, and thanked for; nothing is graded."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.clock import Clock
from bot.practice import REWORDED_WITHIN, NotYours
from bot.question import Question, Step, close_settings
from curriculum import timing
from curriculum.errors import NotUnderWay
from curriculum.gain import Gain, Whose
from storage.check_ins import Rewording
from storage.database import Unit
from storage.people import Person

_NOWHERE: Final = "Etc/UTC"
"""The zone of who never said where they are."""


@dataclass(frozen=True, slots=True)
class GainKept:
    """What the person noticed is kept. `plain`: nobody is thanked for it now; `briefly`: on no track, by who chose that no
    words stay after one, so that it goes soon.
    """

    gain: Gain = field(repr=False)
    plain: bool
    briefly: bool


class Gaining:
    """What a person can do with small gains. Every method takes the transaction and the person."""

    def __init__(self, now: Clock) -> None:
        self._now = now

    async def ask(self, unit: Unit, person: Person) -> bool:
        """The words that come next are a gain. False when they are the answer to a question on the way to a track. Raises
        `NotUnderWay` when the person has not agreed to anything being kept.
        """
        _make_sure_of_consent(person)
        question = Question.read(person.asked)
        if question is not None and not question.passes:
            return False
        await unit.people.ask(person.id, Question(Step.GAIN).kept())
        return True

    async def keep(self, unit: Unit, person: Person, words: str, *, message_id: int) -> GainKept:
        """Keeps what the person noticed. Raises `NotUnderWay` when they have not agreed to anything being kept."""
        _make_sure_of_consent(person)
        await close_settings(unit, {person.id})
        now = self._now()
        zone = await zone_of(unit, person)
        on = timing.local(now, zone).date()
        gain = await unit.gains.keep(person.id, words, message_id=message_id, on=on, zone=zone, now=now)
        return await self._kept(unit, person, gain)

    async def say_whose(self, unit: Unit, person: Person, gain: int, whose: Whose) -> GainKept:
        """The person says whose move it was. Raises `NotYours`."""
        await unit.gains.is_of(person.id, gain, whose)
        kept = await unit.gains.get(person.id, gain)
        if kept is None:
            raise NotYours
        return await self._kept(unit, person, kept)

    async def _kept(self, unit: Unit, person: Person, gain: Gain) -> GainKept:
        briefly = not person.words_days and await unit.enrolments.open_of(person.id) is None
        return GainKept(gain, person.is_answered_plainly(self._now()), briefly)


async def reword(unit: Unit, person: Person, words: str, *, message_id: int, at: datetime) -> Rewording:
    """The person edited, at that time, a message that may be a gain."""
    return await unit.gains.reworded(person.id, message_id, words, written_since=at - REWORDED_WITHIN)


async def zone_of(unit: Unit, person: Person) -> str:
    """The zone that the person lives by, as far as they ever said."""
    walk = await unit.enrolments.last_of(person.id)
    return _NOWHERE if walk is None else walk.zone


def _make_sure_of_consent(person: Person) -> None:
    if person.agreed_at is None:
        raise NotUnderWay
