"""The routes of the pattern check: one message, edited from item to item."""

from bot.chat import gate_messages, pattern_buttons, pattern_messages
from bot.chat.message import Answer
from bot.chat.pattern_buttons import CheckMove, CheckTap
from bot.pattern_checking import Checked, Completed, PatternChecking, Seen
from storage.database import Unit
from storage.people import Person


class PatternRoutes:
    """What a person says to the pattern check."""

    def __init__(self, checking: PatternChecking) -> None:
        self._checking = checking

    async def begin(self, unit: Unit, person: Person) -> Answer:
        """The check begins, goes on, or is shown. Raises `NotAgreed`."""
        return _said(await self._checking.begin(unit, person), person)

    async def tap(self, unit: Unit, person: Person, tap: CheckTap) -> Answer:
        """A tap on one of its buttons. Raises `NotYours`."""
        match tap:
            case pattern_buttons.ItemAnswered(token, number, answer):
                return _edited(await self._checking.answer(unit, person, token, number, answer), person)
            case pattern_buttons.ItemShown(token, number):
                return _edited(await self._checking.look_at(unit, person, token, number), person)
            case pattern_buttons.CheckMoved(token, move):
                return await self._move(unit, person, token, move)

    async def _move(self, unit: Unit, person: Person, token: str, move: CheckMove) -> Answer:
        match move:
            case CheckMove.GO_ON:
                return _edited(await self._checking.go_on(unit, person, token), person)
            case CheckMove.STOP | CheckMove.KEEP:
                return _edited(await self._checking.leave(unit, person, token), person)
            case CheckMove.AGAIN:
                return _said(await self._checking.again(unit, person, token), person)
            case CheckMove.ERASE:
                return _edited(await self._checking.ask_before_erasing(unit, person, token), person)
            case CheckMove.SURELY_ERASE:
                return _edited(await self._checking.erase(unit, person, token), person)


def _edited(it: Checked, person: Person) -> Answer:
    """The tapped message goes on. How answers moved is told once, when the last of them was given; what may matter for
    somebody's safety is asked then as well.
    """
    edit = pattern_messages.checked(it, person.token)
    if not isinstance(it, Completed):
        return Answer(edit=edit)
    asks = (gate_messages.offered(person.token),) if it.asks else ()
    return Answer(edit=edit, say=(*pattern_messages.comparison(it.seen.compared), *asks))


def _said(it: Checked, person: Person) -> Answer:
    """A new message; somebody who asks to see what they said is told how it moved as well."""
    compared = it.compared if isinstance(it, Seen) else ()
    return Answer(say=(pattern_messages.checked(it, person.token), *pattern_messages.comparison(compared)))
