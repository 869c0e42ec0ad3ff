"""The way from the chat to the desk."""

from bot.chat import desk_messages
from bot.chat.message import Message
from bot.desk.address import Whereabouts
from bot.desk.entering import Entering
from storage.database import Unit


class DeskRoutes:
    """Gives an admin what opens the desk. Whether they may is checked by the caller."""

    def __init__(self, entering: Entering, whereabouts: Whereabouts) -> None:
        self._entering = entering
        self._whereabouts = whereabouts

    async def link(self, unit: Unit, admin: int) -> Message:
        """A link that opens the desk once, or what the operator has to set."""
        address = self._whereabouts.address
        if address is None:
            return desk_messages.no_address()
        secret = await self._entering.link(unit, admin)
        return desk_messages.link(address.link(secret), here_alone=not address.is_secure)
