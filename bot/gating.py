"""The private questions as somebody goes through them: begun, and answered to the end or not. Knows no Telegram."""

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.enrolling import NotAgreed
from curriculum import gate
from curriculum.gate import QUESTIONS, Said
from storage.database import Unit
from storage.people import Person


@dataclass(frozen=True, slots=True)
class AskingPrivately:
    """This question of the taking that began at `taking` is to be answered."""

    taking: datetime
    number: int


@dataclass(frozen=True, slots=True)
class AllAnswered:
    """The last question was answered. What came of it is nobody's to read, so it is not said here either."""


class Gating:
    """A person's use cases around the private questions. Every method takes the transaction and the person."""

    def __init__(self, now: Clock) -> None:
        self._now = now

    async def begin(self, unit: Unit, person: Person) -> AskingPrivately:
        """The first question; until the last is answered nothing is open. Raises `NotAgreed`."""
        if person.agreed_at is None:
            raise NotAgreed
        taking = gate.taking(person.classed, self._now())
        await unit.people.classify(person, gate.begun(taking))
        return AskingPrivately(taking, 1)

    async def answer(
        self, unit: Unit, person: Person, taking: datetime, number: int, said: Said
    ) -> AskingPrivately | AllAnswered:
        """A question is answered: only the class and its time are kept. Raises `NotAgreed`."""
        if person.agreed_at is None:
            raise NotAgreed
        await unit.people.classify(person, gate.answered(person.classed, taking, number, said, self._now()))
        return AskingPrivately(taking, number + 1) if number < len(QUESTIONS) else AllAnswered()
