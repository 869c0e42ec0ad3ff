"""When nobody answers, and when somebody was away: after some days without a sign one question comes, after an absence one
welcome, and then nothing more by itself.

| what happened | what comes in place of the next day |
|---|---|
| three days in a row without a sign: no answer, no words, no tap on anything | a question, and then nothing until the person does something |
| a track that waits for an answer as long as it takes has waited for three local dates | the same |
| nothing came for seven days, whatever the reason: a pause, a block, an outage | a welcome with three choices, and then the same |

Where a day comes once a week, three weeks without a sign are a silence, and nothing for six days more than a week is an absence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from curriculum import adapting, timing
from curriculum.adapting import Footing, Held, Reply, Rested
from curriculum.enrolment import DAILY, Enrolment, Standing
from curriculum.fitted import Fit
from curriculum.pacing import CALENDAR, Pacing
from curriculum.track import Track

UNANSWERED: Final = 3
"""So many days without a sign are a silence."""
AWAY: Final = timedelta(days=7)
"""Who gets nothing for so long was away."""
LEFT_ALONE: Final = timedelta(days=1)
"""A question to which nothing is done for so long was left alone: whoever comes back then is welcomed."""


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing came back for some days: a question comes in place of the day, which waits."""


@dataclass(frozen=True, slots=True)
class Away:
    """There was an absence: a welcome comes in place of the day, which waits."""


def step(track: Track, walk: Enrolment, footing: Footing, now: datetime) -> Fit | Rested | Held | Silent | Away:
    """How the next day comes to somebody who stands there at `now`, if it comes, or what comes in its place. Raises `UnknownZone`."""
    number = min(walk.place + 1, walk.length)
    last = footing.last
    back = (
        track.pacing.days is None
        and last is not None
        and walk.back_at is not None
        and _is_a_silence(last.came_at, walk.back_at, walk)
    )
    usual = (
        adapting.fitted(track.day(number), footing, now)
        if back  # they were silent for so long and came back: the track waits no more for what they did not say
        else adapting.step(track, number, footing, zone=walk.zone, now=now)
    )
    if walk.place >= walk.length or not has_begun(walk):
        return usual
    if now - _last_contact(walk, footing, track.pacing) >= _away(walk):
        return Away()
    waits = not back and adapting.waits_for_an_answer(track.pacing, last, walk.zone, now)
    if isinstance(usual, Held) and not waits:
        return usual  # a rest, or some time after a fight
    return Silent() if is_silent(track.pacing, walk, footing, now) else usual


def is_silent(pacing: Pacing, walk: Enrolment, footing: Footing, now: datetime) -> bool:
    """Whether nothing came back for so long that it is time for the question. Raises `UnknownZone`."""
    last = footing.last
    if last is not None and pacing.days is None and not last.rest:
        since = last.came_at if walk.back_at is None else max(last.came_at, walk.back_at)
        return not last.is_answered and _is_a_silence(since, now, walk)
    came = [reply for reply in footing.replies if walk.back_at is None or reply.came_at > walk.back_at]
    return _are_unanswered(came[-UNANSWERED:])


def is_away(walk: Enrolment, now: datetime) -> bool:
    """Whether somebody who does something at `now` comes back after an absence. Who is on a pause says themselves when it ends."""
    if walk.held or walk.standing not in (Standing.UNDER_WAY, Standing.UNREACHABLE) or not has_begun(walk):
        return False
    return was_long(walk, now) or (walk.quiet_since is not None and now - walk.quiet_since >= LEFT_ALONE)


def was_long(walk: Enrolment, now: datetime) -> bool:
    """Whether nothing came for so long that there was an absence."""
    contacts = (walk.started_at, walk.back_at, walk.last_nudge_at)
    return has_begun(walk) and now - max(at for at in contacts if at is not None) >= _away(walk)


def has_begun(walk: Enrolment) -> bool:
    """Whether a day has come, be it that the person went back to the first."""
    return walk.place > 0 or walk.lap > 0


def _last_contact(walk: Enrolment, footing: Footing, pacing: Pacing) -> datetime:
    """When something last came or the person came back. On a track that waits nothing comes for some time, and nobody is away."""
    last = footing.last
    came = last.came_at if last is not None and pacing == CALENDAR else walk.last_nudge_at
    return max(at for at in (walk.started_at, walk.back_at, came) if at is not None)


def _are_unanswered(newest: Sequence[Reply]) -> bool:
    return len(newest) == UNANSWERED and not any(reply.is_answered or reply.met for reply in newest)


def _is_a_silence(since: datetime, until: datetime, walk: Enrolment) -> bool:
    dates = timing.local(until, walk.zone).date() - timing.local(since, walk.zone).date()
    return dates.days >= UNANSWERED * walk.every


def _away(walk: Enrolment) -> timedelta:
    """For how long nothing comes when there is an absence: six days more than lie between two days of the walk."""
    return AWAY + timedelta(days=walk.every - DAILY)
