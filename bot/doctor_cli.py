"""What is wrong with an installation, on the command line."""

from pathlib import Path
from typing import Annotated, Final

import typer

from bot.console import EnvFile, clock_of, finish, settings_of, tell_a_program
from bot.finding import Finding
from bot.settings import Settings

_USUAL_ENV_FILE: Final = Path(".env")


def doctor(
    as_json: Annotated[
        bool, typer.Option("--json", help='For a program: {"well": …, "findings": [{about, fault, says, cure}, …]}.')
    ] = False,
    env_file: EnvFile = None,
) -> None:
    """Look the installation over: token, clock, webhook, port, disk, keys, database, zone data, tracks, helplines.

    Each fault is told with what to do about it; deploy/README.md has the table of all of them. Nothing is changed, and
    nothing is shown that is secret. While no bot runs, updates are asked for once to see whether another program fetches
    them. Exit 0 when all is well, 1 when something is wrong.

    Examples:

    smallgains doctor

    smallgains doctor --json
    """
    found = finish(_doctor(settings_of(env_file), env_file or _USUAL_ENV_FILE, aloud=not as_json))
    is_well = not any(finding.is_wrong for finding in found)
    if as_json:
        told = [{"about": it.about, "fault": it.fault, "says": it.says, "cure": it.cure} for it in found]
        tell_a_program({"well": is_well, "findings": told})
    if not is_well:
        raise typer.Exit(1)


async def _doctor(settings: Settings, env_file: Path, *, aloud: bool) -> list[Finding]:
    from bot import doctor as doctor_

    found = []
    async for finding in doctor_.findings(settings, clock_of(settings), env_file=env_file):
        found.append(finding)
        if aloud:
            typer.echo(f"{'✗' if finding.is_wrong else '✓'} {finding.about}: {finding.says}")
            if finding.cure is not None:
                typer.echo(f"    → {finding.cure}")
    return found
