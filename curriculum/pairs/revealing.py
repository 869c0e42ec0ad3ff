"""When two people are shown what each of them wrote to a question: once both have chosen that, at a fixed time of the day, and
never because of what one of them did just now.

What somebody is shown may rest on their own doings, and on the answers that both chose to show. It rests on nothing else of
the other: not on a class, an absence, an answer that is kept back, nor on whether the other is there at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from curriculum.safety import Classed, kept_from

TURNS_AT: Final = time(3, tzinfo=UTC)
"""At this time of the day what was chosen before comes to be shown, to both and wherever they are."""
NOT_WITHIN: Final = timedelta(hours=6)
"""So long at least lies between a choice and that."""


class Mark(StrEnum):
    """How far somebody is with a question, as their own doings alone tell."""

    OPEN = "open"
    WRITTEN = "written"
    CHOSEN = "chosen"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """What became of an answer of somebody's: since when they want it shown if the other's is, and since when they have been
    shown the other's.
    """

    chosen_at: datetime | None = None
    shown_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of two people, with what they answered, by the keys of the questions."""

    classed: Classed
    is_held: bool
    answers: Mapping[str, PairAnswer]


def may_be_one_of_two(classed: Classed, *, is_held: bool) -> bool:
    """Whether anything may come to be shown between this person and another: only where days may ask anything at all."""
    return not is_held and not kept_from(classed.content_class)


def mark(side: Side, item: str) -> Mark:
    """How far this person is with a question. Whatever they answered to the private questions, and if it were the same as
    before: what they chose before that is theirs to choose anew, and so tells nothing.
    """
    answer = side.answers.get(item)
    if answer is None:
        return Mark.OPEN
    if answer.shown_at is not None:
        return Mark.SHOWN
    return Mark.CHOSEN if _stands(side.classed, answer) else Mark.WRITTEN


def is_to_be_shown(item: str, mine: Side, theirs: Side | None, now: datetime) -> bool:
    """Whether I am now shown what the other wrote to this question."""
    if theirs is None or mark(mine, item) is not Mark.CHOSEN:
        return False
    chosen = [_counts_since(side, item) for side in (mine, theirs)]
    since = [at for at in chosen if at is not None]
    return len(since) == len(chosen) and turn_after(max(since)) <= now


def turn_after(chosen_at: datetime) -> datetime:
    """When what both chose by that instant comes to be shown."""
    earliest = chosen_at.astimezone(UTC) + NOT_WITHIN
    turn = datetime.combine(earliest.date(), TURNS_AT)
    return turn if turn >= earliest else turn + timedelta(days=1)


def _counts_since(side: Side, item: str) -> datetime | None:
    """Since when this person's choice counts, if it does."""
    answer = side.answers.get(item)
    if answer is None or not _stands(side.classed, answer):
        return None
    return answer.chosen_at if may_be_one_of_two(side.classed, is_held=side.is_held) else None


def _stands(classed: Classed, answer: PairAnswer) -> bool:
    return answer.chosen_at is not None and (classed.at is None or answer.chosen_at >= classed.at)
