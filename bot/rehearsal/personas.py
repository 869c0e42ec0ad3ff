"""Those who walk a track in a rehearsal: what each of them does about a day that comes. They are nobody's portrait."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum
from random import Random
from typing import Final

from curriculum.day import Outcome
from curriculum.marked import marked
from curriculum.pressure import Strain
from curriculum.safety import ContentClass


class Who(StrEnum):
    """Whose thirty days are played."""

    IDEAL = "ideal"
    SILENT = "silent"
    STRUGGLING = "struggling"
    CRISIS = "crisis"
    TRAVELLER = "traveller"


@dataclass(frozen=True, slots=True)
class Doing:
    """What somebody does about what came, so long `after` it. `goes_on`: how long after the calm card they say that they
    are safe.
    """

    after: timedelta = timedelta(hours=1)
    opens: bool = True
    outcome: Outcome | None = None
    strain: Strain | None = None
    words: str | None = field(default=None, repr=False)
    rating: int | None = None
    choice: int | None = None
    goes_on: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody lives by another city's clock from now on, by another hour, or both."""

    city: str | None = None
    zone: str | None = None
    hour: time | None = None


@dataclass(frozen=True, slots=True)
class Persona:
    """One of those who walk: when and where they begin, what the private questions come to (`UNASKED`: they leave them for later),
    and what they do about the n-th thing that comes, a day or a rest. What `doings` does not name is done `usually`.
    """

    who: Who
    says: str
    usually: tuple[Doing, ...]
    doings: Mapping[int, Doing] = field(default_factory=dict)
    after_a_rest: tuple[Doing, ...] = (Doing(strain=Strain.CALM),)
    moves: Mapping[int, Move] = field(default_factory=dict)
    content_class: ContentClass = ContentClass.OPEN
    hour: time = time(8, 0)
    city: str = "Berlin"
    zone: str = "Europe/Berlin"

    def does(self, turn: int, *, rest: bool, chance: Random) -> Doing:
        """What they do about what comes as number `turn`, counted from 1."""
        if rest:
            return self.after_a_rest[turn % len(self.after_a_rest)]
        return self.doings.get(turn) or chance.choice(self.usually)


NAMES: Final[Mapping[Who, str]] = {
    Who.IDEAL: marked("ideal"),
    Who.SILENT: marked("silent"),
    Who.STRUGGLING: marked("struggling"),
    Who.CRISIS: marked("crisis"),
    Who.TRAVELLER: marked("traveller"),
}
"""What each of them is called; as is said what they do and write, it is looked up where it is told."""

_DANGER: Final = marked("I do not want to live any more.")
_NOTHING: Final = Doing(opens=False)
_CALM_AND_DONE: Final = Doing(timedelta(hours=2), outcome=Outcome.DONE, strain=Strain.CALM, rating=7, choice=0)
_ODD_HOURS: Final = (
    Doing(timedelta(minutes=3), outcome=Outcome.DONE, strain=Strain.CALM),
    Doing(timedelta(hours=11), outcome=Outcome.TRIED),
    Doing(timedelta(hours=19), outcome=Outcome.NOT_THE_MOMENT),
    Doing(timedelta(hours=23), outcome=Outcome.DONE, rating=5, choice=1),
)

PERSONAS: Final[Mapping[Who, Persona]] = {
    each.who: each
    for each in (
        Persona(
            Who.IDEAL,
            marked("answers every day, calmly, and often in words"),
            (
                _CALM_AND_DONE,
                _CALM_AND_DONE,
                Doing(
                    timedelta(hours=5),
                    outcome=Outcome.DONE,
                    strain=Strain.CALM,
                    rating=8,
                    choice=1,
                    words=marked("It was shorter than I thought."),
                ),
            ),
        ),
        Persona(
            Who.SILENT,
            marked("opens nothing and never answers"),
            (_NOTHING,),
            after_a_rest=(_NOTHING,),
            content_class=ContentClass.UNASKED,
        ),
        Persona(
            Who.STRUGGLING,
            marked("has hard days, and says so"),
            (
                Doing(outcome=Outcome.TRIED, strain=Strain.PUSHING),
                Doing(outcome=Outcome.NOT_THE_MOMENT),
                Doing(outcome=Outcome.DONE, strain=Strain.CALM, rating=4, choice=0),
                Doing(outcome=Outcome.DID_NOT_WANT_TO),
            ),
            doings={
                2: Doing(outcome=Outcome.MADE_IT_WORSE, words=marked("That was the wrong evening for it.")),
                5: Doing(outcome=Outcome.DID_NOT_WANT_TO),
                6: Doing(outcome=Outcome.TRIED, strain=Strain.OVERWHELMED),
                7: Doing(outcome=Outcome.TRIED, strain=Strain.OVERWHELMED),
                8: Doing(outcome=Outcome.NOT_THE_MOMENT, strain=Strain.OVERWHELMED),
                14: Doing(outcome=Outcome.TRIED, strain=Strain.FIGHT),
                19: Doing(outcome=Outcome.MADE_IT_WORSE),
            },
            after_a_rest=(Doing(strain=Strain.OVERWHELMED), Doing(strain=Strain.CALM)),
        ),
        Persona(
            Who.CRISIS,
            marked("writes a sign of danger, and later goes on"),
            (_CALM_AND_DONE, Doing(outcome=Outcome.TRIED)),
            doings={5: Doing(outcome=Outcome.TRIED, words=_DANGER, goes_on=timedelta(days=2, hours=3))},
        ),
        Persona(
            Who.TRAVELLER,
            marked("moves between zones and hours, and answers when nobody would"),
            _ODD_HOURS,
            moves={
                3: Move("New York", "America/New_York"),
                8: Move("Tokyo", "Asia/Tokyo"),
                13: Move("London", "Europe/London", time(21, 30)),
                18: Move(hour=time(6, 30)),
                22: Move("Berlin", "Europe/Berlin"),
            },
        ),
    )
}
