"""The buttons of a pattern check and what they carry: written and read here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.chat.button import Button
from curriculum.pattern.items import ITEMS, Answer

ITEM_NUMBERS: Final = {str(number): number for number in range(1, len(ITEMS) + 1)}


class CheckMove(StrEnum):
    """What a button of a pattern check may ask for, beyond answers."""

    GO_ON = "go_on"
    STOP = "stop"
    AGAIN = "again"
    ERASE = "erase"
    SURELY_ERASE = "surely_erase"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class ItemAnswered:
    """The person answers an item of their pattern check."""

    token: str
    number: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class ItemShown:
    """The person wants to see an item of their pattern check again."""

    token: str
    number: int


@dataclass(frozen=True, slots=True)
class CheckMoved:
    """The person asks for one of the moves of a pattern check."""

    token: str
    move: CheckMove


CheckTap = ItemAnswered | ItemShown | CheckMoved


def read(kind: str, token: str, what: str) -> CheckTap | None:
    """What a tap of this kind means; None when it is of no kind that is written here. Raises `ValueError` for what none of
    our buttons carries.
    """
    match kind:
        case "qa":
            number, _, answer = what.partition(":")
            return ItemAnswered(token, _item(number), Answer(answer))
        case "qi":
            return ItemShown(token, _item(what))
        case "qm":
            return CheckMoved(token, CheckMove(what))
        case _:
            return None


def answer_item(token: str, number: int, answer: Answer, says: str) -> Button:
    """Answers an item of a pattern check."""
    return Button(says, f"qa:{token}:{number}:{answer}")


def show_item(token: str, number: int, says: str) -> Button:
    """Shows an item of a pattern check again."""
    return Button(says, f"qi:{token}:{number}")


def check_move(token: str, to: CheckMove, says: str) -> Button:
    """Asks for a move of a pattern check."""
    return Button(says, f"qm:{token}:{to}")


def _item(number: str) -> int:
    if number not in ITEM_NUMBERS:
        raise ValueError("no item has this number")
    return ITEM_NUMBERS[number]
