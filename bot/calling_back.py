"""What was to come and is not to come any more, because of what its person has just done."""

from dataclasses import replace

from curriculum.enrolment import Enrolment
from curriculum.nudge import NudgeKind, NudgeState
from storage.database import Unit


async def call_back(unit: Unit, enrolment: Enrolment, reason: str) -> None:
    """What is planned and was not sent yet is not sent any more; a pause, and who comes back, leave the time of return that
    somebody named.
    """
    for nudge in await unit.nudges.unsettled(enrolment.id):
        if nudge.kind is NudgeKind.RETURN and reason in ("paused", "back"):
            continue
        if nudge.state is NudgeState.PLANNED:
            cancelled = replace(nudge, state=NudgeState.CANCELLED, reason=reason)
            await unit.nudges.change(nudge, cancelled)
