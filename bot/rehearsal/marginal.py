"""What stands in the margin of a rehearsal: why something came on this day, in this version, or why it did not."""

from datetime import datetime
from typing import Final

from bot import reasons
from bot.practice import brought
from bot.rehearsal.transcript import Why
from curriculum import explaining, timing
from curriculum.nudge import NEVER_ARRIVED, Nudge, NudgeKind
from curriculum.track import Track

_REST: Final = "A rest came in place of day {}, because the hard replies outweigh the calm ones."
_REMINDER: Final = "A reminder of day {}, which was not answered; reminders come to those who want them."
_COMPLETION: Final = "The end: all days have come."


def of(nudge: Nudge, track: Track, now: datetime) -> Why:
    """Why this nudge came, or did not."""
    due = f"Due {told(_to_the_minute(nudge), nudge.zone)}"
    if nudge.state in NEVER_ARRIVED:
        because = "" if nudge.reason is None else f": {reasons.because(nudge.reason)}"
        return Why(now, nudge.zone, f"{due}. Day {nudge.day} did not come{because}.", missing=True)
    match nudge.kind:
        case NudgeKind.DAY:
            version = explaining.version(track.day(nudge.day), brought(nudge))
            says = f"{version[0].upper()}{version[1:]}."
        case NudgeKind.REST:
            says = _REST.format(nudge.day)
        case NudgeKind.REMINDER:
            says = _REMINDER.format(nudge.day)
        case NudgeKind.COMPLETION:
            says = _COMPLETION
    return Why(now, nudge.zone, f"{due}. {says}")


def _to_the_minute(nudge: Nudge) -> datetime:
    """Without the few seconds by which people's hours are spread."""
    exact = nudge.due_at - timing.jitter(nudge.person)
    return exact if exact.second == 0 else nudge.due_at


def told(instant: datetime, zone: str) -> str:
    """An instant by somebody's own clock, with its zone."""
    here = timing.local(instant, zone)
    return f"{here:%a} {here.day} {here:%b}, {here:%H:%M} in {zone} ({here:%Z})"
