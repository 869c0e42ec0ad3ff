"""Days and sentences that say nearly the same as others of the track.

Two sentences are near when their words, each counted once, overlap by `NEAR` or more. Only pairs that share one of their
rarest words are compared, which leaves none out: two sets can overlap so far only if they share one of those.
"""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from curriculum.lint.finding import Remark, Rule
from curriculum.lint.prose import Sentence, Text, shortened, words_in
from curriculum.track import Track

NEAR: Final = 0.8
NEAR_DAYS: Final = 0.6
_FEWEST: Final = 3
"""Words from which on the very same sentence is remarked on."""
_FEWEST_NEAR: Final = 6
_MOST_COMPARED: Final = 64
"""Sentences that are remembered for one rare word. In prose it is a handful; in a file made to be slow it is thousands."""
_WHY: Final = "What people have read before they skip, and with it the day that carries it."
_BETTER: Final = "Say it in this day's own words, or leave it out."


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence, where it was said, and its words in order and as a set."""

    text: Text
    sentence: Sentence
    words: tuple[str, ...]
    set: frozenset[str]

    @property
    def day(self) -> int:
        return -1 if self.text.day is None else self.text.day


def remarks(track: Track, texts: list[Text]) -> Iterator[Remark]:
    """Sentences that come on two days, or nearly so; and days whose acts are nearly the same."""
    yield from _sentences(texts)
    yield from _days(track)


def _sentences(texts: list[Text]) -> Iterator[Remark]:
    sentences = [sentence for text in texts if text.day is not None and text.is_whole for sentence in _of(text)]
    first: dict[tuple[str, ...], _Said] = {}
    different: list[_Said] = []
    for sentence in sentences:
        earlier = first.setdefault(sentence.words, sentence)
        if earlier.day != sentence.day:
            yield _remark(sentence, earlier, "comes on")
        elif earlier is sentence and len(sentence.set) >= _FEWEST_NEAR:
            different.append(sentence)
    yield from (_remark(sentence, earlier, "is nearly a sentence of") for earlier, sentence in _near(different))


def _near(sentences: list[_Said]) -> Iterator[tuple[_Said, _Said]]:
    """Each sentence that has a near one on an earlier day, with the first of those."""
    often = Counter(word for sentence in sentences for word in sentence.set)
    by_rare_word: dict[str, deque[_Said]] = defaultdict(lambda: deque(maxlen=_MOST_COMPARED))
    for sentence in sentences:
        rarest = sorted(sentence.set, key=lambda word: (often[word], word))
        rare = rarest[: len(rarest) - math.ceil(NEAR * len(rarest)) + 1]
        candidates = {id(other): other for word in rare for other in by_rare_word[word]}
        near = (
            other
            for other in candidates.values()
            if other.day != sentence.day and _overlap(other.set, sentence.set) >= NEAR
        )
        if earlier := next(near, None):
            yield earlier, sentence
        for word in rare:
            by_rare_word[word].append(sentence)


def _days(track: Track) -> Iterator[Remark]:
    acts = [
        frozenset(words_in(f"{day.title} {day.why} {day.act.gentle} {day.act.standard or ''} {day.solo or ''}"))
        for day in track.days
    ]
    for earlier, later in combinations(range(len(acts)), 2):
        if _overlap(acts[earlier], acts[later]) >= NEAR_DAYS:
            yield Remark(
                ("days", later, "day"),
                Rule.NEAR_DUPLICATE,
                f"day {later + 1} is nearly the same as day {earlier + 1}",
                "A day that has been before feels like a mistake of ours, and like no progress.",
                "Give it an angle of its own: another moment, another sense, another person, the next step.",
            )


def _of(text: Text) -> Iterator[_Said]:
    for sentence in text.sentences:
        words = tuple(sentence.words)
        if len(words) >= _FEWEST:
            yield _Said(text, sentence, words, frozenset(words))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _remark(said: _Said, earlier: _Said, how: str) -> Remark:
    return Remark(
        said.text.path,
        Rule.NEAR_DUPLICATE,
        f"“{shortened(said.sentence.says)}” {how} day {earlier.day + 1} already",
        _WHY,
        _BETTER,
        at=said.sentence.at,
    )
