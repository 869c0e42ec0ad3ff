"""How demanding the next day should be: smaller after strain, away from the partner after harm, never harder by itself
until it is calm again.

A person has a *level*, which their replies move. It is the most that a day asks of them unasked; they themselves may
look at any version that is not kept from them.

| reply | level of the next day |
|---|---|
| pushing, too much, a fight | one lower than what was asked of them |
| made it worse | the same, and gentle at most; nothing that turns to the partner, and no reframe, for three days |
| calm | one higher, up to standard; stretch after three days in a row that were calm and done |
| anything else that is told of | one higher, up to standard, unless two hard replies came since it was last calm |
| no answer, or left | the same, but no stretch |
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from curriculum import timing
from curriculum.day import Day, NotFor, Outcome, Strength
from curriculum.fitted import Because, Fit, Form, texts
from curriculum.pacing import CALENDAR, Pacing
from curriculum.pressure import PressureResponse, Strain
from curriculum.safety import ContentClass, kept_from
from curriculum.track import Track

HARD_REPLIES: Final = 2
"""After so many the level does not rise until a calm reply."""
CALM_DAYS: Final = 3
"""So many days in a row that were calm and done bring a stretch."""
AWAY_FROM_PARTNER: Final = timedelta(days=3, hours=12)
"""For so long after "made it worse" nothing that turns to the partner comes: three days at any hour of the day."""
AFTER_A_FIGHT: Final = timedelta(hours=24)
"""For so long after a fight nothing that asks the partner for something comes."""
REST_REPEATED: Final = timedelta(days=3)
"""A rest that is not answered comes again no sooner."""
_SAME_HOUR: Final = timedelta(hours=2)
"""Clocks may be moved by so much between two days at the same hour."""
_STRAINED: Final = frozenset({Strain.PUSHING, Strain.OVERWHELMED, Strain.FIGHT})


class Level(IntEnum):
    """The most that a day asks of a person unasked."""

    REST = 0
    GENTLE = 1
    STANDARD = 2
    STRETCH = 3


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one day that was brought, in the `strength` it was brought in. `rest`: it was a rest in place of the
    day. `answered`: by words, if not by a tap; `left`: without any. `met`: the person tapped on it in some way.
    """

    day: int
    came_at: datetime
    strength: Strength = Strength.STANDARD
    rest: bool = False
    outcome: Outcome | None = None
    strain: Strain | None = None
    answered: bool = False
    left: bool = False
    met: bool = False

    @property
    def is_answered(self) -> bool:
        """The person reacted to it in some way, be it that they left it."""
        return self.left or self.is_told_of

    @property
    def is_told_of(self) -> bool:
        """The person said something of it."""
        return self.answered or self.outcome is not None or self.strain is not None

    @property
    def is_hard(self) -> bool:
        """The day was too much, in one way or another."""
        return self.outcome is Outcome.MADE_IT_WORSE or self.strain in _STRAINED

    @property
    def is_calm(self) -> bool:
        """The person said that it was calm."""
        return self.strain is Strain.CALM and not self.is_hard


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """What is known of a person when their next day is chosen: the replies of this walk in order, and, of all their
    walks, when something last made it worse and when they last told of a fight.
    """

    replies: Sequence[Reply] = ()
    worse_at: datetime | None = None
    fight_at: datetime | None = None
    response: PressureResponse | None = None
    content_class: ContentClass = ContentClass.UNASKED

    @property
    def last(self) -> Reply | None:
        """What came of the newest day."""
        return self.replies[-1] if self.replies else None


@dataclass(frozen=True, slots=True)
class Rested:
    """A rest comes in place of the day, which waits."""


@dataclass(frozen=True, slots=True)
class Held:
    """The day waits: nothing comes today, nor before `until`."""

    until: datetime


def level(replies: Sequence[Reply]) -> Level:
    """What the replies so far have led to."""
    current, hard, calm_and_done = Level.STANDARD, 0, 0
    for reply in replies:
        if reply.is_hard:
            hard, calm_and_done = hard + 1, 0
            asked = Level.REST if reply.rest else min(current, _LEVELS[reply.strength])
            most = Level.GENTLE if reply.outcome is Outcome.MADE_IT_WORSE else Level.STRETCH
            current = min(Level(max(asked - 1, Level.REST)), most)
        elif reply.is_calm:
            hard = 0
            calm_and_done += reply.outcome is Outcome.DONE
            most = Level.STRETCH if calm_and_done >= CALM_DAYS else max(current, Level.STANDARD)
            current = Level(min(current + 1, most))
        else:
            calm_and_done = 0
            most = Level.STANDARD if hard < HARD_REPLIES and reply.is_told_of else min(current, Level.STANDARD)
            current = Level(min(current + 1, most))
    return current


def says_it_all(newest: Sequence[Reply]) -> bool:
    """Whether these newest replies, on a walk without a hard one, lead to the same as all replies of the walk. Where none was
    hard the level is the usual one after each that was not calm, and a stretch after enough calm days in a row.
    """
    if all(reply.rest for reply in newest):
        return False
    calm_and_done = sum(reply.is_calm and reply.outcome is Outcome.DONE for reply in newest)
    return calm_and_done >= CALM_DAYS or not all(reply.is_calm for reply in newest)


def kept_away(footing: Footing, now: datetime) -> frozenset[NotFor]:
    """What the next day may not ask of the person: by their class, and for a while after "made it worse", when neither
    the partner nor another reading of what they did is to be turned to.
    """
    kept = kept_from(footing.content_class)
    if footing.worse_at is not None and now < footing.worse_at + AWAY_FROM_PARTNER:
        kept = frozenset(NotFor)
    return kept


def step(track: Track, number: int, footing: Footing, *, zone: str, now: datetime) -> Fit | Rested | Held:
    """How day `number` comes to somebody on this footing at `now`, if it comes. Raises `UnknownZone`."""
    if waits_for_an_answer(track.pacing, footing.last, zone, now):
        return Held(now)
    return fitted(track.day(number), footing, now)


def fitted(day: Day, footing: Footing, now: datetime) -> Fit | Rested | Held:
    """The same for a track that waits for no answers."""
    current = level(footing.replies)
    if current is Level.REST:
        return _rest(footing, now)
    asked = set(day.not_for)
    if kept_from(footing.content_class) & asked:
        return _replaced(day, current, Because.NOT_FOR_THEM)
    if kept_away(footing, now) & asked:
        return _replaced(day, current, Because.KEPT_AWAY)
    if NotFor.ASK in asked and footing.fight_at is not None and now < footing.fight_at + AFTER_A_FIGHT:
        return Held(footing.fight_at + AFTER_A_FIGHT)
    fit = _variant(day, footing)
    return _in_strength(day, fit, current, _why(footing, current, fit))


def waits_for_an_answer(pacing: Pacing, last: Reply | None, zone: str, now: datetime) -> bool:
    """Whether the track still waits for an answer to the newest day, counted in local days since it came."""
    if last is None or last.is_answered or last.rest or pacing == CALENDAR:
        return False
    gone_by = timing.local(now, zone).date() - timing.local(last.came_at, zone).date()
    return pacing.days is None or gone_by.days <= pacing.days


def _replaced(day: Day, current: Level, because: Because) -> Fit:
    fit = Fit(Form.INSTEAD if day.instead is not None else Form.REST)
    return _in_strength(day, fit, current, because)


def _rest(footing: Footing, now: datetime) -> Rested | Held:
    last = footing.last
    if last is not None and last.rest and not last.is_answered:
        again = last.came_at + REST_REPEATED - _SAME_HOUR
        if now < again:
            return Held(again)
    return Rested()


def _variant(day: Day, footing: Footing) -> Fit:
    before = next((reply.outcome for reply in reversed(footing.replies) if not reply.rest), None)
    for number, variant in enumerate(day.variants):
        if variant.fits(footing.response, before):
            because = Because.RESPONSE if variant.for_ else Because.DAY_BEFORE
            return Fit(Form.DAY, variant=number, because=because)
    return Fit()


def _in_strength(day: Day, fit: Fit, current: Level, because: Because) -> Fit:
    """The fit in the strength of this level, or in the nearest smaller one that was written."""
    read = texts(day, fit)
    written = (Strength.GENTLE,) if read is None else read.act.strengths
    strength = [each for each in written if _LEVELS[each] <= current][-1]
    return replace(fit, strength=strength, because=because)


def _why(footing: Footing, current: Level, fit: Fit) -> Because:
    last = footing.last
    if current < Level.STANDARD:
        if last is not None and last.outcome is Outcome.MADE_IT_WORSE:
            return Because.MADE_IT_WORSE
        return Because.STRAINED if last is not None and last.is_hard else Because.NOT_CALM_YET
    if fit.because is not Because.USUAL:
        return fit.because
    return Because.STEADY if current is Level.STRETCH else Because.USUAL


_LEVELS: Final = {
    Strength.GENTLE: Level.GENTLE,
    Strength.STANDARD: Level.STANDARD,
    Strength.STRETCH: Level.STRETCH,
}
