"""What the doctor says of the work itself: what is late, what is in doubt, what nobody has handled. Good work is silent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot import faults
from bot.finding import Finding
from bot.gone_chats import WATCHED, Requests
from curriculum.nudge import NudgeState
from storage.database import Unit
from storage.figures import Overview

_LATE: Final = timedelta(minutes=10)
"""Longer than a tick and the sending of many thousands take."""


@dataclass(frozen=True, slots=True)
class Workload:
    """How the work stands at `at`; what `fell_due` (by what became of it) and what was requested is of the last 24 h."""

    at: datetime
    overview: Overview
    fell_due: Mapping[NudgeState, int]
    requests: Requests

    @property
    def missed(self) -> int:
        """How many nudges could not go out in time."""
        return self.fell_due[NudgeState.MISSED]

    @property
    def unknown(self) -> int:
        """Of how many nobody knows whether they arrived."""
        return self.fell_due[NudgeState.UNKNOWN]


async def workload(unit: Unit, now: datetime) -> Workload:
    """How the work stands."""
    since = now - WATCHED
    return Workload(
        at=now,
        overview=await unit.figures.overview(now),
        fell_due=await unit.figures.fell_due_since(since, now),
        requests=Requests.among(await unit.figures.results_since(since)),
    )


def findings(work: Workload) -> Iterator[Finding]:
    """A line for each thing that is not as it should be."""
    yield from _nudges(work)
    yield from _chats(work)
    yield from _inbox(work)


def _nudges(work: Workload) -> Iterator[Finding]:
    due = work.overview.due
    if due.age(work.at) > _LATE:
        yield faults.NUDGES_LATE.found(
            "nudges", f"{due.count} due and not sent, the oldest for {span(due.age(work.at))}"
        )
    in_doubt = work.overview.nudges[NudgeState.AMBIGUOUS]
    if in_doubt:
        yield Finding("nudges", f"{in_doubt} may have arrived; the bot sees to that by itself within minutes")
    if work.unknown:
        yield faults.NUDGES_UNKNOWN.found(
            "nudges",
            f"{work.unknown} of the last 24 h may or may not have arrived, and are not sent again",
        )
    if work.missed:
        yield faults.NUDGES_MISSED.found(
            "nudges",
            f"{work.missed} of the last 24 h could not go out in time; their day comes again on the next local day",
        )


def _chats(work: Workload) -> Iterator[Finding]:
    if work.requests.is_alarming:
        yield faults.CHATS_GONE.found(
            "chats",
            f"Telegram knew no such chat for {work.requests.gone} of {work.requests.ended} nudges in the last 24 h",
        )
    if work.requests.many_block:
        yield faults.MANY_BLOCK.found(
            "chats",
            f"{work.requests.blocked} of {work.requests.ended} nudges in the last 24 h met somebody who blocked the bot",
        )


def _inbox(work: Workload) -> Iterator[Finding]:
    inbox, dead = work.overview.inbox, work.overview.dead_letters
    if inbox.age(work.at) > _LATE:
        says = f"{inbox.count} not handled, the oldest for {span(inbox.age(work.at))}"
        yield faults.INBOX_LATE.found("inbox", says)
    if dead:
        yield faults.DEAD_LETTERS.found(
            "inbox",
            f"updates of the last days that could not be handled, now with the dead letters: {dead}",
        )


def span(age: timedelta) -> str:
    """A length of time as one would say it: "12 min", "3 h 5 min", "2 days"."""
    minutes = int(age.total_seconds()) // 60
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{age.days} days"
