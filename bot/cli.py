"""The command line: what stands where in it, and the commands that start the bot. All others are in modules of their own."""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Annotated

import typer
from typer.main import get_command

from bot import (
    admin_cli,
    backup_cli,
    doctor_cli,
    landing_cli,
    rehearsal_cli,
    release,
    status_cli,
    study_cli,
    tracebacks,
)
from bot.arrangement import Arranged, exit_codes
from bot.console import BROKEN_OFF, EnvFile, clock_of, fail, finish, reporting_errors, service_manager, settings_of
from bot.healthy import HeartbeatFile
from bot.people_cli import people_app
from bot.roles import Role
from bot.tracks_cli import tracks_app
from bot.upkeep_cli import key_app, upkeep_app
from bot.versions_cli import versions_app

app = typer.Typer(
    cls=Arranged,
    help="Small Gains: a Telegram bot that brings one small act a day, for thirty days.\n\n"
    "Settings come from the environment or an env file, with the prefix SMALLGAINS_. "
    "Try it without Telegram: smallgains demo",
    epilog=exit_codes(),
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(key_app, name="key")
app.add_typer(admin_cli.totp_app, name="totp")
app.add_typer(admin_cli.audit_app, name="audit")
app.add_typer(tracks_app)
app.add_typer(versions_app)
app.add_typer(people_app)
app.add_typer(upkeep_app)
app.command()(doctor_cli.doctor)
app.command("status")(status_cli.show_status)
app.command()(landing_cli.landing)
app.command("export-study")(study_cli.export_study)
app.command()(backup_cli.backup)
rehearsal_cli.register(app)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"smallgains {release.version()}")
        raise typer.Exit


@app.callback()
def smallgains(
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    """What stands before a command."""


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port of the page on this machine.")] = 8765,
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its database and key.")] = Path("var/demo"),
) -> None:
    """Serve the whole product as a page, against a pretend Telegram: no token, no account.

    Every start is a fresh one. Stop it with Ctrl-C.

    Example: smallgains demo --port 9000
    """
    from bot import demo as demo_
    from bot import logs

    logs.set_up()
    finish(demo_.serve(port=port, folder=folder))


@app.command()
def run(
    role: Annotated[
        Role | None, typer.Option("--role", help="What this process does, of several on one PostgreSQL server.")
    ] = None,
    env_file: EnvFile = None,
) -> None:
    """Run the bot against Telegram until it is told to stop (Ctrl-C or SIGTERM).

    Needs SMALLGAINS_TOKEN and a key (smallgains key new). It migrates the database by itself.

    On a PostgreSQL server as many processes may run as you like. Each does everything (all), unless told otherwise: a
    worker plans, sends and answers; web only takes in what Telegram carries to SMALLGAINS_WEBHOOK_URL.

    Examples:

    smallgains run

    smallgains run --role worker --env-file smallgains.env
    """
    from bot import logs, running

    settings = settings_of(env_file, role=role)
    logs.set_up(settings)
    with reporting_errors(settings):
        finish(running.run(settings, clock_of(settings), manager=service_manager()))


@app.command()
def healthy(
    within: Annotated[
        float, typer.Option(help="Wait so many seconds for it to be well, as after a start.", min=0, max=3600)
    ] = 0,
    env_file: EnvFile = None,
) -> None:
    """Say whether the bot that beats into SMALLGAINS_HEARTBEAT_FILE is well. Exit 0, or 1 with a line that says why not.

    It asks nobody, so it also works where the bot listens nowhere. The same without any settings, in a tenth of the time, for
    a check that comes round: python -m bot.healthy FILE

    Examples:

    SMALLGAINS_HEARTBEAT_FILE=/run/smallgains/heartbeat smallgains healthy

    SMALLGAINS_HEARTBEAT_FILE=/run/smallgains/heartbeat smallgains healthy --within 60
    """
    file = settings_of(env_file).heartbeat_file
    if file is None:
        fail("no heartbeat is kept: set SMALLGAINS_HEARTBEAT_FILE for the bot and for this command")
    if (why_not := HeartbeatFile(file).why_not_within(within)) is not None:
        fail(why_not, code=1)
    typer.echo("well")


def _tell_of_a_fault(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    """In the place of Python's own traceback, which quotes values."""
    typer.echo(f"smallgains: a fault of the program's own, please report it: {tracebacks.in_a_line(error)}", err=True)


def main() -> None:
    """The entry of the console script. What it writes, nobody else on the machine may read; of what goes wrong in the program
    itself nothing is told that a person wrote.
    """
    os.umask(0o077)
    sys.excepthook = _tell_of_a_fault
    try:
        get_command(app)()  # called by itself, Typer would put its own hook there
    except SystemExit as ended:
        if ended.code == BROKEN_OFF:
            typer.echo("smallgains: broken off", err=True)
        raise
