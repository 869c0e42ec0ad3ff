"""Who may do what as an admin: the scopes that the operator gave to each Telegram id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Self


class Scope(StrEnum):
    """What an admin may be given the right to."""

    VIEW = "view"
    """See the list of tracks; have a file checked and look through it."""
    PUBLISH = "publish"
    """Publish it as well."""
    COACH = "coach"
    """Read what people let them read."""


ALL: Final = frozenset(Scope)
_INCLUDES: Final[Mapping[Scope, frozenset[Scope]]] = {Scope.PUBLISH: frozenset({Scope.VIEW})}
_GRAMMAR: Final = (
    "should be numeric Telegram ids, separated by commas, each with all scopes (1001) or with those behind a colon "
    f"(1002:view, 1003:{'+'.join(Scope)})"
)


@dataclass(frozen=True, slots=True)
class Admins:
    """The admins, each with their scopes."""

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


def _scopes(named: str) -> frozenset[Scope]:
    try:
        given = frozenset(Scope(name.strip()) for name in named.split("+"))
    except ValueError as error:
        raise ValueError(f"knows no such scope; there are {', '.join(Scope)}, joined by +") from error
    return given.union(*(_INCLUDES.get(scope, frozenset()) for scope in given))
