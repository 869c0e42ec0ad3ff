"""What an owner can do about who has rights: invite by a link that works once, see who has which, take them away. Knows no
Telegram.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.clock import Clock
from bot.rights import AdminRole, Rights, Scope
from curriculum.errors import CurriculumError
from storage.database import Unit
from storage.grants import INVITE_LASTS, Invite

LINKS: Final = "i_"
"""What a link to a role begins with; the short name of a track has no such sign."""


class NoInvite(CurriculumError):
    """The link is none, or was followed, taken back, or too old, or whoever made it may not give rights any more."""


class NobodyThere(CurriculumError):
    """Nobody of that name has a right, or no longer."""


class LastOwner(CurriculumError):
    """Without this one nobody could give or take rights in the chat."""


class FromSettings(CurriculumError):
    """These rights stand in the settings, and only the operator takes them away."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A fresh link: its code, what it gives, until when."""

    code: str = field(repr=False)
    role: AdminRole
    until: datetime


@dataclass(frozen=True, slots=True)
class Offered:
    """Somebody followed a link; they have the rights `already`, or are asked whether they want the role."""

    code: str = field(repr=False)
    role: AdminRole
    already: bool


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody took a role; `scopes` is all they may do now."""

    role: AdminRole
    inviter: int
    scopes: frozenset[Scope]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with rights, under their pseudonym, with the first name that Telegram told if they are known."""

    who: str
    name: str
    roles: Sequence[AdminRole]
    settled: frozenset[Scope]
    is_oneself: bool


@dataclass(frozen=True, slots=True)
class WithRights:
    """Everybody who has a right, and the links that nobody has followed."""

    people: Sequence[Colleague]
    invites: Sequence[Invite]


@dataclass(frozen=True, slots=True)
class Dismissed:
    """Somebody has no role any more; `scopes` is what the settings leave them."""

    who: str
    name: str
    account: int
    scopes: frozenset[Scope]


class Granting:
    """An owner's use cases about rights. Who may call them is checked by the caller, every time."""

    def __init__(self, now: Clock, *, rights: Rights, pseudonym: Callable[[int], str]) -> None:
        self._now = now
        self._rights = rights
        self._pseudonym = pseudonym

    async def invite(self, unit: Unit, owner: int, role: AdminRole) -> Invited:
        """A link for one person."""
        now = self._now()
        return Invited(await unit.grants.invite(owner, role, now), role, now + INVITE_LASTS)

    async def revoke(self, unit: Unit, invite: int) -> None:
        """The link works no more. Raises `NoInvite`."""
        if not await unit.grants.revoke(invite):
            raise NoInvite

    async def offered(self, unit: Unit, code: str, *, to: int) -> Offered:
        """What the link with this code offers. Raises `NoInvite`."""
        role = AdminRole((await self._invite(unit, code)).role)
        return Offered(code, role, already=role.scopes <= await self._rights.scopes_of(unit, to))

    async def admit(self, unit: Unit, code: str, *, account: int) -> Admitted:
        """The account has the role of that link from now on, which works no more. Raises `NoInvite`."""
        await unit.grants.alone()
        invite = await self._invite(unit, code)
        if not await unit.grants.use_up(invite):
            raise NoInvite
        await unit.grants.give(account, invite.role, self._now())
        return Admitted(AdminRole(invite.role), invite.inviter, await self._rights.scopes_of(unit, account))

    async def with_rights(self, unit: Unit, owner: int) -> WithRights:
        """Everybody who has a right, and the open links."""
        given = await unit.grants.all()
        accounts = [*sorted(self._rights.settled.ids), *(one for one in given if one not in self._rights.settled.ids)]
        people = [await self._told(unit, one, given.get(one, ()), owner) for one in accounts]
        return WithRights(people, await unit.grants.invites(self._now()))

    async def one_with_rights(self, unit: Unit, who: str, owner: int) -> Colleague:
        """The one with this pseudonym. Raises `NobodyThere`, `FromSettings`, `LastOwner`."""
        account = await self._account(unit, who)
        await self._may_go(unit, account)
        return await self._told(unit, account, await unit.grants.roles_of(account), owner)

    async def dismiss(self, unit: Unit, who: str) -> Dismissed:
        """All that owners gave to the one with this pseudonym is taken away. Raises `NobodyThere`, `FromSettings`,
        `LastOwner`.
        """
        await unit.grants.alone()
        account = await self._account(unit, who)
        await self._may_go(unit, account)
        await unit.grants.take(account)
        scopes = await self._rights.scopes_of(unit, account)
        if Scope.OWN not in scopes:
            await unit.broadcasts.watched_no_more_by(account)
        return Dismissed(who, await _name(unit, account), account, scopes)

    async def _invite(self, unit: Unit, code: str) -> Invite:
        invite = await unit.grants.invite_with(code, self._now())
        if invite is None or not await self._rights.may(unit, invite.inviter, Scope.OWN):
            raise NoInvite
        return invite

    async def _account(self, unit: Unit, who: str) -> int:
        accounts = {*self._rights.settled.ids, *await unit.grants.all()}
        found = next((one for one in accounts if self._pseudonym(one) == who), None)
        if found is None:
            raise NobodyThere
        return found

    async def _may_go(self, unit: Unit, account: int) -> None:
        if not await unit.grants.roles_of(account):
            raise FromSettings
        owners = await self._rights.having(unit, Scope.OWN)
        stays = self._rights.settled.may(account, Scope.OWN)
        if owners == {account} and not stays:
            raise LastOwner

    async def _told(self, unit: Unit, account: int, roles: Sequence[str], owner: int) -> Colleague:
        return Colleague(
            who=self._pseudonym(account),
            name=await _name(unit, account),
            roles=[AdminRole(role) for role in roles],
            settled=self._rights.settled.scopes_of(account),
            is_oneself=account == owner,
        )


async def _name(unit: Unit, account: int) -> str:
    person = await unit.people.known(account)
    return "" if person is None else person.name
