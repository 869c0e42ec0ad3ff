"""After a backup was put back: what may have gone out since it was made is not sent again.

Whatever fell due between then and now is in no ledger any more. It counts as delivered, and as unknown: nobody gets a day twice, on
the same date or on another, and the operator sees how many may be without one. The rules of silence hold meanwhile, as the
answers are lost too; a question that they ask for is not counted as asked, but comes on a later date. So are answers to the private
questions: whoever was open to every day when the backup was made may have said since that they are afraid. Everybody is asked
again, and until then gets what somebody gets who was not asked.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot import planning, settling
from bot.settling import RESTORED
from curriculum import absence, journey
from curriculum.absence import Away, Silent
from curriculum.adapting import Footing
from curriculum.enrolment import Enrolment
from curriculum.nudge import Nudge, NudgeState
from curriculum.track import Track
from storage.database import Database, Unit

_AT_ONCE: Final = 200


async def settle(database: Database, now: datetime) -> int:
    """Settles all that fell due by `now`; gives how many nudges may have gone out. Raises `Unavailable`."""
    async with database.unit(long=True) as unit:
        settled = await _on_their_way(unit, now)
        await _reminders(unit, now)
        for use in await unit.drills.due(now):
            await unit.drills.end(use)
        await unit.people.unask_all(now)
    while True:
        # One step of each walk at a time: what the next one is depends on what is written of this one.
        async with database.unit(long=True) as unit:
            due = await unit.enrolments.due(now, limit=_AT_ONCE)
            if not due:
                return settled
            settled += await _one_step(unit, due, now)


async def _on_their_way(unit: Unit, now: datetime) -> int:
    nudges = await unit.nudges.unsettled_by(now)
    before = await unit.enrolments.all({nudge.enrolment for nudge in nudges})
    after, changes = dict(before), list[tuple[Nudge, Nudge]]()
    for nudge in nudges:
        settled = settling.restored(nudge, after[nudge.enrolment])
        changes.append((nudge, settled.nudge))
        after[nudge.enrolment] = settled.walk
    await unit.nudges.change_all(changes)
    await unit.enrolments.save_all([(before[id], after[id]) for id in before])
    return len(changes)


async def _reminders(unit: Unit, now: datetime) -> None:
    while due := await unit.enrolments.to_remind(now, limit=_AT_ONCE):
        walks = await unit.enrolments.all(due)
        await unit.enrolments.save_all([(walk, replace(walk, remind_at=None)) for walk in walks.values()])


async def _one_step(unit: Unit, due: Collection[int], now: datetime) -> int:
    walks = await unit.enrolments.all(due)
    grounds = await unit.footings.under(walks.values())
    tracks = {ref: await unit.tracks.get(ref) for ref in {walk.track for walk in walks.values()}}
    lines, saved = list[Nudge](), list[tuple[Enrolment, Enrolment]]()
    for before in walks.values():
        line, after = _stepped(unit, before, tracks[before.track], grounds.of(before), now)
        lines += [] if line is None else [line]
        saved.append((before, after))
    await unit.nudges.add_all(lines)
    await unit.enrolments.save_all(saved)
    return len(lines)


def _stepped(
    unit: Unit, walk: Enrolment, track: Track, footing: Footing, now: datetime
) -> tuple[Nudge | None, Enrolment]:
    """What fell due then, if it may have gone out, and the walk after it."""
    at = now if walk.due_at is None else walk.due_at
    step = absence.step(track, walk, footing, at)
    if isinstance(step, Silent | Away):
        return None, journey.not_today(walk, now)
    decided = journey.nudge(walk, at, step)
    if isinstance(decided, journey.Waits):
        return None, decided.enrolment
    line = replace(planning.line(unit, walk, decided), state=NudgeState.UNKNOWN, reason=RESTORED)
    return line, journey.delivered(decided.enrolment, line.kind, line.day, at, lap=line.lap)
