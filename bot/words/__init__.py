"""The bot's words in the reader's language: written in English, looked up when they are said."""

from bot.words.languages import LANGUAGES, language, nearest, speaking
from bot.words.lookup import _, ngettext
from curriculum.marked import marked

__all__ = ["LANGUAGES", "_", "language", "marked", "nearest", "ngettext", "speaking"]
