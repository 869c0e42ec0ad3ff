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


_PARTNER: ContextVar[str | None] = ContextVar("partner", default=None)


def nearest(tag: str | None) -> str:
    """The language of the bot for somebody whose app speaks this one, an IETF tag such as `es-MX`; English when there is none."""
    code = (tag or "").partition("-")[0].lower()
    return code if code in LANGUAGES else SOURCE


def language() -> str:
    """The code of the language that is spoken now."""
    return _SPOKEN.get()


def partner() -> str | None:
    """What the person who is spoken to calls their partner, where they gave a name."""
    return _PARTNER.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """All words are said in this language meanwhile, in this task and in those that it starts; in English for one that the bot
    does not speak any more. To whom they are said then, their partner has no name.
    """
    before, named = _SPOKEN.set(code if code in LANGUAGES else SOURCE), _PARTNER.set(None)
    try:
        yield
    finally:
        _SPOKEN.reset(before)
        _PARTNER.reset(named)


@contextmanager
def speaking_of(name: str | None) -> Iterator[None]:
    """Authors' texts name the partner so meanwhile; to somebody else, for whom `speaking` begins anew, they do not."""
    named = _PARTNER.set(name or None)
    try:
        yield
    finally:
        _PARTNER.reset(named)
