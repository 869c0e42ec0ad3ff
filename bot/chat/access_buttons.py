"""The buttons under what somebody lets a coach read, and what they carry: written and read here."""

from dataclasses import dataclass
from enum import StrEnum

from bot.chat.button import Button, number_in


class ShareMove(StrEnum):
    """What the buttons may ask for under what somebody lets a coach read."""

    ONE_DAY = "for1"
    A_WEEK = "for7"
    A_MONTH = "for30"
    BACK = "back"
    DROP = "drop"
    END = "end"


@dataclass(frozen=True, slots=True)
class ShareDay:
    """The person chooses a day that a coach may read, or not."""

    token: str
    nudge: int


@dataclass(frozen=True, slots=True)
class ShareMoved:
    """The person asks for one of the moves about what a coach may read."""

    token: str
    move: ShareMove


@dataclass(frozen=True, slots=True)
class ShareGiven:
    """The person lets a coach read for so many days what the mark says they saw."""

    token: str
    span: int
    seen: str


ShareTap = ShareDay | ShareMoved | ShareGiven


def read(kind: str, token: str, what: str) -> ShareTap | None:
    """What a tap of this kind means; None when it is of no kind that is written here. Raises `ValueError` for what none of
    our buttons carries.
    """
    match kind:
        case "xd":
            return ShareDay(token, number_in(what))
        case "xm":
            return ShareMoved(token, ShareMove(what))
        case "xg":
            days, _, seen = what.partition(":")
            return ShareGiven(token, number_in(days), seen)
        case _:
            return None


def share_day(token: str, nudge: int, says: str) -> Button:
    """Chooses a day for a coach, or no longer."""
    return Button(says, f"xd:{token}:{nudge}")


def share_move(token: str, to: ShareMove, says: str) -> Button:
    """Asks for a move about what a coach may read."""
    return Button(says, f"xm:{token}:{to}")


def give_share(token: str, days: int, seen: str, says: str) -> Button:
    """Lets a coach read what was seen, for so many days."""
    return Button(says, f"xg:{token}:{days}:{seen}")
