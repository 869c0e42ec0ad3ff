"""What a subscriber can do once under way: check in, write, look, pause, resume, stop. Knows no Telegram."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.calling_back import call_back
from bot.clock import Clock
from bot.offered import offer_to
from bot.question import close_settings
from curriculum import gate, journey
from curriculum.allowed import Allowed, allowed
from curriculum.day import Choice, Outcome, Strength
from curriculum.enrolment import Enrolment, Standing
from curriculum.errors import CurriculumError, NotUnderWay
from curriculum.fitted import Fit, Form
from curriculum.gate import Occasion
from curriculum.journey import CheckedIn, Finished
from curriculum.looking_back import Mark, marks
from curriculum.nudge import ASKS, NEVER_ARRIVED, Nudge, NudgeKind, NudgeState
from curriculum.pressure import Strain
from curriculum.progress import Progress, progress
from curriculum.safety import ContentClass
from curriculum.track import Track
from storage.check_ins import NoteKind, Rewording
from storage.database import Unit
from storage.people import Person

REWORDED_WITHIN: Final = timedelta(hours=48)
"""How long after it was written an edit still changes what is kept; for as long Telegram lets people edit most messages."""


_LEAVES_ROOM: Final = (None, Occasion.NOT_ANSWERED)
"""Beside a button for the private questions there is room for another question; after "made it worse" there is none."""


class NotYours(CurriculumError):
    """A button that belongs to somebody else, or to nobody."""


class View(StrEnum):
    """Which version of a day's act a message shows: one of its own, or one of what came in its place."""

    STANDARD = "s"
    GENTLE = "g"
    SOLO = "o"
    STRETCH = "x"
    INSTEAD_STANDARD = "t"
    INSTEAD_GENTLE = "h"
    INSTEAD_STRETCH = "y"

    @property
    def is_instead(self) -> bool:
        """Whether it is of what came in the day's place."""
        return self in _INSTEAD.values()


_OWN: Final = {
    Strength.GENTLE: View.GENTLE,
    Strength.STANDARD: View.STANDARD,
    Strength.STRETCH: View.STRETCH,
}
_INSTEAD: Final = {
    Strength.GENTLE: View.INSTEAD_GENTLE,
    Strength.STANDARD: View.INSTEAD_STANDARD,
    Strength.STRETCH: View.INSTEAD_STRETCH,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A day that a nudge brings, as far as the person may read it; `view` is what they chose to see of it. `occasion`:
    why the private questions are offered with the answer to it. `plain`: nothing about it is praised or counted up.
    `stays`: what they tapped on shows what they may not read now, or no more than that they might not then; it stays as
    it is, so that nobody who looks on sees it turn. `weekly`: it came for a week. Made by `shown_to` alone.
    """

    nudge: Nudge
    day: Allowed
    outcome: Outcome | None
    view: View
    strain: Strain | None
    occasion: Occasion | None
    plain: bool
    stays: bool = False
    weekly: bool = False


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A nudge of the track of this title that had come closed, open. `check`: at its end, the token of a pattern check to
    look at again.
    """

    shown: Shown
    title: str
    check: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A check-in was taken on the track of this title. `check`: at its end, the token of a pattern check to look at
    again. `offered`: a newer version that the person is asked about now.
    """

    shown: Shown
    result: CheckedIn | Finished
    repeated: bool
    progress: Progress
    title: str
    check: str | None = None
    offered: int | None = None


@dataclass(frozen=True, slots=True)
class Strained:
    """The person said how a day felt inside. `repeated`: they had said the same before."""

    shown: Shown
    strain: Strain
    repeated: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """The question of a day with a few answers was answered; `choice` counts from 0, `language` is that of the question."""

    nudge: Nudge
    asked: Choice
    choice: int
    language: str


@dataclass(frozen=True, slots=True)
class Rated:
    """The 0-10 question of a day, written in this language, was answered."""

    nudge: Nudge
    question: str
    rating: int
    language: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the person sent is kept with day `day`. `first`: nothing was kept with that day before. `plain`: nobody is
    thanked for it now.
    """

    day: int
    kind: NoteKind
    first: bool
    answered: bool
    standing: Standing
    plain: bool


@dataclass(frozen=True, slots=True)
class NothingYet:
    """No day has come yet; the first comes at `enrolment.due_at`."""

    enrolment: Enrolment


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where the person stands, and the next instants at which a nudge falls due. `plain`: nothing is counted up now;
    `discreet`: nudges come closed; `looks_back`: every seventh day brings a picture of the week. `marks` are the days of the track,
    as they are drawn, on pictures that may be `dark`; `quiet`: how often they took a quiet minute, told beside the days.
    """

    enrolment: Enrolment
    track: Track
    progress: Progress
    upcoming: Sequence[datetime]
    plain: bool
    discreet: bool
    looks_back: bool = True
    marks: tuple[Mark, ...] = ()
    dark: bool = False
    quiet: int = 0


@dataclass(frozen=True, slots=True)
class Paused:
    """No nudge comes until the person resumes."""

    enrolment: Enrolment
    already: bool


@dataclass(frozen=True, slots=True)
class Resumed:
    """Nudges come again."""

    enrolment: Enrolment
    already: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """The walk is over; what was written is kept."""

    enrolment: Enrolment


class Practice:
    """A subscriber's use cases. Every method takes the transaction and the person."""

    def __init__(self, now: Clock) -> None:
        self._now = now

    async def check_in(
        self, unit: Unit, person: Person, token: str, outcome: Outcome, view: View, *, asks: bool = True
    ) -> Answered:
        """The person says what became of a day. Only when the answer `asks` are they asked about a newer version. Raises `NotYours`."""
        nudge = await own_nudge(unit, person, token)
        if nudge.kind is not NudgeKind.DAY:
            raise NotYours
        track = await unit.tracks.get(nudge.track)
        earlier = await unit.check_ins.outcome_of(nudge.id)
        await self._confirm(unit, nudge)
        before = await unit.enrolments.get(nudge.enrolment)
        result = journey.check_in(
            before, day=nudge.day, outcome=outcome, before=earlier, now=self._now(), lap=nudge.lap
        )
        if await self._is_answered_after_all(unit, nudge, before):
            result = replace(result, enrolment=replace(result.enrolment, place=nudge.day))
        await unit.check_ins.record(nudge, outcome, self._now())
        await close_settings(unit, {person.id})
        await unit.enrolments.save(before, result.enrolment)
        shown = await self._shown(unit, person, nudge, track, view)
        so_far = await _progress(unit, result.enrolment)
        check = await unit.patterns.newest_token(person.id) if isinstance(result, Finished) else None
        calm = asks and earlier is None and shown.occasion in _LEAVES_ROOM and not shown.plain and not before.held
        offered = await offer_to(unit, before) if calm and isinstance(result, CheckedIn) else None
        return Answered(shown, result, earlier is outcome, so_far, track.title, check, offered)

    async def rate(self, unit: Unit, person: Person, token: str, rating: int) -> Rated:
        """The person answers a day's 0-10 question. Raises `NotYours`."""
        nudge = await own_nudge(unit, person, token)
        day = (await self._shown(unit, person, nudge, await unit.tracks.get(nudge.track))).day
        question = None if day.own is None else day.own.check_in.rating
        if question is None or not await unit.check_ins.rate(nudge, rating):
            raise NotYours
        return Rated(nudge, question, rating, day.language)

    async def choose(self, unit: Unit, person: Person, token: str, choice: int) -> Chosen:
        """The person answers a day's question with a few answers. Raises `NotYours`."""
        nudge = await own_nudge(unit, person, token)
        day = (await self._shown(unit, person, nudge, await unit.tracks.get(nudge.track))).day
        asked = None if day.own is None else day.own.check_in.choice
        if asked is None or choice >= len(asked.options) or not await unit.check_ins.choose(nudge, choice):
            raise NotYours
        return Chosen(nudge, asked, choice, day.language)

    async def strain(self, unit: Unit, person: Person, token: str, strain: Strain, view: View | None) -> Strained:
        """The person says how a day, in this view, felt inside, or whether a rest did them good. Raises `NotYours`."""
        nudge = await own_nudge(unit, person, token)
        if nudge.kind not in (NudgeKind.DAY, NudgeKind.REST):
            raise NotYours
        await self._confirm(unit, nudge)
        earlier = await unit.check_ins.strain_of(nudge.id)
        await unit.check_ins.strained(nudge, strain, self._now())
        track = await unit.tracks.get(nudge.track)
        return Strained(await self._shown(unit, person, nudge, track, view), strain, earlier is strain)

    async def met(self, unit: Unit, person: Person, token: str) -> Nudge:
        """The nudge on which the person tapped, which has arrived then without doubt. Raises `NotYours`."""
        nudge = await own_nudge(unit, person, token)
        await self._confirm(unit, nudge)
        return await own_nudge(unit, person, token)

    async def look_at(self, unit: Unit, person: Person, token: str, view: View) -> Shown:
        """The person wants another version of a day's act. Raises `NotYours`."""
        nudge = await own_nudge(unit, person, token)
        if nudge.kind in ASKS:
            raise NotYours
        await self._confirm(unit, nudge)
        return await self._shown(unit, person, nudge, await unit.tracks.get(nudge.track), view)

    async def open(self, unit: Unit, person: Person, token: str) -> Unfolded:
        """The person opens a nudge that came closed, and so has seen it. Raises `NotYours`."""
        nudge = await own_nudge(unit, person, token)
        await self._confirm(unit, nudge)
        track = await unit.tracks.get(nudge.track)
        walked = nudge.kind is NudgeKind.COMPLETION
        check = await unit.patterns.newest_token(person.id) if walked else None
        return Unfolded(await self._shown(unit, person, nudge, track), track.title, check)

    async def tapped_on(self, unit: Unit, person: Person, token: str) -> Nudge:
        """The person tapped on something under this nudge, and so has seen it. Raises `NotYours`."""
        nudge = await own_nudge(unit, person, token)
        await self._confirm(unit, nudge)
        return nudge

    async def today(self, unit: Unit, person: Person) -> Shown | NothingYet:
        """The newest day that came. Raises `NotUnderWay` when the person never started."""
        enrolment = await _last_walk(unit, person)
        nudge = await unit.nudges.last_shown(person.id)
        if nudge is None or nudge.enrolment != enrolment.id:
            return NothingYet(enrolment)
        return await self._shown(unit, person, nudge, await unit.tracks.get(nudge.track))

    async def keep(
        self, unit: Unit, person: Person, *, kind: NoteKind, words: str | None, message_id: int, reply_to: int | None
    ) -> Kept | NothingYet:
        """Keeps what the person sent, with the day they answer to, else with the newest. Raises `NotUnderWay`."""
        enrolment = await _last_walk(unit, person)
        nudge = None if reply_to is None else await unit.nudges.shown_in(person.id, reply_to)
        nudge = nudge or await unit.nudges.last_shown(person.id)
        if nudge is None:
            return NothingYet(enrolment)
        count = await unit.check_ins.keep(nudge, kind=kind, words=words, message_id=message_id, now=self._now())
        outcome = await unit.check_ins.outcome_of(nudge.id)
        if nudge.state is NudgeState.SENT:
            await self._confirm(unit, nudge)
        plain = person.is_answered_plainly(self._now())
        return Kept(nudge.day, kind, count == 1, outcome is not None, enrolment.standing, plain)

    async def is_of(self, unit: Unit, person: Person, token: str) -> bool:
        """Whether this token is that of a nudge of this person's."""
        nudge = await unit.nudges.with_token(token)
        return nudge is not None and nudge.person == person.id

    async def has_met_a_day(self, unit: Unit, person: Person) -> bool:
        """Whether a day has come that words could be about."""
        return await unit.nudges.last_shown(person.id) is not None

    async def brought_a_day(self, unit: Unit, person: Person, message_id: int | None) -> bool:
        """Whether this message is a nudge, so that a reply to it is about its day."""
        return message_id is not None and await unit.nudges.shown_in(person.id, message_id) is not None

    async def is_kept(self, unit: Unit, person: Person, *, words: str | None, message_id: int) -> bool:
        """Whether a message is kept just as it says now."""
        return await unit.check_ins.says(person.id, message_id, words)

    async def reword(
        self, unit: Unit, person: Person, *, words: str | None, message_id: int, at: datetime
    ) -> Rewording:
        """The person edited, at that time, what they had written; what became of the day stays as it was."""
        return await unit.check_ins.reworded(person.id, message_id, words, written_since=at - REWORDED_WITHIN)

    async def standpoint(self, unit: Unit, person: Person) -> Standpoint:
        """Where the person stands. Raises `NotUnderWay` when they never started."""
        enrolment = await _last_walk(unit, person)
        track = await unit.tracks.get(enrolment.track)
        so_far = await _progress(unit, enrolment)
        plain = person.is_answered_plainly(self._now())
        outcomes = await unit.check_ins.outcomes_by_day(enrolment.id)
        return Standpoint(
            enrolment,
            track,
            so_far,
            journey.upcoming(enrolment),
            plain,
            person.discreet,
            person.looks_back,
            marks(range(1, enrolment.length + 1), place=enrolment.place, outcomes=outcomes),
            person.dark,
            await unit.drills.count(person.id),
        )

    async def pause(self, unit: Unit, person: Person, token: str | None = None) -> Paused:
        """No nudge until the person resumes; what was on its way is called back. `token`: of the nudge whose button
        was tapped. Raises `NotYours`, `NotUnderWay`.
        """
        if token is not None:
            await self._confirm(unit, await own_nudge(unit, person, token))
        before = await _open_walk(unit, person)
        after = before if before.standing is Standing.PAUSED else journey.pause(before)
        await unit.enrolments.save(before, after)
        await call_back(unit, before, "paused")
        return Paused(after, already=before.standing is Standing.PAUSED)

    async def resume(self, unit: Unit, person: Person) -> Resumed:
        """Nudges come again. Raises `NotUnderWay`."""
        before = await _open_walk(unit, person)
        if before.standing is Standing.UNDER_WAY:
            return Resumed(before, already=True)
        after = journey.resume(before, self._now())
        await unit.enrolments.save(before, after)
        return Resumed(after, already=False)

    async def want_reminders(self, unit: Unit, person: Person, *, wanted: bool) -> Standpoint:
        """The person wants reminders in the evening, or no more. Raises `NotUnderWay`."""
        before = await _open_walk(unit, person)
        await unit.enrolments.save(before, journey.want_reminders(before, wanted))
        return await self.standpoint(unit, person)

    async def keep_words_for(self, unit: Unit, person: Person, *, days: int) -> None:
        """The person chooses for how many days after the end of a track what they wrote is kept."""
        await unit.people.keep_words_for(person.id, days=days)

    async def want_look_backs(self, unit: Unit, person: Person, *, wanted: bool) -> Standpoint:
        """The person wants to look back at their weeks, or no more. Raises `NotUnderWay`."""
        await unit.people.want_look_backs(person.id, wanted=wanted)
        return await self.standpoint(unit, replace(person, looks_back=wanted))

    async def want_dark(self, unit: Unit, person: Person, *, wanted: bool) -> Standpoint:
        """The person wants pictures for the night, or for the day. Raises `NotUnderWay`."""
        await unit.people.want_dark(person.id, wanted=wanted)
        return await self.standpoint(unit, replace(person, dark=wanted))

    async def want_discretion(self, unit: Unit, person: Person, *, wanted: bool) -> Standpoint:
        """The person wants nudges to come closed, or in full. Raises `NotUnderWay`."""
        await unit.people.want_discretion(person.id, wanted=wanted)
        return await self.standpoint(unit, replace(person, discreet=wanted))

    async def stop(self, unit: Unit, person: Person) -> Stopped:
        """The person leaves the track. Raises `NotUnderWay`."""
        before = await _open_walk(unit, person)
        after = journey.stop(before, self._now())
        await unit.enrolments.save(before, after)
        await call_back(unit, before, "stopped")
        await unit.pairs.end(person.id)
        await unit.people.ask(person.id, None)
        return Stopped(after)

    async def is_under_way(self, unit: Unit, person: Person) -> bool:
        """Whether there is a walk to stop."""
        return await unit.enrolments.open_of(person.id) is not None

    async def lost(self, unit: Unit, person: Person) -> None:
        """The person blocked the bot."""
        await unit.pairs.end(person.id)
        before = await unit.enrolments.open_of(person.id)
        if before is not None:
            await unit.enrolments.save(before, journey.unreachable(before))
            await call_back(unit, before, "blocked")

    async def found_again(self, unit: Unit, person: Person) -> None:
        """The person unblocked the bot, or just speaks to it: nudges come again unless they had paused."""
        before = await unit.enrolments.open_of(person.id)
        if before is not None:
            await unit.enrolments.save(before, journey.reached_again(before, self._now()))

    async def _shown(self, unit: Unit, person: Person, nudge: Nudge, track: Track, view: View | None = None) -> Shown:
        outcome, strain = await unit.check_ins.outcome_of(nudge.id), await unit.check_ins.strain_of(nudge.id)
        plain = person.is_answered_plainly(self._now())
        return shown_to(
            person.content_class,
            nudge,
            track,
            outcome=outcome,
            strain=strain,
            view=view,
            plain=plain,
            weekly=await unit.enrolments.is_weekly(nudge.enrolment),
        )

    async def _is_answered_after_all(self, unit: Unit, nudge: Nudge, walk: Enrolment) -> bool:
        """Whether it is about the day that came last, which was to come once more since it was too much when it came."""
        if not walk.standing.is_open or (walk.place, walk.lap) != (nudge.day - 1, nudge.lap + 1):
            return False
        newest = await unit.nudges.last_shown(nudge.person)
        return newest is not None and newest.id == nudge.id

    async def _confirm(self, unit: Unit, nudge: Nudge) -> None:
        """A tap or an answer proves that the nudge arrived, whatever became of its request."""
        await confirm(unit, nudge, self._now())


async def own_nudge(unit: Unit, person: Person, token: str) -> Nudge:
    """The nudge that has this token. Raises `NotYours` when there is none, or it is somebody else's."""
    nudge = await unit.nudges.with_token(token)
    if nudge is None or nudge.person != person.id:
        raise NotYours
    return nudge


async def tapped_under(unit: Unit, person: Person, token: str, now: datetime) -> None:
    """The person tapped under a message of theirs, or under a nudge, which has arrived then. Raises `NotYours`."""
    if token != person.token:
        await confirm(unit, await own_nudge(unit, person, token), now)


async def confirm(unit: Unit, nudge: Nudge, now: datetime) -> None:
    """A tap or an answer proves that the nudge arrived, whatever became of its request."""
    if nudge.state is NudgeState.CONFIRMED or nudge.state in NEVER_ARRIVED:
        return
    await unit.nudges.change(
        nudge,
        replace(nudge, state=NudgeState.CONFIRMED, sent_at=nudge.sent_at or now, lease_until=None, opened_at=now),
    )
    before = await unit.enrolments.get(nudge.enrolment)
    if nudge.state is not NudgeState.SENT and before.place < nudge.day:
        await unit.enrolments.save(before, journey.delivered(before, nudge.kind, nudge.day, now, lap=nudge.lap))


def brought(nudge: Nudge) -> Fit:
    """The version of its day that a nudge brought; those of older programs knew one alone."""
    return nudge.fit or Fit()


def shown_to(
    content_class: ContentClass,
    nudge: Nudge,
    track: Track,
    *,
    outcome: Outcome | None = None,
    strain: Strain | None = None,
    view: View | None = None,
    plain: bool = False,
    weekly: bool = False,
) -> Shown:
    """A day as somebody of this class may see it now: what has come to be kept from them since is not shown again."""
    came = brought(nudge)
    day = allowed(track, nudge.day, came, content_class)
    instead = day.fit.form is not Form.DAY
    stays = view is not None and view.is_instead is not instead
    looked_at = (_INSTEAD if instead else _OWN)[day.fit.strength] if view is None or stays else view
    occasion = gate.occasion(content_class, nudge.day, outcome)
    return Shown(nudge, day, outcome, looked_at, strain, occasion, plain, stays, weekly)


async def _progress(unit: Unit, enrolment: Enrolment) -> Progress:
    outcomes = await unit.check_ins.outcomes_of(enrolment.id)
    answered = await unit.check_ins.answered_days(enrolment.id)
    furthest = await unit.nudges.furthest_day(enrolment.id) if enrolment.lap else 0
    return progress(enrolment, outcomes, answered=answered, furthest=furthest)


async def _open_walk(unit: Unit, person: Person) -> Enrolment:
    enrolment = await unit.enrolments.open_of(person.id)
    if enrolment is None:
        raise NotUnderWay
    return enrolment


async def _last_walk(unit: Unit, person: Person) -> Enrolment:
    enrolment = await unit.enrolments.last_of(person.id)
    if enrolment is None:
        raise NotUnderWay
    return enrolment
