"""The routes to the language in which somebody is spoken to."""

from typing import Final

from bot.chat import buttons, language_messages, menus
from bot.chat.language_buttons import LanguageChosen
from bot.chat.message import Answer
from bot.chat.turn import Heard, Kind
from bot.practice import NotYours
from bot.rights import Rights
from bot.words import speaking
from curriculum.errors import NotUnderWay
from storage.database import Unit
from storage.people import Person

COMMAND: Final = "language"


class LanguageRoutes:
    """What people may ask about the language. `rights` tell whose menu has more in it."""

    def __init__(self, rights: Rights) -> None:
        self._rights = rights

    def takes(self, heard: Heard) -> bool:
        """Whether this is for these routes."""
        if heard.kind is Kind.COMMAND:
            return heard.command == COMMAND
        return heard.kind is Kind.TAP and isinstance(buttons.read(heard.tap), LanguageChosen)

    async def answer(self, unit: Unit, heard: Heard, person: Person | None) -> Answer:
        """The answer to what these routes take; from the choice on in the new language, with its menu of commands. Raises
        `NotYours` for anybody else's button, `NotUnderWay` for somebody of whom nothing is kept.
        """
        if person is None:
            raise NotUnderWay
        tap = buttons.read(heard.tap) if heard.kind is Kind.TAP else None
        if tap is None:
            return Answer(say=(language_messages.which(person.token),))
        if not isinstance(tap, LanguageChosen) or tap.token != person.token:
            raise NotYours
        await unit.people.speak(person.id, tap.language)
        scopes = await self._rights.scopes_of(unit, person.telegram_id)
        with speaking(tap.language):
            menu = menus.for_admin(person.telegram_id, scopes)
            return Answer(edit=language_messages.which(person.token), say=(language_messages.chosen(),), also=(menu,))
