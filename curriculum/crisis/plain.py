"""A text as word lists read it: small letters, one blank between words, and the words as the lists spell them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from curriculum.crisis.wordlists import WordLists

_LONGEST: Final = 40
"""Letters; what is longer than this is not looked at closely."""
_SHORTEST_GLUED: Final = 6
_SPELT_OUT: Final = 3
"""So many single letters in a row are a word that was spelt out."""
_MOST: Final = 8192
"""Letters that are read. A message has half as many; some signs stand for several once they are taken apart."""

_APOSTROPHES: Final = dict.fromkeys(map(ord, "'\u2018\u2019`\u00b4\u02bc"))
_ALIKE: Final = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u043a\u043c\u0442\u0432\u043d\u0131\u0142\u00f8\u00e6",
    "aeopcyxijskmtbhiloe",
)
"""Letters that look like others, and those that no accent can be taken from."""
_DIGITS: Final = str.maketrans("013457@$", "oieastas")
_ENDS: Final = frozenset(".!?;:\n")
_ENDS_A_LINE: Final = (".", "!", "?", ":", ";", "\u2026")
_TRAILING: Final = re.compile(r"(?:\.{2,8}|\u2026)(?=\s?[a-z])")
_BLANKS: Final = dict.fromkeys(map(ord, "_/\\"), " ")
_PAUSES: Final = frozenset(".,")
_TOKEN: Final = re.compile(r"[a-z0-9@$*]*[a-z*][a-z0-9@$*]*|[0-9]+|[.!?;:\n]+|\S")
_REPEATED: Final = re.compile(r"(.)\1{2,}")
_DOUBLED: Final = re.compile(r"(.)\1+")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def put_together(text: str) -> str:
    """The text with a blank where a line or three dots break a clause: behind a line without an end, before a small letter."""
    whole, before = "", ""
    for line in text.splitlines():
        between = "\n" if before.rstrip().endswith(_ENDS_A_LINE) else " "
        whole, before = f"{whole}{between}{line}", line or before
    return _TRAILING.sub(" ", whole)


class Spelling:
    """The words of one language, and how people write them."""

    def __init__(self, lists: WordLists) -> None:
        self._apart = {f" {apart} ": f" {meant} " for apart, meant in lists.apart.items()}
        self._short = lists.short
        self._glue = lists.glue
        self._longest_glue = max(map(len, lists.glue))
        self._known = {way: word for word in lists.close for way in _one_letter_off(word)}
        self._known |= {way: word for word, ways in lists.spellings.items() for way in ways.split()}
        self._known |= {word: word for word in (*lists.close, *lists.spellings, *lists.glue)}

    def plain(self, text: str) -> str:
        """The words of `text`, with a blank around each; `.` ends a sentence, also before the first, `,` a part of one."""
        words = _twice_at_most(self._word(token) for token in _spelt_together(_tokens(text)))
        plain = f" . {' '.join(words)} . "
        for apart, meant in self._apart.items():
            plain = plain.replace(apart, meant)
        return plain

    def _word(self, token: str) -> str:
        """The word that is meant; one that is not known stays as it is."""
        if token in self._short:
            return self._short[token]
        if len(token) > _LONGEST or not any(sign.isalpha() for sign in token):
            return token
        if token not in self._known and not token.isalpha():
            token = token.translate(_DIGITS)
        if _REPEATED.search(token):
            ways = (_REPEATED.sub(r"\1\1", token), _REPEATED.sub(r"\1", token), _DOUBLED.sub(r"\1", token))
            token = next((way for way in ways if way in self._known), ways[0])
        return self._known.get(token) or " ".join(self._unglued(token))

    def _unglued(self, token: str) -> list[str]:
        """The words of which a token consists, where all of them are glue; else itself."""
        if len(token) < _SHORTEST_GLUED:
            return [token]
        ways: list[list[str] | None] = [[], *([None] * len(token))]
        for end in range(1, len(token) + 1):
            for start in range(max(0, end - self._longest_glue), end):
                before = ways[start]
                if before is not None and token[start:end] in self._glue:
                    ways[end] = [*before, token[start:end]]
                    break
        return ways[-1] or [token]


def _tokens(text: str) -> Iterator[str]:
    low = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES | _BLANKS)).casefold().translate(_ALIKE)[:_MOST]
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", low) if not _is_unheard(sign))[:_MOST]
    before = ""
    for found in _TOKEN.findall(bare):
        token = "." if found[0] in _ENDS else found if found[0].isalnum() or len(found) > 1 else ","
        if token != before or token.isalnum():
            yield token
        before = token


def _is_unheard(sign: str) -> bool:
    return sign > "\u007f" and (unicodedata.combining(sign) > 0 or unicodedata.category(sign) == "Cf")


def _spelt_together(tokens: Iterable[str]) -> Iterator[str]:
    """`k i l l` is one word, and so is `k.i.l.l`."""
    run: list[str] = []
    for token in tokens:
        if (len(token) == 1 and token.isalpha()) or (run and run[-1] not in _PAUSES and token in _PAUSES):
            run.append(token)
        else:
            yield from _together(run)
            run = []
            yield token
    yield from _together(run)


def _together(run: list[str]) -> list[str]:
    """The word that was spelt out, and the pause behind it, where it is the only one; what is too short stays as it is."""
    letters = [token for token in run if token not in _PAUSES]
    if len(letters) < _SPELT_OUT:
        return run
    ends_in_a_pause = len(run) == len(letters) + 1 and run[-1] in _PAUSES
    return ["".join(letters), *(run[-1:] if ends_in_a_pause else ())]


def _twice_at_most(words: Iterable[str]) -> Iterator[str]:
    """A word that comes again and again says no more than twice the same."""
    last = ("", "")
    for word in words:
        if word != last[0] or word != last[1]:
            yield word
        last = (last[1], word)


def _one_letter_off(word: str) -> Iterator[str]:
    """Every word that differs by one letter, or by two that changed places."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield from (before + letter + after for letter in _LETTERS)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in _LETTERS)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
