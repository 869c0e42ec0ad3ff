"""What the words of an act give away: whom it turns to, whether the other may say no, when it can be done."""

from collections.abc import Iterator

from curriculum.day import Act, ArmTexts, Day, NotFor, Variant
from curriculum.lint.days import TOWARDS_THE_PARTNER
from curriculum.lint.finding import Remark, Rule
from curriculum.lint.turning import Turning, where
from curriculum.track import Track
from curriculum.written import Path


def remarks(track: Track, words: Turning) -> Iterator[Remark]:
    """What the acts of `track` ask for without saying so."""
    for index, day in enumerate(track.days):
        at: Path = ("days", index)
        yield from _tags(day, at, words)
        yield from _permission(day, at, words)
        yield from _alone(day, at, words)
    yield from _first(track.days[0], words)


def _tags(day: Day, at: Path, words: Turning) -> Iterator[Remark]:
    if not TOWARDS_THE_PARTNER & set(day.not_for):
        for path, act in _acts(day, at):
            if turned := words.turned(act):
                yield Remark(
                    path,
                    Rule.MISSING_TAG,
                    f"“{turned}” turns to the partner, and day {day.day} does not say so in `not_for`",
                    "By its tags a day is kept from people it would not be safe for. One without tags reaches everybody.",
                    "Add `approach_partner` (and `ask`, `disclosure` or `joint` where it asks for that), or let the act stay with oneself.",
                    at=where(turned, act),
                )
                break


def _permission(day: Day, at: Path, words: Turning) -> Iterator[Remark]:
    if NotFor.ASK not in day.not_for:
        return
    acts = list(_acts(day, at))
    asking = [(path, act) for path, act in acts if words.requests(act) and not words.leaves_free(act)]
    if not asking and not any(words.leaves_free(act) for _, act in acts):
        asking = [(path, act) for path, act in acts if path[-1] == "standard"][:1] or acts[:1]
    for path, _ in asking:
        yield Remark(
            path,
            Rule.ASK_WITHOUT_NO,
            f"day {day.day} asks for something and does not say that the other may say no",
            "A request without a way out is a demand, however kindly it is worded.",
            f"Add it to the act itself: “{words.saying_no}”",
        )


def _alone(day: Day, at: Path, words: Turning) -> Iterator[Remark]:
    solos = [(at, day.solo), *((path, one.solo) for path, one in _others(day, at))]
    for path, solo in solos:
        if solo is not None and (turned := words.turned(solo)):
            yield Remark(
                (*path, "solo"),
                Rule.MISSING_SOLO,
                f"the solo version of day {day.day} needs the partner: “{turned}”",
                "It is for people whose partner does not know of this, or should not.",
                "Give the same skill a form with nobody there: to a wall, on paper, in one's head.",
                at=where(turned, solo),
            )
    if day.instead is not None:
        for path, act in _versions(day.instead.act, (*at, "instead")):
            if turned := words.turned(act):
                yield Remark(
                    path,
                    Rule.MISSING_INSTEAD,
                    f"what comes in place of day {day.day} turns to the partner: “{turned}”",
                    "It is read by the very people for whom turning to the partner may not be safe.",
                    "Let it stay with oneself: own body, own room, own support.",
                    at=where(turned, act),
                )


def _first(day: Day, words: Turning) -> Iterator[Remark]:
    when: Path = ("days", 0, "when")
    for path, act in [*_acts(day, ("days", 0)), (when, day.when or "")]:
        if later := words.later.search(act):
            yield Remark(
                path,
                Rule.FIRST_DAY,
                f"day 1 cannot be finished in the chat: “{later[0]}” puts it off",
                "The first day is done while the chat is still open. What waits for another hour is often forgotten.",
                "Let it be done here and now, in a minute: look around, take a breath, write a line.",
                at=later.start(),
            )


def _acts(day: Day, at: Path) -> Iterator[tuple[Path, str]]:
    """The acts of a day, of its variants and of its arms that may turn to somebody."""
    yield from _versions(day.act, at)
    for path, other in _others(day, at):
        if other.act is not None:
            yield from _versions(other.act, path)


def _others(day: Day, at: Path) -> Iterator[tuple[Path, Variant | ArmTexts]]:
    """What may come in place of some of a day's own texts."""
    yield from (((*at, "variants", number), one) for number, one in enumerate(day.variants))
    yield from (((*at, "arms", number), one) for number, one in enumerate(day.arms))


def _versions(act: Act, at: Path) -> Iterator[tuple[Path, str]]:
    return (((*at, "act", strength.value), act.at(strength)) for strength in act.strengths)
