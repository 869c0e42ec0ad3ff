"""The private questions that decide what a person may be sent: answered by taps in one go, and never kept.

A taking is known by the moment at which it began, which its buttons carry and the person's row says for as long as
nothing came between. Whoever begins one counts as not asked until its end, whatever they had answered before: so whether
they are asked again tells nobody anything. Each answer that is not clear moves the row on by an instant, so that the last
clear answer opens only what was closed by its own beginning. The time that is kept tells when a taking began or ended, not
which answer it was.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from curriculum.day import Outcome
from curriculum.marked import marked
from curriculum.safety import Classed, ContentClass

AGAIN_ON: Final = frozenset({10, 20})
"""After the check-in of these days the questions are asked again."""
STANDS_FOR: Final = timedelta(days=10)
"""Who begins a track is not asked when they answered within this time."""
_INSTANT: Final = timedelta(microseconds=1)
_APART: Final = timedelta(milliseconds=1)
"""No two takings of a person begin so close together: there is room for more answers than anybody taps."""


class Said(StrEnum):
    """What can be answered to a question."""

    YES = "y"
    NO = "n"
    RATHER_NOT = "r"

    @property
    def says(self) -> str:
        """The answer as it stands on a button."""
        return _SAYS[self]


_SAYS: Final = {Said.YES: marked("Yes"), Said.NO: marked("No"), Said.RATHER_NOT: marked("Rather not say")}


@dataclass(frozen=True, slots=True)
class Question:
    """One of the questions; any answer but the `clear` one means the restricted class."""

    says: str
    clear: Said


QUESTIONS: Final = (
    Question(marked("Are you ever afraid of your partner?"), clear=Said.NO),
    Question(
        marked("Has your partner, or somebody you live with, hurt you or forced you into something?"), clear=Said.NO
    ),
    Question(
        marked("Does your partner put you down, or control what you do, what you spend or whom you see?"), clear=Said.NO
    ),
    Question(marked("Can you disagree with your partner, or say no, and nothing bad follows?"), clear=Said.YES),
    Question(marked("Have you yourself frightened or hurt somebody close to you?"), clear=Said.NO),
)
"""Buttons carry the number of a question, which counts from 1."""


class Occasion(StrEnum):
    """Why the questions are offered with the answer to a check-in."""

    NOT_ANSWERED = "not_answered"
    TIME_TO_ASK = "time_to_ask"
    MADE_IT_WORSE = "made_it_worse"


def taking(classed: Classed, now: datetime) -> datetime:
    """The moment by which a taking that begins now is known: no two of a person have the same, whatever clocks do."""
    return now if classed.at is None else max(now, classed.at + _APART)


def begun(taking: datetime) -> Classed:
    """A taking begins: until its end nothing is open, and everybody is the same."""
    return Classed(ContentClass.UNASKED, taking)


def answered(classed: Classed, began: datetime, number: int, said: Said, now: datetime) -> Classed:
    """A question of the taking that is known by `began` is answered. Raises `IndexError` when there is none such."""
    if number < 1:
        raise IndexError(number)
    if said is not QUESTIONS[number - 1].clear:
        classed = _not_clear(classed)
    if number < len(QUESTIONS) or classed.content_class is not ContentClass.UNASKED or classed.at is None:
        return classed
    if not began <= classed.at < began + _APART:
        return classed  # another taking has begun since
    becomes = ContentClass.OPEN if classed.at == began else ContentClass.RESTRICTED
    return Classed(becomes, max(now, classed.at))


def _not_clear(classed: Classed) -> Classed:
    """The taking that is under way does not open anything any more; where none is, what was open is closed."""
    if classed.content_class is not ContentClass.UNASKED:
        return replace(classed, content_class=ContentClass.RESTRICTED)
    return classed if classed.at is None else replace(classed, at=classed.at + _INSTANT)


def is_due(classed: Classed, now: datetime) -> bool:
    """Whether somebody who begins a track is asked: they never answered to the end, have begun anew and not ended, or it
    was a while ago. Which class it came to does not matter.
    """
    if classed.content_class is ContentClass.UNASKED or classed.at is None:
        return True
    return now - classed.at >= STANDS_FOR


def occasion(content_class: ContentClass, day: int, outcome: Outcome | None) -> Occasion | None:
    """Why the questions are offered to somebody who said so of this day, if they are."""
    if outcome is Outcome.MADE_IT_WORSE:
        return Occasion.MADE_IT_WORSE
    if day in AGAIN_ON:
        return Occasion.TIME_TO_ASK
    return Occasion.NOT_ANSWERED if content_class is ContentClass.UNASKED else None
