"""What went wrong, as the log tells it: of what kind it is and where, but not in its own words, for they may quote a person."""

import sqlite3
import traceback
from collections.abc import Iterator
from typing import Final

from bot.telegram.wire_faults import WireFault
from storage.errors import LeaseLost, NotFound, Stale, Unavailable, Unstorable
from storage.secrecy import KeyProblem, WrongCell

_WORDLESS: Final = (
    LeaseLost,
    NotFound,
    Stale,
    Unavailable,
    Unstorable,
    KeyProblem,
    WrongCell,
    WireFault,
    sqlite3.OperationalError,
)
"""What these say of themselves is about the program and its files alone."""
_OURS: Final = ("bot/", "storage/", "curriculum/")
_PLACES: Final = 4
_CAUSED: Final = "\nThe above was the direct cause of this:\n"
_MEANWHILE: Final = "\nWhile that was handled, this happened as well:\n"


def told(error: BaseException) -> str:
    """The error with its causes, the first of them first, like Python's own traceback."""
    return "\n".join(_lines(error, set()))


def in_a_line(error: BaseException) -> str:
    """What it is and where, as in "ValueError at bot/cli.py:12, from bot/loop.py:20", with the innermost places of our own."""
    places = [
        f"{frame.filename[frame.filename.index(package) :]}:{frame.lineno}"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
        for package in _OURS
        if package in frame.filename
    ]
    return f"{_named(error)} at {', from '.join(places[:_PLACES]) or 'an unknown place'}"


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None and id(earlier) not in seen:
        yield from _lines(earlier, seen)
        yield _CAUSED if error.__cause__ is not None else _MEANWHILE
    if error.__traceback__ is not None:
        yield "Traceback (most recent call last):"
        yield "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
    yield _named(error)
    if isinstance(error, BaseExceptionGroup):
        for number, one in enumerate(error.exceptions, start=1):
            yield f"Number {number} of them:"
            yield from _lines(one, seen)


def _named(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, OSError) and error.strerror:
        return f"{kind}: {error.strerror}"
    return f"{kind}: {error}" if isinstance(error, _WORDLESS) and str(error) else kind
