"""Why a person gets a day in one version and not in another, for the operator; never what they wrote."""

from datetime import datetime

from bot.practice import brought
from curriculum import adapting, explaining
from curriculum.nudge import NEVER_ARRIVED, NudgeKind, NudgeState
from storage.database import Unit
from storage.people import Person

_NOT_YET = NEVER_ARRIVED | {NudgeState.PLANNED}


async def explanation(unit: Unit, person: Person, number: int, now: datetime) -> list[str]:
    """What came of day `number` on the person's newest walk, and what would come now."""
    walk = await unit.enrolments.last_of(person.id)
    if walk is None:
        return ["This person is on no track."]
    day = (await unit.tracks.get(walk.track)).day(number)
    footing = await unit.footings.of(walk)
    came = [
        nudge
        for nudge in await unit.nudges.all_of(person.id)
        if nudge.enrolment == walk.id and nudge.day == number and nudge.state not in _NOT_YET
    ]
    lines = [f"{walk.track.slug} version {walk.track.number}, day {number}: “{day.title}”."]
    for nudge in came:
        when = f"{nudge.due_at:%Y-%m-%d %H:%M} UTC"
        if nudge.kind is NudgeKind.REST:
            lines.append(f"  {when}: a rest came in its place, because the hard replies outweighed the calm ones.")
        elif nudge.kind is NudgeKind.DAY and nudge.fit is not None:
            lines.append(f"  {when}: came as {explaining.version(day, nudge.fit)}.")
        elif nudge.kind is NudgeKind.DAY:
            lines.append(f"  {when}: came as {explaining.version(day, brought(nudge))} (sent by an older program).")
    if not any(nudge.kind is NudgeKind.DAY for nudge in came):
        step = adapting.step(await unit.tracks.get(walk.track), number, footing, zone=walk.zone, now=now)
        lines.append(f"  It has not come yet. It {explaining.next_step(day, step)}.")
    lines.append(f"  Now {explaining.standing(footing)}; their content class is {footing.content_class}.")
    return lines
