"""What a pattern check says in plain words, and what it suggests: no score, no blame, and no name for the person.

Two answers stand apart: to fear, and to getting loud often. Then the profile points to other help first, it explains
nothing away, and it suggests nothing but steadying. Who would rather not speak of fear is met as carefully, without
being told so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from curriculum.pattern import words
from curriculum.pattern.answers import Answers
from curriculum.pattern.items import AFRAID, ITEMS, OPENNESS, RESPONSES, STEADY, TWO_WORLDS, Answer, Item, Part
from curriculum.pressure import PressureResponse

_LETTERS_OF_A_LANGUAGE: Final = 2


@dataclass(frozen=True, slots=True, repr=False)
class PartProfile:
    """One part in plain words: what comes up often, what at times, what of it was named most, and a remark on it."""

    heading: str
    often: Sequence[str]
    at_times: Sequence[str]
    remarks: Sequence[str]
    named: Sequence[str] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Exercise:
    """A first small thing to do: under two minutes, in the chat itself, and turned to nobody."""

    title: str
    act: str


@dataclass(frozen=True, slots=True, repr=False)
class Suggestion:
    """A track that may fit, and why, in one or two sentences."""

    slug: str
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True, repr=False)
class Profile:
    """What somebody's answers come to. `other_help` is said first, where there is something to say; `remark` stands for
    all parts when there is nothing to tell in any of them.
    """

    other_help: str | None
    remark: str | None
    parts: Sequence[PartProfile]
    exercise: Exercise
    suggestion: Suggestion | None


def profile(answers: Answers, on_offer: Sequence[str] = ()) -> Profile:
    """What these answers come to, for somebody to whom these tracks are on offer."""
    careful = needs_other_help(answers)
    said = [weight for item in ITEMS if item.told is not None and (weight := answers.weight(item)) is not None]
    return Profile(
        words.OTHER_HELP if careful else None,
        None if any(said) else words.HARDLY_ANY if said else words.NOT_TOLD,
        tuple(_part(part, answers, careful=careful) for part in Part) if any(said) else (),
        _exercise(answers),
        _suggestion(answers, on_offer),
    )


def needs_other_help(answers: Answers) -> bool:
    """Whether an answer hints at fear, or at having frightened somebody."""
    return _hints_at_fear(answers) or answers.to(RESPONSES[PressureResponse.EXPLODING]) is Answer.OFTEN


def responses(answers: Answers) -> tuple[PressureResponse, ...]:
    """The responses to pressure that were named most; none when none was named."""
    weights = {response: answers.weight(item) or 0 for response, item in RESPONSES.items()}
    most = max(weights.values())
    return tuple(response for response, weight in weights.items() if weight == most > 0)


def response_of(answers: Answers) -> PressureResponse | None:
    """The one response to pressure that was named most; None when it is unclear, or was not said."""
    named = responses(answers)
    return named[0] if len(named) == 1 else None


def _hints_at_fear(answers: Answers) -> bool:
    return answers.to(AFRAID) in (Answer.AT_TIMES, Answer.OFTEN)


def _part(part: Part, answers: Answers, *, careful: bool) -> PartProfile:
    items = [item for item in ITEMS if item.part is part and item.told is not None]
    often, at_times = (_told(items, answers, level) for level in (Answer.OFTEN, Answer.AT_TIMES))
    named = [words.NAMES[response] for response in responses(answers)] if part is Part.PRESSURE else []
    return PartProfile(part.value, often, at_times, _remarks(part, items, answers, careful=careful), tuple(named))


def _told(items: Sequence[Item], answers: Answers, level: Answer) -> tuple[str, ...]:
    return tuple(item.told for item in items if item.told is not None and answers.to(item) is level)


def _remarks(part: Part, items: Sequence[Item], answers: Answers, *, careful: bool) -> tuple[str, ...]:
    weights = [answers.weight(item) for item in items]
    if all(weight is None for weight in weights):
        return (words.NOT_TOLD_HERE,)
    if not any(weights):
        return (words.HARDLY_ANY,)
    return () if careful else (words.REMARKS[part],)


def _exercise(answers: Answers) -> Exercise:
    if _hints_at_fear(answers):
        return Exercise(*words.STEADYING)
    if needs_other_help(answers):
        return Exercise(*words.FIRST_EXERCISES[PressureResponse.EXPLODING])
    response = response_of(answers)
    return Exercise(*(words.A_QUIET_MINUTE if response is None else words.FIRST_EXERCISES[response]))


def _suggestion(answers: Answers, on_offer: Sequence[str]) -> Suggestion | None:
    if needs_other_help(answers):
        # Better no track at all than one that turns to somebody they may be afraid of.
        steadying = [slug for slug in on_offer if _meant(slug) == STEADY]
        return Suggestion(steadying[0], (words.ABOUT[STEADY],)) if steadying else None
    wanted = [slug for ours in _ranked(answers) for slug in on_offer if _meant(slug) == ours] or list(on_offer)
    return None if not wanted else Suggestion(wanted[0], _reasons(_meant(wanted[0]), answers))


def _meant(slug: str) -> str:
    """The track of ours that this one is in another language, as `two-worlds-es` is; else itself."""
    ours, _, language = slug.rpartition("-")
    return ours if ours in words.ABOUT and len(language) == _LETTERS_OF_A_LANGUAGE else slug


def _ranked(answers: Answers) -> list[str]:
    """The tracks by how much of what they take up was named; who tells nothing of fear is led to the steadying one."""
    by_weight = sorted((OPENNESS, STEADY, TWO_WORLDS), key=lambda slug: -_weight(slug, answers))
    if answers.weight(AFRAID) is None:
        return sorted(by_weight, key=lambda slug: slug != STEADY)
    return by_weight


def _weight(slug: str, answers: Answers) -> Fraction:
    said = [weight for item in ITEMS if item.track == slug and (weight := answers.weight(item)) is not None]
    return Fraction(sum(said), len(said)) if said else Fraction(0)


def _reasons(slug: str, answers: Answers) -> tuple[str, ...]:
    if slug not in words.ABOUT:
        return (words.ANY_TRACK,)
    led = _weight(slug, answers) == max(_weight(each, answers) for each in words.ABOUT) > 0
    return (words.LEADS[slug], words.ABOUT[slug]) if led else (words.ABOUT[slug],)
