"""What a database remembers of a move: where everything in it goes, or that everything comes into it, and how far that is.

These marks are facts of one database alone, and are not carried over with the others.
"""

import json
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from storage.errors import InUse
from storage.facts import Facts

_LEAVING: Final = "moved_to"
_ARRIVING: Final = "moved_from"
MARKS: Final = frozenset({_LEAVING, _ARRIVING})
_LONGEST_NAME: Final = 120

Key = tuple[int | str, ...]
"""The values of a row's primary key."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Everything goes to the database called `to`; it is there when that `is_over`. Each try with another target is another
    `move`.
    """

    move: str
    to: str
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Of this table all rows up to the one with this key are carried over, and so are all tables before it."""

    table: str
    after: Key


@dataclass(frozen=True, slots=True)
class Arriving:
    """Everything comes by this move, and has come as far as `place`; it is there, and compared, when that `is_over`."""

    move: str
    place: Place | None = None
    is_over: bool = False


class MoveMarks:
    """The marks of moves in one database, in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._facts = Facts(session)

    async def leaving(self) -> Leaving | None:
        """The move from here, if there is one."""
        written = await self._facts.get(_LEAVING)
        return None if written is None else Leaving(**json.loads(written))

    async def leave(self, leaving: Leaving) -> None:
        """From now on this is the move from here."""
        mark = {"move": leaving.move, "to": leaving.to[:_LONGEST_NAME], "is_over": leaving.is_over}
        await self._facts.remember(_LEAVING, json.dumps(mark, ensure_ascii=False))

    async def stay(self) -> None:
        """There is no move from here any more."""
        await self._facts.forget(_LEAVING)

    async def arriving(self) -> Arriving | None:
        """The move into this database, if there is or was one."""
        written = await self._facts.get(_ARRIVING)
        return None if written is None else _arriving_in(written)

    async def begin(self, move: str) -> None:
        """From now on everything comes by this move."""
        await self._facts.remember(_ARRIVING, _written(Arriving(move)))

    async def go_on(self, before: Arriving, after: Arriving) -> None:
        """The move into this database is further. Raises `InUse` when it does not stand as it did before."""
        if not await self._facts.replace(_ARRIVING, _written(before), _written(after)):
            raise InUse("another process works on the same move")


def _written(arriving: Arriving) -> str:
    place = None if arriving.place is None else [arriving.place.table, *arriving.place.after]
    return json.dumps({"move": arriving.move, "place": place, "is_over": arriving.is_over}, ensure_ascii=False)


def _arriving_in(written: str) -> Arriving:
    mark = json.loads(written)
    place = None if mark["place"] is None else Place(mark["place"][0], tuple(mark["place"][1:]))
    return Arriving(mark["move"], place, mark["is_over"])
