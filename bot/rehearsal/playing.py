"""Thirty days in two minutes: one person who does not exist walks a track through the real bot, on a clock that is moved."""

import heapq
import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.rehearsal import marginal
from bot.rehearsal.acting import Actor
from bot.rehearsal.noticing import Noticing
from bot.rehearsal.personas import Doing, Persona
from bot.rehearsal.stage import Stage, apart, stage
from bot.rehearsal.transcript import LocalDay, Played, Why
from bot.rehearsal.walk import BEGINS, LONGEST
from curriculum import adapting, explaining, timing
from curriculum.enrolment import Enrolment
from curriculum.fitted import Fit
from curriculum.journey import announced
from curriculum.media import MediaFile
from curriculum.nudge import ASKS, NEVER_ARRIVED, Nudge, NudgeKind
from curriculum.safety import ContentClass
from curriculum.track import Track
from storage.people import Person

_ANSWERED: Final = "The private questions were answered: every day of the track may come."
_NOT_ANSWERED: Final = "The private questions are left for later: what is not for everybody is kept away until then."
_DANGER: Final = "A sign of danger: the calm card came, and everything is on hold until the person goes on."
_ON_HOLD: Final = "everything was on hold until the person goes on"
_NO_HOUR: Final = "after a move, their hour came no sooner than the next date, or than 8 hours after the last message"
_A_MOMENT: Final = timedelta(minutes=1)

Tell = Callable[[int, int], None]


async def play(
    track: Track, persona: Persona, *, seed: int = 1, files: Sequence[MediaFile] = (), tell: Tell = lambda _, __: None
) -> Played:
    """Plays a track to its end, or as far as it is written; `tell` hears how many days have come of how many. What it is
    played on is gone afterwards.
    """
    with apart() as folder:
        async with stage(folder, seed=seed, begins=BEGINS) as here:
            return await _Playing(here, track, persona, seed).play(files, tell)


class _Playing:
    """One rehearsal on its way."""

    def __init__(self, here: Stage, track: Track, persona: Persona, seed: int) -> None:
        self._stage = here
        self._clock = here.clock
        self._track = track
        self._persona = persona
        self._seed = seed
        self._chance = random.Random(f"{persona.who} {seed}")  # noqa: S311  (it is to be the same each time)
        person = here.sandbox.person(persona.who.title())
        chat = here.sandbox.world.chats[person.telegram_id]
        self._noticing = Noticing(chat, here.clock, persona.zone)
        self._actor = Actor(person, chat, self._noticing.done)
        self._whys: list[Why] = []
        self._told_of: set[int] = set()
        self._to_do: list[tuple[datetime, int, Doing | None, Nudge]] = []
        self._numbers = itertools.count()
        self._turn = 0
        self._holds: list[tuple[date, date]] = []

    async def play(self, files: Sequence[MediaFile], tell: Tell) -> Played:
        """From the first word to the last."""
        await self._stage.publishes(_whole(self._track), files)
        await self._begin()
        ends = self._clock() + LONGEST
        while (at := await self._next_at()) is not None and at < ends:
            self._clock.move_to(max(at, self._clock()))
            if self._to_do and self._to_do[0][0] <= self._clock():
                await self._do_next()
            else:
                await self._let_come()
            tell(min((await self._walk()).place, self._written), self._written)
        return await self._transcript()

    @property
    def _written(self) -> int:
        return len(self._track.days)

    async def _begin(self) -> None:
        await self._plays(self._actor.begins(self._persona, self._track.slug), pace=_A_MOMENT)
        async with self._stage.database.unit() as unit:
            # A look back is made of somebody's own words, and nothing of it is the author's.
            person = await unit.people.known(self._actor.person.telegram_id)
            if person is not None:
                await unit.people.want_look_backs(person.id, wanted=False)
        asked = self._persona.content_class is not ContentClass.UNASKED
        self._why(_ANSWERED if asked else _NOT_ANSWERED)

    async def _next_at(self) -> datetime | None:
        walk = await self._walk()
        due_at = walk.due_at
        if walk.place >= self._written < walk.length:
            due_at = None  # what comes next is not written yet
        done_at = self._to_do[0][0] if self._to_do else None
        return min((at for at in (due_at, walk.remind_at, done_at) if at is not None), default=None)

    async def _let_come(self) -> None:
        """What falls due now comes, or does not; it is said in the margin why."""
        before = await self._walk()
        waits = await self._reason_to_wait(before)
        await self._stage.settles()
        self._noticing.look()
        fresh = [nudge for nudge in await self._ledger() if nudge.id not in self._told_of]
        if not fresh and waits:
            self._why(waits, missing=True)
        for nudge in fresh:
            self._told_of.add(nudge.id)
            self._whys.append(marginal.of(nudge, self._track, self._clock()))
            if (
                nudge.kind in ASKS
                or nudge.state in NEVER_ARRIVED
                or nudge.kind in (NudgeKind.COMPLETION, NudgeKind.REMINDER)
            ):
                continue
            self._turn += 1
            rest = nudge.kind is NudgeKind.REST
            doing = self._persona.does(self._turn, rest=rest, chance=self._chance)
            self._plan(self._clock() + doing.after, doing, nudge)

    async def _reason_to_wait(self, walk: Enrolment) -> str:
        """Why the day would not come now, if so."""
        if walk.place >= walk.length:
            return ""
        async with self._stage.database.unit() as unit:
            footing = await unit.footings.of(walk)
        step = adapting.step(self._track, walk.place + 1, footing, zone=walk.zone, now=self._clock())
        if isinstance(step, Fit):
            return ""
        return f"Nothing came: day {walk.place + 1} {explaining.next_step(self._track.day(walk.place + 1), step)}."

    def _plan(self, at: datetime, doing: Doing | None, nudge: Nudge) -> None:
        heapq.heappush(self._to_do, (at, next(self._numbers), doing, nudge))

    async def _do_next(self) -> None:
        _, _, doing, nudge = heapq.heappop(self._to_do)
        if doing is None:
            await self._plays(self._actor.goes_on())
            self._holds.append((timing.local(nudge.due_at, nudge.zone).date(), self._today()))
            self._why(await self._what_comes_next())
            return
        if not doing.opens or nudge.message_id is None:
            self._why(f"{self._persona.who.title()} did not open it.")
            return
        await self._plays(self._actor.answers(doing, nudge.message_id))
        if doing.goes_on is not None and (await self._person()).is_held:
            self._why(_DANGER, missing=True)
            self._plan(self._clock() + doing.goes_on, None, nudge)
        if (move := self._persona.moves.get(self._turn)) is not None:
            await self._plays(self._actor.moves(move))
            self._noticing.zone = (await self._walk()).zone
            self._why(await self._what_comes_next())

    async def _what_comes_next(self) -> str:
        walk = await self._walk()
        instant = announced(walk)
        return "Nothing is due." if instant is None else f"Next: {marginal.told(instant, walk.zone)}."

    async def _plays(self, acts: Iterator[int], *, pace: timedelta = timedelta(0)) -> None:
        """The person does these things one by one; the bot has seen to each before the next."""
        for _ in acts:
            self._noticing.look()
            await self._stage.hears()
            self._noticing.look()
            self._clock.move(pace)

    def _why(self, says: str, *, missing: bool = False) -> None:
        self._whys.append(Why(self._clock(), self._noticing.zone, says, missing))

    def _today(self) -> date:
        return timing.local(self._clock(), self._noticing.zone).date()

    async def _person(self) -> Person:
        async with self._stage.database.unit() as unit:
            person = await unit.people.known(self._actor.person.telegram_id)
        if person is None:
            raise LookupError("nobody has begun")
        return person

    async def _walk(self) -> Enrolment:
        person = await self._person()
        async with self._stage.database.unit() as unit:
            walk = await unit.enrolments.last_of(person.id)
        if walk is None:
            raise LookupError("no walk has begun")
        return walk

    async def _ledger(self) -> list[Nudge]:
        person = await self._person()
        async with self._stage.database.unit() as unit:
            return await unit.nudges.all_of(person.id)

    async def _transcript(self) -> Played:
        person = await self._person()
        return Played(
            self._track,
            self._persona,
            self._seed,
            self._days(),
            await self._ledger(),
            await self._walk(),
            person.is_held,
        )

    def _days(self) -> list[LocalDay]:
        """Every local date from the first to the last, also those on which nothing happened."""
        dated = [(timing.local(one.at, one.zone).date(), one) for one in self._noticing.lines]
        noted = [(timing.local(one.at, one.zone).date(), one) for one in self._whys if one.at is not None]
        dates = [day for day, _ in dated] + [day for day, _ in noted]
        first, last = min(dates), max(dates)
        every = [first + timedelta(days=number) for number in range((last - first) // timedelta(days=1) + 1)]
        return [
            LocalDay(
                day,
                [one for on, one in dated if on == day],
                [one for on, one in noted if on == day] or [self._empty(day)],
            )
            for day in every
        ]

    def _empty(self, day: date) -> Why:
        """Why nothing came on a date on which nothing fell due."""
        held = any(since <= day <= until for since, until in self._holds)
        says = _ON_HOLD if held else _NO_HOUR
        return Why(None, self._noticing.zone, f"Nothing came: {says}.", missing=True)


def _whole(track: Track) -> Track:
    """A track that is not finished gets days that never come, since only whole ones can be walked."""
    last = track.days[-1]
    more = tuple(last.model_copy(update={"day": number}) for number in range(len(track.days) + 1, track.length + 1))
    return track.model_copy(update={"unfinished": False, "days": (*track.days, *more)})
