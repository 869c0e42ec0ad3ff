"""The routes of small gains: /gain with words or without, the words that were asked for, and the buttons."""

from typing import Final

from bot.chat import buttons, gain_messages, help_messages
from bot.chat.gain_buttons import GainWanted, WhoseTold
from bot.chat.message import Answer
from bot.chat.turn import Heard, Kind
from bot.gaining import Gaining
from bot.practice import NotYours, Practice
from bot.question import Question, Step
from storage.database import Unit
from storage.people import Person

GAIN: Final = "gain"


class GainRoutes:
    """What people say of small moves."""

    def __init__(self, gains: Gaining, practice: Practice) -> None:
        self._gains = gains
        self._practice = practice

    async def takes(self, unit: Unit, heard: Heard, person: Person | None) -> bool:
        """Whether this is for these routes. Words that answer a day are about that day, whatever was asked."""
        match heard.kind:
            case Kind.COMMAND:
                return heard.command == "gain"
            case Kind.TAP:
                return isinstance(buttons.read(heard.tap), GainWanted | WhoseTold)
            case Kind.TEXT if person is not None and is_asked(person):
                return not await self._practice.brought_a_day(unit, person, heard.reply_to)
            case _:
                return False

    async def answer(self, unit: Unit, person: Person, heard: Heard) -> Answer:
        """The answer to what these routes take. Raises `NotYours` for anybody else's button."""
        if heard.kind is Kind.TAP:
            return await self._tap(unit, person, heard)
        if not heard.text.strip() or heard.message_id is None:
            return await self._ask(unit, person)
        kept = await self._gains.keep(unit, person, heard.text, message_id=heard.message_id)
        said = gain_messages.kept(kept, person.token)
        return Answer(say=(help_messages.with_hold(said, person.token) if person.is_held else said,))

    async def is_kept(self, unit: Unit, person: Person, heard: Heard) -> bool:
        """Whether an edited message is kept as a gain just as it says now."""
        return heard.message_id is not None and await unit.gains.says(person.id, heard.message_id, words_in(heard))

    async def _ask(self, unit: Unit, person: Person) -> Answer:
        asked = await self._gains.ask(unit, person)
        return Answer(say=(gain_messages.ask() if asked else gain_messages.behind_the_command(),))

    async def _tap(self, unit: Unit, person: Person, heard: Heard) -> Answer:
        match buttons.read(heard.tap):
            case GainWanted(token):
                if token != person.token:
                    await self._practice.tapped_on(unit, person, token)
                return await self._ask(unit, person)
            case WhoseTold(token, gain, whose) if token == person.token:
                return gain_messages.told(await self._gains.say_whose(unit, person, gain, whose), person.token)
            case _:
                raise NotYours


def is_asked(person: Person) -> bool:
    """Whether the words that come next are a gain."""
    question = Question.read(person.asked)
    return question is not None and question.step is Step.GAIN


def words_in(heard: Heard) -> str:
    """The words of an edited message that may be a gain: without the command that led them."""
    if heard.edited_command != GAIN:
        return heard.text
    return "".join(heard.text.split(maxsplit=1)[1:]).strip()
