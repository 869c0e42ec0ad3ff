"""The shape of a language's word lists.

Patterns are regular expressions in small letters without accents and apostrophes, and a blank in one stands between two
words. `.` as a word of its own ends a sentence, `,` a part of one. No pattern may repeat without a bound: a watch that
can be made slow can be made blind.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from curriculum.crisis.concern import Concern


@dataclass(frozen=True, kw_only=True)
class WordLists:
    """What is looked for in one language, and in which company it is harmless.

    `short` has what is written for a whole word in a chat ("u", "q"). `spellings` has for each word the ways in which people write it; words in `close` are also known with one letter
    wrong, too many, missing or in the wrong place. `apart` has what is written as two words and meant as one, `glue`
    the words of which signs consist that are written without a blank.

    `signs` are told wherever they stand, unless a negation of `negations` governs them with nothing but `fillers`
    between, or the sentence is `framed` before them as from a book or a song. `refusals` are signs that say no
    themselves ("no reason to live"), so that no negation undoes them. `mentions` also need a sentence without any word
    of `stories`. What is `harmless` is not read at all, and `lifted` after a negated sign makes it one again.
    """

    language: str
    short: Mapping[str, str]
    spellings: Mapping[str, str]
    close: frozenset[str]
    apart: Mapping[str, str]
    glue: frozenset[str]
    signs: Mapping[Concern, Sequence[str]]
    refusals: Mapping[Concern, Sequence[str]]
    mentions: Mapping[Concern, Sequence[str]]
    harmless: Sequence[str]
    negations: Sequence[str]
    fillers: Sequence[str]
    lifted: Sequence[str]
    framed: Sequence[str]
    stories: Sequence[str]

    @cached_property
    def harmless_words(self) -> re.Pattern[str]:
        """All that is not read."""
        return _any_of(self.harmless)

    @cached_property
    def negated(self) -> re.Pattern[str]:
        """Finds, at the end of what stands before a sign, the negation that governs it."""
        between = "|".join(self.fillers)
        return re.compile(rf"(?<!\S)(?:{'|'.join(self.negations)}) (?:(?:{between}) ){{0,7}}$", re.ASCII)

    @cached_property
    def lifting(self) -> re.Pattern[str]:
        """Finds, right behind a negated sign, what makes it one all the same."""
        return re.compile(rf" (?:\S+ ){{0,2}}?(?:{'|'.join(self.lifted)})(?!\S)", re.ASCII)

    @cached_property
    def frames(self) -> re.Pattern[str]:
        """Finds in what stands before a sign that it is told from a book, a film or a song."""
        return _any_of(self.framed)

    @cached_property
    def story_words(self) -> re.Pattern[str]:
        """Finds in the sentence of a mention that it is about the world, not about home."""
        return _any_of(self.stories)

    @cached_property
    def sign_patterns(self) -> Mapping[Concern, re.Pattern[str]]:
        """What is told wherever it stands."""
        return {concern: _any_of(self.signs[concern]) for concern in Concern}

    @cached_property
    def refusal_patterns(self) -> Mapping[Concern, re.Pattern[str]]:
        """What is told whatever stands before it in its clause."""
        return {concern: _any_of(self.refusals[concern]) for concern in Concern}

    @cached_property
    def mention_patterns(self) -> Mapping[Concern, re.Pattern[str]]:
        """What is told outside of stories alone."""
        return {concern: _any_of(self.mentions[concern]) for concern in Concern}


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{'|'.join(patterns)})(?!\S)", re.ASCII)
