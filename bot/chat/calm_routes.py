"""The routes of a moment of pressure: /calm, the button under every message, and all that follows from it."""

from bot.calm.drilling import Drilling, Told
from bot.calm.returning import Answered, LongEnough, Named, NotNeeded, Returning
from bot.calm.softly import Softly
from bot.chat import calm_buttons, calm_messages, help_messages, soft_start_messages
from bot.chat.calm_buttons import CalmMove, CalmTap, SoftMove
from bot.chat.message import Answer
from bot.chat.turn import Heard
from bot.practice import NotYours
from bot.question import close_settings
from curriculum.pressure import PressureResponse
from storage.database import Unit
from storage.drills import Felt
from storage.people import Person

_FELT = {CalmMove.EASIER: Felt.EASIER, CalmMove.SAME: Felt.SAME, CalmMove.MORE: Felt.MORE}


class CalmRoutes:
    """What a person says under pressure."""

    def __init__(self, drilling: Drilling, returning: Returning, softly: Softly) -> None:
        self._drilling = drilling
        self._returning = returning
        self._softly = softly

    async def begin(self, unit: Unit, person: Person | None) -> Answer:
        """`/calm`: who is on hold is shown first how to go on. Somebody new is given the whole of it to read. What is said under
        pressure answers no question that was open before.
        """
        if person is None or person.agreed_at is None:
            return Answer(say=(calm_messages.for_somebody_new(),), urgent=True)
        await close_settings(unit, {person.id})
        held = (help_messages.on_hold(person.token),) if person.is_held else ()
        return Answer(say=(*held, calm_messages.card(person.token)), urgent=True)

    async def tap(self, unit: Unit, person: Person, heard: Heard, tap: CalmTap) -> Answer:
        """A tap on one of its buttons. Raises `NotYours`."""
        match tap:
            case calm_buttons.CalmWanted(token):
                await self._drilling.wanted(unit, person, token)
                return await self.begin(unit, person)
            case calm_buttons.DrillBegun(token) if token != person.token:
                raise NotYours
            case calm_buttons.DrillBegun(token, PressureResponse.EXPLODING, sure=False):
                return Answer(edit=calm_messages.before_exploding(token), urgent=True)
            case calm_buttons.DrillBegun(_, response):
                return await self._drill(unit, person, heard, response)
            case calm_buttons.DrillMoved(token, move):
                return await self._move(unit, person, token, move)
            case calm_buttons.PauseNamed(token, minutes):
                return _named(await self._returning.name(unit, person, token, minutes), person)
            case calm_buttons.ReturnAnswered(token, answer):
                return _returned(await self._returning.answer(unit, person, token, answer), person)
            case calm_buttons.PhraseChosen(token, part, number):
                words = soft_start_messages.beginning(part, number)
                it = await self._softly.choose(unit, person, token, part, words)
                return Answer(edit=soft_start_messages.softly(it))
            case calm_buttons.SoftMoved(token, move):
                return await self._soft(unit, person, heard, token, move)

    async def told(self, unit: Unit, person: Person, words: str) -> Answer | None:
        """Words for a soft start; None when they are for something else."""
        it = await self._softly.tell(unit, person, words)
        return None if it is None else Answer(say=(soft_start_messages.softly(it),))

    async def _drill(self, unit: Unit, person: Person, heard: Heard, response: PressureResponse | None) -> Answer:
        if heard.message_id is None or person.agreed_at is None:
            raise NotYours
        step = await self._drilling.begin(unit, person, response, message_id=heard.message_id)
        return Answer(edit=calm_messages.drill(step), urgent=True)

    async def _move(self, unit: Unit, person: Person, token: str, move: CalmMove) -> Answer:
        match move:
            case CalmMove.STOP:
                return _told(await self._drilling.stop(unit, person, token))
            case CalmMove.EASIER | CalmMove.SAME | CalmMove.MORE:
                return _told(await self._drilling.felt(unit, person, token, _FELT[move]))
            case CalmMove.PAUSE_LINE:
                return Answer(say=(calm_messages.how_long(await self._returning.ask(unit, person, token)),))
            case CalmMove.SOFT_START:
                return Answer(say=(soft_start_messages.softly(await self._softly.begin(unit, person, token)),))

    async def _soft(self, unit: Unit, person: Person, heard: Heard, token: str, move: SoftMove) -> Answer:
        if move is SoftMove.LEAVE:
            return Answer(edit=soft_start_messages.softly(await self._softly.leave(unit, person, token)))
        if heard.message_id is None:
            raise NotYours
        words = soft_start_messages.said(await self._softly.line(unit, person, token))
        kept = await self._softly.keep(unit, person, token, message_id=heard.message_id, words=words)
        return Answer(edit=soft_start_messages.softly(kept))


def _told(it: Told) -> Answer:
    return Answer(edit=calm_messages.told(it), urgent=True)


def _named(it: Named, person: Person) -> Answer:
    return Answer(say=(calm_messages.named(it, person.token),))


def _returned(it: Answered | Named | LongEnough | NotNeeded, person: Person) -> Answer:
    match it:
        case Named():
            return _named(it, person)
        case NotNeeded():
            return Answer(edit=calm_messages.not_needed())
        case LongEnough():
            return Answer(say=(calm_messages.long_enough(it),))
        case Answered(nudge, answer):
            return Answer(edit=calm_messages.time_to_return(nudge, answer), say=(calm_messages.returned(it),))
