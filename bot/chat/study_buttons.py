"""The buttons around a study and what they carry: written and read here."""

from dataclasses import dataclass
from enum import StrEnum

from bot.chat.button import Button

_KIND = "ys"


class StudyMove(StrEnum):
    """What the buttons around a study may ask for."""

    ASK = "ask"
    AGREE = "agree"
    RATHER_NOT = "rather_not"
    TAKE_BACK = "take_back"


@dataclass(frozen=True, slots=True)
class StudyMoved:
    """The person wants to read of the study, takes part in it, rather not, or no more. `seen` is what study they were asked about, in which
    words.
    """

    token: str
    move: StudyMove
    seen: str


def read(kind: str, token: str, what: str) -> StudyMoved | None:
    """What a tap of this kind means; None when it is of no kind that is written here. Raises `ValueError` for what none of
    our buttons carries.
    """
    if kind != _KIND:
        return None
    move, _, seen = what.partition(":")
    return StudyMoved(token, StudyMove(move), seen)


def move(token: str, to: StudyMove, seen: str, says: str) -> Button:
    """Asks for a move about the study that is known by `seen`."""
    return Button(says, f"{_KIND}:{token}:{to}:{seen}")
