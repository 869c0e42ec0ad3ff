"""How the bot stands, on the command line."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.live import Live

from bot.clock import Clock
from bot.console import EnvFile, clock_of, finish, machine_clock, settings_of, tell_a_program
from bot.pauses import stopped_within
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.status import Status
from bot.stopping import stop_on_signal


def show_status(
    watch: Annotated[bool, typer.Option("--watch", help="Show it anew every so often, until Ctrl-C.")] = False,
    every: Annotated[float, typer.Option(min=0.5, max=3600, help="Seconds between two looks, with --watch.")] = 2.0,
    as_json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
    ask: Annotated[bool, typer.Option("--ask", help="Compare the clock with Telegram's, over the network.")] = False,
    env_file: EnvFile = None,
) -> None:
    """Show on one screen how the bot stands: who is at work, what is due, sent and missed, inbox, disk, backup.

    It is read from what is stored, also while the bot runs, and nothing is changed. Exit 0 when all is well, 1 when something
    wants to be looked at; smallgains doctor looks more closely.

    Examples:

    smallgains status

    smallgains status --watch --every 5
    """
    from bot.status import status
    from bot.status_screen import screen

    settings = settings_of(env_file)
    machine = machine_clock if ask else None
    if watch and not as_json:
        seen = finish(_watched(settings, every, machine))
    else:
        seen = finish(status(settings, clock_of(settings), ask=machine))
        if as_json:
            tell_a_program(for_a_program(seen))
        else:
            Console(highlight=False).print(screen(seen))
    if seen.wrong:
        raise typer.Exit(1)


async def _watched(settings: Settings, every: float, machine: Clock | None) -> "Status":
    """Shows it until a signal comes; gives what was shown last."""
    from bot.status import status
    from bot.status_screen import screen

    stopping = asyncio.Event()
    stop_on_signal(stopping)
    now = clock_of(settings)
    seen = await status(settings, now, ask=machine)
    with Live(screen(seen), console=Console(highlight=False), auto_refresh=False, screen=True) as live:
        while not await stopped_within(every, stopping):
            seen = await status(settings, now, ask=machine)
            live.update(screen(seen), refresh=True)
    return seen


def for_a_program(seen: "Status") -> dict[str, Any]:
    """Instants in ISO 8601, spans in seconds; null where something is not known."""
    kept, backup, schema = seen.kept, seen.backup, seen.schema
    return {
        "well": not seen.wrong,
        "version": seen.version,
        "at": seen.at.isoformat(),
        "database": {
            "name": seen.database,
            "schema": None if schema is None else schema.here,
            "schema_of_program": None if schema is None else schema.newest,
        },
        "work": None
        if kept is None
        else {
            "processes": kept.at_work.processes,
            "due_unsent": kept.work.overview.due.count,
            "oldest_due_age_seconds": kept.work.overview.due.age(seen.at).total_seconds(),
            "comes_next": None if kept.comes_next is None else kept.comes_next.isoformat(),
            "nudges": dict(kept.work.overview.nudges),
            "nudges_last_day": dict(kept.work.fell_due),
            "requests_last_day": kept.work.requests.ended,
            "blocked_ratio": kept.work.requests.blocked_share,
            "chat_not_found_ratio": kept.work.requests.share,
            "inbox_depth": kept.work.overview.inbox.count,
            "inbox_oldest_age_seconds": kept.work.overview.inbox.age(seen.at).total_seconds(),
            "dead_letters": kept.work.overview.dead_letters,
            "last_request_at": None if kept.last_request is None else kept.last_request.at.isoformat(),
            "last_request_result": None if kept.last_request is None else kept.last_request.result,
            "last_update_at": None if kept.last_update is None else kept.last_update.isoformat(),
        },
        "clock_skew_seconds": None
        if seen.telegram is None or seen.telegram.skew is None
        else seen.telegram.skew.total_seconds(),
        "disk": None if seen.room is None else {"free_bytes": seen.room.free, "size_bytes": seen.room.size},
        "last_backup_age_seconds": None if backup is None or backup.age is None else backup.age.total_seconds(),
        "findings": [
            {"about": finding.about, "fault": finding.fault, "says": finding.says, "cure": finding.cure}
            for finding in seen.wrong
        ],
    }
