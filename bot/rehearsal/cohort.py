"""Many people who do not exist: a mixture of those who walk, with gaps, silence and leaving, all by one seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta
from random import Random
from typing import Final

from bot.rehearsal.personas import PERSONAS, Doing, Persona, Who
from curriculum.day import Outcome
from curriculum.safety import ContentClass

_MIXTURE: Final = {Who.IDEAL: 34, Who.STRUGGLING: 26, Who.TRAVELLER: 16, Who.SILENT: 12, Who.CRISIS: 2}
"""In which proportion."""
_HOURS: Final = (time(7), time(7, 30), time(8), time(9), time(12, 30), time(18), time(20), time(21))
_CITIES: Final = (("Berlin", "Europe/Berlin"), ("London", "Europe/London"), ("New York", "America/New_York"), ("Sydney", "Australia/Sydney"), ("Mumbai", "Asia/Kolkata"))  # fmt: skip
_WORDS: Final = (
    "We laughed about it.",
    "I forgot until the evening.",
    "It was short, and that was good.",
    "Not today, the day was long.",
)
_FADE: Final = 0.3
_LEAVE: Final = 0.08
_BLOCK: Final = 0.04
_OPEN_ONLY: Final = 0.4
"""How many of the days that are not answered are opened all the same."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of many. They answer what comes with the chance `answers`, nothing after number `fades_at`, and are gone at
    number `leaves_at`, by a word or, when they `block`, without one.
    """

    persona: Persona
    track: str
    answers: float
    fades_at: int | None
    leaves_at: int | None
    blocks: bool

    def does(self, turn: int, *, rest: bool, chance: Random) -> Doing:
        """What they do about what comes as number `turn`."""
        doing = self.persona.does(turn, rest=rest, chance=chance)
        if self.fades_at is not None and turn > self.fades_at:
            return Doing(opens=chance.random() < _OPEN_ONLY / 4, after=doing.after)
        if not doing.opens or chance.random() < self.answers or doing.goes_on is not None:
            return _varied(doing, chance)
        return Doing(opens=chance.random() < _OPEN_ONLY, after=_later(chance))


def cohort(count: int, tracks: Sequence[str], chance: Random) -> Iterator[Member]:
    """So many people over these tracks, more of them on the first ones."""
    kinds, weights = list(_MIXTURE), list(_MIXTURE.values())
    shares = [1 / (2**place) for place in range(len(tracks))]
    for _ in range(count):
        persona = PERSONAS[chance.choices(kinds, weights)[0]]
        city, zone = chance.choice(_CITIES)
        asked = persona.content_class is ContentClass.OPEN and chance.random() < 0.85
        leaves = chance.random() < _LEAVE + _BLOCK
        yield Member(
            replace(
                persona,
                hour=chance.choice(_HOURS),
                city=city,
                zone=zone,
                content_class=ContentClass.OPEN if asked else ContentClass.UNASKED,
            ),
            chance.choices(list(tracks), shares)[0],
            answers=chance.uniform(0.45, 0.98),
            fades_at=chance.randint(2, 22) if chance.random() < _FADE else None,
            leaves_at=chance.randint(2, 25) if leaves else None,
            blocks=chance.random() < _BLOCK / (_LEAVE + _BLOCK),
        )


def _varied(doing: Doing, chance: Random) -> Doing:
    """The same, as nobody does it twice alike."""
    if doing.outcome is None:
        return replace(doing, after=_later(chance))
    outcome = doing.outcome
    if outcome is Outcome.DONE and chance.random() < 0.25:
        outcome = chance.choice((Outcome.TRIED, Outcome.NOT_THE_MOMENT, Outcome.DID_NOT_WANT_TO, Outcome.MADE_IT_WORSE))
    words = chance.choice(_WORDS) if chance.random() < 0.08 else None
    return replace(
        doing,
        after=_later(chance),
        outcome=outcome,
        strain=doing.strain if chance.random() < 0.4 else None,
        rating=chance.randint(1, 10) if doing.rating is not None and chance.random() < 0.6 else None,
        choice=doing.choice if chance.random() < 0.6 else None,
        words=doing.words if doing.goes_on is not None else words,
    )


def _later(chance: Random) -> timedelta:
    """Most answer within hours, some on the next day."""
    return timedelta(minutes=min(chance.lognormvariate(4.6, 1.1), 22 * 60))
