"""One update from the inbox: opened, acted on, and its answer kept, all in one transaction."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import telegram

from bot import floods, terms
from bot.chat import conversation, own_words, standing_texts, watching
from bot.chat.calls import read, written
from bot.chat.conversation import Conversation
from bot.chat.message import Answer, Call
from bot.chat.turn import Document, Heard, Kind, Unhearable, calls
from bot.clock import Clock
from bot.floods import Pace
from bot.publishing import Upload
from bot.telegram import json_text
from bot.words import SOURCE, speaking, speaking_of
from storage.database import Database, Unit
from storage.inbox import InboxState, Letter
from storage.people import Person

_LOG = logging.getLogger(__name__)

UNREADABLE: Final = (TypeError, KeyError, ValueError, AttributeError, OverflowError, OSError, RecursionError)
"""What the library raises, somewhere, for one kind of broken update or another."""

Fetch = Callable[[Document], Awaitable[Upload]]
Greet = Callable[[Heard], Awaitable[None]]
Helped = Callable[[int], Sequence[int]]


@dataclass(frozen=True, slots=True)
class _Turn:
    """An opened update that somebody is to be answered."""

    letter: Letter
    heard: Heard
    pace: Pace

    @property
    def starts(self) -> bool:
        return self.heard.kind is Kind.COMMAND and self.heard.command == "start" and self.pace is Pace.CALM


@dataclass(frozen=True, slots=True)
class ToSay:
    """What is still to be said to an update, and in which language: what comes late has words around it."""

    calls: Sequence[Call]
    tongue: str


class Handling:
    """Acts on updates, each once. `fetch` reads an admin's file; `greet` meets who says /start; `helped` knows with which
    messages first aid has answered an update.
    """

    def __init__(
        self,
        database: Database,
        conversation: Conversation,
        now: Clock,
        *,
        fetch: Fetch,
        greet: Greet,
        helped: Helped,
    ) -> None:
        self._database = database
        self._conversation = conversation
        self._now = now
        self._fetch = fetch
        self._greet = greet
        self._helped = helped

    async def handle(self, update_id: int) -> ToSay | None:
        """The update's effect and its answer, kept together; what is to be said, None when there is nothing."""
        async with self._database.unit() as unit:
            # Read as it stands now, so that an effect that is kept already is not repeated by another try.
            letter = await unit.inbox.get(update_id)
            if letter.state is not InboxState.WAITING:
                return await _kept_in(unit, letter)
            turn = await self._opened(unit, letter)
            if turn is None:
                return await self._rescued(unit, letter)
            takes_its_time = await self._takes_its_time(unit, turn)
            if not takes_its_time:
                made = await self._act(unit, turn, None)
            else:
                tongue = _tongue(turn.heard, await unit.people.known(turn.heard.sender))
        if takes_its_time:
            with speaking(tongue):
                upload = await self._made_ready(turn)  # not within a transaction
            async with self._database.unit() as unit:
                # Another process may have been first meanwhile, if this one seemed to be dead.
                letter = await unit.inbox.get(update_id)
                if letter.state is not InboxState.WAITING:
                    return await _kept_in(unit, letter)
                made = await self._act(unit, turn, upload)
        if turn.starts:
            await self._greet(turn.heard)
        return made if made.calls else None

    async def raw(self, update_id: int) -> Mapping[str, Any]:
        """The update as it came; nothing is in one that cannot be read."""
        async with self._database.unit() as unit:
            letter = await unit.inbox.get(update_id)
        return _raw(letter)

    async def rescue(self, update_id: int) -> Sequence[Call] | None:
        """What is left for an update that cannot be handled, of somebody who asks for help or shows a sign: help, and the
        hold. None for all others.
        """
        async with self._database.unit() as unit:
            letter = await unit.inbox.get(update_id)
            try:
                heard = heard_in(json_text.read(letter.body), letter.said_at)
            except (Unhearable, *UNREADABLE):
                return None
            if not (conversation.wants_help(heard) or watching.concern_in(heard)):
                return None
            person = await unit.people.known(heard.sender)
            helped = bool(self._helped(update_id))
            with speaking(_tongue(heard, person)):
                answer = await self._conversation.help(unit, heard, person, helped=helped)
        return calls(heard, answer)

    async def _rescued(self, unit: Unit, letter: Letter) -> ToSay | None:
        """The card for who shows a sign in an update that cannot be heard: its words are looked at all the same."""
        heard = own_words.bare(_raw(letter), letter.said_at)
        if heard is None or watching.concern_in(heard) is None:
            return None
        person = await unit.people.known(heard.sender)
        tongue = _tongue(heard, person)
        with speaking(tongue):
            answer = await self._conversation.help(unit, heard, person, helped=bool(self._helped(letter.update_id)))
        made = calls(heard, answer)
        if made:
            await unit.inbox.acted(letter, written(made))
        return ToSay(made, tongue) if made else None

    async def tongue(self, update_id: int) -> str:
        """The language in which whoever sent an update is spoken to, also when it cannot be read."""
        async with self._database.unit() as unit:
            return await _tongue_of(unit, await unit.inbox.get(update_id))

    async def bury(self, update_id: int) -> None:
        """The update cannot be handled: it goes to the dead letters."""
        async with self._database.unit() as unit:
            await unit.inbox.bury(update_id, reason="handler", now=self._now())

    async def _opened(self, unit: Unit, letter: Letter) -> _Turn | None:
        """None for what is not for the bot, which is done with, and for what is no update at all, which is buried."""
        try:
            heard = heard_in(json_text.read(letter.body), letter.said_at)
        except Unhearable:
            await unit.inbox.done(letter.update_id, self._now())
            return None
        except UNREADABLE:
            _LOG.warning("update %s is none that can be read; it is with the dead letters", letter.update_id)
            await unit.inbox.bury(letter.update_id, reason="unreadable", now=self._now())
            return None
        return _Turn(letter, heard, await floods.pace_of(unit, letter))

    async def _takes_its_time(self, unit: Unit, turn: _Turn) -> bool:
        return turn.pace is Pace.CALM and await self._conversation.takes_its_time(unit, turn.heard)

    async def _made_ready(self, turn: _Turn) -> Upload | None:
        if turn.heard.document is not None:
            return await self._fetch(turn.heard.document)
        await self._conversation.make_ready(turn.heard)
        return None

    async def _act(self, unit: Unit, turn: _Turn, upload: Upload | None) -> ToSay:
        person = await self._who(unit, turn)
        tongue = _tongue(turn.heard, person)
        with speaking(tongue), speaking_of(None if person is None else person.partner):
            answer = await self._answer(unit, turn, upload, person)
        told = self._helped(turn.letter.update_id) and conversation.wants_help(turn.heard)
        made = [] if told else calls(turn.heard, answer)
        if made:
            await unit.inbox.acted(turn.letter, written(made))
        else:
            await unit.inbox.done(turn.letter.update_id, self._now())
        return ToSay(made, tongue)

    async def _answer(self, unit: Unit, turn: _Turn, upload: Upload | None, person: Person | None) -> Answer:
        helped = self._helped(turn.letter.update_id)
        await self._note(unit, turn.heard, person)
        await unit.messages.stand_with(turn.heard.sender, helped, turn.heard.said_at)
        if turn.pace is Pace.CALM or conversation.is_always_answered(turn.heard):
            hasty = turn.pace is not Pace.CALM
            return await self._conversation.answer(unit, turn.heard, upload, person, hasty=hasty, helped=bool(helped))
        answer = await self._conversation.take_in(unit, turn.heard, person, helped=bool(helped))
        if answer.say or turn.pace is Pace.ASKED_TO_SLOW or not conversation.is_spoken(turn.heard):
            return answer
        await unit.inbox.slow(turn.letter.update_id)
        return replace(answer, say=(standing_texts.slow_down(),))

    async def _note(self, unit: Unit, heard: Heard, person: Person | None) -> None:
        """That this message stands in their chat: what was said, and what was tapped, as it arrived without doubt. What
        was edited stood there before.
        """
        since = heard.said_at if heard.kind is not Kind.EDIT and conversation.is_spoken(heard) else heard.written_at
        if person is None or heard.message_id is None or since is None or heard.chat != heard.sender:
            return
        if since > self._now() - terms.MESSAGES:
            await unit.messages.stand([(person.id, heard.message_id)], since)

    async def _who(self, unit: Unit, turn: _Turn) -> Person | None:
        """Somebody is remembered once they say /start; before that nothing about them is kept."""
        if turn.starts:
            return await unit.people.met(turn.heard.sender, turn.heard.name, self._now(), language=turn.heard.language)
        return await unit.people.known(turn.heard.sender)


def _tongue(heard: Heard, person: Person | None) -> str:
    """The language somebody is spoken to in: their own choice, or, before they are known, that of their app."""
    return heard.language if person is None else person.language


def heard_in(update: Any, said_at: datetime) -> Heard:
    """What a raw update says that was done at `said_at`. Raises `Unhearable`, or one of `UNREADABLE`."""
    heard = Heard.in_update(telegram.Update.de_json(update, None), said_at)
    return replace(heard, beside=own_words.beside(update))


async def _tongue_of(unit: Unit, letter: Letter) -> str:
    """The same for whoever sent this letter, also when it cannot be read."""
    kept = await unit.people.language_of(letter.sender)
    if kept is not None:
        return kept
    try:
        return heard_in(json_text.read(letter.body), letter.said_at).language
    except (Unhearable, *UNREADABLE):
        return SOURCE


async def _kept_in(unit: Unit, letter: Letter) -> ToSay | None:
    """What is still to be said to an update that had its effect."""
    if letter.state is not InboxState.ACTED:
        return None
    return ToSay(read(letter.answer or "[]"), await _tongue_of(unit, letter))


def _raw(letter: Letter) -> Mapping[str, Any]:
    """The update as it came; nothing is in one that is no JSON."""
    try:
        body = json_text.read(letter.body)
    except UNREADABLE:
        return {}
    return body if isinstance(body, Mapping) else {}
