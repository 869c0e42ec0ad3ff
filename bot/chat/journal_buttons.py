"""The buttons under somebody's own journal and what they carry: written and read here. What was searched for stands in none."""

from dataclasses import dataclass
from typing import Final

from bot.chat.button import Button, number_in
from storage.journal import EntryKind

_MOST_PAGES: Final = 99_999


@dataclass(frozen=True, slots=True)
class PageWanted:
    """The person wants a page of their journal, counted from 0."""

    token: str
    number: int


@dataclass(frozen=True, slots=True)
class FoundWanted:
    """The person wants a page of what a search found; the token is the search's."""

    token: str
    number: int


@dataclass(frozen=True, slots=True)
class EntryWanted:
    """The person wants an entry whole."""

    token: str
    kind: EntryKind
    entry: int


@dataclass(frozen=True, slots=True)
class LetterWanted:
    """The person wants the letter at the end of a track; the token is theirs, or that of a nudge of theirs."""

    token: str


JournalTap = LetterWanted | PageWanted | FoundWanted | EntryWanted


def read(kind: str, token: str, what: str) -> JournalTap | None:
    """What a tap of this kind means; None when it is of no kind that is written here. Raises `ValueError` for what none of
    our buttons carries.
    """
    match kind:
        case "jp":
            return PageWanted(token, _page(what))
        case "js":
            return FoundWanted(token, _page(what))
        case "jl":
            return LetterWanted(token)
        case "jo":
            return EntryWanted(token, EntryKind(what[:1]), number_in(what[1:]))
        case _:
            return None


def page(token: str, number: int, says: str) -> Button:
    """Leafs to a page."""
    return Button(says, f"jp:{token}:{number}")


def found(search: str, number: int, says: str) -> Button:
    """Leafs to a page of what was found."""
    return Button(says, f"js:{search}:{number}")


def entry(token: str, kind: EntryKind, number: int, says: str) -> Button:
    """Opens an entry."""
    return Button(says, f"jo:{token}:{kind}{number}")


def letter(token: str, says: str) -> Button:
    """Asks for the letter."""
    return Button(says, f"jl:{token}")


def _page(digits: str) -> int:
    number = number_in(digits)
    if number > _MOST_PAGES:
        raise ValueError("no journal is so long")
    return number
