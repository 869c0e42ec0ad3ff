"""What a person does with a broadcast that came closed: they open it."""

from bot.broadcasting import Broadcasting
from bot.chat import broadcast_messages, buttons
from bot.chat.message import Answer
from bot.chat.turn import Heard, Kind
from bot.practice import NotYours
from storage.database import Unit
from storage.people import Person


class BroadcastRoutes:
    """The one tap under a broadcast."""

    def __init__(self, broadcasting: Broadcasting) -> None:
        self._broadcasting = broadcasting

    def takes(self, heard: Heard) -> bool:
        """Whether this is for these routes."""
        return heard.kind is Kind.TAP and isinstance(buttons.read(heard.tap), buttons.BroadcastOpened)

    async def answer(self, unit: Unit, heard: Heard, person: Person | None) -> Answer:
        """The broadcast in full. Raises `NotYours` for what did not come to this person."""
        tap = buttons.read(heard.tap)
        if person is None or not isinstance(tap, buttons.BroadcastOpened):
            raise NotYours
        return Answer(edit=broadcast_messages.letter(await self._broadcasting.open(unit, person, tap.token)))
