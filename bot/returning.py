"""How people come back: noticed when they say or tap something, welcomed once after an absence, and asked where to go on."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.asked import Enrolled
from bot.calling_back import call_back
from bot.clock import Clock
from bot.enrolling import Enrolling
from bot.practice import NotYours, own_nudge
from curriculum import absence, journey, returning
from curriculum.enrolment import Enrolment, Standing
from curriculum.nudge import ASKS, NudgeKind
from storage.database import Unit
from storage.people import Person


class ReturnMove(StrEnum):
    """What somebody may choose under a question or a welcome."""

    GO_ON = "g"
    WEEK = "w"
    AFRESH = "a"
    SURELY_AFRESH = "s"
    LEAVE = "l"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk stood when somebody was asked: buttons from then mean nothing once it stands elsewhere."""

    walk: int
    place: int
    lap: int

    @classmethod
    def of(cls, walk: Enrolment) -> "Place":
        """Where this walk stands."""
        return cls(walk.id, walk.place, walk.lap)


@dataclass(frozen=True, slots=True)
class WelcomeBack:
    """The person was away and is back on the track of this title; `week` is the first day of the week they are on."""

    walk: Enrolment
    title: str
    week: int


@dataclass(frozen=True, slots=True)
class GoesOn:
    """The walk goes on from where it stood, or, with a `week`, from the first day of that."""

    walk: Enrolment
    week: int | None = None


@dataclass(frozen=True, slots=True)
class SureAfresh:
    """The person wants to start again from the first day, which ends this walk: that is asked once."""

    walk: Enrolment


@dataclass(frozen=True, slots=True)
class WantsToLeave:
    """The person thinks of leaving."""


class ComingBack:
    """What becomes of walks when their people do something. Every method takes the transaction and the person."""

    def __init__(self, enrolling: Enrolling, now: Clock) -> None:
        self._enrolling = enrolling
        self._now = now

    async def notice(self, unit: Unit, person: Person, *, welcomes: bool) -> bool:
        """The person said or tapped something: what was silent for them goes on. True when they come back after an absence, and
        are to be welcomed, where anything can be said.
        """
        before = await unit.enrolments.open_of(person.id)
        if before is None or before.held or before.standing is Standing.PAUSED:
            return False
        now = self._now()
        away = welcomes and absence.is_away(before, now) and not await self._was_welcomed(unit, before)
        if not away and before.quiet_since is None and before.standing is Standing.UNDER_WAY:
            await self._is_here(unit, before)
            return False
        await call_back(unit, before, reason="back") if away else None
        after = returning.welcomed(before, now) if away else journey.resume(before, now)
        await unit.enrolments.save(before, after)
        return away

    async def welcome(self, unit: Unit, person: Person) -> WelcomeBack | None:
        """The welcome of somebody who came back, unless what they did has ended, paused or stopped their walk."""
        walk = await unit.enrolments.open_of(person.id)
        if walk is None or walk.standing is not Standing.UNDER_WAY or walk.held:
            return None
        return await self._back(unit, walk)

    async def end_pause(self, unit: Unit, person: Person) -> WelcomeBack | None:
        """The person ends a long pause and is welcomed; None when it was none, and nothing has changed."""
        before = await unit.enrolments.open_of(person.id)
        if before is None or before.standing is not Standing.PAUSED or not absence.was_long(before, self._now()):
            return None
        after = returning.welcomed(before, self._now())
        await unit.enrolments.save(before, after)
        return await self._back(unit, after)

    async def choose(
        self, unit: Unit, person: Person, token: str, move: ReturnMove, at: Place | None
    ) -> WelcomeBack | GoesOn | SureAfresh | WantsToLeave | Enrolled:
        """The person says where to go on. `at` comes with their own token; without it the token is that of a nudge. Raises
        `NotYours` when they were asked elsewhere on the way, or are not asked any more.
        """
        before = await unit.enrolments.open_of(person.id)
        asked = await self._asked(unit, person, token, at)
        if before is None or before.held or Place.of(before) != asked[0]:
            raise NotYours
        now = self._now()
        match move:
            case ReturnMove.LEAVE:
                return WantsToLeave()
            case ReturnMove.AFRESH:
                return SureAfresh(before)
            case ReturnMove.SURELY_AFRESH:
                return await self._enrolling.begin_again(unit, person)
            case ReturnMove.WEEK:
                await call_back(unit, before, reason="back")
                after = returning.repeats_week(before, now)
                await unit.enrolments.save(before, after)
                return GoesOn(after, returning.week_of(before))
            case ReturnMove.GO_ON if before.quiet_since is None and before.standing is Standing.UNDER_WAY:
                return GoesOn(before)
            case ReturnMove.GO_ON:
                welcomes = asked[1] is NudgeKind.QUESTION and absence.is_away(before, now)
                after = returning.welcomed(before, now) if welcomes else journey.resume(before, now)
                await unit.enrolments.save(before, after)
                return await self._back(unit, after) if welcomes else GoesOn(after)

    async def _is_here(self, unit: Unit, walk: Enrolment) -> None:
        """Whoever does something is not silent, whatever it is; that is written down once a day. A track that waits for answers as long
        as it takes goes by answers alone.
        """
        now = self._now()
        known = walk.back_at is not None and now - walk.back_at < absence.LEFT_ALONE
        if known or not absence.has_begun(walk) or (await unit.tracks.get(walk.track)).pacing.days is None:
            return
        await unit.enrolments.save(walk, replace(walk, back_at=now))

    async def _asked(self, unit: Unit, person: Person, token: str, at: Place | None) -> tuple[Place, NudgeKind | None]:
        if at is not None:
            if token != person.token:
                raise NotYours
            return at, None
        nudge = await own_nudge(unit, person, token)
        if nudge.kind not in ASKS:
            raise NotYours
        return Place(nudge.enrolment, nudge.day - 1, nudge.lap), nudge.kind

    async def _was_welcomed(self, unit: Unit, walk: Enrolment) -> bool:
        """Whether it was a welcome that was left alone, and that not so long ago: there is one after an absence."""
        if walk.quiet_since is None or absence.was_long(walk, self._now()):
            return False
        newest = await unit.nudges.newest_of(walk.id, ASKS)
        return newest is not None and newest.kind is NudgeKind.WELCOME_BACK

    async def _back(self, unit: Unit, walk: Enrolment) -> WelcomeBack:
        track = await unit.tracks.get(walk.track)
        return WelcomeBack(walk, track.title, returning.week_of(walk))
