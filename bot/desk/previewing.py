"""Each day as the chat will show it, in every version that somebody may get."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from bot.chat.nudge_messages import OUTCOMES, day_text
from bot.chat.wording import authored
from bot.desk.telegrams_markup import shown
from bot.practice import View
from curriculum.allowed import Allowed, as_its_author_reads_it
from curriculum.day import Day, Strength
from curriculum.fitted import Fit, Form
from curriculum.track import Track

_STRENGTHS: Final = {
    Strength.STANDARD: (View.STANDARD, View.INSTEAD_STANDARD, "As most people get it"),
    Strength.GENTLE: (View.GENTLE, View.INSTEAD_GENTLE, "The smaller version"),
    Strength.STRETCH: (View.STRETCH, View.INSTEAD_STRETCH, "A step further"),
}


@dataclass(frozen=True, slots=True)
class Version:
    """One message that a day may come as, and who gets it."""

    who: str
    message: Markup


@dataclass(frozen=True, slots=True)
class Reply:
    """What one of the five answers is answered with."""

    outcome: str
    message: Markup


@dataclass(frozen=True, slots=True)
class Previewed:
    """A day with everything that the chat can say around it."""

    number: int
    of: int
    title: str
    versions: Sequence[Version]
    replies: Sequence[Reply]
    asks: Sequence[Markup]
    reminder: Markup | None
    media: str | None


def previewed(track: Track, number: int) -> Previewed:
    """The day with this number, or the nearest that there is."""
    count = len(track.days)
    day = track.day(min(max(number, 1), count))
    return Previewed(
        day.day,
        count,
        day.title,
        list(_versions(day)),
        list(_replies(day)),
        list(_asks(day)),
        None if day.reminder is None else shown(authored(day.reminder)),
        day.media,
    )


def _versions(day: Day) -> Iterator[Version]:
    for strength, (view, _, who) in _STRENGTHS.items():
        if strength in day.act.strengths or strength is Strength.STANDARD:
            yield Version(who, _message(as_its_author_reads_it(day, Fit(strength=strength)), view))
    if day.solo is not None:
        yield Version("Just for oneself", _message(as_its_author_reads_it(day), View.SOLO))
    for index, variant in enumerate(day.variants):
        whom = [
            *(f"for {_words(each)}" for each in variant.for_),
            *(f"after “{OUTCOMES[each]}”" for each in variant.after),
        ]
        fit = as_its_author_reads_it(day, Fit(variant=index))
        yield Version(f"Variant {index + 1}: {', '.join(whom)}", _message(fit, View.STANDARD))
    if day.instead is not None:
        for strength, (_, view, who) in _STRENGTHS.items():
            if strength in day.instead.act.strengths:
                fit = as_its_author_reads_it(day, Fit(form=Form.INSTEAD, strength=strength))
                yield Version(f"In its place, for whom it is not: {who.lower()}", _message(fit, view))
    elif day.not_for:
        rest = as_its_author_reads_it(day, Fit(form=Form.REST))
        yield Version("In its place, for whom it is not", _message(rest, View.STANDARD))


def _replies(day: Day) -> Iterator[Reply]:
    for outcome, says in OUTCOMES.items():
        tip = day.tips.to(outcome)
        text = authored(day.replies.to(outcome)) + ("" if tip is None else f"\n\n<i>{authored(tip)}</i>")
        yield Reply(says, shown(text))


def _asks(day: Day) -> Iterator[Markup]:
    for asked in (day.check_in.rating, day.check_in.words):
        if asked is not None:
            yield shown(authored(asked))
    if day.check_in.choice is not None:
        options = " | ".join(authored(option) for option in day.check_in.choice.options)
        yield shown(f"{authored(day.check_in.choice.ask)}\n\n[ {options} ]")


def _message(day: Allowed, view: View) -> Markup:
    return shown(day_text(day, view))


def _words(name: str) -> str:
    return name.replace("_", " ")
