"""A person's ledger for the operator: what was planned, sent and answered, and why nothing came."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from curriculum import timing
from curriculum.enrolment import Enrolment, Standing
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from storage.database import Unit
from storage.people import Person
from storage.secrecy import Keyring

_BECAME: Final = {
    NudgeState.PLANNED: "waits to be sent",
    NudgeState.SENDING: "is being sent now",
    NudgeState.AMBIGUOUS: "may have arrived; Telegram's answer was lost, so it is sent once more later",
    NudgeState.SENT: "was sent",
    NudgeState.CONFIRMED: "was sent, and the person reacted to it",
    NudgeState.MISSED: "was missed: it could not go out in time, so the same day came on the next local day",
    NudgeState.BLOCKED: "was refused by Telegram: the person has blocked the bot or cannot be written to",
    NudgeState.CANCELLED: "was called back before it was sent",
    NudgeState.UNKNOWN: "may or may not have arrived; it was not repeated again",
}
_STANDING: Final = {
    Standing.UNDER_WAY: "under way",
    Standing.PAUSED: "paused by the person: nothing comes until they resume",
    Standing.UNREACHABLE: "stopped by a block: nothing comes until they unblock the bot or send /start",
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
        for nudge in nudges:
            if nudge.enrolment == walk.id:
                lines.extend(await _entries(unit, nudge))
    if not walks:
        agreed = "has agreed but" if person.agreed_at is not None else "has not agreed yet and"
        lines.append(f"This person {agreed} is on no track: they never finished choosing, so nothing is due.")
    return lines


def _head(walk: Enrolment, now: datetime) -> Iterator[str]:
    yield (
        f"{walk.track.slug} version {walk.track.number}: {walk.place} of 30 days delivered, daily at {walk.hour:%H:%M} in "
        f"{walk.zone}; {_STANDING[walk.standing]}."
    )
    if walk.due_at is None:
        yield "  Nothing is due."
    elif walk.due_at <= now:
        yield f"  Due since {_told(walk.due_at, walk.zone)}: it goes out at the next tick, when the bot runs."
    else:
        yield f"  Next: {_told(walk.due_at, walk.zone)}."


async def _entries(unit: Unit, nudge: Nudge) -> list[str]:
    title = f"day {nudge.day}" if nudge.kind is NudgeKind.DAY else "completion"
    lines = [f"  {title}, due {_told(nudge.due_at, nudge.zone)}: {_BECAME[nudge.state]}{_because(nudge)}."]
    if nudge.sent_at is not None:
        lines.append(f"    sent {_told(nudge.sent_at, nudge.zone)}")
    lines.extend(
        f"    request {attempt.fence}: {attempt.started_at:%Y-%m-%d %H:%M:%S} UTC, {attempt.result or 'no answer yet'}"
        for attempt in await unit.nudges.attempts_at(nudge.id)
    )
    outcome = await unit.check_ins.outcome_of(nudge.id)
    answered = await unit.check_ins.answered_at(nudge.id)
    if outcome is not None and answered is not None:
        lines.append(f"    answered {_told(answered, nudge.zone)}: {outcome.replace('_', ' ')}")
    notes = await unit.check_ins.count_on(nudge.id)
    if notes:
        lines.append(f"    {notes} {'note' if notes == 1 else 'notes'} kept (not shown)")
    return lines


def _because(nudge: Nudge) -> str:
    return f" ({nudge.reason})" if nudge.reason else ""


def _told(instant: datetime, zone: str) -> str:
    return f"{timing.local(instant, zone):%Y-%m-%d %H:%M} {zone}"
