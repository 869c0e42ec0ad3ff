"""A soft start: what I saw, how it is for me, and one clear request that may be answered with no."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from curriculum.marked import marked

LONGEST: Final = 300
"""Characters of one part; a line that somebody can say is shorter."""


class Part(StrEnum):
    """The parts of a soft start, in order."""

    SAW = "saw"
    FEELS = "feels"
    ASKS = "asks"


@dataclass(frozen=True, slots=True)
class Asked:
    """How a part is asked for, and beginnings for who has no words now."""

    heading: str
    asks: str
    beginnings: Sequence[str]


PARTS: Final = {
    Part.SAW: Asked(
        marked("What I saw"),
        marked("What did you see or hear, as a camera would have? No why, and no always."),
        (
            marked("We talked at the same time just now."),
            marked("We stopped in the middle of it."),
            marked("We have not talked since this morning."),
        ),
    ),
    Part.FEELS: Asked(
        marked("How it is for me"),
        marked("How is it for you, in a few words that begin with I?"),
        (
            marked("I got tense, and lost the thread."),
            marked("I feel alone with it."),
            marked("I was tired, and it was too much for me."),
        ),
    ),
    Part.ASKS: Asked(
        marked("One request"),
        marked(
            "What is one clear thing you would like, small enough to be said in a sentence? It may be answered with no."
        ),
        (
            marked("Could we begin again, more slowly?"),
            marked("Would you listen for two minutes, without solving it?"),
            marked("Could we find ten minutes for it tomorrow?"),
        ),
    ),
}
"""Each part as it is asked for, the first one first."""


@dataclass(frozen=True, slots=True)
class Line:
    """As much of a soft start as there is."""

    parts: tuple[str, ...] = ()

    @property
    def next(self) -> Part | None:
        """The part that is to come; None when the line is whole."""
        return list(Part)[len(self.parts)] if len(self.parts) < len(Part) else None

    def with_part(self, words: str) -> "Line":
        """The line with the next part."""
        return Line((*self.parts, words))
