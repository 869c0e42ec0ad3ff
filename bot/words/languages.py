"""Which languages the bot speaks, and which one it speaks now."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

SOURCE: Final = "en"
"""The language in which the words stand in the code."""
LANGUAGES: Final[Mapping[str, str]] = {SOURCE: "English", "es": "Español"}
"""Every language there is, by its code, and as its readers call it."""

_SPOKEN: ContextVar[str] = ContextVar("language", default=SOURCE)


def nearest(tag: str | None) -> str:
    """The language of the bot for somebody whose app speaks this one, an IETF tag such as `es-MX`; English when there is none."""
    code = (tag or "").partition("-")[0].lower()
    return code if code in LANGUAGES else SOURCE


def language() -> str:
    """The code of the language that is spoken now."""
    return _SPOKEN.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """All words are said in this language meanwhile, in this task and in those that it starts; in English for one that the bot
    does not speak any more.
    """
    before = _SPOKEN.set(code if code in LANGUAGES else SOURCE)
    try:
        yield
    finally:
        _SPOKEN.reset(before)
