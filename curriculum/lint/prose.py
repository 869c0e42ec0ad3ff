"""The texts of a track that people read, each with the way to it and what it is for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from curriculum.day import Outcome
from curriculum.track import Track
from curriculum.written import Fields, Items, Path, Words, Written, found

_NOT_READ: Final = frozenset({"day", "kind", "practice", "not_for", "for", "after", "media", "source", "arm"})
"""Fields of a day that are no prose, or that nobody but authors reads."""
_OF_THE_TRACK: Final = ("title", "summary")
_HARD: Final = frozenset({Outcome.NOT_THE_MOMENT, Outcome.DID_NOT_WANT_TO, Outcome.MADE_IT_WORSE})
_WORSE: Final = frozenset({Outcome.MADE_IT_WORSE})
_ANSWERS: Final = frozenset({"replies", "tips"})
_FRAGMENTS: Final = frozenset({"title", "skill", "options"})
_QUOTED: Final = 60
_STRAIGHT: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})
_WORD: Final = re.compile(r"[\w{}]+(?:'\w+)*")
# A stop ends a sentence where white space follows. The look-behind keeps a long run of stops from costing its square.
_END: Final = re.compile(r"(?<![.!?…])[.!?…]++[\"')\]]*+(?=\s|$)|\n\n++")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and how far into its text it begins."""

    at: int
    says: str

    @property
    def words(self) -> list[str]:
        """Its words in small letters, without what stands between them."""
        return words_in(self.says)


@dataclass(frozen=True, slots=True)
class Text:
    """One text: its quotation marks and apostrophes are straight, letter for letter where they were.

    `day` is the entry of the list of days it belongs to, from 0; `fields` the names on the way to it, inside its day:
    `("act", "gentle")`; `low` the same in small letters.
    """

    path: Path
    day: int | None
    fields: tuple[str, ...]
    text: str
    low: str
    sentences: tuple[Sentence, ...]

    @classmethod
    def of(cls, path: Path, written: str) -> "Text":
        """What was written at `path`."""
        text = straightened(written.rstrip())
        day = path[1] if path[0] == "days" and isinstance(path[1], int) else None
        fields = tuple(step for step in path[0 if day is None else 2 :] if isinstance(step, str))
        return cls(path, day, fields, text, _low(text), tuple(_sentences(text)))

    @property
    def is_after_worse(self) -> bool:
        """Somebody reads it who has just said that the day made things worse."""
        return self._answers(_WORSE)

    @property
    def is_after_a_hard_day(self) -> bool:
        """Somebody reads it whose day did not come about, or made things worse."""
        return self._answers(_HARD)

    @property
    def is_whole(self) -> bool:
        """It is made of sentences, and not a title or the label of a button."""
        return _FRAGMENTS.isdisjoint(self.fields)

    def _answers(self, outcomes: frozenset[Outcome]) -> bool:
        return len(self.fields) == 2 and self.fields[0] in _ANSWERS and self.fields[1] in outcomes


def texts(written: Written) -> Iterator[Text]:
    """Every text that people read, in the order of the file."""
    for name in _OF_THE_TRACK:
        match found(written, (name,)):
            case Words(text=text):
                yield Text.of((name,), text)
    match found(written, ("days",)):
        case Items(items=days):
            for index, day in enumerate(days):
                yield from _within(day, ("days", index))


def spoken(track: Track) -> str:
    """The language it is written in, of whatever country."""
    return track.language.partition("-")[0]


def straightened(text: str) -> str:
    """The text with straight quotation marks and apostrophes and plain blanks, letter for letter."""
    return text.translate(_STRAIGHT)


def words_in(text: str) -> list[str]:
    """The words of a text in small letters, without what stands between them."""
    return _WORD.findall(text.lower())


def shortened(sentence: str) -> str:
    """As much of a sentence as tells which one is meant."""
    line = " ".join(sentence.split())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED].rsplit(' ', 1)[0]} …"


def _within(written: Written, path: Path) -> Iterator[Text]:
    match written:
        case Words(text=text):
            if text.strip():
                yield Text.of(path, text)
        case Items(items=items):
            for index, item in enumerate(items):
                yield from _within(item, (*path, index))
        case Fields(fields=fields):
            for name, field in fields.items():
                if name not in _NOT_READ:
                    yield from _within(field.value, (*path, name))


def _low(text: str) -> str:
    """In small letters, letter for letter; the few that would become two stay."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


def _sentences(text: str) -> Iterator[Sentence]:
    ends = [*(end.end() for end in _END.finditer(text)), len(text)]
    start = 0
    for end in ends:
        piece = text[start:end]
        if says := piece.strip():
            yield Sentence(start + len(piece) - len(piece.lstrip()), says)
        start = end
