"""Why a person gets a day in one version and not in another, for the operator; never what they wrote."""

from datetime import datetime

from bot.practice import brought
from curriculum import adapting, explaining
from curriculum.enrolment import Enrolment
from curriculum.nudge import NEVER_ARRIVED, Nudge, NudgeKind, NudgeState
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
        as_sent = (await unit.tracks.get(nudge.track)).day(number)
        if nudge.kind is NudgeKind.REST:
            lines.append(f"  {when}: a rest came in its place, because the hard replies outweighed the calm ones.")
        elif nudge.kind is NudgeKind.DAY and nudge.fit is not None:
            lines.append(f"  {when}: came as {explaining.version(as_sent, nudge.fit)}{in_words(nudge, walk)}.")
        elif nudge.kind is NudgeKind.DAY:
            came_as = explaining.version(as_sent, brought(nudge))
            lines.append(f"  {when}: came as {came_as}{in_words(nudge, walk)} (sent by an older program).")
    if not any(nudge.kind is NudgeKind.DAY for nudge in came):
        step = adapting.step(await unit.tracks.get(walk.track), number, footing, zone=walk.zone, now=now)
        lines.append(f"  It has not come yet. It {explaining.next_step(day, step)}.")
    lines.append(f"  Now {explaining.standing(footing)}; their content class is {footing.content_class}.")
    return lines


def in_words(nudge: Nudge, walk: Enrolment) -> str:
    """In which version's words a nudge went out, where that is another than the walk is on."""
    return "" if nudge.track == walk.track else f", in the words of version {nudge.track.number}"
