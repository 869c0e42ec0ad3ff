"""A code from an app before an admin changes what people are sent or who has rights, or takes their own data out: for when
somebody else holds their phone.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.clock import Clock
from bot.one_time_codes import MOST_WRONG, Verdict, checked
from bot.rights import Rights
from storage.admin_secrets import AdminSecret
from storage.database import Unit

WAITS: Final = timedelta(minutes=10)
"""So long after it was asked a code is still taken."""
_EXPORT: Final = "export"
_PUBLISH: Final = "publish"
_TAP: Final = "tap"


@dataclass(frozen=True, slots=True)
class ToPublish:
    """A draft waits to be published."""

    token: str


@dataclass(frozen=True, slots=True)
class ToTap:
    """A tap waits that changes what people are sent, or who has rights; by what its button carries, and in which message of
    ours, where that is to be written anew.
    """

    carries: str
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class ToExport:
    """An admin waits for their own data."""


Awaits = ToPublish | ToTap | ToExport


class Need(StrEnum):
    """Whether a code is needed: not; it has been `ASKED` for now; or somebody `LACKS` an app who has to have one."""

    NONE = "none"
    ASKED = "asked"
    LACKS = "lacks"


@dataclass(frozen=True, slots=True)
class Released:
    """The code was right: what waited may be done."""

    awaits: Awaits


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The code was wrong, or `used` before; so many tries are left."""

    used: bool
    left: int


@dataclass(frozen=True, slots=True)
class Locked:
    """Too many were wrong: none is looked at until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class NothingWaits:
    """No code was asked for, or it came too late for what was."""

    late: bool


Told = Released | NotTaken | Locked | NothingWaits


class SecondFactor:
    """Asks for codes and takes them. With `required` an admin without an app changes nothing that people are sent, and
    nothing about who has rights.
    """

    def __init__(self, now: Clock, *, rights: Rights, required: bool) -> None:
        self._now = now
        self._rights = rights
        self._required = required

    async def ask(self, unit: Unit, admin: int, awaits: Awaits) -> Need:
        """Whether a code is needed before this is done; if so it waits for one from now on."""
        need = await self.need(unit, admin, outward=not isinstance(awaits, ToExport))
        kept = await unit.admin_secrets.of(admin)
        if need is Need.ASKED and kept is not None:
            await unit.admin_secrets.save(replace(kept, awaits=_written(awaits), asked_at=self._now()))
        return need

    async def need(self, unit: Unit, admin: int, *, outward: bool = True) -> Need:
        """The same where the code comes along, so that nothing waits for it. `outward`: it changes what people are sent."""
        if not await self._rights.scopes_of(unit, admin):
            return Need.NONE
        if await unit.admin_secrets.of(admin) is None:
            return Need.LACKS if self._required and outward else Need.NONE
        return Need.ASKED

    async def has(self, unit: Unit, admin: int) -> bool:
        """Whether this admin has a code app."""
        return bool(await self._rights.scopes_of(unit, admin)) and await unit.admin_secrets.of(admin) is not None

    async def awaits(self, unit: Unit, admin: int) -> bool:
        """Whether this admin was asked for a code and has not given it."""
        kept = await unit.admin_secrets.of(admin) if await self._rights.scopes_of(unit, admin) else None
        return kept is not None and kept.awaits is not None

    async def proves(self, unit: Unit, admin: int, code: str) -> NotTaken | Locked | None:
        """What is wrong with a code that came along with what it is for; None when it is right. Whatever waits for another
        code goes on waiting.
        """
        kept, now = await unit.admin_secrets.of(admin), self._now()
        if kept is None:
            return NotTaken(used=False, left=0)
        verdict, after = checked(code, kept, now)
        await unit.admin_secrets.save(after)
        return None if verdict is Verdict.RIGHT else _not_taken(verdict, after, now)

    async def take(self, unit: Unit, admin: int, code: str) -> Told:
        """What comes of a code. Without anything that waits it is not even looked at, and can be used later."""
        kept, now = await unit.admin_secrets.of(admin), self._now()
        awaits = None if kept is None or kept.awaits is None else _read(kept.awaits)
        if kept is None or awaits is None:
            return NothingWaits(late=False)
        if kept.asked_at is None or now > kept.asked_at + WAITS:
            await unit.admin_secrets.save(replace(kept, awaits=None, asked_at=None))
            return NothingWaits(late=True)
        verdict, after = checked(code, kept, now)
        if verdict is Verdict.RIGHT:
            after = replace(after, awaits=None, asked_at=None)
        await unit.admin_secrets.save(after)
        return Released(awaits) if verdict is Verdict.RIGHT else _not_taken(verdict, after, now)


def _not_taken(verdict: Verdict, after: AdminSecret, now: datetime) -> NotTaken | Locked:
    if verdict is Verdict.LOCKED:
        return Locked(after.locked_until or now)
    return NotTaken(used=verdict is Verdict.USED, left=MOST_WRONG - len(after.wrong))


def _written(awaits: Awaits) -> str:
    match awaits:
        case ToExport():
            return _EXPORT
        case ToTap(carries, message_id):
            return f"{_TAP} {carries}" + ("" if message_id is None else f" {message_id}")
        case ToPublish(token):
            return f"{_PUBLISH} {token}"


def _read(text: str) -> Awaits | None:
    what, _, token = text.partition(" ")
    if what == _PUBLISH:
        return ToPublish(token)
    if what == _TAP:
        carries, _, message_id = token.partition(" ")
        return ToTap(carries, int(message_id) if message_id else None)
    return ToExport() if what == _EXPORT else None
