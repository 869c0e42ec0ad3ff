"""How the operator looks after what is kept, on the command line: migrating, restoring, moving, and the keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import opening, progress
from bot.console import EnvFile, clock_of, fail, finish, settings_of, tell_a_program
from bot.settings import Settings
from storage.secrecy import KeyProblem, make_key_file
from storage.taking import Taking

if TYPE_CHECKING:
    from bot.restoring import Restored
    from storage.migrations import Schema

upkeep_app = typer.Typer()
key_app = typer.Typer(help="The key that private words are encrypted with.", no_args_is_help=True)


@dataclass(frozen=True, slots=True)
class _Migrated:
    """How far the database is now, and the steps that were missing."""

    schema: "Schema"
    taken: Sequence[str]


@upkeep_app.command()
def migrate(
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help="For a program: {schema, schema_of_program, taken}; taken are the steps that were missing."
        ),
    ] = False,
    env_file: EnvFile = None,
) -> None:
    """Bring the database to what this version needs. `run` does so by itself. Broken off, it leaves the database as it was.

    Examples:

    smallgains migrate --env-file smallgains.env

    smallgains migrate --json
    """
    settings = settings_of(env_file)
    with progress.shown(in_lines=False) as tell:
        migrated = finish(_migrate(settings, tell))
    if as_json:
        here = migrated.schema
        told = {"schema": here.here, "schema_of_program": here.newest, "taken": list(migrated.taken)}
        tell_a_program(told)
    else:
        typer.echo("the database is up to date")


@upkeep_app.command()
def restore(
    backup: Annotated[Path, typer.Argument(help="A backup of the database.", show_default=False)],
    drill: Annotated[bool, typer.Option("--drill", help="Only try it, on a copy that is thrown away.")] = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="For a program: {people, forgotten, came_back, unsure, taken_back, drill}, all but the last counts.",
        ),
    ] = False,
    env_file: EnvFile = None,
) -> None:
    """Put a backup in the place of the database, without anybody who was forgotten since it was made.

    The file has to be out of the way; on a PostgreSQL server the database has to be empty, and pg_restore is needed. What fell
    due since the backup was made may have gone out: it is told as unknown, and nobody gets it again.

    Needs the key, the keys of people and the ledger of who was forgotten as they are now, not as they were then. Exit 1
    when somebody came back.

    Example: smallgains restore --drill backup.db
    """
    from bot import restoring

    settings = settings_of(env_file)
    restored = finish((restoring.drill if drill else restoring.restore)(settings, backup, clock_of(settings)))
    if as_json:
        counts = {"people": restored.people, "forgotten": restored.forgotten, "came_back": restored.revived}
        counts |= {"unsure": restored.unsure, "taken_back": restored.taken_back}
        tell_a_program({**counts, "drill": drill})
    else:
        typer.echo(_told(restored, drill=drill))
    if restored.revived:
        raise typer.Exit(1)


@upkeep_app.command("accept-ledger")
def accept_ledger(env_file: EnvFile = None) -> None:
    """Take the ledger of who was forgotten as it is, when lines of it are lost and there is no newer copy.

    Whoever stood in those lines comes back with a backup from before: restore none that is older than the loss.

    Example: smallgains accept-ledger
    """
    from bot import restoring

    settings = settings_of(env_file)
    finish(restoring.accept_ledger(settings, clock_of(settings)))
    typer.echo(f"{settings.forgotten_path} is taken as it is. Throw away the backups from before its loss.")


@upkeep_app.command()
def rekey(
    new_key: Annotated[
        Path | None, typer.Option("--new-key", help="The key file that is to take over (smallgains key new --to FILE).")
    ] = None,
    env_file: EnvFile = None,
) -> None:
    """Move everything to a new key file, while the bot is stopped. Broken off, it goes on where it was.

    Without --new-key only what an older version has sealed is sealed anew, with the keys of people.

    Examples:

    smallgains key new --to next.key && smallgains rekey --new-key next.key

    smallgains rekey
    """
    settings = settings_of(env_file)
    with progress.shown() as tell:
        finish(_rekey(settings, new_key, tell))
    if new_key is None:
        typer.echo("everything is sealed with the keys of people")
    else:
        typer.echo(
            f"everything is locked with {new_key}. Put it in place before the next start: mv {new_key} "
            f"{settings.key_path}. The old key opens nothing any more but backups from before."
        )


@upkeep_app.command()
def move(
    to: Annotated[str, typer.Option("--to", help="An empty database on a PostgreSQL server.", show_default=False)],
    env_file: EnvFile = None,
) -> None:
    """Carry everything from the SQLite file over to a PostgreSQL server, while the bot is stopped.

    It makes the tables there, carries all rows, then counts and compares every table on both sides. Exit 1 when one differs.
    Broken off, it goes on where it was. Until it has ended well the file counts, and the bot may go on with it (the move then
    begins anew); afterwards only the server does. Keys stay where they are.

    Example: smallgains move --to 'postgresql+psycopg://smallgains@db.example.org/smallgains?passfile=/var/lib/smallgains/pgpass'
    """
    from bot import moving

    settings = settings_of(env_file)
    with progress.shown() as tell:
        moved = finish(moving.move(settings, to, clock_of(settings), tell))
    if not moved.compared:
        typer.echo(f"everything was in {moved.to} already; nothing was changed")
        return
    typer.echo("\n".join(moving.told(moved)))
    if moved.differing:
        fail(
            f"{', '.join(moved.differing)}: not the same in {moved.to}. The file goes on to count; make that database anew, "
            "then move again",
            code=1,
        )
    typer.echo("\n".join([f"everything is in {moved.to}.", *moving.stay_where_they_are(settings, to)]))


@key_app.command("new")
def key_new(
    to: Annotated[Path | None, typer.Option("--to", help="Where to put it, in place of the usual place.")] = None,
    env_file: EnvFile = None,
) -> None:
    """Make a key file, readable by you alone. A key that is there is never overwritten.

    Examples:

    smallgains key new

    smallgains key new --to next.key
    """
    file = to or settings_of(env_file).key_path
    try:
        make_key_file(file)
    except (KeyProblem, OSError) as error:
        fail(str(error))
    typer.echo(
        f"made {file}. Keep a copy somewhere safe, apart from the database: without it nothing that people "
        "wrote can be read again."
    )


def _told(restored: "Restored", *, drill: bool) -> str:
    return (
        f"{restored.people} people; {restored.forgotten} who were forgotten since were in the backup and are erased from "
        f"it; came back: {restored.revived}; nudges that may have gone out since, and do not go again: {restored.unsure}"
        + (
            f"; had taken back their part in a study, and take none: {restored.taken_back}"
            if restored.taken_back
            else ""
        )
        + (". It was a drill: nothing was changed" if drill else "")
    )


async def _rekey(settings: Settings, new_key: Path | None, tell: progress.Tell) -> None:
    from bot import rekeying

    async for far in rekeying.rekey(settings, new_key, clock_of(settings)):
        tell(far)


async def _migrate(settings: Settings, tell: progress.Tell) -> _Migrated:
    taken: Sequence[str] = ()

    def told(far: Taking) -> None:
        nonlocal taken
        taken = far.steps
        tell(progress.Progress("steps of the database", far.taken, len(far.steps)))

    async with opening.opened(settings, tell=told) as database:
        return _Migrated(await database.schema(), taken)
