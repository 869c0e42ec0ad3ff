"""The routes of a person to what a coach may read of theirs: /access, its code, its choices, its end."""

from typing import Final

from bot.chat import access_messages, buttons
from bot.chat.access_buttons import ShareDay, ShareGiven, ShareMove, ShareMoved, ShareTap
from bot.chat.message import Answer, Message
from bot.chat.turn import Heard, Kind
from bot.practice import NotYours
from bot.sharing import Choosing, Given, Proposed, Sharing
from storage.database import Unit
from storage.people import Person

COMMANDS: Final = frozenset({"access"})


class AccessRoutes:
    """What people may say about what a coach reads."""

    def __init__(self, sharing: Sharing) -> None:
        self._sharing = sharing

    def takes(self, heard: Heard) -> bool:
        """Whether this is for these routes."""
        if heard.kind is Kind.COMMAND:
            return heard.command in COMMANDS
        return heard.kind is Kind.TAP and isinstance(buttons.read(heard.tap), ShareDay | ShareMoved | ShareGiven)

    async def answer(self, unit: Unit, heard: Heard, person: Person | None) -> Answer:
        """The answer to what these routes take. Raises `NotYours` for anybody else's button."""
        tap = buttons.read(heard.tap)
        if person is not None and isinstance(tap, ShareDay | ShareMoved | ShareGiven):
            return Answer(edit=await self._tap(unit, person, tap))
        if heard.kind is Kind.TAP:
            raise NotYours
        if person is None:
            return Answer(say=(access_messages.not_known(),))
        if not heard.text:
            return Answer(say=(access_messages.access(await self._sharing.access(unit, person)),))
        begun = await self._sharing.begin(unit, person, heard.text)
        return Answer(say=(access_messages.no_such_code() if begun is None else access_messages.choosing(begun),))

    async def _tap(self, unit: Unit, person: Person, tap: ShareTap) -> Message:
        match tap:
            case ShareDay(token, nudge):
                return access_messages.choosing(await self._sharing.choose(unit, person, token, nudge))
            case ShareGiven(token, days, seen):
                return _said(await self._sharing.give(unit, person, token, days, seen))
            case ShareMoved(token, ShareMove.END):
                await self._sharing.end(unit, person, token)
                return access_messages.ended()
            case ShareMoved(token, ShareMove.DROP):
                await self._sharing.end(unit, person, token)
                return access_messages.dropped()
            case ShareMoved(token, ShareMove.BACK):
                return access_messages.choosing(await self._sharing.choosing(unit, person, token))
            case ShareMoved(token, move):
                days = access_messages.DAYS_OF[move]
                return _said(await self._sharing.propose(unit, person, token, days))


def _said(it: Given | Proposed | Choosing) -> Message:
    match it:
        case Given():
            return access_messages.given(it)
        case Proposed():
            return access_messages.proposed(it)
        case Choosing():
            return access_messages.choosing(it)
