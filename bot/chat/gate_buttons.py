"""The buttons under the private questions and what they carry: written and read here."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.chat.button import Button, number_in
from bot.words import _
from curriculum.gate import QUESTIONS, Said

QUESTION_NUMBERS: Final = {str(number): number for number in range(1, len(QUESTIONS) + 1)}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_DIGITS: Final = 16
"""Of an instant in microseconds; they last until the year 2286."""


class GateMove(StrEnum):
    """What a button under the private questions may ask for, beyond answers."""

    BEGIN = "begin"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """The person answers a private question, of the taking that began at that instant."""

    token: str
    taking: datetime
    number: int
    said: Said


@dataclass(frozen=True, slots=True)
class GateMoved:
    """The person begins with the private questions, or leaves them for later."""

    token: str
    move: GateMove


GateTap = QuestionAnswered | GateMoved


def read(kind: str, token: str, what: str) -> GateTap | None:
    """What a tap of this kind means; None when it is of no kind that is written here. Raises `ValueError` for what none of
    our buttons carries.
    """
    match kind:
        case "ga":
            taking, _, answer = what.partition(":")
            number, _, said = answer.partition(":")
            return QuestionAnswered(token, _instant(taking), _question(number), Said(said))
        case "gm":
            return GateMoved(token, GateMove(what))
        case _:
            return None


def answer_question(token: str, taking: datetime, number: int, said: Said) -> Button:
    """Answers a private question. It carries the answer it offers and when the taking began, and nothing of the others."""
    began = (taking - _EPOCH) // timedelta(microseconds=1)
    return Button(_(said.says), f"ga:{token}:{began}:{number}:{said}")


def gate_move(token: str, to: GateMove, says: str) -> Button:
    """Begins with the private questions, or leaves them for later."""
    return Button(says, f"gm:{token}:{to}")


def _question(number: str) -> int:
    if number not in QUESTION_NUMBERS:
        raise ValueError("no question has this number")
    return QUESTION_NUMBERS[number]


def _instant(digits: str) -> datetime:
    return _EPOCH + timedelta(microseconds=number_in(digits, most=_MOST_DIGITS))
