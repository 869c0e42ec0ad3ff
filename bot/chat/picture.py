"""A picture for one person, as what is to be drawn: it holds their own words, so it is drawn when it is sent and kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from curriculum.looking_back import Mark


class PictureKind(StrEnum):
    """What it is a picture of."""

    LOOK_BACK = "look_back"
    PROGRESS = "progress"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, and what stands under them: a date."""

    words: str = field(repr=False)
    under: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is on it, in the reader's language. `hidden`: it comes under a cover that a tap lifts."""

    kind: PictureKind
    title: str
    lead: str
    marks: tuple[Mark, ...] = ()
    legend: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    dark: bool = False
    hidden: bool = False

    def parts(self) -> list[Any]:
        """As plain values, for where an answer waits to be said."""
        quotes = [[quote.words, quote.under] for quote in self.quotes]
        return [
            self.kind,
            self.title,
            self.lead,
            "".join(self.marks),
            list(self.legend),
            quotes,
            self.dark,
            self.hidden,
        ]

    @classmethod
    def of(cls, parts: Sequence[Any]) -> Self:
        """The picture again."""
        kind, title, lead, marks, legend, quotes, dark, hidden = parts
        return cls(
            PictureKind(kind),
            title,
            lead,
            tuple(map(Mark, marks)),
            tuple(legend),
            tuple(Quote(words, under) for words, under in quotes),
            dark,
            hidden,
        )
