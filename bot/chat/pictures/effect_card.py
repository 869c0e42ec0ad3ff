"""The effect card of one day: what people said became of it, and how many came that far."""

from typing import Final

from bot.chat.pictures.canvas import MARGIN, ROOM, SMALL, TEXT, TITLE, WIDTH, Box, Canvas
from bot.chat.pictures.funnel_picture import heading
from bot.chat.pictures.theme import LIGHT, Theme
from bot.landing.released import DayTold, Released, Told
from bot.landing.wording import count, fewer, outcomes, percent, sets, sets_of, share_of, wait
from bot.words import _
from curriculum.day import Outcome

_BAR: Final = 44


def effect(released: Released, day: int, theme: Theme = LIGHT) -> bytes:
    """The picture of one day, from 1 on."""
    return drawn(released, day, theme).png()


def drawn(released: Released, day: int, theme: Theme) -> Canvas:
    """The same, still on its canvas."""
    told = released.by_day[day - 1]
    canvas = Canvas(theme)
    heading(canvas, released)
    canvas.paragraph(_("Day {day}: {title}").format(day=told.day, title=told.title), size=TITLE)
    canvas.gap(20)
    for outcome, says in outcomes().items():
        _outcome(canvas, told, outcome, says)
    worse = outcomes()[Outcome.MADE_IT_WORSE]
    canvas.rule()
    canvas.gap(26)
    for name, figure in (
        (_("skipped"), percent(told.skipped)),
        (worse, percent(told.worse)),
        (_("half had answered in"), wait(told)),
        *((name, count(of)) for name, of in zip(sets(), sets_of(told), strict=True)),
    ):
        _fact(canvas, name, figure, warn=name == worse)
    canvas.gap(14)
    canvas.paragraph(
        _(
            "Counts are in tens, rounded down; shares are of all answers, as a span. Skipped: not the moment, or did not want "
            "to."
        ),
        size=SMALL,
        colour=theme.soft,
        most=3,
    )
    return canvas


def _outcome(canvas: Canvas, day: DayTold, outcome: Outcome, says: str) -> None:
    theme = canvas.theme
    told = day.outcomes[outcome]
    canvas.text(MARGIN, canvas.at, says, size=TEXT)
    canvas.text(WIDTH - MARGIN, canvas.at, share_of(told, day), size=TEXT, bold=True, from_the_right=True)
    canvas.gap(52)
    colour = theme.warn if outcome is Outcome.MADE_IT_WORSE else theme.strong
    _bar(canvas, told, _most(day), colour)
    canvas.gap(_BAR + 26)


def _bar(canvas: Canvas, told: Told, most: int, colour: str) -> None:
    canvas.bar(Box(MARGIN, canvas.at, ROOM, _BAR), canvas.theme.steps[0])
    if not told.is_hidden:
        canvas.bar(Box(MARGIN, canvas.at, ROOM * told.low / most, _BAR), colour)
        return
    width = min(ROOM, max(330, ROOM * told.high / most)) if most else ROOM
    canvas.hatched(Box(MARGIN, canvas.at, width, _BAR))
    canvas.bar(Box(MARGIN + 24, canvas.at + 4, 250, _BAR - 8), canvas.theme.paper)
    canvas.text(MARGIN + 40, canvas.at + 3, fewer(told), size=SMALL)


def _most(day: DayTold) -> int:
    return max(day.answered.low, *(told.low for told in day.outcomes.values()))


def _fact(canvas: Canvas, name: str, figure: str, *, warn: bool) -> None:
    theme = canvas.theme
    canvas.text(MARGIN, canvas.at, name, size=TEXT, colour=theme.soft)
    colour = theme.warn if warn else theme.ink
    canvas.text(WIDTH - MARGIN, canvas.at, figure, size=TEXT, bold=True, colour=colour, from_the_right=True)
    canvas.gap(54)
