"""The buttons for a moment of pressure and what they carry: written and read here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.chat.button import Button
from curriculum.calm import MINUTES, ReturnAnswer
from curriculum.calm.soft_start import PARTS, Part
from curriculum.nudge import Nudge
from curriculum.pressure import PressureResponse

WANTED: Final = "up"
BEGUN: Final = "ub"
MOVED: Final = "um"
PAUSED: Final = "ur"
RETURNED: Final = "ut"
PHRASE: Final = "uw"
SOFTLY: Final = "us"
_UNKNOWN: Final = "unknown"
_SURE: Final = "!"


class CalmMove(StrEnum):
    """What a button of a drill may ask for."""

    STOP = "stop"
    EASIER = "easier"
    SAME = "same"
    MORE = "more"
    PAUSE_LINE = "pause"
    SOFT_START = "soft"


class SoftMove(StrEnum):
    """What a button of a soft start may ask for, beyond its parts."""

    KEEP = "keep"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class CalmWanted:
    """The person is under pressure; the token is theirs, or of a nudge of theirs."""

    token: str


@dataclass(frozen=True, slots=True)
class DrillBegun:
    """The person says what the pressure is like; `sure`: after they were told what may come first."""

    token: str
    response: PressureResponse | None
    sure: bool


@dataclass(frozen=True, slots=True)
class DrillMoved:
    """The person asks for one of the moves of a drill."""

    token: str
    move: CalmMove


@dataclass(frozen=True, slots=True)
class PauseNamed:
    """The person names a pause of so many minutes."""

    token: str
    minutes: int


@dataclass(frozen=True, slots=True)
class ReturnAnswered:
    """The person answers the time of return of a nudge."""

    token: str
    answer: ReturnAnswer


@dataclass(frozen=True, slots=True)
class PhraseChosen:
    """The person takes one of the beginnings for a part of a soft start; `number` counts from 0."""

    token: str
    part: Part
    number: int


@dataclass(frozen=True, slots=True)
class SoftMoved:
    """The person asks for one of the moves of a soft start."""

    token: str
    move: SoftMove


CalmTap = CalmWanted | DrillBegun | DrillMoved | PauseNamed | ReturnAnswered | PhraseChosen | SoftMoved


def read(kind: str, token: str, what: str) -> CalmTap | None:
    """What a tap means; None for other kinds. Raises `ValueError` for what none of our buttons carries."""
    match kind:
        case "up":
            return CalmWanted(token)
        case "ub":
            response = what.removesuffix(_SURE)
            sure = what.endswith(_SURE)
            return DrillBegun(token, None if response == _UNKNOWN else PressureResponse(response), sure)
        case "um":
            return DrillMoved(token, CalmMove(what))
        case "ur":
            return PauseNamed(token, _one_of({str(minutes): minutes for minutes in MINUTES}, what))
        case "ut":
            return ReturnAnswered(token, ReturnAnswer(what))
        case "uw":
            part, _, number = what.partition(":")
            there = PARTS[Part(part)].beginnings
            return PhraseChosen(token, Part(part), _one_of({str(i): i for i in range(len(there))}, number))
        case "us":
            return SoftMoved(token, SoftMove(what))
        case _:
            return None


def wanted(token: str, says: str) -> Button:
    """Shows what helps under pressure."""
    return Button(says, f"{WANTED}:{token}")


def from_nudge(nudge: Nudge, says: str) -> Button:
    """The same from under a nudge."""
    return wanted(nudge.token, says)


def begin(token: str, response: PressureResponse | None, says: str, *, sure: bool = False) -> Button:
    """Begins the drill for this response."""
    return Button(says, f"{BEGUN}:{token}:{response or _UNKNOWN}{_SURE if sure else ''}")


def move(token: str, to: CalmMove, says: str) -> Button:
    """Asks for a move of a drill."""
    return Button(says, f"{MOVED}:{token}:{to}")


def pause(token: str, minutes: int, says: str) -> Button:
    """Names a pause."""
    return Button(says, f"{PAUSED}:{token}:{minutes}")


def answer_return(nudge: Nudge, answer: ReturnAnswer, says: str) -> Button:
    """Answers a time of return."""
    return Button(says, f"{RETURNED}:{nudge.token}:{answer}")


def phrase(token: str, part: Part, number: int, says: str) -> Button:
    """Takes a beginning for a part of a soft start."""
    return Button(says, f"{PHRASE}:{token}:{part}:{number}")


def soft_move(token: str, to: SoftMove, says: str) -> Button:
    """Asks for a move of a soft start."""
    return Button(says, f"{SOFTLY}:{token}:{to}")


def _one_of(known: dict[str, int], written: str) -> int:
    if written not in known:
        raise ValueError("no button says so")
    return known[written]
