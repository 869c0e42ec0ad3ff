"""How what was released is put in words and figures: the same in pictures, captions and tables."""

import itertools
from collections.abc import Mapping
from typing import Final

from bot.landing.released import FEWEST, DayTold, Share, Told, share
from bot.words import _, marked
from curriculum.day import Outcome
from storage.landing import QUIET

_OUTCOMES: Final = {
    Outcome.DONE: marked("done"),
    Outcome.TRIED: marked("tried"),
    Outcome.NOT_THE_MOMENT: marked("not the moment"),
    Outcome.DID_NOT_WANT_TO: marked("did not want to"),
    Outcome.MADE_IT_WORSE: marked("made it worse"),
}
_SPANS: Final = (
    marked("under 5 min"),
    marked("5 to 15 min"),
    marked("15 to 30 min"),
    marked("30 to 60 min"),
    marked("1 to 2 h"),
    marked("2 to 4 h"),
    marked("4 to 8 h"),
    marked("8 to 24 h"),
    marked("over 24 h"),
)
_NOT_TOLD: Final = "-"


def sets() -> tuple[str, str, str, str]:
    """What the funnel is made of, from its widest end on."""
    return _("due so far"), _("sent"), _("opened"), _("answered")


def outcomes() -> Mapping[Outcome, str]:
    """What each outcome is called."""
    return {outcome: _(says) for outcome, says in _OUTCOMES.items()}


def whose() -> str:
    """Whose figures those of a version are."""
    return _("Figures of a version are those of who began with it, also when they were sent newer wording or moved on.")


def sets_of(day: DayTold) -> tuple[Told, Told, Told, Told]:
    """The four counts of a day, in the order of `sets`."""
    return day.eligible, day.sent, day.opened, day.answered


def count(told: Told) -> str:
    """`120+`, or `<10`."""
    return f"<{told.high + 1}" if told.is_hidden else f"{told.low}+"


def share_of(told: Told, day: DayTold) -> str:
    """A count among all answers of a day: `120+ (40-45 %)`."""
    part = share(told, day.answered)
    return count(told) if part is None else f"{count(told)} ({percent(part)})"


def hidden() -> str:
    """What is said of a count that is not told: `fewer than 10`."""
    return _("fewer than {count}").format(count=FEWEST)


def fewer(told: Told) -> str:
    """The same of a hidden count, or, of several versions that are hidden each, of more."""
    return _("fewer than {count}").format(count=told.high + 1)


def percent(part: Share | None) -> str:
    """`12-17 %`, or `-` where it is not told."""
    return _NOT_TOLD if part is None else f"{part.low}-{part.high} %"


def wait(day: DayTold) -> str:
    """In which span half of the answers had come."""
    if day.wait is not None:
        return _(_SPANS[day.wait])
    return _NOT_TOLD if day.answered.is_hidden else _("told by version")


def quiet_spans() -> list[str]:
    """`1 to 2 days` and so on."""
    ends = [
        _("{first} to {last} days").format(first=start, last=following - 1)
        for start, following in itertools.pairwise(QUIET)
    ]
    return [*ends, _("{count} days or more").format(count=QUIET[-1])]
