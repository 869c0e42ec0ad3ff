"""The buttons under the choice of a language and what they carry: written and read here."""

from dataclasses import dataclass
from typing import Final

from bot.chat.button import Button
from bot.words import LANGUAGES

KIND: Final = "l"


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """The person wants to be spoken to in this language, one of `LANGUAGES`."""

    token: str
    language: str


def read(token: str, what: str) -> LanguageChosen:
    """The language a tap chooses. Raises `ValueError` for one the bot does not speak."""
    if what not in LANGUAGES:
        raise ValueError("no language has this code")
    return LanguageChosen(token, what)


def choose(token: str, code: str, says: str) -> Button:
    """Chooses a language."""
    return Button(says, f"{KIND}:{token}:{code}")
