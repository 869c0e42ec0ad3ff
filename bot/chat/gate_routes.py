"""The routes of the private questions: one message, edited from question to question, and at its end to neutral words."""

from bot.chat import gate_buttons, gate_messages
from bot.chat.gate_buttons import GateMove, GateTap
from bot.chat.message import Answer
from bot.gating import Gating
from storage.database import Unit
from storage.people import Person


class GateRoutes:
    """What a person says to the private questions. Whose a button is has been looked at before."""

    def __init__(self, gating: Gating) -> None:
        self._gating = gating

    def offer(self, person: Person) -> Answer:
        """The person asks for the questions."""
        return Answer(say=(gate_messages.offered(person.token),))

    async def tap(self, unit: Unit, person: Person, tap: GateTap) -> Answer:
        """A tap under one of the questions, or under their offer. Raises `NotAgreed`."""
        match tap:
            case gate_buttons.GateMoved(_, GateMove.BEGIN):
                return Answer(edit=gate_messages.asked(await self._gating.begin(unit, person), person.token))
            case gate_buttons.GateMoved():
                return Answer(edit=gate_messages.left())
            case gate_buttons.QuestionAnswered(_, taking, number, said):
                asked = await self._gating.answer(unit, person, taking, number, said)
                return Answer(edit=gate_messages.asked(asked, person.token))
