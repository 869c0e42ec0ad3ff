"""The six digits an admin types: taken before anything else could keep them, and deleted from the chat."""

import re
from dataclasses import replace
from typing import Final

from bot.chat import admin_messages, code_messages
from bot.chat.admin import Admin
from bot.chat.keeping_routes import KeepingRoutes
from bot.chat.message import Answer, Message
from bot.chat.turn import Heard, Kind
from bot.clock import Clock
from bot.publishing import NoDraft
from bot.second_factor import Awaits, Locked, NotTaken, Released, SecondFactor, ToExport, ToPublish, ToTap
from storage.chain import Result
from storage.database import Unit
from storage.people import Person

_CODE: Final = re.compile(r"\s*[0-9]{3} ?[0-9]{3}\s*")
_AROUND: Final = re.compile(r"[\s.:/\-\u2010-\u2015\u2212]|code", re.IGNORECASE)
_SIX: Final = re.compile(r"[0-9]{6}")
_TYPED: Final = frozenset({Kind.TEXT, Kind.EDIT, Kind.MEDIA, Kind.DOCUMENT, Kind.COMMAND})
_ACT: Final = "code"


class CodeRoutes:
    """What an admin with a code app types that looks like a code is one, whether it was asked for or not; while it is asked
    for, however it is typed.
    """

    def __init__(self, second_factor: SecondFactor, admin: Admin, keeping: KeepingRoutes, now: Clock) -> None:
        self._second_factor = second_factor
        self._admin = admin
        self._keeping = keeping
        self._now = now

    async def takes(self, unit: Unit, heard: Heard) -> bool:
        """Whether this is a code."""
        if heard.kind not in _TYPED or heard.chat != heard.sender or not _SIX.fullmatch(_digits(heard)):
            return False
        if heard.kind in (Kind.TEXT, Kind.EDIT) and _CODE.fullmatch(heard.text):
            return await self._second_factor.has(unit, heard.sender)
        return await self._second_factor.awaits(unit, heard.sender)

    async def answer(self, unit: Unit, heard: Heard, person: Person | None) -> Answer:
        """What comes of a code; whatever it is, it goes from the chat."""
        told = await self._second_factor.take(unit, heard.sender, _digits(heard))
        if isinstance(told, Released):
            return replace(await self._do(unit, heard, person, told.awaits), unsay=True)
        if isinstance(told, NotTaken | Locked):
            await unit.admin_acts.record(heard.sender, _ACT, result=Result.REFUSED, now=self._now())
        return Answer(say=(code_messages.not_released(told),), unsay=True)

    async def _do(self, unit: Unit, heard: Heard, person: Person | None, awaits: Awaits) -> Answer:
        match awaits:
            case ToExport():
                return await self._keeping.export(unit, person)
            case ToPublish() | ToTap():
                try:
                    return await self._admin.release(unit, heard, awaits)
                except NoDraft:
                    return Answer(say=(Message(admin_messages.no_draft()),))


def _digits(heard: Heard) -> str:
    """What was typed, also under a picture or behind a slash, without what people put around a code."""
    return _AROUND.sub("", f"{heard.command} {heard.text}")
