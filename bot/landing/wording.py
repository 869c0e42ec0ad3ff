"""How what was released is put in words and figures: the same in pictures, captions and tables."""

import itertools
from typing import Final

from bot.landing.released import FEWEST, DayTold, Share, Told, share
from curriculum.day import Outcome
from storage.landing import QUIET

SETS: Final = ("due so far", "sent", "opened", "answered")
"""The funnel, from its widest end on."""
OUTCOMES: Final = {
    Outcome.DONE: "done",
    Outcome.TRIED: "tried",
    Outcome.NOT_THE_MOMENT: "not the moment",
    Outcome.DID_NOT_WANT_TO: "did not want to",
    Outcome.MADE_IT_WORSE: "made it worse",
}
SPANS: Final = (
    "under 5 min",
    "5 to 15 min",
    "15 to 30 min",
    "30 to 60 min",
    "1 to 2 h",
    "2 to 4 h",
    "4 to 8 h",
    "8 to 24 h",
    "over 24 h",
)
HIDDEN: Final = f"fewer than {FEWEST}"
WHOSE: Final = (
    "Figures of a version are those of who began with it, also when they were sent newer wording or moved on."
)
_BY_VERSION: Final = "told by version"
_NOT_TOLD: Final = "-"


def sets_of(day: DayTold) -> tuple[Told, Told, Told, Told]:
    """The four counts of a day, in the order of `SETS`."""
    return day.eligible, day.sent, day.opened, day.answered


def count(told: Told) -> str:
    """`120+`, or `<10`."""
    return f"<{told.high + 1}" if told.is_hidden else f"{told.low}+"


def share_of(told: Told, day: DayTold) -> str:
    """A count among all answers of a day: `120+ (40-45 %)`."""
    part = share(told, day.answered)
    return count(told) if part is None else f"{count(told)} ({percent(part)})"


def fewer(told: Told) -> str:
    """What is said of a hidden count: `fewer than 10`, or, of several versions that are hidden each, of more."""
    return f"fewer than {told.high + 1}"


def percent(part: Share | None) -> str:
    """`12-17 %`, or `-` where it is not told."""
    return _NOT_TOLD if part is None else f"{part.low}-{part.high} %"


def wait(day: DayTold) -> str:
    """In which span half of the answers had come."""
    if day.wait is not None:
        return SPANS[day.wait]
    return _NOT_TOLD if day.answered.is_hidden else _BY_VERSION


def quiet_spans() -> list[str]:
    """`1 to 2 days` and so on."""
    ends = [f"{start} to {following - 1} days" for start, following in itertools.pairwise(QUIET)]
    return [*ends, f"{QUIET[-1]} days or more"]
