"""Plans what is due: a line in the ledger for everybody whose nudge or reminder falls due, many people at a time."""

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot import looking_back, settling
from bot.clock import Clock
from bot.settling import PUT_OFF, RESEND_AFTER
from curriculum import absence, journey
from curriculum.adapting import Footing
from curriculum.enrolment import Enrolment, TrackRef
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from curriculum.track import Track
from storage.database import Database, Unit
from storage.errors import Stale, Unavailable

_LOG = logging.getLogger(__name__)

BATCH: Final = 100
"""So many people at a time: one transaction for more saves nothing, and whoever writes to the bot waits for it to end."""

_Step = Callable[[Unit, Collection[int], datetime], Awaitable[None]]


@dataclass(slots=True)
class _Plan:
    """What is to be written for one walk: its own nudges that are given up, and the one that falls due."""

    before: Enrolment
    walk: Enrolment
    given_up: list[tuple[Nudge, Nudge]] = field(default_factory=list)
    planned: Nudge | None = None


class Planning:
    """Plans for people who are due; while the machine's clock is not `steady`, for nobody."""

    def __init__(self, database: Database, now: Clock, *, steady: Callable[[], bool]) -> None:
        self._database = database
        self._now = now
        self._steady = steady
        self._stopping = False
        self._put_off: dict[int, datetime] = {}

    def stop(self) -> None:
        """The people at hand are planned for, and nobody after them."""
        self._stopping = True

    async def plan_due(self) -> int:
        """Plans a nudge for everybody who is due; gives how many people were looked at."""
        looked_at = 0
        while self._steady():
            now = self._now()
            self._put_off = {enrolment: until for enrolment, until in self._put_off.items() if until > now}
            found = await self._plan_some(now)
            looked_at += found
            reminded = await self._remind_some(now)
            if max(found, reminded) < BATCH or self._stopping:
                break
        return looked_at

    async def _plan_some(self, now: datetime) -> int:
        due: list[int] = []
        try:
            async with self._database.unit(patient=True) as unit:
                due = await unit.enrolments.due(now, besides=self._put_off, limit=BATCH)
                await self._plan(unit, due, now)
        except Unavailable:
            raise  # it is not about anybody: the next tick looks at everybody again
        except Exception:
            if not due:
                raise
            _LOG.info("%s people could not be planned for together", len(due), exc_info=True)
            for enrolment in due:
                if not await self._alone(self._plan, enrolment, now, "planned; looked at again in an hour"):
                    self._put_off[enrolment] = now + PUT_OFF
        return len(due)

    async def _remind_some(self, now: datetime) -> int:
        """Plans a reminder for people who want one and have not answered; gives for how many that was looked at."""
        due: list[int] = []
        try:
            async with self._database.unit(patient=True) as unit:
                due = await unit.enrolments.to_remind(now, limit=BATCH)
                await self._remind(unit, due, now)
        except Unavailable:
            raise
        except Exception:
            if not due:
                raise
            _LOG.info("%s people could not be reminded together", len(due), exc_info=True)
            return sum([await self._alone(self._remind, enrolment, now, "reminded") for enrolment in due])
        return len(due)

    async def _alone(self, step: _Step, enrolment: int, now: datetime, what: str) -> bool:
        """One broken person holds up nobody; when they were due stays as it is. False when it is about them."""
        try:
            async with self._database.unit(patient=True) as unit:
                await step(unit, [enrolment], now)
        except Unavailable:
            raise
        except Stale:
            return True  # they did something in the same moment: the next tick looks again
        except Exception:  # noqa: BLE001  (whatever it is, it is logged, and holds up nobody else)
            _LOG.exception("enrolment %s could not be %s", enrolment, what)
            return False
        return True

    async def _plan(self, unit: Unit, due: Collection[int], now: datetime) -> None:
        if not due:
            return
        walks = await unit.enrolments.all(due)
        earlier = defaultdict(list)
        for nudge in await unit.nudges.unsettled(*walks):
            earlier[nudge.enrolment].append(nudge)
        grounds = await unit.footings.under(walks.values())
        tracks = {ref: await unit.tracks.get(ref) for ref in {walk.track for walk in walks.values()}}
        plans = [self._planned(unit, walks[id], earlier[id], grounds.of, tracks, now) for id in due if id in walks]
        await unit.nudges.change_all([change for plan in plans for change in plan.given_up])
        await unit.nudges.add_all(plan.planned for plan in plans if plan.planned is not None)
        weeks = await looking_back.plan(unit, [(plan.walk, plan.planned) for plan in plans if plan.planned is not None])
        for plan in plans:
            if plan.before.id in weeks:
                plan.walk = replace(plan.walk, remind_at=None)  # one message in an evening is enough
        await unit.enrolments.save_all([(plan.before, plan.walk) for plan in plans])

    def _planned(
        self,
        unit: Unit,
        before: Enrolment,
        earlier: Sequence[Nudge],
        footing: Callable[[Enrolment], Footing],
        tracks: Mapping[TrackRef, Track],
        now: datetime,
    ) -> _Plan:
        plan = _Plan(before, before)
        for nudge in earlier:
            if nudge.kind is NudgeKind.RETURN or (nudge.kind.is_beside and nudge.due_at > now):
                continue  # a time that somebody named holds up no day, and has a lateness of its own
            if settling.is_on_its_way(nudge, now):
                self._put_off[before.id] = now + RESEND_AFTER
                return plan
            # It still waits when the next falls due: that is too late.
            settled = settling.too_late(nudge, plan.walk)
            plan.given_up.append((nudge, settled.nudge))
            plan.walk = settled.walk
        walk = plan.walk
        if walk.held or not walk.comes or walk.due_at is None or walk.due_at > now:
            return plan
        track = tracks[walk.track]
        decided = journey.nudge(walk, now, absence.step(track, walk, footing(walk), now))
        plan.walk = decided.enrolment
        if isinstance(decided, journey.Waits):
            return plan
        plan.planned = line(unit, walk, decided)
        if isinstance(decided, journey.Missed):
            plan.planned = replace(plan.planned, state=NudgeState.MISSED, reason="too late")
        else:
            written = track.day(decided.day).reminder is not None
            plan.walk = journey.with_reminder(plan.walk, decided, written=written)
        return plan

    async def _remind(self, unit: Unit, due: Collection[int], now: datetime) -> None:
        if not due:
            return
        walks = await unit.enrolments.all(due)
        grounds = await unit.footings.under(walks.values())
        saved, planned = [], []
        for before in walks.values():
            after, reminder = journey.reminder(before, grounds.of(before).last, now)
            saved.append((before, after))
            if reminder is not None:
                planned.append(line(unit, before, reminder))
        await unit.nudges.add_all(planned)
        await unit.enrolments.save_all(saved)


def line(unit: Unit, walk: Enrolment, decided: journey.Due | journey.Missed) -> Nudge:
    """What falls due, as a line of the ledger."""
    return Nudge(
        id=unit.fresh.id(),
        person=walk.person,
        enrolment=walk.id,
        track=walk.track,
        kind=decided.kind,
        day=decided.day,
        local_date=decided.local_date,
        zone=walk.zone,
        due_at=decided.due_at,
        token=unit.fresh.token(),
        state=NudgeState.PLANNED,
        lap=walk.lap,
    )
