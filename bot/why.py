"""A person's ledger in words, for the operator: what was planned, sent and answered, and why nothing came."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from bot import reasons
from bot.ledger import Entry, Ledger, Walked
from curriculum import timing
from curriculum.enrolment import Enrolment, Standing
from curriculum.nudge import UNSETTLED, Nudge, NudgeKind, NudgeState
from storage.database import Unit
from storage.nudges import Attempt
from storage.people import Person
from storage.secrecy import Keyring

_COUNTED_AND_KNOWN: Final = frozenset({None, "sent", "blocked", "deactivated", "never_started", "chat_gone"})
"""Results of requests that count among a nudge's attempts without leaving a doubt."""
_SPEAK_FOR_THEMSELVES: Final = frozenset({NudgeState.SENDING, NudgeState.SENT, NudgeState.CONFIRMED})
"""In these no reason is told; one that is still in the ledger is that of an earlier request."""
_TITLES: Final = {
    NudgeKind.DAY: "day {}",
    NudgeKind.REST: "a rest in place of day {}",
    NudgeKind.REMINDER: "a reminder of day {}",
    NudgeKind.COMPLETION: "completion",
    NudgeKind.QUESTION: "a question after silence, in place of day {}",
    NudgeKind.WELCOME_BACK: "a welcome after an absence, in place of day {}",
    NudgeKind.AGAIN: "day {} once more, as the person wished",
    NudgeKind.RETURN: "the time to come back that the person named",
    NudgeKind.LOOK_BACK: "a look back at the week up to day {}",
}
_STANDING: Final = {
    Standing.UNDER_WAY: "under way",
    Standing.PAUSED: "paused by the person: nothing comes until they resume",
    Standing.UNREACHABLE: "stopped by a block or a chat that is gone: nothing comes until they unblock the bot or send /start",
    Standing.FINISHED: "finished: all days have come",
    Standing.STOPPED: "left by the person",
}


async def named(unit: Unit, keyring: Keyring, name: str) -> Person | None:
    """The person behind a Telegram id, or behind the pseudonym that logs use."""
    if name.isascii() and name.isdigit():
        return await unit.people.known(int(name))
    for telegram_id in await unit.people.telegram_ids():
        if keyring.pseudonym(telegram_id) == name:
            return await unit.people.known(telegram_id)
    return None


def lines(it: Ledger) -> list[str]:
    """A person's ledger in lines to read."""
    told = []
    for walked in it.walks:
        told += ["", *_head(walked.walk, it.at)]
        told += [] if walked.comes_next is None else [f"  {walked.comes_next}"]
        for entry in walked.entries:
            told += _lines_of(entry)
    if not it.walks:
        agreed = "has agreed but" if it.agreed else "has not agreed yet and"
        told.append(f"This person {agreed} is on no track: they never finished choosing, so nothing is due.")
    return told


def for_a_program(it: Ledger) -> dict[str, Any]:
    """The same for a program: instants in ISO 8601, to the minute by the person's clock as in the lines; codes as the ledger has
    them, with what they mean in words.
    """
    return {"agreed": it.agreed, "walks": [_walked_in_json(walked) for walked in it.walks]}


def _head(walk: Enrolment, now: datetime) -> Iterator[str]:
    yield (
        f"{walk.track.slug} version {walk.track.number}: {walk.place} of {walk.length} days delivered, {_rhythm(walk)} at "
        f"{walk.hour:%H:%M} in {walk.zone}; {_STANDING[walk.standing]}."
    )
    if walk.held and walk.standing.is_open:
        yield "  On hold until the person goes on: nothing is due."
    elif walk.due_at is None:
        yield "  Nothing is due."
    elif walk.due_at <= now:
        yield f"  Due since {_told(walk.due_at, walk.zone)}: it goes out at the next tick, when the bot runs."
    else:
        yield f"  Next: {_told(walk.due_at, walk.zone)}."


def _lines_of(entry: Entry) -> Iterator[str]:
    nudge = entry.nudge
    yield f"  {_TITLES[nudge.kind].format(nudge.day)}, due {_told(nudge.due_at, nudge.zone)}: {_what_became(nudge)}"
    if nudge.sent_at is not None:
        yield f"    sent {_told(nudge.sent_at, nudge.zone)}"
    yield from (f"    {_request(attempt, doubtful=_is_doubtful(entry))}" for attempt in entry.attempts)
    if entry.came is not None:
        yield f"    came as {entry.came}"
    if entry.strain is not None:
        yield f"    said how it was inside: {entry.strain}"
    if entry.outcome is not None and entry.answered_at is not None:
        yield f"    answered {_told(entry.answered_at, nudge.zone)}: {entry.outcome.replace('_', ' ')}"
    if entry.notes:
        yield f"    {entry.notes} {'note' if entry.notes == 1 else 'notes'} kept (not shown)"


def _walked_in_json(it: Walked) -> dict[str, Any]:
    walk = it.walk
    return {
        "track": walk.track.slug,
        "version": walk.track.number,
        "place": walk.place,
        "length": walk.length,
        "rhythm": _rhythm(walk),
        "hour": f"{walk.hour:%H:%M}",
        "zone": walk.zone,
        "standing": walk.standing,
        "held": walk.held and walk.standing.is_open,
        "due_at": _in_iso(walk.due_at, walk.zone),
        "comes_next": it.comes_next,
        "nudges": [_entry_in_json(entry) for entry in it.entries],
    }


def _entry_in_json(entry: Entry) -> dict[str, Any]:
    nudge = entry.nudge
    answered = None if entry.outcome is None else entry.answered_at
    return {
        "kind": nudge.kind,
        "day": nudge.day,
        "due_at": _in_iso(nudge.due_at, nudge.zone),
        "state": nudge.state,
        "reason": _reason(nudge),
        "says": _what_became(nudge),
        "sent_at": _in_iso(nudge.sent_at, nudge.zone),
        "requests": [
            {
                "number": attempt.fence,
                "result": attempt.result,
                "says": _request(attempt, doubtful=_is_doubtful(entry)),
            }
            for attempt in entry.attempts
        ],
        "came_as": entry.came,
        "strain": entry.strain,
        "outcome": None if answered is None else entry.outcome,
        "answered_at": _in_iso(answered, nudge.zone),
        "notes": entry.notes,
    }


def _is_doubtful(entry: Entry) -> bool:
    """Whether of one request at least it is not known whether it came to anything."""
    return entry.nudge.attempts > sum(attempt.result in _COUNTED_AND_KNOWN for attempt in entry.attempts)


def _what_became(nudge: Nudge) -> str:
    return f"{_became(nudge)}{_when(nudge)}."


def _reason(nudge: Nudge) -> str | None:
    """Why it became so, as the ledger has it."""
    return None if nudge.state in _SPEAK_FOR_THEMSELVES else nudge.reason


def _became(nudge: Nudge) -> str:
    """What became of a nudge, and why, in one sentence."""
    reason = _reason(nudge)
    why = f", because {reasons.because(reason)}" if reason else ""
    in_doubt = reason in reasons.LEAVES_A_DOUBT
    match nudge.state:
        case NudgeState.PLANNED:
            return f"waits to be sent{why}"
        case NudgeState.SENDING:
            return "is being sent now"
        case NudgeState.AMBIGUOUS if in_doubt:
            return (
                f"may have arrived{why}; it is sent once more if the person does not react and it is not too late then"
            )
        case NudgeState.AMBIGUOUS:
            return f"may have arrived; sending it once more has to wait{why}"
        case NudgeState.UNKNOWN if in_doubt:
            return f"may or may not have arrived{why}; it counts as delivered and is not sent again"
        case NudgeState.UNKNOWN:
            return f"may or may not have arrived; it counts as delivered and is not sent again{why}"
        case NudgeState.SENT:
            return "was sent"
        case NudgeState.CONFIRMED:
            return "was sent, and the person reacted to it"
        case NudgeState.MISSED if nudge.kind.is_beside:
            return f"was missed{why}; it does not come later"
        case NudgeState.MISSED:
            return f"was missed{why}; the same day comes again on the next local day"
        case NudgeState.BLOCKED if nudge.reason == "chat_gone":
            return f"was refused by Telegram{why}; the first time, the day is tried once more on the next local day"
        case NudgeState.BLOCKED:
            return f"was refused by Telegram{why}"
        case NudgeState.CANCELLED:
            return f"was called back before it was sent{why}"


def _when(nudge: Nudge) -> str:
    if nudge.not_before is None or nudge.state not in UNSETTLED:
        return ""
    return f"; not before {timing.local(nudge.not_before, nudge.zone):%H:%M:%S}"


def _request(attempt: Attempt, *, doubtful: bool) -> str:
    """One request: when it began, what came of it, and whether the message can have arrived."""
    began = f"request {attempt.fence}: {attempt.started_at:%Y-%m-%d %H:%M:%S} UTC"
    if attempt.result is None:
        return f"{began}, no answer is written down yet: it may have arrived"
    if attempt.result == "sent":
        arrived = "it arrived"
    elif doubtful and attempt.result in reasons.LEAVES_A_DOUBT:
        arrived = "it may have arrived"
    else:
        arrived = "it did not arrive"
    return f"{began}, {reasons.plainly(attempt.result)}{_took(attempt)}: {arrived}"


def _took(attempt: Attempt) -> str:
    """How long a request took, when that is long."""
    if attempt.ended_at is None or (seconds := (attempt.ended_at - attempt.started_at).total_seconds()) < 1:
        return ""
    return f" (after {seconds:.0f} s)"


def _rhythm(walk: Enrolment) -> str:
    return "weekly" if walk.is_weekly else "daily"


def _told(instant: datetime, zone: str) -> str:
    return f"{timing.local(instant, zone):%Y-%m-%d %H:%M} {zone}"


def _in_iso(instant: datetime | None, zone: str) -> str | None:
    return None if instant is None else timing.local(instant, zone).isoformat(timespec="minutes")
