"""The words around pictures of how days land: the same as the picture says, for those who do not see it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.chat import landing_buttons
from bot.chat.button import Button
from bot.chat.landing_buttons import FUNNEL, QUIET, LandingSeen
from bot.chat.message import Message
from bot.chat.wording import authored, escape
from bot.landing import Released
from bot.landing.released import DayTold
from bot.landing.wording import (
    count,
    fewer,
    outcomes,
    percent,
    quiet_spans,
    sets,
    sets_of,
    share_of,
    wait,
    whose,
)
from bot.words import _, ngettext
from bot.words.written import day_of
from curriculum.day import MOST_IN_A_CAPTION
from curriculum.writing import units
from storage.media import Attached
from storage.tracks import PublishedTrack

_MOST_CHOICES: Final = 4
"""Versions to choose from, the newest of them."""


def choose(on_offer: Sequence[PublishedTrack]) -> Message:
    """Which track to look at."""
    if not on_offer:
        return Message(_("No track is published yet. Send a .yaml file here to begin with one."))
    rows = [
        [landing_buttons.see(LandingSeen(one.ref.slug, None, FUNNEL, dark=False), one.track.title)] for one in on_offer
    ]
    return Message(
        _(
            "<b>How days land.</b> Which track?\n\nCounts alone, in tens, up to yesterday (UTC). Of fewer than ten people "
            "nothing is told, and nobody's words are in it."
        )
        + f" {whose()}",
        buttons=rows,
    )


def funnel(it: Released, seen: LandingSeen, picture: Attached) -> Message:
    """The funnel, with every count of it in words as far as a caption has room."""
    lines = [_head(it), "", _("Each day: {sets}.").format(sets=", ".join(sets()))]
    told = [day for day in it.by_day if not day.eligible.is_hidden]
    if not told:
        lines.append(
            _("So far it is {fewer} people; a day is told once ten have had it and a day to answer.").format(
                fewer=fewer(it.by_day[0].eligible)
            )
        )
    room = MOST_IN_A_CAPTION - units("\n".join(lines)) - units(_more(len(it.by_day)))
    for shown, day in enumerate(told):
        line = f"{day.day}: {' '.join(map(count, sets_of(day)))}"
        room -= units(line) + 1
        if room < 0:
            lines.append(_more(len(told) - shown))
            break
        lines.append(escape(line))
    return Message("\n".join(lines), buttons=_ways(it, seen), media=picture)


def effect(it: Released, seen: LandingSeen, day: DayTold, picture: Attached) -> Message:
    """What became of one day."""
    due, sent, opened, answered = (escape(count(told)) for told in sets_of(day))
    lines = [
        _head(it),
        "",
        _("<b>Day {day}: {title}</b>").format(day=day.day, title=escape(day.title)),
        *(f"{says}: {escape(share_of(day.outcomes[outcome], day))}" for outcome, says in outcomes().items()),
        "",
        _("Skipped: {skipped}. Made it worse: {worse}. Half had answered in: {wait}.").format(
            skipped=percent(day.skipped), worse=percent(day.worse), wait=wait(day)
        ),
        _("Due so far {due}, sent {sent}, opened {opened}, answered {answered}.").format(
            due=due, sent=sent, opened=opened, answered=answered
        ),
    ]
    return Message("\n".join(lines), buttons=_ways(it, seen), media=picture)


def quiet(it: Released, seen: LandingSeen) -> Message:
    """How many went quiet."""
    spans = [f"{span}: {escape(count(told))}" for span, told in zip(quiet_spans(), it.quiet, strict=True)]
    text = "\n".join([_head(it), "", _("Under way, and without an answer for"), *spans])
    return Message(text, buttons=_ways(it, seen))


def gone() -> str:
    """The short note when a track or version is not there."""
    return _("There is no such track or version. /landing shows those there are.")


def _head(it: Released) -> str:
    return _("<b>How days land: {title}</b>\n{versions}, up to {day} (UTC). Counts are in tens, rounded down.").format(
        title=authored(it.title), versions=it.told, day=day_of(it.until)
    )


def _more(days: int) -> str:
    return ngettext("… and {count} more day in the picture", "… and {count} more days in the picture", days).format(
        count=days
    )


def _ways(it: Released, seen: LandingSeen) -> list[list[Button]]:
    """What else one may look at."""
    day = seen.day
    walk = [(each, says) for each, says in _neighbours(day) if 1 <= each <= len(it.by_day)]
    views = [(FUNNEL, _("Funnel")), ("1", _("Day by day")), (QUIET, _("Gone quiet"))]
    others = [(view, says) for view, says in views if view != seen.view and not (day is not None and view == "1")]
    rows = [
        [landing_buttons.see(replace(seen, view=str(each)), says) for each, says in walk],
        [landing_buttons.see(replace(seen, view=view), says) for view, says in others],
        _versions(it, seen),
    ]
    if seen.view != QUIET:
        rows.append([landing_buttons.see(replace(seen, dark=not seen.dark), _("Light") if seen.dark else _("Dark"))])
    return [row for row in rows if row]


def _neighbours(day: int | None) -> list[tuple[int, str]]:
    if day is None:
        return []
    return [
        (day - 1, _("◀ Day {day}").format(day=day - 1)),
        (day + 1, _("Day {day} ▶").format(day=day + 1)),
    ]


def _versions(it: Released, seen: LandingSeen) -> list[Button]:
    if len(it.choices) < 2:
        return []
    all_of_them = [] if it.versions is None else [landing_buttons.see(replace(seen, version=None), _("All versions"))]
    newest = [each for each in it.choices if each != it.versions][-_MOST_CHOICES:]
    return [
        *all_of_them,
        *(landing_buttons.see(replace(seen, version=each.last), each.told.capitalize()) for each in newest),
    ]
