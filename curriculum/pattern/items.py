"""The items of the pattern check, in three parts, and the few answers that each of them can have.

They are our own and no standard scale. Each says something of oneself or of what happens between two people, and
nothing of what the other person is like. Buttons carry an item's number and answers are kept under its key, so an item
is never renamed and never moved; a better one is added at the end.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from curriculum.marked import marked
from curriculum.pressure import PressureResponse

OPENNESS: Final = "model-openness"
STEADY: Final = "steady-under-pressure"
TWO_WORLDS: Final = "two-worlds"


class Part(StrEnum):
    """What a group of items is about."""

    TALKS = marked("Where talks slip")
    PRESSURE = marked("When it gets tense")
    PATTERN = marked("What keeps coming back")


class Answer(StrEnum):
    """How often it is so. One letter each: the length of what is sealed then tells nothing of the answers."""

    HARDLY = "h"
    AT_TIMES = "a"
    OFTEN = "o"
    RATHER_NOT = "n"

    @property
    def says(self) -> str:
        """The answer as it stands on a button."""
        return _SAYS[self]

    @property
    def weight(self) -> int | None:
        """How much it speaks for what it answers; None when nothing was said."""
        return _WEIGHTS.get(self)


_SAYS: Final = {
    Answer.HARDLY: marked("Hardly"),
    Answer.AT_TIMES: marked("At times"),
    Answer.OFTEN: marked("Often"),
    Answer.RATHER_NOT: marked("Rather not say"),
}
_WEIGHTS: Final = {Answer.HARDLY: 0, Answer.AT_TIMES: 1, Answer.OFTEN: 2}


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence that somebody answers about themselves.

    `told` says it back to them; None for what is never said back, as somebody else may read the chat. `track` is the
    one that takes it up; `response` the reaction to pressure that it names.
    """

    key: str
    part: Part
    says: str
    told: str | None
    track: str
    response: PressureResponse | None = None


AFRAID: Final = Item(
    "afraid", Part.PATTERN, marked("I hold my words back because I am afraid of what could follow."), None, STEADY
)

ITEMS: Final = (
    Item(
        "timing",
        Part.TALKS,
        marked("A talk that matters starts when I am tired or in a rush."),
        marked("a talk that matters starts when you are tired or in a rush"),
        STEADY,
    ),
    Item(
        "meanings",
        Part.TALKS,
        marked("Later I find out that we meant two different things."),
        marked("you find out later that you meant two different things"),
        TWO_WORLDS,
    ),
    Item(
        "untold",
        Part.TALKS,
        marked("I keep a wish or a worry to myself until it is too big to say calmly."),
        marked("you keep a wish or a worry to yourself until it is too big to say calmly"),
        OPENNESS,
    ),
    Item(
        "fixing",
        Part.PRESSURE,
        marked("I offer a solution before I have heard it all."),
        marked("you offer a solution before you have heard it all"),
        TWO_WORLDS,
        PressureResponse.FIXING,
    ),
    Item(
        "explaining",
        Part.PRESSURE,
        marked("I explain what I meant, and then I explain it again."),
        marked("you explain what you meant, and then explain it again"),
        TWO_WORLDS,
        PressureResponse.EXPLAINING,
    ),
    Item(
        "pulling_back",
        Part.PRESSURE,
        marked("I turn to something else, or I leave the room."),
        marked("you turn to something else, or leave the room"),
        STEADY,
        PressureResponse.PULLING_BACK,
    ),
    Item(
        "shutting_down",
        Part.PRESSURE,
        marked("My head goes blank, and I find no words."),
        marked("your head goes blank, and you find no words"),
        STEADY,
        PressureResponse.SHUTTING_DOWN,
    ),
    Item(
        "exploding",
        Part.PRESSURE,
        marked("I get loud, or I say something that stings."),
        marked("you get loud, or say something that stings"),
        STEADY,
        PressureResponse.EXPLODING,
    ),
    Item(
        "chasing",
        Part.PATTERN,
        marked("One of us wants to talk it out, and the other wants to be left alone."),
        marked("one of you wants to talk it out, and the other wants to be left alone"),
        STEADY,
    ),
    Item(
        "no_win",
        Part.PATTERN,
        marked("Whether I speak or keep quiet, it feels like the wrong choice."),
        marked("speaking and keeping quiet both feel like the wrong choice"),
        TWO_WORLDS,
    ),
    AFRAID,
    Item(
        "unnoticed",
        Part.PATTERN,
        marked("Small good things between us go by without a word."),
        marked("small good things between you go by without a word"),
        OPENNESS,
    ),
)
"""In the order in which they are asked; a lighter one comes last."""

RESPONSES: Final = {item.response: item for item in ITEMS if item.response is not None}
"""The item that names each response to pressure."""


def numbered(number: int) -> Item:
    """The item with this number, which counts from 1. Raises `IndexError`."""
    if number < 1:
        raise IndexError(number)
    return ITEMS[number - 1]
