"""Each day as the chat will show it, in every version that somebody may get."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from markupsafe import Markup

from bot.chat.nudge_messages import OUTCOMES, day_text
from bot.chat.wording import authored
from bot.desk.telegrams_markup import shown
from bot.practice import View
from bot.words import _, marked
from curriculum.allowed import Allowed, as_its_author_reads_it
from curriculum.day import Day, Strength
from curriculum.fitted import Fit, Form
from curriculum.track import Track

_STRENGTHS: Final = {
    Strength.STANDARD: (View.STANDARD, View.INSTEAD_STANDARD, marked("As most people get it")),
    Strength.GENTLE: (View.GENTLE, View.INSTEAD_GENTLE, marked("The smaller version")),
    Strength.STRETCH: (View.STRETCH, View.INSTEAD_STRETCH, marked("A step further")),
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
    said = partial(authored, language=track.language)
    return Previewed(
        day.day,
        count,
        day.title,
        list(_versions(track, day)),
        list(_replies(day, said)),
        list(_asks(day, said)),
        None if day.reminder is None else shown(said(day.reminder)),
        day.media,
    )


def _versions(track: Track, day: Day) -> Iterator[Version]:
    for strength, (view, _instead, who) in _STRENGTHS.items():
        if strength in day.act.strengths or strength is Strength.STANDARD:
            yield Version(_(who), _message(as_its_author_reads_it(track, day.day, Fit(strength=strength)), view))
    if day.solo is not None:
        yield Version(_("Just for oneself"), _message(as_its_author_reads_it(track, day.day), View.SOLO))
    for index, variant in enumerate(day.variants):
        whom = [
            *(_("for {whom}").format(whom=_words(each)) for each in variant.for_),
            *(_("after “{outcome}”").format(outcome=_(OUTCOMES[each])) for each in variant.after),
        ]
        fit = as_its_author_reads_it(track, day.day, Fit(variant=index))
        says = _("Variant {number}: {whom}").format(number=index + 1, whom=", ".join(whom))
        yield Version(says, _message(fit, View.STANDARD))
    for arm in day.arms:
        fit = as_its_author_reads_it(track, day.day, Fit(arm=arm.arm))
        yield Version(_("Arm “{arm}” of the experiment").format(arm=arm.arm), _message(fit, View.STANDARD))
    if day.instead is not None:
        for strength, (_plain, view, who) in _STRENGTHS.items():
            if strength in day.instead.act.strengths:
                fit = as_its_author_reads_it(track, day.day, Fit(form=Form.INSTEAD, strength=strength))
                says = _("In its place, for whom it is not: {version}").format(version=_(who).lower())
                yield Version(says, _message(fit, view))
    elif day.not_for:
        rest = as_its_author_reads_it(track, day.day, Fit(form=Form.REST))
        yield Version(_("In its place, for whom it is not"), _message(rest, View.STANDARD))


def _replies(day: Day, said: Callable[[str], str]) -> Iterator[Reply]:
    for outcome, says in OUTCOMES.items():
        tip = day.tips.to(outcome)
        text = said(day.replies.to(outcome)) + ("" if tip is None else f"\n\n<i>{said(tip)}</i>")
        yield Reply(_(says), shown(text))


def _asks(day: Day, said: Callable[[str], str]) -> Iterator[Markup]:
    for asked in (day.check_in.rating, day.check_in.words):
        if asked is not None:
            yield shown(said(asked))
    if day.check_in.choice is not None:
        options = " | ".join(said(option) for option in day.check_in.choice.options)
        yield shown(f"{said(day.check_in.choice.ask)}\n\n[ {options} ]")


def _message(day: Allowed, view: View) -> Markup:
    return shown(day_text(day, view))


def _words(name: str) -> str:
    return name.replace("_", " ")
