"""The routes of somebody's own journal: /journal, /journal with words to look for, and the buttons under its pages."""

from bot import letter
from bot.chat import buttons, journal_messages, letter_messages
from bot.chat.journal_buttons import EntryWanted, FoundWanted, LetterWanted, PageWanted
from bot.chat.message import Answer
from bot.chat.turn import Heard, Kind
from bot.journal import Journaling
from bot.practice import NotYours
from bot.question import close_settings
from storage.database import Unit
from storage.people import Person


class JournalRoutes:
    """What people may ask of their own journal."""

    def __init__(self, journal: Journaling) -> None:
        self._journal = journal

    def takes(self, heard: Heard) -> bool:
        """Whether this is for these routes."""
        if heard.kind is Kind.COMMAND:
            return heard.command == "journal"
        return heard.kind is Kind.TAP and isinstance(
            buttons.read(heard.tap), PageWanted | FoundWanted | EntryWanted | LetterWanted
        )

    async def answer(self, unit: Unit, person: Person, heard: Heard) -> Answer:
        """The answer to what these routes take. Raises `NotYours` for anybody else's button."""
        if heard.kind is Kind.TAP:
            return await self._tap(unit, person, heard)
        await close_settings(unit, {person.id})
        wanted = heard.text.strip()
        if wanted:
            page = await self._journal.search(unit, person, wanted)
        else:
            page = await self._journal.page(unit, person, 0)
        return Answer(say=(journal_messages.page(page, person.token),))

    async def _tap(self, unit: Unit, person: Person, heard: Heard) -> Answer:
        match buttons.read(heard.tap):
            case PageWanted(token, number) if token == person.token:
                page = await self._journal.page(unit, person, number)
                return Answer(edit=journal_messages.page(page, person.token))
            case FoundWanted(token, number):
                page = await self._journal.found(unit, person, token, number)
                return Answer(edit=journal_messages.page(page, person.token))
            case EntryWanted(token, kind, entry) if token == person.token:
                page = await self._journal.whole(unit, person, kind, entry)
                return Answer(say=journal_messages.whole(page, person.token))
            case LetterWanted(token):
                written = await letter.write(unit, person, token)
                said = letter_messages.letter(written, dark=person.dark, discreet=person.discreet)
                return Answer(say=said)
            case _:
                raise NotYours
