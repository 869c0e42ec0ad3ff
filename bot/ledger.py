"""A person's ledger, as far as the operator is told of it: walks, what was planned and sent on them, what came of it, and never what
anybody wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.explain import in_words
from curriculum import adapting, explaining
from curriculum.day import Outcome
from curriculum.enrolment import Enrolment
from curriculum.fitted import Fit
from curriculum.nudge import Nudge, NudgeKind
from curriculum.pressure import Strain
from storage.database import Unit
from storage.nudges import Attempt
from storage.people import Person


@dataclass(frozen=True, slots=True)
class Entry:
    """One nudge with its requests, in which version a day `came`, and what was answered: how many notes, not what they say."""

    nudge: Nudge
    attempts: Sequence[Attempt]
    came: str | None
    strain: Strain | None
    outcome: Outcome | None
    answered_at: datetime | None
    notes: int


@dataclass(frozen=True, slots=True)
class Walked:
    """One walk with its nudges, and what would come next where that is not simply the next day."""

    walk: Enrolment
    comes_next: str | None
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All walks of a person, who may not have agreed to any yet, as it stands `at` this instant."""

    at: datetime
    agreed: bool
    walks: Sequence[Walked]


async def ledger(unit: Unit, person: Person, now: datetime) -> Ledger:
    """The ledger of this person. What they wrote is never in it."""
    nudges = await unit.nudges.all_of(person.id)
    walks = []
    for walk in await unit.enrolments.all_of(person.id):
        entries = [await _entry(unit, nudge, walk) for nudge in nudges if nudge.enrolment == walk.id]
        walks.append(Walked(walk, await _comes_next(unit, walk, now), entries))
    return Ledger(now, person.agreed_at is not None, walks)


async def _comes_next(unit: Unit, walk: Enrolment, now: datetime) -> str | None:
    if walk.due_at is None or walk.place >= walk.length:
        return None
    track = await unit.tracks.get(walk.track)
    footing = await unit.footings.of(walk)
    step = adapting.step(track, walk.place + 1, footing, zone=walk.zone, now=max(now, walk.due_at))
    if isinstance(step, Fit):
        return None
    return f"Day {walk.place + 1} {explaining.next_step(track.day(walk.place + 1), step)}."


async def _entry(unit: Unit, nudge: Nudge, walk: Enrolment) -> Entry:
    came = None
    if nudge.kind is NudgeKind.DAY and nudge.fit is not None:
        day = (await unit.tracks.get(nudge.track)).day(nudge.day)
        came = f"{explaining.version(day, nudge.fit)}{in_words(nudge, walk)}"
    return Entry(
        nudge,
        await unit.nudges.attempts_at(nudge.id),
        came,
        await unit.check_ins.strain_of(nudge.id),
        await unit.check_ins.outcome_of(nudge.id),
        await unit.check_ins.answered_at(nudge.id),
        await unit.check_ins.count_on(nudge.id),
    )
