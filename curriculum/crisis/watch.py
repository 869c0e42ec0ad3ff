"""Reads what a person wrote, once, for signs that they or somebody near them may be in danger."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from curriculum.crisis.concern import Concern
from curriculum.crisis.english import ENGLISH
from curriculum.crisis.plain import Spelling, put_together
from curriculum.crisis.spanish import SPANISH
from curriculum.crisis.wordlists import WordLists

_ALL: Final = {lists.language: lists for lists in (ENGLISH, SPANISH)}
LANGUAGES: Final = frozenset(_ALL)
"""In which words are watched."""

_BEFORE: Final = 160
"""Letters before a sign in which what governs it is looked for."""
_AROUND: Final = 400
_END: Final = " . "
_PAUSE: Final = re.compile(r" [.,] ")


def watch(text: str, language: str) -> Concern | None:
    """What the words may be a sign of, if of anything. Raises `KeyError` for a language without word lists."""
    return _reader(language).concern(text)


class _Reader:
    """Reads with the word lists of one language."""

    def __init__(self, lists: WordLists) -> None:
        self._lists = lists
        self._spelling = Spelling(lists)

    def concern(self, text: str) -> Concern | None:
        """The first concern of which something in the text speaks, as its lines stand or with the clauses put together that
        a break cuts in two.
        """
        plain = {self._spelling.plain(each): None for each in (text, put_together(text))}
        read = [self._lists.harmless_words.sub("_", each) for each in plain]
        return next((concern for concern in Concern if any(self._speaks(each, concern) for each in read)), None)

    def _speaks(self, plain: str, concern: Concern) -> bool:
        lists = self._lists
        return (
            any(not self._is_framed(plain, refusal) for refusal in _all(lists.refusal_patterns[concern], plain))
            or any(self._is_meant(plain, sign) for sign in _all(lists.sign_patterns[concern], plain))
            or any(
                self._is_meant(plain, mention) and not self._is_told(plain, mention)
                for mention in _all(lists.mention_patterns[concern], plain)
            )
        )

    def _is_meant(self, plain: str, sign: re.Match[str]) -> bool:
        clause = _PAUSE.split(plain[max(0, sign.start() - _BEFORE) : sign.start()])[-1]
        if self._lists.negated.search(clause.lstrip()) and not self._lists.lifting.match(plain, sign.end()):
            return False
        return not self._is_framed(plain, sign)

    def _is_framed(self, plain: str, sign: re.Match[str]) -> bool:
        before = plain[max(0, sign.start() - _BEFORE) : sign.start()].rpartition(_END)[2]
        return self._lists.frames.search(before) is not None

    def _is_told(self, plain: str, mention: re.Match[str]) -> bool:
        start = max(0, mention.start() - _AROUND)
        before = plain[start : mention.start()].rpartition(_END)[2]
        after = plain[mention.end() : mention.end() + _AROUND].partition(_END)[0]
        return self._lists.story_words.search(f"{before}{mention[0]}{after}") is not None


def _all(pattern: re.Pattern[str], plain: str) -> Iterator[re.Match[str]]:
    """Every place where a sign begins: one that is denied may hold another that is not."""
    found = pattern.search(plain)
    while found is not None:
        yield found
        found = pattern.search(plain, found.start() + 1)


@cache
def _reader(language: str) -> _Reader:
    return _Reader(_ALL[language])
