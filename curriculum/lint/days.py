"""What each day should have: its versions, its tips, its tags, something in its place for those it is not for."""

import re
from collections.abc import Iterator
from typing import Final

from curriculum.day import Day, DayKind, NotFor, Outcome
from curriculum.lint.finding import Remark, Rule
from curriculum.track import Track
from curriculum.written import Path

TOWARDS_THE_PARTNER: Final = frozenset({NotFor.APPROACH_PARTNER, NotFor.DISCLOSURE, NotFor.ASK, NotFor.JOINT})
_REFRAMING: Final = frozenset({"reading-withdrawal"})


def remarks(track: Track) -> Iterator[Remark]:
    """What is missing in the days of `track`, whatever its language."""
    for index, day in enumerate(track.days):
        at: Path = ("days", index)
        yield from _versions(day, at)
        yield from _tips(day, at)
        yield from _instead(day, at)
        yield from _reframe(day, at)
    if TOWARDS_THE_PARTNER & set(track.days[0].not_for):
        yield Remark(
            ("days", 0, "not_for"),
            Rule.FIRST_DAY,
            "day 1 asks something of somebody else",
            "The first day is done while the chat is still open. Whoever needs another person for it puts it off, and often for good.",
            "Let day 1 be something to look at, breathe or write here, for one alone; move this one to week 2.",
        )


def _versions(day: Day, at: Path) -> Iterator[Remark]:
    if day.kind is DayKind.REST:
        return
    number = f"day {day.day}"
    if day.act.standard is None:
        yield Remark(
            (*at, "act"),
            Rule.MISSING_STANDARD,
            f"{number} has no standard version of its act",
            "With the gentle version alone there is nothing to step down from on a day that is too much.",
            "Write the act as it is meant under `standard`, and keep a smaller one under `gentle`.",
        )
    elif _bare(day.act.gentle) == _bare(day.act.standard):
        yield Remark(
            (*at, "act", "gentle"),
            Rule.MISSING_GENTLE,
            f"the gentle version of {number} is the same as the standard one",
            "People are given the gentle version on the days they can do least.",
            "Make it smaller: half the time, only in one's head, one word in place of a sentence.",
        )
    if day.solo is None:
        yield Remark(
            (*at, "day"),
            Rule.MISSING_SOLO,
            f"{number} has no solo version",
            "One person can start. Many walk a track alone, and some must not be seen with it.",
            "Add `solo`: the same skill with nobody there, at most 60 words.",
        )
    if day.when is None:
        yield Remark(
            (*at, "day"),
            Rule.MISSING_WHEN,
            f"{number} has no `when`",
            "An act that is tied to a moment is found again in the day; one that is not slips by.",
            "Add `when`: “If the kettle is on, then take the breath there.”",
        )


def _tips(day: Day, at: Path) -> Iterator[Remark]:
    if lacking := [f"`{outcome}`" for outcome in Outcome if day.tips.to(outcome) is None]:
        yield Remark(
            (*at, "tips") if len(lacking) < len(Outcome) else (*at, "day"),
            Rule.MISSING_TIP,
            f"day {day.day} has no tip for {', '.join(lacking)}",
            "Whatever came of the day, a small practical hint shows that the answer was read.",
            "Add one plain hint for each: what could be smaller, another place for it, something for the body.",
        )


def _instead(day: Day, at: Path) -> Iterator[Remark]:
    if day.not_for and day.instead is None:
        yield Remark(
            (*at, "not_for"),
            Rule.MISSING_INSTEAD,
            f"day {day.day} has nothing in its place for people it is not for",
            "They would get an empty day, and could tell from it that they were sorted out.",
            "Add `instead` with a title, a why and an act that turns to nobody, in the same tone.",
        )


def _reframe(day: Day, at: Path) -> Iterator[Remark]:
    if day.practice in _REFRAMING and NotFor.REFRAME not in day.not_for:
        yield Remark(
            (*at, "practice"),
            Rule.MISSING_TAG,
            f"day {day.day} gives another's withdrawal a reading, and lacks `reframe` in `not_for`",
            "To somebody who lives with a dangerous person such a day excuses what should not be excused.",
            "Add `reframe` to `not_for`.",
        )


def _bare(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
