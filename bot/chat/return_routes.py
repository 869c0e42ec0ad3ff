"""What the buttons under a question or a welcome do."""

from bot.asked import Enrolled
from bot.chat import messages, return_messages
from bot.chat.message import Answer, Message
from bot.chat.walk_buttons import ReturnMoved
from bot.returning import ComingBack, GoesOn, SureAfresh, WantsToLeave, WelcomeBack
from storage.database import Unit
from storage.people import Person


class ReturnRoutes:
    """How somebody who comes back is met, and where they go on."""

    def __init__(self, returning: ComingBack, *, contact: str) -> None:
        self._returning = returning
        self._contact = contact

    async def tap(self, unit: Unit, person: Person, tap: ReturnMoved) -> Answer:
        """A choice under a question or a welcome. Raises `NotYours` when it is not asked any more."""
        match await self._returning.choose(unit, person, tap.token, tap.move, tap.at):
            case WelcomeBack() as back:
                return Answer(say=(return_messages.welcome(back, person.token),))
            case GoesOn() as goes_on:
                return Answer(edit=return_messages.goes_on(goes_on))
            case SureAfresh() as sure:
                return Answer(edit=return_messages.sure_afresh(sure, person.token))
            case WantsToLeave():
                return Answer(say=(messages.ask_before_stopping(person.token),))
            case Enrolled() as enrolled:
                return Answer(say=(messages.asked(enrolled, person.token, contact=self._contact),))

    async def ends_pause(self, unit: Unit, person: Person) -> Message | None:
        """The welcome of somebody who ends a long pause; None when it was none."""
        back = await self._returning.end_pause(unit, person)
        return None if back is None else return_messages.welcome(back, person.token)

    async def welcomed(self, unit: Unit, person: Person, answer: Answer, *, alone: bool) -> Answer:
        """What somebody who comes back is answered, and the welcome with it, or `alone`."""
        back = await self._returning.welcome(unit, person)
        if back is None:
            return answer
        welcome = return_messages.welcome(back, person.token)
        return Answer(say=(welcome,) if alone else (*answer.say, welcome), edit=answer.edit, toast=answer.toast)
