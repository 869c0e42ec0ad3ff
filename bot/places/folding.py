"""How place names are compared: without case, accents, punctuation, blanks and short forms."""

import unicodedata
from typing import Final

_APOSTROPHES: Final = "\u02bb\u02bc\u02be\u02bf"
"""Those that count as letters: the others part words, and are gone with the blanks."""

_OWN_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ə": "a"}
    | {"\N{LATIN SMALL LETTER DOTLESS I}": "i"}
    | dict.fromkeys(_APOSTROPHES, "")
)
_IN_FULL: Final = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_LOWEST_ACCENT: Final = 10
"""Signs of a combining class below this make another letter (Indic and Japanese ones); those above are accents."""


def words(text: str) -> list[str]:
    """The words of `text`, each as it is compared: "St. Élie" gives "saint" and "elie"."""
    taken_apart = unicodedata.normalize("NFKD", text.casefold().translate(_OWN_LETTERS))
    bare = "".join(sign for sign in taken_apart if unicodedata.combining(sign) < _LOWEST_ACCENT)
    spaced = "".join(sign if _belongs_in_a_word(sign) else " " for sign in unicodedata.normalize("NFKC", bare))
    return [_IN_FULL.get(word, word) for word in spaced.split()]


def fold(text: str) -> str:
    """`text` as it is compared: two names are the same when this is."""
    return "".join(words(text))


def _belongs_in_a_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign).startswith("M")
