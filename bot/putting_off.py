"""Not now: a day is put off, is too much today, or is left without a word. None of it is a failure, and none is asked about."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.beside import plan
from bot.clock import Clock
from bot.practice import NotYours, Practice, Shown, View
from curriculum import putting_off, returning
from curriculum.enrolment import Enrolment, Standing
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from curriculum.pressure import Strain
from curriculum.putting_off import Later
from storage.database import Unit
from storage.people import Person


@dataclass(frozen=True, slots=True)
class PutOff:
    """The day comes again at that instant, unless it is answered before; None when there is no room for that today."""

    shown: Shown
    zone: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class HardDay:
    """Today is a hard day for the person. `again`: the day comes once more; `repeated`: they had said so already."""

    shown: Shown
    again: bool
    repeated: bool


@dataclass(frozen=True, slots=True)
class LeftDay:
    """The person leaves the day. `repeated`: they had already."""

    shown: Shown
    repeated: bool


class PuttingOff:
    """What can be done with a day in place of it. Every method takes the transaction, the person, and the token of the nudge
    that brought it, and raises `NotYours` for anything else.
    """

    def __init__(self, practice: Practice, now: Clock) -> None:
        self._practice = practice
        self._now = now

    async def look(self, unit: Unit, person: Person, token: str, view: View) -> Shown:
        """The day, for who wants to see what else can be done with it."""
        return await self._shown(unit, person, await self._day(unit, person, token), view)

    async def later(self, unit: Unit, person: Person, token: str, later: Later, view: View) -> PutOff:
        """The day is to come again, in this view; what was planned of that before is called back, and so is the reminder."""
        nudge = await self._day(unit, person, token)
        walk = await self._walk_of_newest(unit, person, nudge)
        if walk is None or walk.standing is not Standing.UNDER_WAY or walk.held:
            raise NotYours
        shown = await self._shown(unit, person, nudge, view)
        last = (await unit.footings.of(walk)).last
        at = putting_off.again_at(later, walk.zone, self._now())
        if at is None or last is None or last.is_answered or (walk.due_at is not None and walk.due_at <= at):
            return PutOff(shown, walk.zone, None)
        await self._comes_no_more(unit, walk)
        await plan(unit, walk, NudgeKind.AGAIN, day=nudge.day, at=at, view=shown.view)
        return PutOff(shown, walk.zone, at)

    async def hard(self, unit: Unit, person: Person, token: str, view: View) -> HardDay:
        """Today is a hard day: nothing is asked, and the day comes once more, smaller, unless something was said of it."""
        nudge = await self._day(unit, person, token)
        walk = await self._walk_of_newest(unit, person, nudge)
        repeated = await unit.check_ins.strain_of(nudge.id) is Strain.OVERWHELMED
        await unit.check_ins.strained(nudge, Strain.OVERWHELMED, self._now())
        unanswered = await unit.check_ins.outcome_of(nudge.id) is None
        if walk is not None:
            await self._comes_no_more(unit, walk)
        again = walk is not None and unanswered and (walk.place, walk.lap) == (nudge.day, nudge.lap)
        if walk is not None and again:
            before = await unit.enrolments.get(walk.id)
            await unit.enrolments.save(before, returning.comes_again(before, nudge.day))
        return HardDay(await self._shown(unit, person, nudge, view), again, repeated)

    async def leave(self, unit: Unit, person: Person, token: str, view: View) -> LeftDay:
        """The day is left without a word; it can be answered later all the same."""
        nudge = await self._day(unit, person, token)
        walk = await self._walk_of_newest(unit, person, nudge)
        if walk is not None:
            await self._comes_no_more(unit, walk)
        if nudge.left_at is None:
            await unit.nudges.leave(nudge, self._now())
        return LeftDay(await self._shown(unit, person, nudge, view), repeated=nudge.left_at is not None)

    async def _day(self, unit: Unit, person: Person, token: str) -> Nudge:
        nudge = await self._practice.met(unit, person, token)
        if nudge.kind is not NudgeKind.DAY:
            raise NotYours
        return nudge

    async def _shown(self, unit: Unit, person: Person, nudge: Nudge, view: View) -> Shown:
        return await self._practice.look_at(unit, person, nudge.token, view)

    async def _walk_of_newest(self, unit: Unit, person: Person, nudge: Nudge) -> Enrolment | None:
        """The walk on which this is the day that came last; None when it is an older one, or the walk is over."""
        walk = await unit.enrolments.open_of(person.id)
        newest = await unit.nudges.last_shown(person.id)
        if walk is None or walk.id != nudge.enrolment or newest is None or newest.id != nudge.id:
            return None
        return walk

    async def _comes_no_more(self, unit: Unit, walk: Enrolment) -> None:
        """The day neither comes again this date nor is reminded of, as far as that was planned."""
        for nudge in await unit.nudges.unsettled(walk.id):
            if nudge.kind in (NudgeKind.AGAIN, NudgeKind.REMINDER) and nudge.state is NudgeState.PLANNED:
                cancelled = replace(nudge, state=NudgeState.CANCELLED, reason="put off")
                await unit.nudges.change(nudge, cancelled)
        await unit.enrolments.save(walk, replace(walk, remind_at=None))


async def brings_again(unit: Unit, nudge: Nudge) -> Nudge | None:
    """The day that this nudge brings once more; None when another one has come since."""
    about = await unit.nudges.last_shown(nudge.person)
    if about is None or (about.enrolment, about.day, about.lap) != (nudge.enrolment, nudge.day, nudge.lap):
        return None
    return about
