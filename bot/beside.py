"""What is to come beside the days, at a time that somebody chose or that stands on no calendar: it waits in the ledger until then."""

from datetime import datetime

from curriculum import timing
from curriculum.enrolment import Enrolment
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from storage.database import Unit


async def plan(
    unit: Unit, walk: Enrolment, kind: NudgeKind, *, day: int, at: datetime, view: str | None = None
) -> Nudge:
    """A nudge of this kind, which is beside the days, is to go out at that instant, a day in this `view`. Raises `ValueError` for any other kind."""
    if not kind.is_beside:
        raise ValueError(f"a {kind} has its place among the days")
    nudge = Nudge(
        id=unit.fresh.id(),
        person=walk.person,
        enrolment=walk.id,
        track=walk.track,
        kind=kind,
        day=day,
        local_date=timing.local(at, walk.zone).date(),
        zone=walk.zone,
        due_at=at,
        token=unit.fresh.token(),
        state=NudgeState.PLANNED,
        not_before=at,
        lap=walk.lap,
        view=view,
    )
    await unit.nudges.add(nudge)
    return nudge
