"""The buttons under questions for two, and what they carry: written and read here. The token is the person's own."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.chat.button import Button
from curriculum.pairs.items import ITEMS

_NUMBERS: Final = {str(number): number for number in range(1, len(ITEMS) + 1)}


class PairMove(StrEnum):
    """What may be asked for about questions for two as a whole."""

    MAKE = "make"
    ANEW = "anew"
    LOOK = "look"
    END = "end"


class PairAct(StrEnum):
    """What may be done with one question."""

    SEE = "see"
    WRITE = "write"
    SHOW = "show"
    KEEP_BACK = "back"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class PairMoved:
    """The person asks for one of the moves."""

    token: str
    move: PairMove


@dataclass(frozen=True, slots=True)
class PairItemTapped:
    """The person does something with one question."""

    token: str
    number: int
    act: PairAct


PairTap = PairMoved | PairItemTapped


def read(kind: str, token: str, what: str) -> PairTap | None:
    """What a tap of this kind means; None when it is of no kind that is written here. Raises `ValueError` for what none of
    our buttons carries.
    """
    match kind:
        case "tm":
            return PairMoved(token, PairMove(what))
        case "ti":
            number, _, act = what.partition(":")
            if number not in _NUMBERS:
                raise ValueError("no question has this number")
            return PairItemTapped(token, _NUMBERS[number], PairAct(act))
        case _:
            return None


def move(token: str, to: PairMove, says: str) -> Button:
    """Asks for a move."""
    return Button(says, f"tm:{token}:{to}")


def act(token: str, number: int, of: PairAct, says: str) -> Button:
    """Does something with a question."""
    return Button(says, f"ti:{token}:{number}:{of}")
