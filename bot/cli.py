"""The command line."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from bot import (
    admin_cli,
    backup_cli,
    checking,
    doctor_cli,
    landing_cli,
    logs,
    moving,
    progress,
    rehearsal_cli,
    rekeying,
    restoring,
    running,
    status_cli,
    track_media,
    versions,
)
from bot import demo as demo_
from bot import explain as explain_
from bot import why as why_
from bot.console import EnvFile, clock_of, fail, finish, service_manager, settings_of
from bot.healthy import HeartbeatFile
from bot.roles import Role
from bot.settings import Settings
from bot.versions_cli import versions_app
from curriculum.day import DAYS
from curriculum.errors import TrackInvalid
from curriculum.lint.editor import findings
from curriculum.lint.figures import Figures, figures
from curriculum.media import MediaFile
from curriculum.reading import read_draft, read_track
from curriculum.schema import json_schema_text
from curriculum.starting import start_of_track
from curriculum.writing import Unsuitable
from storage.chain import Result
from storage.secrecy import KeyProblem, make_key_file

app = typer.Typer(
    help="Small Gains: a Telegram bot that brings one small act a day, for thirty days.\n\n"
    "Settings come from the environment or an env file, with the prefix SMALLGAINS_. "
    "Try it without Telegram: smallgains demo",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_NOBODY: Final = "nobody of that id or pseudonym has spoken to this bot"
key_app = typer.Typer(help="The key that private words are encrypted with.", no_args_is_help=True)
app.add_typer(key_app, name="key")
app.add_typer(admin_cli.totp_app, name="totp")
app.add_typer(admin_cli.audit_app, name="audit")
app.add_typer(versions_app)
app.command()(doctor_cli.doctor)
app.command("status")(status_cli.show_status)
app.command()(landing_cli.landing)
app.command()(backup_cli.backup)
rehearsal_cli.register(app)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port of the page on this machine.")] = 8765,
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its database and key.")] = Path("var/demo"),
) -> None:
    """Serve the whole product as a page, against a pretend Telegram: no token, no account.

    Every start is a fresh one. Stop it with Ctrl-C.
    """
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
    """
    settings = settings_of(env_file, role=role)
    logs.set_up(settings)
    finish(running.run(settings, clock_of(settings), manager=service_manager()))


@app.command()
def healthy(env_file: EnvFile = None) -> None:
    """Say whether the bot that beats into SMALLGAINS_HEARTBEAT_FILE is well. Exit 0, or 1 with a line that says why not.

    It asks nobody, so it also works where the bot listens nowhere. The same without loading the whole program, for a check
    that comes round: python -m bot.healthy FILE

    Example: SMALLGAINS_HEARTBEAT_FILE=/run/smallgains/heartbeat smallgains healthy
    """
    file = settings_of(env_file).heartbeat_file
    if file is None:
        fail("no heartbeat is kept: set SMALLGAINS_HEARTBEAT_FILE for the bot and for this command")
    if (why_not := HeartbeatFile(file).why_not()) is not None:
        fail(why_not, code=1)
    typer.echo("well")


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Track files, in YAML.", show_default=False)],
    lint: Annotated[
        bool, typer.Option("--lint", help="Read as an editor would: wording, tags, rhythm, length.")
    ] = False,
    stats: Annotated[bool, typer.Option("--stats", help="Print words, reading grades and kinds of days.")] = False,
) -> None:
    """Check track files; every problem is told as file:line:col. Exit 1 when there are any.

    With --lint also every finding of the editor, with why it matters and a better way; exit 1 when there are any.
    A rule is silenced for one field by a comment: # lint: ok RULE because REASON
    Pictures and voice notes that a track names are looked for beside it.

    Example: smallgains check --lint my-track.yaml
    """
    wrong = 0
    counted: list[Figures] = []
    for file in files:
        content = _content(file)
        try:
            draft = read_draft(content)
        except TrackInvalid as invalid:
            wrong += len(invalid.problems)
            for problem in invalid.problems:
                typer.echo(problem.at(str(file)))
            continue
        if problems := track_media.beside(file, draft).problems:
            wrong += len(problems)
            for problem in problems:
                typer.echo(problem.at(str(file)))
        else:
            typer.echo(f"{file}: {checking.summary(draft.track)}", err=True)
        found = findings(content) if lint else []
        wrong += len(found)
        for finding in found:
            typer.echo(checking.told(finding, str(file)))
        counted += [figures(draft)] if stats else []
    if counted:
        typer.echo("\n".join(checking.tables(counted)))
    if wrong:
        raise typer.Exit(1)


@app.command("new-track")
def new_track(
    file: Annotated[Path, typer.Argument(help="The file to write, such as quiet-evenings.yaml.", show_default=False)],
) -> None:
    """Write a commented start of a track, three days long, that passes check. A file that is there is left alone.

    Example: smallgains new-track quiet-evenings.yaml
    """
    try:
        written = start_of_track(file.stem)
        with file.open("x", encoding="utf-8") as new:
            new.write(written)
    except FileExistsError:
        fail(f"{file} is there already; nothing was written", code=1)
    except Unsuitable as error:
        fail(f"{file} cannot be the name of a track: it {error}", code=1)
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}", code=1)
    typer.echo(
        f"wrote {file}. Next: smallgains check {file}, and smallgains schema > track.schema.json for your editor"
    )


@app.command()
def publish(
    file: Annotated[Path, typer.Argument(help="A track file.")],
    wording_only: Annotated[
        bool, typer.Option("--wording-only", help="For people under way too; refused when more than wording changed.")
    ] = False,
    env_file: EnvFile = None,
) -> None:
    """Publish a track file as the newest version of its track; nobody under way is changed.

    With --wording-only people under way get the days they have not had yet in its words. Pictures and voice notes that it
    names are taken in from its own folder.

    Example: smallgains publish quiet-evenings.yaml
    """
    settings = settings_of(env_file)
    try:
        read_track(_content(file))
        text = file.read_text(encoding="utf-8-sig")
        beside = track_media.beside(file, read_draft(text))
        if beside.problems:
            raise TrackInvalid(beside.problems)
    except TrackInvalid as invalid:
        for problem in invalid.problems:
            typer.echo(problem.at(str(file)))
        fail("nothing was published", code=1)
    typer.echo(finish(_publish(settings, text, beside.files, wording=wording_only)))


@app.command()
def why(
    person: Annotated[str, typer.Argument(help="A numeric Telegram id, or the pseudonym (p-…) from a log.")],
    env_file: EnvFile = None,
) -> None:
    """Tell a person's ledger: what was planned, sent, answered, and why nothing came. Never what they wrote."""
    settings = settings_of(env_file)
    lines = finish(_why(settings, person))
    if lines is None:
        fail(_NOBODY, code=1)
    typer.echo("\n".join(lines).strip())


@app.command()
def explain(
    person: Annotated[str, typer.Argument(help="A numeric Telegram id, or the pseudonym (p-…) from a log.")],
    day: Annotated[int, typer.Argument(min=1, max=DAYS, help="A day of the track they walk or walked last.")],
    env_file: EnvFile = None,
) -> None:
    """Tell why a person got a day in one version and not in another, or what would come now.

    Example: smallgains explain 1000 5
    """
    settings = settings_of(env_file)
    lines = finish(_explain(settings, person, day))
    if lines is None:
        fail(_NOBODY, code=1)
    typer.echo("\n".join(lines))


@app.command()
def migrate(env_file: EnvFile = None) -> None:
    """Bring the database to what this version needs. `run` does so by itself."""
    settings = settings_of(env_file)
    finish(_migrate(settings))
    typer.echo("the database is up to date")


@app.command()
def restore(
    backup: Annotated[Path, typer.Argument(help="A backup of the database.", show_default=False)],
    drill: Annotated[bool, typer.Option("--drill", help="Only try it, on a copy that is thrown away.")] = False,
    env_file: EnvFile = None,
) -> None:
    """Put a backup in the place of the database, without anybody who was forgotten since it was made.

    The file has to be out of the way; on a PostgreSQL server the database has to be empty, and pg_restore is needed. What fell
    due since the backup was made may have gone out: it is told as unknown, and nobody gets it again.

    Needs the key, the keys of people and the ledger of who was forgotten as they are now, not as they were then. Exit 1
    when somebody came back.

    Example: smallgains restore --drill backup.db
    """
    settings = settings_of(env_file)
    restored = finish((restoring.drill if drill else restoring.restore)(settings, backup, clock_of(settings)))
    typer.echo(
        f"{restored.people} people; {restored.forgotten} who were forgotten since were in the backup and are erased from "
        f"it; came back: {restored.revived}; nudges that may have gone out since, and do not go again: {restored.unsure}"
        + (". It was a drill: nothing was changed" if drill else "")
    )
    if restored.revived:
        raise typer.Exit(1)


@app.command("accept-ledger")
def accept_ledger(env_file: EnvFile = None) -> None:
    """Take the ledger of who was forgotten as it is, when lines of it are lost and there is no newer copy.

    Whoever stood in those lines comes back with a backup from before: restore none that is older than the loss.
    """
    settings = settings_of(env_file)
    finish(restoring.accept_ledger(settings, clock_of(settings)))
    typer.echo(f"{settings.forgotten_path} is taken as it is. Throw away the backups from before its loss.")


@app.command()
def schema() -> None:
    """Print the JSON Schema of track files, for editors.

    Example: smallgains schema > track.schema.json, and as the first line of a track:
    # yaml-language-server: $schema=track.schema.json
    """
    typer.echo(json_schema_text().rstrip())


@app.command()
def rekey(
    new_key: Annotated[
        Path | None, typer.Option("--new-key", help="The key file that is to take over (smallgains key new --to FILE).")
    ] = None,
    env_file: EnvFile = None,
) -> None:
    """Move everything to a new key file, while the bot is stopped. Broken off, it goes on where it was.

    Without --new-key only what an older version has sealed is sealed anew, with the keys of people.

    Example: smallgains key new --to next.key && smallgains rekey --new-key next.key
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


@app.command()
def move(
    to: Annotated[str, typer.Option("--to", help="An empty database on a PostgreSQL server.", show_default=False)],
    env_file: EnvFile = None,
) -> None:
    """Carry everything from the SQLite file over to a PostgreSQL server, while the bot is stopped.

    It makes the tables there, carries all rows, then counts and compares every table on both sides; exit 1 when one differs.
    Broken off, it goes on where it was. Until it has ended well the file counts, and the bot may go on with it (the move then
    begins anew); afterwards only the server does. Keys stay where they are.

    Example: smallgains move --to 'postgresql+psycopg://smallgains@db.example.org/smallgains?passfile=/etc/smallgains/pgpass'
    """
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
    """Make a key file, readable by you alone. A key that is there is never overwritten."""
    file = to or settings_of(env_file).key_path
    try:
        make_key_file(file)
    except (KeyProblem, OSError) as error:
        fail(str(error))
    typer.echo(
        f"made {file}. Keep a copy somewhere safe, apart from the database: without it nothing that people "
        "wrote can be read again."
    )


def main() -> None:
    """The entry of the console script. What it writes, nobody else on the machine may read."""
    os.umask(0o077)
    app()


async def _publish(settings: Settings, text: str, files: Sequence[MediaFile], *, wording: bool) -> str:
    async with running.opened(settings) as database, database.unit() as unit:
        now = clock_of(settings)
        media = {file.name: await unit.media.keep(file) for file in files}
        try:
            publication = await versions.publish(unit, text, media=media, by=None, now=now, wording=wording)
        except versions.MoreThanWording:
            fail("it changes more than wording (smallgains diff tells what); nothing was published", code=1)
        act = "mend" if wording else "publish"
        await unit.admin_acts.record(None, act, about=publication.ref.told, result=Result.DONE, now=now())
    ref, title = publication.ref, read_track(text).title
    if not publication.is_new:
        return f"“{title}” is published already, word for word, as version {ref.number}"
    return f"published “{title}” as version {ref.number}; a link that ends in ?start={ref.slug} begins it"


async def _why(settings: Settings, name: str) -> list[str] | None:
    async with running.opened(settings, migrate=False) as database, database.unit() as unit:
        person = await why_.named(unit, running.keyring_of(settings), name)
        return None if person is None else await why_.ledger(unit, person, clock_of(settings)())


async def _explain(settings: Settings, name: str, day: int) -> list[str] | None:
    async with running.opened(settings, migrate=False) as database, database.unit() as unit:
        person = await why_.named(unit, running.keyring_of(settings), name)
        return None if person is None else await explain_.explanation(unit, person, day, clock_of(settings)())


async def _rekey(settings: Settings, new_key: Path | None, tell: progress.Tell) -> None:
    async for far in rekeying.rekey(settings, new_key, clock_of(settings)):
        tell(far)


async def _migrate(settings: Settings) -> None:
    async with running.opened(settings):
        return


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}")
