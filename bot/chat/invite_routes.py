"""The way to rights for who is invited: a link, one question, and a role."""

from collections.abc import Callable
from typing import Final

from bot.chat import buttons, rights_messages
from bot.chat.buttons import InviteLeft, InviteTaken
from bot.chat.menus import Menus
from bot.chat.message import Answer
from bot.chat.turn import Heard, Kind
from bot.clock import Clock
from bot.granting import LINKS, Granting, NoInvite
from bot.practice import NotYours
from bot.spoken_to import language_of
from bot.words import speaking
from storage.chain import Result
from storage.database import Unit
from storage.people import Person

_ACT: Final = "invite taken"


class InviteRoutes:
    """What somebody does with a link that gives a role. Each try stands in the log of admins' acts."""

    def __init__(self, granting: Granting, menus: Menus, now: Clock, *, pseudonym: Callable[[int], str]) -> None:
        self._granting = granting
        self._menus = menus
        self._now = now
        self._pseudonym = pseudonym

    def takes(self, heard: Heard) -> bool:
        """Whether this is for these routes."""
        if heard.kind is Kind.COMMAND:
            return heard.command == "start" and heard.text.startswith(LINKS)
        return heard.kind is Kind.TAP and isinstance(buttons.read(heard.tap), InviteTaken | InviteLeft)

    async def answer(self, unit: Unit, heard: Heard, person: Person | None) -> Answer:
        """The answer to what these routes take. Raises `NotYours` for a tap of somebody who is not known, or in a group."""
        if person is None or heard.chat != heard.sender:
            raise NotYours
        if heard.kind is Kind.COMMAND:
            return await self._followed(unit, heard)
        tap = buttons.read(heard.tap)
        return await self._taken(unit, heard, person, tap.token) if isinstance(tap, InviteTaken) else _left()

    async def _followed(self, unit: Unit, heard: Heard) -> Answer:
        try:
            offered = await self._granting.offered(unit, heard.text.removeprefix(LINKS), to=heard.sender)
        except NoInvite:
            await self._record(unit, heard, Result.REFUSED)
            return Answer(say=(rights_messages.no_invite(),))
        return Answer(say=(rights_messages.offered(offered),))

    async def _taken(self, unit: Unit, heard: Heard, person: Person, code: str) -> Answer:
        try:
            admitted = await self._granting.admit(unit, code, account=heard.sender)
        except NoInvite:
            await self._record(unit, heard, Result.REFUSED)
            return Answer(edit=rights_messages.no_invite())
        await self._record(unit, heard, Result.DONE, admitted.role)
        with speaking(await language_of(unit, admitted.inviter)):
            told = rights_messages.took_invite(admitted, name=person.name, who=self._pseudonym(heard.sender))
        return Answer(
            edit=rights_messages.admitted(admitted),
            also=(self._menus.for_admin(heard.sender, admitted.scopes), told.call(admitted.inviter)),
        )

    async def _record(self, unit: Unit, heard: Heard, result: Result, about: str = "") -> None:
        await unit.admin_acts.record(heard.sender, _ACT, about=about, result=result, now=self._now())


def _left() -> Answer:
    return Answer(edit=rights_messages.left())
