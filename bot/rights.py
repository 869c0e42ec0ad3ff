"""Who may do what as an admin: the scopes that the operator gave to each Telegram id, and those of the roles that owners
gave since. The latter are looked up each time, so that what was taken away a moment ago counts in no process any more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from storage.database import Unit


class Scope(StrEnum):
    """What an admin may be given the right to."""

    VIEW = "view"
    """See the list of tracks; have a file checked and look through it."""
    PUBLISH = "publish"
    """Publish it as well."""
    COACH = "coach"
    """Read what people let them read."""
    OWN = "own"
    """Everything: also give and take rights, write to everybody, and read the log."""


class AdminRole(StrEnum):
    """What an owner may make somebody."""

    OWNER = "owner"
    AUTHOR = "author"
    VIEWER = "viewer"
    COACH = "coach"

    @property
    def scopes(self) -> frozenset["Scope"]:
        """What it gives the right to."""
        return _ROLES[self]


ALL: Final = frozenset(Scope)
_INCLUDES: Final[Mapping[Scope, frozenset[Scope]]] = {Scope.PUBLISH: frozenset({Scope.VIEW}), Scope.OWN: ALL}
_ROLES: Final[Mapping[AdminRole, frozenset[Scope]]] = {
    AdminRole.OWNER: ALL,
    AdminRole.AUTHOR: frozenset({Scope.VIEW, Scope.PUBLISH}),
    AdminRole.VIEWER: frozenset({Scope.VIEW}),
    AdminRole.COACH: frozenset({Scope.COACH}),
}
_GRAMMAR: Final = (
    "should be numeric Telegram ids, separated by commas, each with all scopes (1001) or with those behind a colon "
    f"(1002:view, 1003:{'+'.join(Scope)})"
)


@dataclass(frozen=True, slots=True)
class Admins:
    """Admins, each with their scopes."""

    scopes: Mapping[int, frozenset[Scope]] = field(default_factory=dict)

    @classmethod
    def of(cls, ids: Iterable[int]) -> Self:
        """These, with every scope there is."""
        return cls(dict.fromkeys(ids, ALL))

    @classmethod
    def read(cls, text: str) -> Self:
        """`1001,1002:view,1003:publish`. Raises `ValueError` that says what is wrong."""
        scopes: dict[int, frozenset[Scope]] = {}
        for part in (each.strip() for each in text.split(",")):
            if not part:
                continue
            id, colon, named = part.partition(":")
            if not (id.isascii() and id.isdigit()):
                raise ValueError(_GRAMMAR)
            given = _scopes(named) if colon else ALL
            if scopes.setdefault(int(id), given) != given:
                raise ValueError(f"{int(id)} stands there twice, with different scopes")
        return cls(scopes)

    @property
    def ids(self) -> frozenset[int]:
        """The Telegram ids of all of them."""
        return frozenset(self.scopes)

    def scopes_of(self, telegram_id: int) -> frozenset[Scope]:
        """What this account may do; nothing when it is no admin's."""
        return self.scopes.get(telegram_id, frozenset())

    def may(self, telegram_id: int, scope: Scope) -> bool:
        """Whether this account has that right."""
        return scope in self.scopes_of(telegram_id)


class Rights:
    """Who may do what at this moment: `settled` by the operator, and given by owners."""

    def __init__(self, settled: Admins) -> None:
        self.settled = settled

    async def scopes_of(self, unit: "Unit", telegram_id: int) -> frozenset[Scope]:
        """What this account may do; nothing when it is no admin's."""
        return self.settled.scopes_of(telegram_id) | _given(await unit.grants.roles_of(telegram_id))

    async def may(self, unit: "Unit", telegram_id: int, scope: Scope) -> bool:
        """Whether this account has that right."""
        return scope in await self.scopes_of(unit, telegram_id)

    async def all(self, unit: "Unit") -> Admins:
        """Everybody who has a right."""
        given = {account: _given(roles) for account, roles in (await unit.grants.all()).items()}
        accounts = sorted(self.settled.ids | given.keys())
        return Admins({one: self.settled.scopes_of(one) | given.get(one, frozenset()) for one in accounts})

    async def having(self, unit: "Unit", scope: Scope) -> frozenset[int]:
        """The accounts that have this right."""
        admins = await self.all(unit)
        return frozenset(one for one in admins.ids if admins.may(one, scope))


def _given(roles: Iterable[str]) -> frozenset[Scope]:
    return frozenset(scope for role in roles for scope in AdminRole(role).scopes)


def _scopes(named: str) -> frozenset[Scope]:
    try:
        given = frozenset(Scope(name.strip()) for name in named.split("+"))
    except ValueError as error:
        raise ValueError(f"knows no such scope; there are {', '.join(Scope)}, joined by +") from error
    return given.union(*(_INCLUDES.get(scope, frozenset()) for scope in given))
