"""Whether somebody may be travelling: asked below an answer of theirs that came in the small hours, and never assumed."""

from dataclasses import dataclass
from datetime import datetime

from curriculum import travelling
from curriculum.enrolment import Standing
from storage.database import Unit
from storage.people import Person


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The person's answers come at odd hours for this zone; perhaps they live by another clock now."""

    zone: str


async def noticed(unit: Unit, person: Person, answered_at: datetime) -> Elsewhere | None:
    """Whether the person, who has just answered, is to be asked where they are. It is written down that they were."""
    walk = await unit.enrolments.open_of(person.id)
    if walk is None or walk.held or walk.standing is not Standing.UNDER_WAY or person.is_answered_plainly(answered_at):
        return None
    if not travelling.is_odd(answered_at, walk.zone):
        return None
    answers = await unit.check_ins.answers_since(person.id, answered_at - travelling.WITHIN)
    asked_at = await unit.people.travel_asked_at(person.id)
    if not travelling.may_be_elsewhere([*answers, answered_at], walk.zone, answered_at, asked_at=asked_at):
        return None
    await unit.people.asked_about_travel(person.id, answered_at)
    return Elsewhere(walk.zone)
