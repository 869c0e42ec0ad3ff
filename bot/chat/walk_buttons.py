"""The buttons by which a walk rests, waits and goes on, and what they carry: written and read here.

Those under a day, a question or a welcome carry the token of that nudge; all others the person's own.
"""

from dataclasses import dataclass
from typing import Final

from bot.chat.button import Button
from bot.practice import View
from bot.returning import Place, ReturnMove
from curriculum.nudge import Nudge
from curriculum.putting_off import Later

SPANS: Final = (3, 7, 14)
"""For so many days a pause is offered."""
_NO_END: Final = "0"
_MOST_OF_AN_ID: Final = 16
"""Hexadecimal digits of a number of ours."""
_MOST_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class PauseChosen:
    """The person says for how many days their pause is; None is until they say so."""

    token: str
    days: int | None


@dataclass(frozen=True, slots=True)
class ReturnMoved:
    """The person says where to go on. With their own token it says where the walk stood then."""

    token: str
    move: ReturnMove
    at: Place | None


@dataclass(frozen=True, slots=True)
class NotNow:
    """The person wants to see what can be done with a day in place of it."""

    token: str
    view: View


@dataclass(frozen=True, slots=True)
class DayPutOff:
    """The person wants a day, in this view, to come again later."""

    token: str
    later: Later
    view: View


@dataclass(frozen=True, slots=True)
class HardDayTold:
    """The person says that today is a hard day."""

    token: str
    view: View


@dataclass(frozen=True, slots=True)
class DayLeft:
    """The person leaves a day without a word."""

    token: str
    view: View


NotNowTap = NotNow | DayPutOff | HardDayTold | DayLeft
WalkTap = PauseChosen | ReturnMoved | NotNow | DayPutOff | HardDayTold | DayLeft


def read(kind: str, token: str, what: str) -> WalkTap | None:
    """What a tap of this kind means; None when it is of no kind that is written here. Raises `ValueError` for what none of
    our buttons carries.
    """
    match kind:
        case "ku":
            return PauseChosen(token, _span(what))
        case "kr":
            move, _, at = what.partition(":")
            return ReturnMoved(token, ReturnMove(move), _place(at) if at else None)
        case "kn":
            return NotNow(token, View(what))
        case "kl":
            later, _, view = what.partition(":")
            return DayPutOff(token, Later(later), View(view))
        case "kh":
            return HardDayTold(token, View(what))
        case "ks":
            return DayLeft(token, View(what))
        case _:
            return None


def pause_for(token: str, days: int | None, says: str) -> Button:
    """Says when a pause ends."""
    return Button(says, f"ku:{token}:{days or _NO_END}")


def returns(token: str, move: ReturnMove, at: Place | None, says: str) -> Button:
    """Says where to go on."""
    where = "" if at is None else f":{at.walk:x}.{at.place}.{at.lap}"
    return Button(says, f"kr:{token}:{move}{where}")


def not_now(nudge: Nudge, view: View, says: str) -> Button:
    """Shows what can be done with a day in place of it."""
    return Button(says, f"kn:{nudge.token}:{view}")


def later(nudge: Nudge, until: Later, view: View, says: str) -> Button:
    """Puts a day off."""
    return Button(says, f"kl:{nudge.token}:{until}:{view}")


def hard_day(nudge: Nudge, view: View, says: str) -> Button:
    """Says that today is a hard day."""
    return Button(says, f"kh:{nudge.token}:{view}")


def leave_day(nudge: Nudge, view: View, says: str) -> Button:
    """Leaves a day without a word."""
    return Button(says, f"ks:{nudge.token}:{view}")


def _place(written: str) -> Place:
    walk, place, lap = written.split(".")
    if len(walk) > _MOST_OF_AN_ID or not (place.isdigit() and lap.isdigit()) or len(place + lap) > _MOST_DIGITS:
        raise ValueError("no place is written so")
    return Place(int(walk, 16), int(place), int(lap))


def _span(digits: str) -> int | None:
    if digits == _NO_END:
        return None
    if digits not in {str(days) for days in SPANS}:
        raise ValueError("no pause is so long")
    return int(digits)
