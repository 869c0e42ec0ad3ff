"""What each day should have: its versions, its tips, its tags, an act that leaves the other free."""

import re
from collections.abc import Iterator
from typing import Final

from curriculum.day import Day, DayKind, NotFor, Outcome
from curriculum.lint.finding import Remark, Rule
from curriculum.lint.turning import leaves_free, requests, turning
from curriculum.track import Track
from curriculum.written import Path

TOWARDS_THE_PARTNER: Final = frozenset({NotFor.APPROACH_PARTNER, NotFor.DISCLOSURE, NotFor.ASK, NotFor.JOINT})
_REFRAMING: Final = frozenset({"reading-withdrawal"})
_LATER: Final = re.compile(
    r"\b(?:tomorrow|tonight|this (?:evening|afternoon)|later (?:today|on)|at work|when you (?:get|come|are) (?:back )?home"
    r"|all day|during the day|over the day|throughout the day|at bedtime|next week)\b",
    re.IGNORECASE,
)
_OUTCOMES: Final = {
    Outcome.DONE: "`done`",
    Outcome.TRIED: "`tried`",
    Outcome.NOT_THE_MOMENT: "`not_the_moment`",
    Outcome.DID_NOT_WANT_TO: "`did_not_want_to`",
    Outcome.MADE_IT_WORSE: "`made_it_worse`",
}


def remarks(track: Track) -> Iterator[Remark]:
    """What is missing in the days of `track`. Whether words in them are found depends on English; see `on_words`."""
    for index, day in enumerate(track.days):
        at: Path = ("days", index)
        yield from _versions(day, at)
        yield from _tips(day, at)
        yield from _instead(day, at)
    if TOWARDS_THE_PARTNER & set(track.days[0].not_for):
        yield Remark(
            ("days", 0, "not_for"),
            Rule.FIRST_DAY,
            "day 1 asks something of somebody else",
            "The first day is done while the chat is still open. Whoever needs another person for it puts it off, and often for good.",
            "Let day 1 be something to look at, breathe or write here, for one alone; move this one to week 2.",
        )


def on_words(track: Track) -> Iterator[Remark]:
    """What the words of the acts give away, in English."""
    for index, day in enumerate(track.days):
        at: Path = ("days", index)
        yield from _tags(day, at)
        yield from _permission(day, at)
        yield from _alone(day, at)
    yield from _first(track.days[0])


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
    if lacking := [name for outcome, name in _OUTCOMES.items() if day.tips.to(outcome) is None]:
        yield Remark(
            (*at, "tips") if len(lacking) < len(_OUTCOMES) else (*at, "day"),
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


def _tags(day: Day, at: Path) -> Iterator[Remark]:
    if not TOWARDS_THE_PARTNER & set(day.not_for):
        for path, act in _acts(day, at):
            if turned := turning(act):
                yield Remark(
                    path,
                    Rule.MISSING_TAG,
                    f"“{turned}” turns to the partner, and day {day.day} does not say so in `not_for`",
                    "By its tags a day is kept from people it would not be safe for. One without tags reaches everybody.",
                    "Add `approach_partner` (and `ask`, `disclosure` or `joint` where it asks for that), or let the act stay with oneself.",
                    at=act.find(turned.partition(" ")[0]),
                )
                break
    if day.practice in _REFRAMING and NotFor.REFRAME not in day.not_for:
        yield Remark(
            (*at, "practice"),
            Rule.MISSING_TAG,
            f"day {day.day} gives another's withdrawal a reading, and lacks `reframe` in `not_for`",
            "To somebody who lives with a dangerous person such a day excuses what should not be excused.",
            "Add `reframe` to `not_for`.",
        )


def _permission(day: Day, at: Path) -> Iterator[Remark]:
    if NotFor.ASK not in day.not_for:
        return
    acts = list(_acts(day, at))
    asking = [(path, act) for path, act in acts if requests(act) and not leaves_free(act)]
    if not asking and not any(leaves_free(act) for _, act in acts):
        asking = [(path, act) for path, act in acts if path[-1] == "standard"][:1] or acts[:1]
    for path, _ in asking:
        yield Remark(
            path,
            Rule.ASK_WITHOUT_NO,
            f"day {day.day} asks for something and does not say that the other may say no",
            "A request without a way out is a demand, however kindly it is worded.",
            "Add it to the act itself: “You are free to say no, and no is a full answer.”",
        )


def _alone(day: Day, at: Path) -> Iterator[Remark]:
    if day.solo is not None and (turned := turning(day.solo)):
        yield Remark(
            (*at, "solo"),
            Rule.MISSING_SOLO,
            f"the solo version of day {day.day} needs the partner: “{turned}”",
            "It is for people whose partner does not know of this, or should not.",
            "Give the same skill a form with nobody there: to a wall, on paper, in one's head.",
        )
    if day.instead is not None:
        for path, act in _of_act(
            day.instead.act.gentle, day.instead.act.standard, day.instead.act.stretch, (*at, "instead")
        ):
            if turned := turning(act):
                yield Remark(
                    path,
                    Rule.MISSING_INSTEAD,
                    f"what comes in place of day {day.day} turns to the partner: “{turned}”",
                    "It is read by the very people for whom turning to the partner may not be safe.",
                    "Let it stay with oneself: own body, own room, own support.",
                )


def _first(day: Day) -> Iterator[Remark]:
    for path, act in [*_acts(day, ("days", 0)), *([(("days", 0, "when"), day.when)] if day.when else [])]:
        if later := _LATER.search(act):
            yield Remark(
                path,
                Rule.FIRST_DAY,
                f"day 1 cannot be finished in the chat: “{later[0]}” puts it off",
                "The first day is done while the chat is still open. What waits for another hour is often forgotten.",
                "Let it be done here and now, in a minute: look around, take a breath, write a line.",
                at=later.start(),
            )


def _acts(day: Day, at: Path) -> Iterator[tuple[Path, str]]:
    """The acts of a day and of its variants that may turn to somebody."""
    yield from _of_act(day.act.gentle, day.act.standard, day.act.stretch, at)
    for number, variant in enumerate(day.variants):
        if variant.act is not None:
            yield from _of_act(variant.act.gentle, variant.act.standard, variant.act.stretch, (*at, "variants", number))


def _of_act(gentle: str, standard: str | None, stretch: str | None, at: Path) -> Iterator[tuple[Path, str]]:
    for name, text in (("gentle", gentle), ("standard", standard), ("stretch", stretch)):
        if text is not None:
            yield (*at, "act", name), text


def _bare(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
