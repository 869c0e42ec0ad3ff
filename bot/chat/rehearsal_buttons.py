"""The buttons of a rehearsal and what they carry: written and read here. All that a rehearsal is lies in its buttons, so a
restart loses nothing.
"""

from dataclasses import dataclass
from typing import Final

from bot.chat.button import Button, number_in
from bot.rehearsal.own_answers import AFTER_A_REST, ANSWERS, MOST_ANSWERS
from bot.rehearsal.personas import Who

KIND: Final = "rh"
_STOP: Final = "s"
_SIGNS: Final = frozenset({*ANSWERS, *AFTER_A_REST})
_MOST_STEPS: Final = 100


@dataclass(frozen=True, slots=True)
class SourceChosen:
    """This track is to be rehearsed; who walks it is not said yet."""


@dataclass(frozen=True, slots=True)
class GoesByItself:
    """This one walks it, from this place on."""

    who: Who
    place: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The admin walks it and has answered so far with these signs."""

    answers: str


@dataclass(frozen=True, slots=True)
class PageWanted:
    """All of it is wanted as a page: of this one, or of the admin who answered so."""

    of: Who | str


@dataclass(frozen=True, slots=True)
class Stopped:
    """Nothing more is to be shown by itself."""


RehearsalMove = SourceChosen | GoesByItself | Answered | PageWanted | Stopped


@dataclass(frozen=True, slots=True)
class RehearsalTap:
    """An admin taps in a rehearsal of the track behind `source`."""

    source: str
    move: RehearsalMove


def read(source: str, what: str) -> RehearsalTap:
    """What a tap means. Raises `ValueError` for what none of our buttons carries."""
    kind, rest = what[:1], what[1:]
    match kind:
        case "":
            return RehearsalTap(source, SourceChosen())
        case "w":
            who, _, place = rest.partition(".")
            return RehearsalTap(source, GoesByItself(Who(who), _place(place)))
        case "=":
            return RehearsalTap(source, Answered(_answers(rest)))
        case "p" if rest.startswith("="):
            return RehearsalTap(source, PageWanted(_answers(rest[1:])))
        case "p":
            return RehearsalTap(source, PageWanted(Who(rest)))
        case _ if what == _STOP:
            return RehearsalTap(source, Stopped())
        case _:
            raise ValueError("no button says so")


def choose(source: str, says: str) -> Button:
    """Chooses what is rehearsed."""
    return _button(source, "", says)


def walk(source: str, who: Who, place: int, says: str) -> Button:
    """Lets this one walk, from that place on."""
    return _button(source, f"w{who}.{place}", says)


def answer(source: str, answers: str, says: str) -> Button:
    """Answers oneself; all answers so far go along."""
    return _button(source, f"={answers}", says)


def as_page(source: str, of: Who | str, says: str) -> Button:
    """Wants all of it as a page."""
    return _button(source, f"p{of}" if isinstance(of, Who) else f"p={of}", says)


def stop(source: str, says: str) -> Button:
    """Stops what goes by itself."""
    return _button(source, _STOP, says)


def _button(source: str, what: str, says: str) -> Button:
    return Button(says, f"{KIND}:{source}:{what}")


def _place(digits: str) -> int:
    return number_in(digits, most=len(str(_MOST_STEPS)))


def _answers(signs: str) -> str:
    if len(signs) > MOST_ANSWERS or not _SIGNS.issuperset(signs):
        raise ValueError("no answers are written so")
    return signs
