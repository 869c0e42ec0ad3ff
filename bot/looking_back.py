"""The look back at a week: planned when its seventh day is, and decided on when its time has come. It is made of the person's own
words and taps, which are read then and kept nowhere else.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from bot import beside
from curriculum import looking_back
from curriculum.adapting import Reply
from curriculum.enrolment import Enrolment
from curriculum.looking_back import EVERY, LookBack
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from storage.database import Unit


class NoLookBack(StrEnum):
    """Why there is none, as the ledger says it."""

    NOTHING_TO_SHOW = "nothing to show"
    NOT_THE_TIME = "not the time"
    NOT_WANTED = "not wanted"


async def plan(unit: Unit, planned: Sequence[tuple[Enrolment, Nudge]]) -> set[int]:
    """A look back is to come after each seventh day of those that were just planned; gives on which walks. Where nothing is there
    to show so far, the reminder of the day keeps its place: otherwise neither might come.
    """
    weeks = [(walk, nudge) for walk, nudge in planned if _ends_a_week(nudge) and not walk.is_weekly]
    if not weeks:
        return set()
    wanted = await unit.people.who_look_back({walk.person for walk, _ in weeks})
    there = await unit.nudges.looked_back({walk.id for walk, _ in weeks})
    may = [(walk, nudge) for walk, nudge in weeks if walk.person in wanted and (walk.id, nudge.day) not in there]
    of = [(walk, nudge) for walk, nudge in may if walk.remind_at is None or await _has_begun(unit, walk, nudge)]
    for walk, nudge in of:
        at = looking_back.comes_at(nudge.due_at, walk.zone)
        await beside.plan(unit, walk, NudgeKind.LOOK_BACK, day=nudge.day, at=at)
    return {walk.id for walk, _ in of}


async def to_send(
    unit: Unit, nudge: Nudge, walk: Enrolment, last: Reply | None, now: datetime
) -> LookBack | NoLookBack:
    """What goes out now, or why nothing does; `last` is what became of the newest day."""
    if not looking_back.is_timely(last, nudge.day, nudge.due_at, now):
        return NoLookBack.NOT_THE_TIME
    person = await unit.people.get(nudge.person)
    if not person.looks_back or person.is_answered_plainly(now):
        return NoLookBack.NOT_WANTED
    return await of(unit, nudge) or NoLookBack.NOTHING_TO_SHOW


async def of(unit: Unit, nudge: Nudge) -> LookBack | None:
    """The week that this nudge looks back at, from when the one before could look back until it came, of the rows of its own person; None when
    there is nothing to show.
    """
    since = await _since(unit, nudge)
    gains = await unit.gains.between(nudge.person, since, nudge.sent_at)
    outcomes = await unit.check_ins.outcomes_by_day(nudge.enrolment)
    return looking_back.look_back(nudge.day, outcomes=outcomes, gains=gains)


async def _since(unit: Unit, nudge: Nudge) -> datetime:
    walk = await unit.enrolments.get(nudge.enrolment)
    if nudge.day <= EVERY:
        return walk.started_at
    before = await unit.nudges.was_due(nudge.enrolment, nudge.day - EVERY)
    return nudge.due_at - timedelta(days=EVERY) if before is None else looking_back.comes_at(before, walk.zone)


async def _has_begun(unit: Unit, walk: Enrolment, day: Nudge) -> bool:
    """Whether there is something to look back at already when the last day of the week is planned; no words are opened for it."""
    outcomes = await unit.check_ins.outcomes_by_day(walk.id)
    if looking_back.look_back(day.day, outcomes=outcomes, gains=()) is not None:
        return True
    return await unit.gains.are_there(walk.person, await _since(unit, day))


def _ends_a_week(nudge: Nudge) -> bool:
    return nudge.kind is NudgeKind.DAY and nudge.state is NudgeState.PLANNED and nudge.day % EVERY == 0
