"""The buttons for what comes after a track, or in place of it, and what they carry: written and read here."""

from dataclasses import dataclass
from enum import StrEnum

from bot.chat.button import Button


class AfterMove(StrEnum):
    """What may be asked for at the end of a track, and in the settings."""

    NEXT = "next"
    ENOUGH = "enough"
    WEEKLY = "weekly"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class AfterMoved:
    """The person asks for one of the moves; the token is theirs, or of a nudge of theirs."""

    token: str
    move: AfterMove


@dataclass(frozen=True, slots=True)
class TrackChanged:
    """The person wants this track in place of theirs."""

    token: str
    track: str


AfterTap = AfterMoved | TrackChanged


def read(kind: str, token: str, what: str) -> AfterTap | None:
    """What a tap means; None for other kinds. Raises `ValueError` for what none of our buttons carries."""
    match kind:
        case "un":
            return AfterMoved(token, AfterMove(what))
        case "uo":
            return TrackChanged(token, what)
        case _:
            return None


def move(token: str, to: AfterMove, says: str) -> Button:
    """Asks for a move."""
    return Button(says, f"un:{token}:{to}")


def change(token: str, slug: str, says: str) -> Button:
    """Changes to a track."""
    return Button(says, f"uo:{token}:{slug}")
