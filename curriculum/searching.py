"""Finding words in what somebody wrote: whatever the case, and with or without accents."""

import unicodedata


def folded(text: str) -> str:
    """`text` as it is compared."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare.casefold())


def has_all(text: str, wanted: str) -> bool:
    """Whether all the words that are wanted stand in it, in whatever order, also as parts of longer ones."""
    within = folded(text)
    return all(word in within for word in folded(wanted).split())
