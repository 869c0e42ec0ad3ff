"""The status on one screen: a line for each thing, and below it what wants to be looked at."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.status import AtWork, Kept, Status
from bot.telegram import clock_skew
from bot.workload import span
from curriculum.nudge import NudgeState

_Row = tuple[str, str, str]
"""What it is about, what it is called, and how it stands."""

_LATELY: Final = (NudgeState.SENT, NudgeState.CONFIRMED, NudgeState.MISSED, NudgeState.UNKNOWN, NudgeState.BLOCKED)
_NOT_KNOWN: Final = "not known"


def screen(status: Status) -> RenderableType:
    """All of it; what is wrong is marked, and told below with what to do."""
    wrong = {finding.about for finding in status.wrong}
    head = Table.grid(expand=True)
    head.add_column()
    head.add_column(justify="right")
    head.add_row(Text(f"Small Gains {status.version}", "bold"), Text(f"{status.at:%Y-%m-%d %H:%M:%S} UTC", "dim"))
    rows = Table.grid(padding=(0, 1))
    rows.add_column(width=1)
    rows.add_column(style="dim", no_wrap=True)
    rows.add_column(overflow="fold")
    for about, name, told in _rows(status):
        is_wrong = about in wrong
        rows.add_row(Text("✗", "red") if is_wrong else Text("·", "dim"), name, Text(told, "red" if is_wrong else ""))
    return Group(head, "", rows, "", _verdict(status))


def _rows(status: Status) -> Iterator[_Row]:
    yield "database", "database", status.database + ("" if status.schema is None else f", schema {status.schema.here}")
    if status.kept is not None:
        yield from _of_work(status.kept, status.at)
    yield "clock", "clock", _clock(status)
    yield "disk", "disk", _NOT_KNOWN if status.room is None else status.room.told
    yield "backup", "backup", _backup(status)


def _of_work(kept: Kept, at: datetime) -> Iterator[_Row]:
    work, requests = kept.work, kept.work.requests
    due, inbox = work.overview.due, work.overview.inbox
    yield "running", "running", _running(kept.at_work)
    yield "telegram", "telegram", _heard(kept, at)
    yield "nudges", "due, unsent", f"{due.count:,}" + (f", the oldest for {span(due.age(at))}" if due.count else "")
    yield "", "comes next", "nothing" if kept.comes_next is None else _soon(kept.comes_next, at)
    yield "nudges", "last 24 h", ", ".join(f"{work.fell_due[state]:,} {state}" for state in _LATELY)
    others = {state: count for state, count in work.overview.nudges.items() if count}
    yield "", "ledger", ", ".join(f"{count:,} {state}" for state, count in others.items()) or "no nudge yet"
    yield (
        "chats",
        "requests",
        f"{requests.ended:,} in 24 h; {requests.blocked_share:.1%} blocked, {requests.share:.1%} no such chat",
    )
    waits = f", the oldest for {span(inbox.age(at))}" if inbox.count else ""
    yield "inbox", "inbox", f"{inbox.count:,} waiting{waits}; {work.overview.dead_letters:,} dead letters"


def _running(at_work: AtWork) -> str:
    if at_work.elsewhere:
        return "one process on another machine"
    return {0: "no process", 1: "one process"}.get(at_work.processes, f"{at_work.processes} processes")


def _heard(kept: Kept, at: datetime) -> str:
    sent, heard = kept.last_request, kept.last_update
    asked = "no nudge was sent yet" if sent is None else f"last nudge {_ago(sent.at, at)}: {sent.result}"
    return f"{asked}; " + ("no update came lately" if heard is None else f"last update {_ago(heard, at)}")


def _clock(status: Status) -> str:
    if status.telegram is None:
        return "not compared (--ask)"
    return _NOT_KNOWN if status.telegram.skew is None else clock_skew.in_words(status.telegram.skew)


def _backup(status: Status) -> str:
    if status.backup is None:
        return "none are made here (SMALLGAINS_BACKUP_FOLDER)"
    return "none yet" if status.backup.age is None else f"the newest is {span(status.backup.age)} old"


def _ago(instant: datetime, at: datetime) -> str:
    age = max(at - instant, timedelta(0))
    return f"{age.total_seconds():.0f} s ago" if age < timedelta(minutes=1) else f"{span(age)} ago"


def _soon(instant: datetime, at: datetime) -> str:
    within = instant - at
    left = f"{within.total_seconds():.0f} s" if within < timedelta(minutes=1) else span(within)
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC, in {left}"


def _verdict(status: Status) -> RenderableType:
    if not status.wrong:
        return Text("✓ nothing to look at", "green")
    told = Table.grid(padding=(0, 1))
    for finding in status.wrong:
        told.add_row(Text("✗", "red"), Text(f"{finding.about}: {finding.says}", "red"))
        told.add_row("", Text(f"→ {finding.cure}"))
    return told
