"""The ways of an author and a second reader to each other. Whether they may is looked at before."""

from collections.abc import Callable

from bot.chat import admin_buttons, buttons, reading_messages
from bot.chat.done import Done, failed
from bot.chat.message import Answer
from bot.chat.turn import Heard
from bot.chat.wording import escape
from bot.practice import NotYours
from bot.publishing import Preview, Publishing
from bot.second_reader import NothingToRead, SecondReader
from bot.spoken_to import language_of, languages_of
from bot.words import speaking
from storage.chain import Result
from storage.database import Unit


class ReadingRoutes:
    """Asking for a reading, reading, approving, sending back."""

    def __init__(self, publishing: Publishing, second_reader: SecondReader, *, pseudonym: Callable[[int], str]) -> None:
        self._publishing = publishing
        self._second_reader = second_reader
        self._pseudonym = pseudonym

    async def do(self, unit: Unit, heard: Heard) -> Done:
        """The answer to one of these acts. Raises `NotYours`, `NoDraft`."""
        try:
            if heard.command == "sendback":
                return await self._send_back(unit, heard)
            return await self._tap(unit, heard)
        except NothingToRead:
            toast = reading_messages.nothing_to_read()
            return Done(Answer(toast=toast) if heard.tap else _said(toast), result=Result.FAILED)

    async def _tap(self, unit: Unit, heard: Heard) -> Done:
        me = heard.sender
        match buttons.read(heard.tap):
            case admin_buttons.ReadingAsked(token):
                return await self._ask(unit, token, author=me)
            case admin_buttons.ReadingWithdrawn(token):
                await self._second_reader.withdraw(unit, token, author=me)
                return Done(Answer(edit=reading_messages.withdrawn(token)))
            case admin_buttons.ReadingDay(token, day):
                draft, author = await self._waiting(unit, token, day, reader=me)
                told = reading_messages.to_read(draft, await self._named(unit, author))
                return Done(Answer(edit=told), f"{draft.track.slug} day {draft.day.number}")
            case admin_buttons.ReadingReturned(token):
                draft, _ = await self._waiting(unit, token, 1, reader=me)
                return Done(
                    Answer(say=(reading_messages.how_to_send_back(token),)), draft.track.slug, result=Result.BEGUN
                )
            case admin_buttons.ReadingApproved(token):
                return await self._approve(unit, token, reader=me)
            case _:
                raise NotYours

    async def _ask(self, unit: Unit, token: str, *, author: int) -> Done:
        text, media = await self._publishing.to_be_read(unit, token, admin=author)
        asked = await self._second_reader.ask(unit, token, text, media, author=author)
        draft = await self._publishing.look_at(unit, token, 1, admin=author)
        named = await self._named(unit, author)
        told = []
        for reader, language in (await languages_of(unit, asked.readers)).items():
            with speaking(language):
                told.append(reading_messages.to_read(draft, named).call(reader))
        answer = Answer(say=(reading_messages.asked(token, len(asked.readers)),), also=tuple(told))
        return Done(answer, draft.track.slug)

    async def _approve(self, unit: Unit, token: str, *, reader: int) -> Done:
        draft, author = await self._waiting(unit, token, 1, reader=reader)
        text, media = await self._publishing.to_be_read(unit, token, admin=author)
        await self._second_reader.approve(unit, token, text, media, reader=reader)
        named = await self._named(unit, reader)
        with speaking(await language_of(unit, author)):
            told = reading_messages.was_approved(draft, named)
        return Done(Answer(edit=reading_messages.approved(draft), also=(told.call(author),)), draft.track.slug)

    async def _send_back(self, unit: Unit, heard: Heard) -> Done:
        token, _, words = heard.text.partition(" ")
        words = words.strip()
        if not words or len(words) > reading_messages.MOST_WORDS:
            return failed(reading_messages.no_words())
        draft, author = await self._waiting(unit, token, 1, reader=heard.sender)
        await self._second_reader.send_back(unit, token, reader=heard.sender)
        named = await self._named(unit, heard.sender)
        with speaking(await language_of(unit, author)):
            told = reading_messages.was_sent_back(draft, named, words)
        return Done(Answer(say=(reading_messages.sent_back(draft),), also=(told.call(author),)), draft.track.slug)

    async def _waiting(self, unit: Unit, token: str, day: int, *, reader: int) -> tuple[Preview, int]:
        reading = await self._second_reader.waits(unit, token, reader=reader)
        return await self._publishing.look_at(unit, token, day, admin=reading.author), reading.author

    async def _named(self, unit: Unit, account: int) -> str:
        person = await unit.people.known(account)
        who = f"<code>{self._pseudonym(account)}</code>"
        return who if person is None or not person.name else f"<b>{escape(person.name[:40])}</b> {who}"


def _said(text: str) -> Answer:
    return Answer(say=(reading_messages.told(text),))
