"""The reading grade of English prose: about how many years of school it takes to read it with ease.

The Flesch-Kincaid formula: Kincaid, J. P., Fishburne, R. P., Rogers, R. L., & Chissom, B. S. (1975). Derivation of new
readability formulas for Navy enlisted personnel. Research Branch Report 8-75. Millington, TN: Naval Air Station.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from curriculum.lint.finding import Remark, Rule
from curriculum.lint.prose import Sentence, Text, shortened
from curriculum.lint.syllables import syllables
from curriculum.writing import PARTNER
from curriculum.written import Path

MOST_IN_A_DAY: Final = 8.5
MOST_IN_A_TRACK: Final = 8.0
_PARTNER: Final = "your partner"
_FEWEST_WORDS: Final = 60
"""A grade of fewer words than this says more about chance than about the writing."""
_WORDS: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Measure:
    """How much there is to read, and how hard it is."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0

    def __add__(self, other: "Measure") -> "Measure":
        return Measure(self.words + other.words, self.sentences + other.sentences, self.syllables + other.syllables)

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade; 0 for no words at all."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / max(self.sentences, 1) + 11.8 * self.syllables / self.words - 15.59


def measured(texts: Iterable[Text]) -> Measure:
    """The measure of those texts that are made of sentences."""
    return _sum(_measures(texts, syllables, _PARTNER))


def by_day(
    texts: Iterable[Text], heard: Callable[[str], int] = syllables, partner: str = _PARTNER
) -> dict[int, Measure]:
    """The measure of each day, by its entry in the list; `heard` tells the syllables of a word, `partner` who is meant."""
    days: dict[int, list[Text]] = defaultdict(list)
    for text in texts:
        if text.day is not None:
            days[text.day].append(text)
    return {index: _sum(_measures(of_the_day, heard, partner)) for index, of_the_day in days.items()}


def remarks(texts: Sequence[Text]) -> Iterator[Remark]:
    """Days that are hard to read, and a track that is."""
    days = by_day(texts)
    for index, measure in days.items():
        if measure.words >= _FEWEST_WORDS and measure.grade > MOST_IN_A_DAY:
            of_the_day = [text for text in texts if text.day == index]
            yield _remark(("days", index, "day"), f"day {index + 1}", measure, MOST_IN_A_DAY, of_the_day)
    whole = _sum(days.values())
    if whole.words >= _FEWEST_WORDS and whole.grade > MOST_IN_A_TRACK:
        yield _remark(("track",), "the track", whole, MOST_IN_A_TRACK, texts)


def _remark(path: Path, what: str, measure: Measure, most: float, texts: Iterable[Text]) -> Remark:
    hardest = max((sentence for text in texts if text.is_whole for sentence in text.sentences), key=_weight)
    return Remark(
        path,
        Rule.READING_GRADE,
        f"{what} reads at grade {measure.grade:.1f}; {most:.1f} is the most",
        "People read this tired, on a phone, perhaps not in their first language. Plain words are for everybody.",
        f"Cut long sentences in two and take short words. Begin with this one: “{shortened(hardest.says)}”",
    )


def _weight(sentence: Sentence) -> float:
    """How much of a grade comes from one sentence: a hard one counts by its length."""
    measure = _measure(sentence, syllables, _PARTNER)
    return measure.grade * measure.words


def _measures(texts: Iterable[Text], heard: Callable[[str], int], partner: str) -> Iterator[Measure]:
    return (_measure(sentence, heard, partner) for text in texts if text.is_whole for sentence in text.sentences)


def _measure(sentence: Sentence, heard: Callable[[str], int], partner: str) -> Measure:
    words = sentence.says.lower().replace(PARTNER, partner)
    counts = [heard(word) for word in _WORDS.findall(words)]
    return Measure(len(counts), 1 if counts else 0, sum(counts))


def _sum(measures: Iterable[Measure]) -> Measure:
    return sum(measures, Measure())
