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
_BESIDE: Final = {
    NudgeKind.QUESTION: "A question in place of day {}: nothing had been answered for some days.",
    NudgeKind.WELCOME_BACK: "A welcome in place of day {}, after an absence.",
    NudgeKind.AGAIN: "Day {} once more, as was wished.",
    NudgeKind.RETURN: "The time to come back that was named.",
    NudgeKind.LOOK_BACK: "A look back at the week up to day {}.",
}
_REMINDER: Final = "A reminder of day {}, which was not answered; reminders come to those who want them."
_COMPLETION: Final = "The end: all days have come."


def of(nudge: Nudge, track: Track, now: datetime) -> Why:
    """When this nudge fell due, and why it came, or did not."""
    due = told(_to_the_minute(nudge), nudge.zone)
    return Why(now, nudge.zone, f"Due {due}. {because(nudge, track)}", missing=nudge.state in NEVER_ARRIVED)


def because(nudge: Nudge, track: Track) -> str:
    """Why this nudge came as it did, or did not come."""
    if nudge.state in NEVER_ARRIVED:
        reason = "" if nudge.reason is None else f": {reasons.because(nudge.reason)}"
        return f"Day {nudge.day} did not come{reason}."
    match nudge.kind:
        case NudgeKind.DAY:
            return f"It came as {explaining.version(track.day(nudge.day), brought(nudge))}."
        case NudgeKind.REST:
            return _REST.format(nudge.day)
        case NudgeKind.REMINDER:
            return _REMINDER.format(nudge.day)
        case NudgeKind.COMPLETION:
            return _COMPLETION
        case kind:
            return _BESIDE[kind].format(nudge.day)


def _to_the_minute(nudge: Nudge) -> datetime:
    """Without the few seconds by which people's hours are spread."""
    exact = nudge.due_at - timing.jitter(nudge.person)
    return exact if exact.second == 0 else nudge.due_at


def told(instant: datetime, zone: str) -> str:
    """An instant by somebody's own clock, with its zone."""
    here = timing.local(instant, zone)
    return f"{here:%a} {here.day} {here:%b}, {here:%H:%M} in {zone} ({here:%Z})"
