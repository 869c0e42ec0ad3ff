"""The routes to the language in which somebody is spoken to."""

from dataclasses import replace
from typing import Final

from bot.chat import buttons, language_messages
from bot.chat.language_buttons import LanguageChosen
from bot.chat.menus import Menus
from bot.chat.message import Answer, Call
from bot.chat.turn import Heard, Kind
from bot.practice import NotYours
from bot.rights import Rights
from bot.words import speaking
from curriculum.errors import NotUnderWay
from storage.database import Unit
from storage.people import Person

COMMAND: Final = "language"
_LOOKS_AROUND: Final = frozenset({"start", "help", "study"})


class LanguageRoutes:
    """What people may ask about the language. `rights` tell whose menu has more in it."""

    def __init__(self, rights: Rights, menus: Menus) -> None:
        self._rights = rights
        self._menus = menus

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
            return Answer(say=(language_messages.which(person.token),), also=(await self._menu(unit, heard),))
        if not isinstance(tap, LanguageChosen) or tap.token != person.token:
            raise NotYours
        await unit.people.speak(person.id, tap.language)
        with speaking(tap.language):
            menu = await self._menu(unit, heard)
            return Answer(edit=language_messages.which(person.token), say=(language_messages.chosen(),), also=(menu,))

    async def with_menu(self, unit: Unit, heard: Heard, person: Person | None, answer: Answer) -> Answer:
        """The answer, with the menu of who chose another language than that of their app: nobody sets theirs at the start, so
        that it gets what is new in it when they look around.
        """
        looks_around = heard.kind is Kind.COMMAND and heard.command in _LOOKS_AROUND
        if not looks_around or person is None or person.language == heard.language:
            return answer
        return replace(answer, also=(*answer.also, await self._menu(unit, heard)))

    async def _menu(self, unit: Unit, heard: Heard) -> Call:
        scopes = await self._rights.scopes_of(unit, heard.sender)
        return self._menus.for_one(heard.sender, scopes, app=heard.language)
