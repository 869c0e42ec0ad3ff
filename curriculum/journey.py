"""The moves of a walk: start, nudge, delivered, check in, pause, resume, change the hour, change to another version, stop. One outcome type each.

How somebody comes back is in `curriculum.returning`.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from curriculum import reminding, timing
from curriculum.absence import Away, Silent
from curriculum.adapting import Held, Reply, Rested
from curriculum.day import DAYS, Outcome
from curriculum.enrolment import DAILY, Enrolment, Standing, TrackRef
from curriculum.errors import NotUnderWay
from curriculum.fitted import Fit
from curriculum.nudge import ASKS, NudgeKind

_AS_USUAL = Fit()
_IN_PLACE = {Silent: NudgeKind.QUESTION, Away: NudgeKind.WELCOME_BACK}
"""What comes in place of the day, by what the rules say of the person."""
_LARGEST_CHANGE = timedelta(hours=3)
"""More than the rules of a zone have ever been changed by, but for moves across the date line."""


@dataclass(frozen=True, slots=True)
class Due:
    """A nudge falls due and may go out: this day of the track, on this local date."""

    kind: NudgeKind
    day: int
    due_at: datetime
    local_date: date
    enrolment: Enrolment


@dataclass(frozen=True, slots=True)
class Missed:
    """A nudge fell due too long ago; the same day comes at `enrolment.due_at`."""

    kind: NudgeKind
    day: int
    due_at: datetime
    local_date: date
    enrolment: Enrolment


@dataclass(frozen=True, slots=True)
class Waits:
    """A nudge fell due and is held back: the same day is looked at again at `enrolment.due_at`."""

    enrolment: Enrolment


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """An outcome was taken; `changed` when the person had said something else before."""

    outcome: Outcome
    changed: bool
    enrolment: Enrolment


@dataclass(frozen=True, slots=True)
class Finished:
    """The outcome of the last day was taken, and with it the track is walked."""

    outcome: Outcome
    enrolment: Enrolment


def start(
    *,
    id: int,
    person: int,
    track: TrackRef,
    hour: time,
    zone: str,
    now: datetime,
    last_nudge_at: datetime | None = None,
    held: bool = False,
    length: int = DAYS,
    every: int = DAILY,
) -> Enrolment:
    """A walk of `length` days begins; the first nudge comes the next time it is `hour` in `zone`, on a later day than the last nudge of
    an earlier walk, or, where the person's nudges are `held`, when they go on. Where one comes `every` week, the first comes in
    a week. Raises `UnknownZone`.
    """
    timing.zone_named(zone)
    fresh = Enrolment(
        id=id,
        person=person,
        track=track,
        hour=hour,
        zone=zone,
        standing=Standing.UNDER_WAY,
        place=0,
        started_at=now,
        due_at=None,
        last_nudge_at=last_nudge_at if every == DAILY else now,
        held=held,
        length=length,
        every=every,
    )
    return _due_next(fresh, now)


def nudge(
    enrolment: Enrolment, now: datetime, step: Fit | Rested | Held | Silent | Away = _AS_USUAL
) -> Due | Missed | Waits:
    """What falls due now, and when the next one does; `step` is how the next day fits the person, or what comes in its place. A
    pause that has an end is over with what falls due then. Raises `NotUnderWay` when nothing is due.
    """
    due_at = enrolment.due_at
    if not enrolment.comes or due_at is None:
        raise NotUnderWay
    enrolment = replace(enrolment, standing=Standing.UNDER_WAY, paused_until=None)
    kind = NudgeKind.DAY if enrolment.place < enrolment.length else NudgeKind.COMPLETION
    if kind is NudgeKind.DAY and isinstance(step, Held):
        return Waits(_due_next(_passed_over(enrolment, due_at), max(now, step.until)))
    if kind is NudgeKind.DAY and isinstance(step, Rested):
        kind = NudgeKind.REST
    day = min(enrolment.place + 1, enrolment.length)
    local_date = timing.local(due_at, enrolment.zone).date()
    if timing.may_still_go(due=due_at, zone=enrolment.zone, now=now):
        kind = _IN_PLACE.get(type(step), kind)
        planned = replace(enrolment, last_nudge_at=due_at)
        return Due(kind, day, due_at, local_date, _due_next(planned, max(now, due_at)))
    return Missed(kind, day, due_at, local_date, _caught_up(enrolment, due_at, now))


def replanned(enrolment: Enrolment) -> Enrolment:
    """The rules of a zone have changed: the nudge that is due is due at the person's hour by the rules of now, on the
    same local date. By unchanged rules nothing changes. Raises `UnknownZone` when the zone is no more.
    """
    if not enrolment.comes or enrolment.due_at is None:
        return enrolment
    return _due_next(enrolment, enrolment.due_at - _LARGEST_CHANGE)


def delivered(enrolment: Enrolment, kind: NudgeKind, day: int, at: datetime, *, lap: int | None = None) -> Enrolment:
    """The nudge reached the person, or will never be known not to have: the place moves on with a day of this `lap`, and with nothing
    else. The next one comes when it was to come, or later when that would be too soon after `at`; after a question none does.
    """
    if kind.is_beside:
        return enrolment
    if kind is NudgeKind.COMPLETION:
        return replace(_over(enrolment, Standing.FINISHED, at), last_nudge_at=at)
    moves_on = kind is NudgeKind.DAY and lap in (None, enrolment.lap)
    arrived = replace(enrolment, place=max(enrolment.place, day) if moves_on else enrolment.place, last_nudge_at=at)
    if kind in ASKS and enrolment.standing is Standing.UNDER_WAY and not _came_back_meanwhile(enrolment):
        return replace(arrived, quiet_since=at, due_at=None, remind_at=None)
    if enrolment.standing is not Standing.UNDER_WAY and enrolment.due_at is None:
        return arrived
    return _due_next(arrived, at if enrolment.due_at is None else max(at, enrolment.due_at))


def not_delivered(enrolment: Enrolment, kind: NudgeKind, due_at: datetime) -> Enrolment:
    """The nudge that fell due then will not come. The next one does on the next local day: where nudges come once a week, it is
    not a week later, but made up for.
    """
    if kind.is_beside or not enrolment.is_weekly or enrolment.last_nudge_at != due_at:
        return enrolment
    passed = _passed_over(enrolment, due_at)
    return passed if enrolment.due_at is None else _due_next(passed, due_at)


def not_today(enrolment: Enrolment, now: datetime) -> Enrolment:
    """What fell due up to `now` is passed over: the next nudge comes on a later local date."""
    return _due_next(_passed_over(enrolment, now), now)


def unreachable(enrolment: Enrolment) -> Enrolment:
    """The person blocked the bot: nothing is sent until they come back. A pause of their own stays one."""
    if enrolment.standing is not Standing.UNDER_WAY:
        return enrolment
    return replace(enrolment, standing=Standing.UNREACHABLE, due_at=None)


def check_in(
    enrolment: Enrolment, *, day: int, outcome: Outcome, before: Outcome | None, now: datetime, lap: int | None = None
) -> CheckedIn | Finished:
    """Takes the outcome of a day; a later tap changes it. The last day's outcome finishes the walk, unless the person has gone
    back since.
    """
    if day == enrolment.length and enrolment.standing.is_open and lap in (None, enrolment.lap):
        return Finished(outcome, _over(enrolment, Standing.FINISHED, now))
    return CheckedIn(outcome, before is not None and before is not outcome, enrolment)


def pause(enrolment: Enrolment, now: datetime | None = None, *, until: date | None = None) -> Enrolment:
    """No nudge comes until the person resumes, or before the local date `until`, on which they come again at the person's hour;
    an end needs to know that it is `now`. Raises `NotUnderWay` when the walk is over.
    """
    if not enrolment.standing.is_open:
        raise NotUnderWay
    paused = replace(
        enrolment, standing=Standing.PAUSED, due_at=None, remind_at=None, paused_until=until, quiet_since=None
    )
    return paused if now is None else _due_next(paused, now)


def resume(enrolment: Enrolment, now: datetime) -> Enrolment:
    """The person comes back: nudges come again, from the same place, on the next local day at their hour. Raises `NotUnderWay`."""
    if not enrolment.standing.is_open:
        raise NotUnderWay
    back = replace(enrolment, standing=Standing.UNDER_WAY, paused_until=None, quiet_since=None, back_at=now)
    return _due_next(back, now)


def reached_again(enrolment: Enrolment, now: datetime) -> Enrolment:
    """The person does not block the bot any more; they have not said anything yet."""
    if enrolment.standing is not Standing.UNREACHABLE:
        return enrolment
    return _due_next(replace(enrolment, standing=Standing.UNDER_WAY), now)


def put_on_hold(enrolment: Enrolment) -> Enrolment:
    """Nothing falls due until the person goes on. Whether they are on a pause stays as it is."""
    return replace(enrolment, held=True, due_at=None, remind_at=None)


def go_on(enrolment: Enrolment, now: datetime) -> Enrolment:
    """The hold is over: nudges come again at the person's hour, unless they had paused. They were not silent meanwhile."""
    released = replace(enrolment, held=False, quiet_since=None, back_at=now)
    return _due_next(released, now) if released.comes else released


def change_time(enrolment: Enrolment, now: datetime, *, hour: time | None = None, zone: str | None = None) -> Enrolment:
    """Another hour, another zone, or both; whoever changes them is not silent. Raises `UnknownZone`."""
    changed = replace(
        enrolment,
        hour=enrolment.hour if hour is None else hour,
        zone=zone or enrolment.zone,
        remind_at=None,
        back_at=now,
    )
    timing.zone_named(changed.zone)
    return _due_next(changed, now) if changed.comes else changed


def move(enrolment: Enrolment, number: int, *, length: int = DAYS) -> Enrolment:
    """The walk goes on from the same place along another version of its track, this number of it, which has `length` days; what
    came stays as it came.
    Raises `NotUnderWay` when the walk is over.
    """
    if not enrolment.standing.is_open:
        raise NotUnderWay
    return replace(enrolment, track=TrackRef(enrolment.track.slug, number), length=length)


def stop(enrolment: Enrolment, now: datetime) -> Enrolment:
    """The person leaves the track. Raises `NotUnderWay` when the walk is over already."""
    if not enrolment.standing.is_open:
        raise NotUnderWay
    return _over(enrolment, Standing.STOPPED, now)


def want_reminders(enrolment: Enrolment, wanted: bool) -> Enrolment:
    """The person wants to be reminded in the evening of what is unanswered, or no more."""
    return replace(enrolment, reminded=wanted, remind_at=enrolment.remind_at if wanted else None)


def with_reminder(enrolment: Enrolment, due: Due, *, written: bool) -> Enrolment:
    """The walk with the evening's reminder of the day that falls due, where the person wants one and the author has
    `written` it; none where a day comes once a week, and is there all week.
    """
    if not (enrolment.reminded and written and due.kind is NudgeKind.DAY) or enrolment.is_weekly:
        return replace(enrolment, remind_at=None)
    return replace(enrolment, remind_at=reminding.remind_at(due.due_at, enrolment.zone))


def reminder(enrolment: Enrolment, last: Reply | None, now: datetime) -> tuple[Enrolment, Due | None]:
    """The reminder that fell due, unless it is not wanted any more, and the walk without it."""
    at = enrolment.remind_at
    after = replace(enrolment, remind_at=None)
    wanted = enrolment.standing is Standing.UNDER_WAY and at is not None and reminding.is_wanted(last, at, now)
    if last is None or at is None or not wanted:
        return after, None
    local_date = timing.local(at, enrolment.zone).date()
    return after, Due(NudgeKind.REMINDER, last.day, at, local_date, after)


def announced(enrolment: Enrolment) -> datetime | None:
    """When the next nudge comes as the person is told: at their hour to the minute, without their few seconds of
    jitter.
    """
    return None if enrolment.due_at is None else _to_the_minute(enrolment, enrolment.due_at)


def upcoming(enrolment: Enrolment, count: int = 3) -> list[datetime]:
    """The next `count` instants at which a nudge comes, as the person is told; none unless the walk is under way."""
    if not enrolment.comes or enrolment.due_at is None:
        return []
    instants = [enrolment.due_at]
    while len(instants) < min(count, enrolment.length - enrolment.place):
        following = replace(enrolment, last_nudge_at=instants[-1])
        instants.append(_next(following, instants[-1]))
    return [_to_the_minute(enrolment, instant) for instant in instants]


def _to_the_minute(enrolment: Enrolment, due_at: datetime) -> datetime:
    exact = due_at - timing.jitter(enrolment.person)
    return exact if exact.second == 0 else due_at


def _over(enrolment: Enrolment, standing: Standing, at: datetime) -> Enrolment:
    """The walk is over, since the first time that it was."""
    return replace(enrolment, standing=standing, due_at=None, ended_at=enrolment.ended_at or at)


def _caught_up(enrolment: Enrolment, missed: datetime, now: datetime) -> Enrolment:
    """After an outage one message at most: today's when it may still go, else tomorrow's."""
    skipped = _passed_over(enrolment, missed)
    today = _next(skipped, now - timing.GRACE)
    if timing.may_still_go(due=today, zone=enrolment.zone, now=now):
        return replace(skipped, due_at=today)
    return _due_next(skipped, now)


def _passed_over(enrolment: Enrolment, due_at: datetime) -> Enrolment:
    """Nothing came at that instant, and the next may on the next local date, however many days lie between two as a rule."""
    return replace(enrolment, last_nudge_at=timing.dates_before(due_at, enrolment.every - 1, enrolment.zone))


def _came_back_meanwhile(enrolment: Enrolment) -> bool:
    """Whether the person came back since what asks them fell due."""
    back_at, due_at = enrolment.back_at, enrolment.last_nudge_at
    return back_at is not None and due_at is not None and back_at >= due_at


def _due_next(enrolment: Enrolment, now: datetime) -> Enrolment:
    if enrolment.held or enrolment.quiet_since is not None:
        return replace(enrolment, due_at=None)
    if enrolment.standing is Standing.PAUSED:
        if enrolment.paused_until is None:
            return replace(enrolment, due_at=None)
        now = max(now, timing.first_moment(enrolment.paused_until, enrolment.zone))
    return replace(enrolment, due_at=_next(enrolment, now))


def _next(enrolment: Enrolment, now: datetime) -> datetime:
    jitter: timedelta = timing.jitter(enrolment.person)
    return timing.next_due(
        hour=enrolment.hour,
        zone=enrolment.zone,
        last=enrolment.last_nudge_at,
        now=now,
        jitter=jitter,
        every=enrolment.every,
    )
