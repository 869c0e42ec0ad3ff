"""What becomes of a nudge and of the walk it belongs to: after Telegram's answer, when it is called back, too late, or in doubt.

Nothing is read or written here; who asks has both before them and writes down what comes out.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.telegram import answers
from curriculum import journey, timing
from curriculum.enrolment import Enrolment
from curriculum.nudge import Nudge, NudgeState

LEASE: Final = timedelta(seconds=90)
"""How long a claim lasts: after that its sender counts as vanished, and its nudge as in doubt."""
RESEND_AFTER: Final = timedelta(seconds=120)
RESENDS: Final = 1
"""A nudge whose request may or may not have arrived is sent again at most this often."""
PUT_OFF: Final = timedelta(hours=1)
TOO_LATE: Final = "too late"
RESTORED: Final = "restored"
_BACKOFF: Final = (2, 5, 15, 30, 60)


@dataclass(frozen=True, slots=True)
class Settled:
    """A nudge and its walk as they are from now on."""

    nudge: Nudge
    walk: Enrolment


def answered(
    nudge: Nudge, walk: Enrolment, result: answers.Answer, now: datetime, *, was_gone_before: bool = False
) -> Settled:
    """Telegram answered. `was_gone_before`: it knew no such chat when the nudge before this one was sent, either."""
    match result:
        case answers.Sent(message_id=message_id):
            sent = replace(nudge, state=NudgeState.SENT, sent_at=now, message_id=message_id, reason=None)
            return Settled(sent, journey.delivered(walk, nudge.kind, nudge.day, now, lap=nudge.lap))
        case answers.ChatGone() if not was_gone_before:
            # It may be back tomorrow: the same day is tried once more then, and only that decides.
            return _refused(nudge, walk, result.code)
        case answers.Blocked() | answers.ChatGone():
            refused = _refused(nudge, walk, result.code)
            return replace(refused, walk=journey.unreachable(refused.walk))
        case answers.Ambiguous():
            return in_doubt(nudge, walk, reason=result.code, now=now)
        case answers.Wait(retry_after=seconds):
            return Settled(_again(nudge, result.code, now + timedelta(seconds=seconds)), walk)
        case answers.FileUnknown() if nudge.reason != answers.FileUnknown.code:
            return Settled(_again(nudge, result.code, now), walk)  # as an upload
        case answers.FileUnknown() | answers.FileRefused():
            return Settled(_again(nudge, answers.FileRefused.code, now), walk)
        case answers.Unparsable() if nudge.reason not in (answers.Unparsable.code, answers.FileRefused.code):
            return Settled(_again(nudge, result.code, now), walk)
        case answers.NotSent(reason="fault") | answers.Unparsable() | answers.Refused():
            return Settled(_again(nudge, result.code, now + PUT_OFF), walk)
        case _:
            wait = _BACKOFF[min(nudge.fence, len(_BACKOFF)) - 1]
            return Settled(_again(nudge, result.code, now + timedelta(seconds=wait)), walk)


def in_doubt(nudge: Nudge, walk: Enrolment, *, reason: str, now: datetime) -> Settled:
    """The request may have arrived: sent again once, later; after that the nudge counts as delivered, and as unknown."""
    if nudge.attempts > RESENDS:
        return _unknown(nudge, walk, reason)
    started = now if nudge.lease_until is None else nudge.lease_until - LEASE
    doubtful = replace(nudge, state=NudgeState.AMBIGUOUS, not_before=started + RESEND_AFTER, reason=reason)
    return Settled(doubtful, walk)


def too_late(nudge: Nudge, walk: Enrolment) -> Settled:
    """A nudge that may not go any more today. The same day comes tomorrow, unless it may have arrived."""
    if nudge.state is NudgeState.AMBIGUOUS:
        return _unknown(nudge, walk, "too late to repeat")
    reason = f"too late, after {nudge.reason}" if nudge.reason else "too late"
    return Settled(replace(nudge, state=NudgeState.MISSED, reason=reason), _without(nudge, walk))


def called_back(nudge: Nudge, walk: Enrolment, *, reason: str) -> Settled:
    """The person paused, left, finished or moved to another zone meanwhile, or their nudges are on hold."""
    if nudge.state is NudgeState.AMBIGUOUS:
        return _unknown(nudge, walk, reason)
    return Settled(replace(nudge, state=NudgeState.CANCELLED, reason=reason), _without(nudge, walk))


def not_told(nudge: Nudge, walk: Enrolment, *, reason: str) -> Settled:
    """A time of return is not told: it is too late for it, or the person cannot be told now."""
    return too_late(nudge, walk) if reason == TOO_LATE else called_back(nudge, walk, reason=reason)


def restored(nudge: Nudge, walk: Enrolment) -> Settled:
    """A backup was put back in which it had not arrived yet. It may have since: it counts as delivered, and as unknown."""
    return _unknown(nudge, walk, RESTORED)


def is_on_its_way(nudge: Nudge, now: datetime) -> bool:
    """Whether a nudge that is not settled is still being sent, or may still go."""
    return nudge.state is NudgeState.SENDING or timing.may_still_go(due=nudge.due_at, zone=nudge.zone, now=now)


def _refused(nudge: Nudge, walk: Enrolment, reason: str) -> Settled:
    """Telegram takes nothing for this person. What an earlier request may have brought does not come again."""
    if nudge.attempts > 1:
        return _unknown(nudge, walk, reason)
    return Settled(replace(nudge, state=NudgeState.BLOCKED, reason=reason), _without(nudge, walk))


def _without(nudge: Nudge, walk: Enrolment) -> Enrolment:
    return journey.not_delivered(walk, nudge.kind, nudge.due_at)


def _again(nudge: Nudge, reason: str, not_before: datetime) -> Nudge:
    """The request surely did not arrive: the nudge waits for its next try, and the attempt does not count. A doubt that
    an earlier request left stays a doubt.
    """
    attempts = nudge.attempts - 1
    return replace(
        nudge,
        state=NudgeState.AMBIGUOUS if attempts else NudgeState.PLANNED,
        attempts=attempts,
        not_before=not_before,
        lease_until=nudge.lease_until if attempts else None,
        reason=reason,
    )


def _unknown(nudge: Nudge, walk: Enrolment, reason: str) -> Settled:
    requested = nudge.due_at if nudge.lease_until is None else nudge.lease_until - LEASE
    unknown = replace(nudge, state=NudgeState.UNKNOWN, not_before=None, reason=reason)
    return Settled(unknown, journey.delivered(walk, nudge.kind, nudge.day, requested, lap=nudge.lap))
