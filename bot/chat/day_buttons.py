"""The buttons under a day and what they carry: written and read here. Each has the token of the nudge that brought the day."""

from dataclasses import dataclass
from typing import Final

from bot.chat.button import Button
from bot.practice import View
from curriculum.day import CHOICES, Outcome
from curriculum.nudge import Nudge
from curriculum.pressure import Strain

RATINGS: Final = tuple(str(rating) for rating in range(11))


@dataclass(frozen=True, slots=True)
class Opened:
    """The person opens a nudge that came closed."""

    token: str


@dataclass(frozen=True, slots=True)
class OutcomeTapped:
    """The person says what became of the day of a nudge."""

    token: str
    outcome: Outcome
    view: View


@dataclass(frozen=True, slots=True)
class RatingTapped:
    """The person answers the 0-10 question of a day."""

    token: str
    rating: int


@dataclass(frozen=True, slots=True)
class ChoiceTapped:
    """The person answers a day's question with a few answers; `choice` counts from 0."""

    token: str
    choice: int


@dataclass(frozen=True, slots=True)
class StrainTapped:
    """The person says how a day felt inside."""

    token: str
    strain: Strain
    view: View | None = None


@dataclass(frozen=True, slots=True)
class ViewTapped:
    """The person wants another version of the act."""

    token: str
    view: View


@dataclass(frozen=True, slots=True)
class NudgePaused:
    """The person pauses from a nudge."""

    token: str


DayTap = Opened | OutcomeTapped | RatingTapped | ChoiceTapped | StrainTapped | ViewTapped | NudgePaused


def read(kind: str, token: str, what: str) -> DayTap | None:
    """What a tap of this kind means; None when it is of no kind that is written here. Raises `ValueError` for what none of
    our buttons carries.
    """
    match kind:
        case "n":
            return Opened(token)
        case "o":
            outcome, _, view = what.partition(":")
            return OutcomeTapped(token, Outcome(outcome), View(view))
        case "r" if what in RATINGS:
            return RatingTapped(token, int(what))
        case "c" if what in RATINGS[: CHOICES[1]]:
            return ChoiceTapped(token, int(what))
        case "s":
            strain, _, view = what.partition(":")
            return StrainTapped(token, Strain(strain), View(view) if view else None)
        case "v":
            return ViewTapped(token, View(what))
        case "p":
            return NudgePaused(token)
        case _:
            return None


def opens(nudge: Nudge, says: str) -> Button:
    """Shows what is in a nudge that came closed."""
    return Button(says, f"n:{nudge.token}")


def outcome(nudge: Nudge, of: Outcome, view: View, says: str) -> Button:
    """Says what became of the day; the version looked at stays."""
    return Button(says, f"o:{nudge.token}:{of}:{view}")


def rating(nudge: Nudge, number: str, says: str) -> Button:
    """Answers the 0-10 question of a day."""
    return Button(says, f"r:{nudge.token}:{number}")


def choice(nudge: Nudge, number: int, says: str) -> Button:
    """Answers a day's question with one of a few answers."""
    return Button(says, f"c:{nudge.token}:{number}")


def strain(nudge: Nudge, of: Strain, says: str, view: View | None = None) -> Button:
    """Says how the day, in the version looked at, felt inside; of a rest there is one alone."""
    return Button(says, f"s:{nudge.token}:{of}" if view is None else f"s:{nudge.token}:{of}:{view}")


def look(nudge: Nudge, view: View, says: str) -> Button:
    """Shows another version of the act."""
    return Button(says, f"v:{nudge.token}:{view}")


def pause(nudge: Nudge, says: str) -> Button:
    """Pauses from a nudge."""
    return Button(says, f"p:{nudge.token}")
