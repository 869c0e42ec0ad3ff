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
from bot.landing.wording import OUTCOMES, SETS, WHOSE, count, fewer, percent, quiet_spans, sets_of, share_of, wait
from curriculum.day import MOST_IN_A_CAPTION
from curriculum.writing import units
from storage.media import Attached
from storage.tracks import PublishedTrack

_MOST_CHOICES: Final = 4
"""Versions to choose from, the newest of them."""


def choose(on_offer: Sequence[PublishedTrack]) -> Message:
    """Which track to look at."""
    if not on_offer:
        return Message("No track is published yet. Send a .yaml file here to begin with one.")
    rows = [
        [landing_buttons.see(LandingSeen(one.ref.slug, None, FUNNEL, dark=False), one.track.title)] for one in on_offer
    ]
    return Message(
        "<b>How days land.</b> Which track?\n\nCounts alone, in tens, up to yesterday (UTC). Of fewer than ten people "
        f"nothing is told, and nobody's words are in it. {WHOSE}",
        buttons=rows,
    )


def funnel(it: Released, seen: LandingSeen, picture: Attached) -> Message:
    """The funnel, with every count of it in words as far as a caption has room."""
    lines = [_head(it), "", f"Each day: {', '.join(SETS)}."]
    told = [day for day in it.by_day if not day.eligible.is_hidden]
    if not told:
        lines.append(
            f"So far it is {fewer(it.by_day[0].eligible)} people; a day is told once ten have had it and a day to answer."
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
    lines = [
        _head(it),
        "",
        f"<b>Day {day.day}: {escape(day.title)}</b>",
        *(f"{says}: {escape(share_of(day.outcomes[outcome], day))}" for outcome, says in OUTCOMES.items()),
        "",
        f"Skipped: {percent(day.skipped)}. Made it worse: {percent(day.worse)}. Half had answered in: {wait(day)}.",
        ", ".join(f"{name} {escape(count(told))}" for name, told in zip(SETS, sets_of(day), strict=True)).capitalize()
        + ".",
    ]
    return Message("\n".join(lines), buttons=_ways(it, seen), media=picture)


def quiet(it: Released, seen: LandingSeen) -> Message:
    """How many went quiet."""
    spans = [f"{span}: {escape(count(told))}" for span, told in zip(quiet_spans(), it.quiet, strict=True)]
    text = "\n".join([_head(it), "", "Under way, and without an answer for", *spans])
    return Message(text, buttons=_ways(it, seen))


def gone() -> str:
    """The short note when a track or version is not there."""
    return "There is no such track or version. /landing shows those there are."


def _head(it: Released) -> str:
    until = f"{it.until.day} {it.until:%B %Y}"
    return (
        f"<b>How days land: {authored(it.title)}</b>\n{it.told}, up to {until} (UTC). Counts are in tens, rounded down."
    )


def _more(days: int) -> str:
    return f"… and {days} more days in the picture"


def _ways(it: Released, seen: LandingSeen) -> list[list[Button]]:
    """What else one may look at."""
    day = seen.day
    walk = [(each, says) for each, says in _neighbours(day) if 1 <= each <= len(it.by_day)]
    views = [(FUNNEL, "Funnel"), ("1", "Day by day"), (QUIET, "Gone quiet")]
    others = [(view, says) for view, says in views if view != seen.view and not (day is not None and view == "1")]
    rows = [
        [landing_buttons.see(replace(seen, view=str(each)), says) for each, says in walk],
        [landing_buttons.see(replace(seen, view=view), says) for view, says in others],
        _versions(it, seen),
    ]
    if seen.view != QUIET:
        rows.append([landing_buttons.see(replace(seen, dark=not seen.dark), "Light" if seen.dark else "Dark")])
    return [row for row in rows if row]


def _neighbours(day: int | None) -> list[tuple[int, str]]:
    return [] if day is None else [(day - 1, f"◀ Day {day - 1}"), (day + 1, f"Day {day + 1} ▶")]


def _versions(it: Released, seen: LandingSeen) -> list[Button]:
    if len(it.choices) < 2:
        return []
    all_of_them = [] if it.versions is None else [landing_buttons.see(replace(seen, version=None), "All versions")]
    newest = [each for each in it.choices if each != it.versions][-_MOST_CHOICES:]
    return [
        *all_of_them,
        *(landing_buttons.see(replace(seen, version=each.last), each.told.capitalize()) for each in newest),
    ]
