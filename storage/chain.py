"""The chain of admins' acts: each is bound to the one before by a key, so that none can be changed, taken out, put in or
cut off without being found. Pure: `seal` stands for what only the key can make.

That rows and head together were put back to how they once stood (so with all rows gone and the head with them) shows by
what is noted of the acts beside the keys, or by a later head that somebody noted elsewhere. It cannot tell when the notes
beside the keys were put back as well, nor an act whose note could not be written; and nothing to the holder of the key.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, Self

Seal = Callable[[str, str], str]
"""Of a purpose and a text."""
_ACT: Final = "admins' acts"
_HEAD: Final = "head of admins' acts"
_NOTED_CHARACTERS: Final = 16
_LOST: Final = "lost"


class Result(StrEnum):
    """What came of an act."""

    BEGUN = "begun"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AdminAct:
    """Who did what, on what, and what came of it; `link` binds it to all before it."""

    number: int
    at: datetime
    who: str
    act: str
    about: str
    result: str
    link: str = ""

    def bound_to(self, previous: str, seal: Seal) -> Self:
        """The same, as it stands behind the act with that link."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        parts = [previous, self.number, at, self.who, self.act, self.about, self.result]
        return replace(self, link=seal(_ACT, json.dumps(parts)))


@dataclass(frozen=True, slots=True)
class Head:
    """The newest act there is to be: kept apart from the acts, so that a missing end shows."""

    number: int
    link: str

    @classmethod
    def read(cls, text: str, seal: Seal) -> Self | None:
        """The head as it was written; None when it was not we who wrote it."""
        number, _, rest = text.partition(" ")
        link = rest.partition(" ")[0]
        if not (number.isascii() and number.isdigit()):
            return None
        head = cls(int(number), link)
        return head if head.written(seal) == text else None

    def written(self, seal: Seal) -> str:
        """What nobody without the key can write for another head."""
        return f"{self.number} {self.link} {seal(_HEAD, f'{self.number} {self.link}')}"

    @property
    def is_lost(self) -> bool:
        """Whether it only stands for one that is gone."""
        return self.link == _LOST

    @property
    def noted(self) -> str:
        """Short enough to be noted on paper."""
        return f"{self.number}:{self.link[:_NOTED_CHARACTERS]}"


START: Final = Head(0, "")
"""Before the first act."""


def lost_after(number: int) -> Head:
    """Where the chain goes on when its head is lost: the next act fits to none before it, so that it shows for ever."""
    return Head(number, _LOST)


def breaks(acts: Sequence[AdminAct], head: Head | None, seal: Seal) -> Iterator[str]:
    """Every place where the chain does not hold, in words; `acts` by their numbers, no `head` for one that is lost."""
    before = START
    for act in acts:
        if act.number != before.number + 1:
            yield _missing(before.number + 1, act.number - 1)
        elif act.bound_to(before.link, seal).link != act.link:
            yield f"act {act.number} is not as it was written, or what stood before it is gone"
        before = Head(act.number, act.link)
    if head is None:
        yield f"the head is missing or forged: acts after {before.number} may be cut off"
    elif head.number > before.number:
        yield _missing(before.number + 1, head.number)
    elif head != before:
        yield f"act {before.number} is not the newest that was written"


def put_back(noted: Mapping[int, str], acts: Sequence[AdminAct]) -> int | None:
    """The first act that was noted beside the keys and is not there any more; None when all are."""
    there = {act.number: Head(act.number, act.link).noted for act in acts}
    return next((number for number in sorted(noted) if there.get(number) != noted[number]), None)


def differs_from(noted: str, acts: Sequence[AdminAct]) -> bool:
    """Whether the chain does not hold the head that somebody noted earlier."""
    return noted not in {Head(act.number, act.link).noted for act in acts}


def _missing(first: int, last: int) -> str:
    return f"act {first} is missing" if first >= last else f"acts {first} to {last} are missing"
