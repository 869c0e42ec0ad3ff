"""A pause with a time of return: the line for it, the reminder at that time, and whether the person came back. Knows no Telegram."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot import beside
from bot.calm.drilling import Drilling, clock_of, own
from bot.clock import Clock
from bot.practice import NotYours, confirm, own_nudge
from curriculum import timing
from curriculum.calm import LATE, MINUTES, TIMES_LONGER, ReturnAnswer, return_at
from curriculum.enrolment import Enrolment, Standing
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from storage.database import Unit
from storage.people import Person

LONGER: Final = 20
"""Minutes by which a pause is made longer."""
_COMES_IN: Final = frozenset({Standing.UNDER_WAY, Standing.PAUSED, Standing.FINISHED, Standing.STOPPED})


@dataclass(frozen=True, slots=True)
class HowLong:
    """The person wants a pause line; `clock`: whether it is known what time it is for them."""

    token: str
    clock: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A time of return was named. `told` by a nudge, if a message comes then. `longer`: it took the place of an earlier one."""

    minutes: int
    at: datetime
    zone: str
    told: Nudge | None
    longer: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """The person answered a time of return."""

    nudge: Nudge
    answer: ReturnAnswer


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """The time of return is not told."""


@dataclass(frozen=True, slots=True)
class LongEnough:
    """The pause was made longer as often as it may be."""

    nudge: Nudge


class Returning:
    """The use cases of a pause with a time of return. Every method takes the transaction and the person."""

    def __init__(self, drilling: Drilling, now: Clock) -> None:
        self._drilling = drilling
        self._now = now

    async def ask(self, unit: Unit, person: Person, token: str) -> HowLong:
        """The person wants a pause line, after the drill with this token. Raises `NotYours`."""
        await own(unit, person, token)
        await self._may(unit, person)
        return HowLong(token, clock=await clock_of(unit, person) is not None)

    async def name(self, unit: Unit, person: Person, token: str, minutes: int) -> Named:
        """The person names a pause of so many minutes. Raises `NotYours`."""
        await own(unit, person, token)
        if minutes not in MINUTES:
            raise NotYours
        return await self._name(unit, person, minutes)

    async def answer(
        self, unit: Unit, person: Person, token: str, answer: ReturnAnswer
    ) -> Answered | Named | LongEnough | NotNeeded:
        """The person says what became of it, or wants a little longer. Raises `NotYours`."""
        nudge = await own_nudge(unit, person, token)
        if nudge.kind is not NudgeKind.RETURN:
            raise NotYours
        it = await unit.return_times.of(nudge.id)
        if it is None:
            raise NotYours
        if answer is ReturnAnswer.NOT_NEEDED:
            return await _not_needed(unit, nudge)
        await confirm(unit, nudge, self._now())
        if answer is ReturnAnswer.LONGER:
            if it.longer >= TIMES_LONGER:
                return LongEnough(nudge)
            if it.answer is ReturnAnswer.LONGER:
                raise NotYours  # a second tap names no second time
        await unit.return_times.answer(it, answer, self._now())
        if answer is ReturnAnswer.LONGER:
            return await self._name(unit, person, LONGER, longer=it.longer + 1)
        if (walk := await clock_of(unit, person)) is not None:
            await _call_off(unit, walk, "answered")
        return Answered(nudge, answer)

    async def _name(self, unit: Unit, person: Person, minutes: int, *, longer: int = 0) -> Named:
        await self._may(unit, person)
        walk = await clock_of(unit, person)
        if walk is None:
            raise NotYours
        at = return_at(self._now(), minutes)
        comes = not walk.held and walk.standing in _COMES_IN
        told = await self._plan(unit, walk, at, longer=longer) if comes else None
        return Named(minutes, at, walk.zone, told, longer=longer > 0)

    async def _plan(self, unit: Unit, walk: Enrolment, at: datetime, *, longer: int) -> Nudge:
        """One time of return stands at a time: the newest."""
        await _call_off(unit, walk, "named anew")
        nudge = await beside.plan(unit, walk, NudgeKind.RETURN, day=max(walk.place, 1), at=at)
        await unit.return_times.add(walk.person, nudge.id, longer=longer)
        return nudge

    async def _may(self, unit: Unit, person: Person) -> None:
        if not (await self._drilling.offers(unit, person)).pause_line:
            raise NotYours


async def _not_needed(unit: Unit, nudge: Nudge) -> NotNeeded:
    """Called off before it came. Raises `NotYours` when it has come, or was called off before."""
    if nudge.state is not NudgeState.PLANNED:
        raise NotYours
    await unit.nudges.change(nudge, replace(nudge, state=NudgeState.CANCELLED, reason="not needed"))
    return NotNeeded()


async def _call_off(unit: Unit, walk: Enrolment, reason: str) -> None:
    """The time of return that stands is not told any more."""
    for nudge in await unit.nudges.unsettled(walk.id):
        if nudge.kind is NudgeKind.RETURN and nudge.state is NudgeState.PLANNED:
            await unit.nudges.change(nudge, replace(nudge, state=NudgeState.CANCELLED, reason=reason))


async def standing_of(unit: Unit, walk: Enrolment) -> list[tuple[Nudge, int]]:
    """The times of return that stand on a walk, each with how often the pause was made longer before it."""
    standing = [
        nudge
        for nudge in await unit.nudges.unsettled(walk.id)
        if nudge.kind is NudgeKind.RETURN and nudge.state is NudgeState.PLANNED
    ]
    found = [(nudge, await unit.return_times.of(nudge.id)) for nudge in standing]
    return [(nudge, 0 if it is None else it.longer) for nudge, it in found]


async def carry_over(unit: Unit, standing: list[tuple[Nudge, int]], walk: Enrolment) -> None:
    """These times of return stand on this walk from now on: they were named whatever track it is."""
    for nudge, longer in standing:
        anew = await beside.plan(unit, walk, NudgeKind.RETURN, day=max(walk.place, 1), at=nudge.due_at)
        await unit.return_times.add(walk.person, anew.id, longer=longer)


def why_not(nudge: Nudge, walk: Enrolment, now: datetime) -> str | None:
    """Why a time of return is not told, if it is not: at any hour, for they named it, and on a pause; not to who is on hold or
    cannot be reached, nor half an hour late.
    """
    if walk.held:
        return "on hold"
    if walk.standing not in _COMES_IN:
        return walk.standing
    return "too late" if now > nudge.due_at + LATE else None


def clock_at(nudge: Nudge) -> str:
    """The time that was named, by the clock it was named by."""
    return f"{timing.local(nudge.due_at, nudge.zone):%H:%M}"
