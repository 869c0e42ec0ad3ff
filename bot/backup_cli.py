"""The command that makes a backup."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import opening, progress
from bot.console import EnvFile, clock_of, fail, finish, settings_of
from bot.settings import Settings, SettingsProblem
from storage.secrecy import Keyring

if TYPE_CHECKING:
    from bot.backing_up import BackedUp, Places


def backup(
    to: Annotated[
        Path | None, typer.Option("--to", help="The folder of backups (SMALLGAINS_BACKUP_FOLDER).", show_default=False)
    ] = None,
    keys_to: Annotated[
        Path | None,
        typer.Option(
            "--keys-to",
            help="The folder of the newest keys and ledger (SMALLGAINS_BACKUP_KEYS_FOLDER); else that of backups with -keys.",
            show_default=False,
        ),
    ] = None,
    keep_days: Annotated[
        int | None, typer.Option("--keep-days", min=1, max=3650, help="How long backups are kept; 30 unless set.")
    ] = None,
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Put it back as well, on a copy that is thrown away, as restore --drill does."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was made as JSON.")] = False,
    env_file: EnvFile = None,
) -> None:
    """Make a backup of the database, also while the bot runs, and let go of those that are too old.

    It is looked over before it counts, and has a manifest beside it. The keys of people and the ledger of who was forgotten are
    not in it: their newest copy goes to a folder apart, so that whoever is forgotten stays unreadable in every older backup.
    Take the two to different places. Exit 1 when there is no new backup; those from before are then as they were.

    Example: smallgains backup --to /mnt/backups --keys-to /mnt/keys
    """
    from bot import backing_up, restoring

    settings = settings_of(env_file)
    try:
        places = backing_up.places(settings, folder=to, keys=keys_to, keep_days=keep_days)
        keyring = opening.keyring_of(settings)
    except SettingsProblem as problem:
        fail(str(problem))
    made = _made(settings, keyring, places)
    if verify and finish(restoring.drill(settings, made.file, clock_of(settings))).revived:
        fail(f"somebody who was forgotten came back with {made.file}", code=1)
    if as_json:
        typer.echo(made.manifest.text, nl=False)
        return
    mebibytes = made.manifest.bytes / 2**20
    typer.echo(
        f"{made.file}: {mebibytes:.1f} MiB, {sum(made.manifest.rows.values())} rows, whole. Keys and ledger as they are now: "
        f"{made.keys}" + (f". Let go, as too old: {', '.join(made.let_go)}" if made.let_go else "")
    )


def _made(settings: Settings, keyring: Keyring, places: "Places") -> "BackedUp":
    from bot import backing_up

    try:
        with progress.shown() as tell:
            return finish(backing_up.back_up(settings, keyring, places, clock_of(settings), tell))
    except backing_up.NotBackedUp as failed:
        fail(str(failed), code=1)
