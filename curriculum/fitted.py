"""A day as it fits one person: which of its texts they get, in which strength, and why."""

from dataclasses import dataclass, replace
from enum import StrEnum

from curriculum.day import Act, ArmTexts, Day, NotFor, Strength, Variant


class Form(StrEnum):
    """Whether the day itself comes, what its author wrote in place of it, or nothing to do at all."""

    DAY = "day"
    INSTEAD = "instead"
    REST = "rest"


class Because(StrEnum):
    """Why a day comes in the version it comes in."""

    USUAL = "usual"
    STEADY = "steady"
    STRAINED = "strained"
    NOT_CALM_YET = "not_calm_yet"
    MADE_IT_WORSE = "made_it_worse"
    RESPONSE = "response"
    DAY_BEFORE = "day_before"
    NOT_FOR_THEM = "not_for_them"
    KEPT_AWAY = "kept_away"


@dataclass(frozen=True, slots=True)
class Fit:
    """The version of a day that one person gets. `variant` counts from 0 in the order of the file; `arm` is the wording that
    an experiment has drawn for them.
    """

    form: Form = Form.DAY
    strength: Strength = Strength.STANDARD
    variant: int | None = None
    because: Because = Because.USUAL
    arm: str | None = None

    def away_from(self, day: Day, kept: frozenset[NotFor]) -> "Fit":
        """The same, unless the day asks for what is kept from the person by now."""
        if self.form is not Form.DAY or not kept & set(day.not_for):
            return self
        form = Form.INSTEAD if day.instead is not None else Form.REST
        most = Strength.STANDARD if self.strength is Strength.STRETCH else self.strength
        written = (Strength.GENTLE,) if day.instead is None else day.instead.act.strengths
        strength = most if most in written else Strength.GENTLE
        return replace(self, form=form, strength=strength, variant=None, arm=None, because=Because.NOT_FOR_THEM)


@dataclass(frozen=True, slots=True)
class Texts:
    """What a person reads of a day: the texts of one of its versions."""

    title: str
    why: str
    act: Act
    solo: str | None
    when: str | None
    ask: str


def texts(day: Day, fit: Fit) -> Texts | None:
    """The texts of `day` for somebody with this fit; None where nothing is asked of them, which the chat has words for."""
    if fit.form is Form.REST:
        return None
    if fit.form is Form.INSTEAD:
        other = day.instead
        return None if other is None else Texts(other.title, other.why, other.act, None, other.when, other.ask)
    own = Texts(day.title, day.why, day.act, day.solo, day.when, day.check_in.ask)
    chosen = _chosen(day, fit)
    if chosen is None:
        return own
    return replace(
        own,
        why=chosen.why or own.why,
        act=chosen.act or own.act,
        solo=chosen.solo or own.solo,
        when=chosen.when or own.when,
    )


def _chosen(day: Day, fit: Fit) -> Variant | ArmTexts | None:
    """What comes in place of some of the day's own texts: a variant for this person, or else the arm that was drawn."""
    if fit.variant is not None:
        return day.variants[fit.variant] if fit.variant < len(day.variants) else None
    return next((arm for arm in day.arms if arm.arm == fit.arm), None)
