"""How wording is looked for: phrases that are remarked on, and the company in which they are harmless."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from curriculum.lint.finding import Remark, Rule
from curriculum.lint.prose import Text

PARTNER: Final = r"(?:\{partner\}|your partner|the other person)"
THEM: Final = r"(?:\{partner\}|your partner|the other person|them)"
ANYBODY: Final = r"(?:\{partner\}|your partner|the other person|them|somebody|someone|anybody|anyone|people|others)"
FIRST: Final = (
    r"(?:^|(?<=[.!?:;(\n]\s)|(?<=[.!?:;\n\"(])|(?<=,\s)|(?<=\band\s)|(?<=\bplease\s)|(?<=\bso\s)|(?<=\bjust\s))"
)
"""Where an order may begin: with its sentence, after a comma, after "and"."""

NEGATED: Final = (
    r"\b(?:not|never|no|nobody|nothing|none|neither|nor|without|cannot|hardly|instead of|rather than|free to)\b|n't\b"
)
_CLAUSE: Final = re.compile(r"[,;:(\n\"]|\s[\u2013\u2014-]\s|\b(?:but|pero)\b")
_COUNTER_EXAMPLE: Final = re.compile(
    r"\b(?:instead of|rather than|in place of|before|not|without|drop|leave out|swap|replace|en vez de|en lugar de|antes que|sin|deja fuera|cambia)\b[^.!?,\"]{0,30}\"[^\"]*$"
)


def anything(text: Text) -> bool:
    """For phrases that are looked for everywhere."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasing:
    """Phrases that break a rule, unless they stand in harmless company.

    `but_not_after` is looked for in what stands before the phrase in its clause, `but_not_in` in its whole sentence,
    `but_not_before` right behind the phrase. Patterns are in small letters, and a blank in one stands for any white space. `does` goes on after the
    quoted phrase: “you must” ….
    """

    rule: Rule
    phrases: Sequence[str]
    does: str
    why: str
    better: str
    but_not_after: str = ""
    but_not_before: str = ""
    but_not_in: str = ""
    reads: Callable[[Text], bool] = anything

    def remarks(self, text: Text) -> Iterator[Remark]:
        """What there is to say about `text`, at most once a sentence."""
        if not self.reads(text):
            return
        told = 0
        for match in _compiled("|".join(self.phrases), whole=True).finditer(text.low):
            if match.start() < told:
                continue
            start, end = _sentence_around(text, match)
            if not self._is_harmless(text.low[start:end], match.start() - start, match.end() - start):
                told = end
                quoted = " ".join(text.text[match.start() : match.end()].split())
                yield Remark(text.path, self.rule, f"“{quoted}” {self.does}", self.why, self.better, match.start())

    def _is_harmless(self, sentence: str, start: int, end: int) -> bool:
        before = sentence[:start]
        return (
            _COUNTER_EXAMPLE.search(before) is not None
            or _finds(self.but_not_before, sentence[end:], at_once=True)
            or _finds(self.but_not_after, _CLAUSE.split(before)[-1])
            or _finds(self.but_not_in, sentence)
        )


def _finds(pattern: str, text: str, *, at_once: bool = False) -> bool:
    if not pattern:
        return False
    compiled = _compiled(pattern)
    return (compiled.match(text) if at_once else compiled.search(text)) is not None


@cache
def _compiled(pattern: str, *, whole: bool = False) -> re.Pattern[str]:
    spaced = pattern.replace(" ", r"\s+")
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)" if whole else spaced)


def _sentence_around(text: Text, match: re.Match[str]) -> tuple[int, int]:
    start = max((one.at for one in text.sentences if one.at <= match.start()), default=0)
    after = (one.at + len(one.says) for one in text.sentences)
    return start, min((end for end in after if end >= match.end()), default=len(text.low))
