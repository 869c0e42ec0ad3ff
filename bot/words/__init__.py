"""The bot's words in the reader's language: written in English, looked up when they are said."""

from bot.words.languages import LANGUAGES, SOURCE, language, nearest, partner, speaking, speaking_of
from bot.words.lookup import _, in_every_language, ngettext
from curriculum.marked import marked

__all__ = [
    "LANGUAGES",
    "SOURCE",
    "_",
    "in_every_language",
    "language",
    "marked",
    "nearest",
    "ngettext",
    "partner",
    "speaking",
    "speaking_of",
]
