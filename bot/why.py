"""A person's ledger for the operator: what was planned, sent and answered, and why nothing came."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot import reasons
from bot.explain import in_words
from curriculum import adapting, explaining, timing
from curriculum.enrolment import Enrolment, Standing
from curriculum.fitted import Fit
from curriculum.nudge import UNSETTLED, Nudge, NudgeKind, NudgeState
from storage.database import Unit
from storage.nudges import Attempt
from storage.people import Person
from storage.secrecy import Keyring

_COUNTED_AND_KNOWN: Final = frozenset({None, "sent", "blocked", "deactivated", "never_started", "chat_gone"})
"""Results of requests that count among a nudge's attempts without leaving a doubt."""
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


async def ledger(unit: Unit, person: Person, now: datetime) -> list[str]:
    """Every line of a person's ledger. What they wrote is never in it."""
    lines = []
    walks = await unit.enrolments.all_of(person.id)
    nudges = await unit.nudges.all_of(person.id)
    for walk in walks:
        lines.append("")
        lines.extend(_head(walk, now))
        if walk.due_at is not None and walk.place < walk.length:
            track = await unit.tracks.get(walk.track)
            footing = await unit.footings.of(walk)
            step = adapting.step(track, walk.place + 1, footing, zone=walk.zone, now=max(now, walk.due_at))
            if not isinstance(step, Fit):
                lines.append(f"  Day {walk.place + 1} {explaining.next_step(track.day(walk.place + 1), step)}.")
        for nudge in nudges:
            if nudge.enrolment == walk.id:
                lines.extend(await _entries(unit, nudge, walk))
    if not walks:
        agreed = "has agreed but" if person.agreed_at is not None else "has not agreed yet and"
        lines.append(f"This person {agreed} is on no track: they never finished choosing, so nothing is due.")
    return lines


def _head(walk: Enrolment, now: datetime) -> Iterator[str]:
    rhythm = "weekly" if walk.is_weekly else "daily"
    yield (
        f"{walk.track.slug} version {walk.track.number}: {walk.place} of {walk.length} days delivered, {rhythm} at {walk.hour:%H:%M} in "
        f"{walk.zone}; {_STANDING[walk.standing]}."
    )
    if walk.held and walk.standing.is_open:
        yield "  On hold until the person goes on: nothing is due."
    elif walk.due_at is None:
        yield "  Nothing is due."
    elif walk.due_at <= now:
        yield f"  Due since {_told(walk.due_at, walk.zone)}: it goes out at the next tick, when the bot runs."
    else:
        yield f"  Next: {_told(walk.due_at, walk.zone)}."


async def _entries(unit: Unit, nudge: Nudge, walk: Enrolment) -> list[str]:
    title = _TITLES[nudge.kind].format(nudge.day)
    attempts = await unit.nudges.attempts_at(nudge.id)
    lines = [f"  {title}, due {_told(nudge.due_at, nudge.zone)}: {_became(nudge)}{_when(nudge)}."]
    if nudge.sent_at is not None:
        lines.append(f"    sent {_told(nudge.sent_at, nudge.zone)}")
    doubtful = nudge.attempts > sum(attempt.result in _COUNTED_AND_KNOWN for attempt in attempts)
    lines.extend(f"    {_request(attempt, doubtful=doubtful)}" for attempt in attempts)
    if nudge.kind is NudgeKind.DAY and nudge.fit is not None:
        day = (await unit.tracks.get(nudge.track)).day(nudge.day)
        lines.append(f"    came as {explaining.version(day, nudge.fit)}{in_words(nudge, walk)}")
    strain = await unit.check_ins.strain_of(nudge.id)
    if strain is not None:
        lines.append(f"    said how it was inside: {strain}")
    outcome = await unit.check_ins.outcome_of(nudge.id)
    answered = await unit.check_ins.answered_at(nudge.id)
    if outcome is not None and answered is not None:
        lines.append(f"    answered {_told(answered, nudge.zone)}: {outcome.replace('_', ' ')}")
    notes = await unit.check_ins.count_on(nudge.id)
    if notes:
        lines.append(f"    {notes} {'note' if notes == 1 else 'notes'} kept (not shown)")
    return lines


def _became(nudge: Nudge) -> str:
    """What became of a nudge, and why, in one sentence."""
    why = f", because {reasons.because(nudge.reason)}" if nudge.reason else ""
    in_doubt = nudge.reason in reasons.LEAVES_A_DOUBT
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


def _told(instant: datetime, zone: str) -> str:
    return f"{timing.local(instant, zone):%Y-%m-%d %H:%M} {zone}"
