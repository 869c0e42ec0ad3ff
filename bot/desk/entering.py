"""The way to the desk: a link that opens it once, and the visit of the one browser that it was opened in."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot import terms
from bot.clock import Clock
from bot.rights import Rights, Scope
from bot.spoken_to import language_of
from storage.chain import Result
from storage.database import Unit
from storage.desk_visits import DeskVisit

_SECRET_BYTES: Final = 32
_NOTED_EVERY: Final = timedelta(minutes=1)
"""A visit is written down anew no more often than this."""
_ENTERS: Final = "desk enter"
_LEAVES: Final = "desk leave"


@dataclass(frozen=True, slots=True)
class Visit:
    """An admin at the desk, with what they may do at this moment, and the language they are spoken to in. `in_forms` is what the forms of their pages carry."""

    admin: int
    scopes: frozenset[Scope]
    language: str
    in_forms: str = field(repr=False)


def fresh_secret() -> str:
    """256 random bits, as letters that a link or a cookie can carry."""
    return secrets.token_urlsafe(_SECRET_BYTES)


class Entering:
    """Lets admins in, and looks at each request whether they still may be."""

    def __init__(self, now: Clock, *, rights: Rights, secret: Callable[[], str] = fresh_secret) -> None:
        self._now = now
        self._rights = rights
        self._secret = secret

    async def link(self, unit: Unit, admin: int) -> str:
        """What opens the desk for this admin, once. What opened it before does no more, and whoever is in has left."""
        await unit.desk_visits.end_all(admin)
        secret = self._secret()
        await unit.desk_visits.put_link(secret, admin=admin, until=self._now() + terms.DESK_LINK)
        return secret

    async def enter(self, unit: Unit, link: str) -> str | None:
        """What the browser holds from now on that has brought this link; None when the link is none, or none any more."""
        admin = await unit.desk_visits.use_link(link, self._now())
        if admin is None:
            return None
        may = Scope.VIEW in await self._scopes(unit, admin)
        await self._record(unit, admin, _ENTERS, Result.DONE if may else Result.REFUSED)
        if not may:
            return None
        held = self._secret()
        await unit.desk_visits.begin(held, admin=admin, now=self._now())
        return held

    async def visit(self, unit: Unit, held: str) -> Visit | None:
        """Who is at the desk in the browser that holds this. None when nobody is, when it has been too long, or when they
        are no admin any more; the visit is over then.
        """
        visit = await unit.desk_visits.of(held)
        if visit is None:
            return None
        now, scopes = self._now(), await self._scopes(unit, visit.admin)
        if _is_over(visit, now) or Scope.VIEW not in scopes:
            await unit.desk_visits.end(visit)
            return None
        if now - visit.seen_at >= _NOTED_EVERY:
            await unit.desk_visits.seen(visit, now)
        language = await language_of(unit, visit.admin)
        return Visit(visit.admin, scopes, language, unit.desk_visits.in_forms(held))

    async def leave(self, unit: Unit, held: str) -> None:
        """The visit of the browser that holds this is over."""
        visit = await unit.desk_visits.of(held)
        if visit is not None:
            await unit.desk_visits.end(visit)
            await self._record(unit, visit.admin, _LEAVES, Result.DONE)

    async def _scopes(self, unit: Unit, admin: int) -> frozenset[Scope]:
        """What they may do now, whatever they might when they came: the one place at the desk in which that is looked at."""
        return await self._rights.scopes_of(unit, admin)

    async def _record(self, unit: Unit, admin: int, act: str, result: Result) -> None:
        await unit.admin_acts.record(admin, act, result=result, now=self._now())


def _is_over(visit: DeskVisit, now: datetime) -> bool:
    return now - visit.seen_at >= terms.DESK_IDLE or now - visit.begun_at >= terms.DESK_VISIT
