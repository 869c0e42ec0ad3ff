"""The command line: the one place that reads the environment."""

import asyncio
import os
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn, TypeVar

import typer

from bot import audit as audit_
from bot import checking, logs, one_time_codes, rekeying, restoring, running, track_media
from bot import demo as demo_
from bot import doctor as doctor_
from bot import explain as explain_
from bot import why as why_
from bot.clock import Clock, ShiftedClock, utc_now
from bot.lock import SecondInstance
from bot.settings import Settings, SettingsProblem, read_settings
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
from storage.errors import NewerSchema
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
T = TypeVar("T")
_NOBODY: Final = "nobody of that id or pseudonym has spoken to this bot"
key_app = typer.Typer(help="The key that private words are encrypted with.", no_args_is_help=True)
app.add_typer(key_app, name="key")
totp_app = typer.Typer(help="The code apps of admins, asked for before they publish.", no_args_is_help=True)
app.add_typer(totp_app, name="totp")
audit_app = typer.Typer(invoke_without_command=True)
app.add_typer(audit_app, name="audit")

EnvFile = Annotated[Path | None, typer.Option("--env-file", help="A file of SMALLGAINS_… settings.", exists=True)]


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port of the page on this machine.")] = 8765,
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its database and key.")] = Path("var/demo"),
) -> None:
    """Serve the whole product as a page, against a pretend Telegram: no token, no account.

    Every start is a fresh one. Stop it with Ctrl-C.
    """
    logs.set_up()
    _finish(demo_.serve(port=port, folder=folder))


@app.command()
def run(env_file: EnvFile = None) -> None:
    """Run the bot against Telegram until it is told to stop (Ctrl-C or SIGTERM).

    Needs SMALLGAINS_TOKEN and a key (smallgains key new). It migrates the database by itself.
    """
    settings = _settings(env_file)
    logs.set_up(settings)
    _finish(running.run(settings, _clock(settings)))


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
        _fail(f"{file} is there already; nothing was written", code=1)
    except Unsuitable as error:
        _fail(f"{file} cannot be the name of a track: it {error}", code=1)
    except OSError as error:
        _fail(f"{file} cannot be written: {error.strerror}", code=1)
    typer.echo(
        f"wrote {file}. Next: smallgains check {file}, and smallgains schema > track.schema.json for your editor"
    )


@app.command()
def publish(file: Annotated[Path, typer.Argument(help="A track file.")], env_file: EnvFile = None) -> None:
    """Publish a track file as the newest version of its track; nobody under way is changed.

    Pictures and voice notes that it names are taken in from its own folder.
    """
    settings = _settings(env_file)
    try:
        read_track(_content(file))
        text = file.read_text(encoding="utf-8-sig")
        beside = track_media.beside(file, read_draft(text))
        if beside.problems:
            raise TrackInvalid(beside.problems)
    except TrackInvalid as invalid:
        for problem in invalid.problems:
            typer.echo(problem.at(str(file)))
        _fail("nothing was published", code=1)
    typer.echo(_finish(_publish(settings, text, beside.files)))


@app.command()
def doctor(env_file: EnvFile = None) -> None:
    """Look the installation over: token, key, database, zone data, tracks. Exit 1 when something is wrong."""
    settings = _settings(env_file)
    if _finish(_doctor(settings)):
        raise typer.Exit(1)


@app.command()
def why(
    person: Annotated[str, typer.Argument(help="A numeric Telegram id, or the pseudonym (p-…) from a log.")],
    env_file: EnvFile = None,
) -> None:
    """Tell a person's ledger: what was planned, sent, answered, and why nothing came. Never what they wrote."""
    settings = _settings(env_file)
    lines = _finish(_why(settings, person))
    if lines is None:
        _fail(_NOBODY, code=1)
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
    settings = _settings(env_file)
    lines = _finish(_explain(settings, person, day))
    if lines is None:
        _fail(_NOBODY, code=1)
    typer.echo("\n".join(lines))


@app.command()
def migrate(env_file: EnvFile = None) -> None:
    """Bring the database to what this version needs. `run` does so by itself."""
    settings = _settings(env_file)
    _finish(_migrate(settings))
    typer.echo("the database is up to date")


@app.command()
def restore(
    backup: Annotated[Path, typer.Argument(help="A backup of the database.", show_default=False)],
    drill: Annotated[bool, typer.Option("--drill", help="Only try it, on a copy that is thrown away.")] = False,
    env_file: EnvFile = None,
) -> None:
    """Put a backup in the place of the database, without anybody who was forgotten since it was made.

    Needs the key, the keys of people and the ledger of who was forgotten as they are now, not as they were then. Exit 1
    when somebody came back.

    Example: smallgains restore --drill backup.db
    """
    settings = _settings(env_file)
    restored = _finish((restoring.drill if drill else restoring.restore)(settings, backup, _clock(settings)))
    typer.echo(
        f"{restored.people} people; {restored.forgotten} who were forgotten since were in the backup and are erased from "
        f"it; came back: {restored.revived}" + (". It was a drill: nothing was changed" if drill else "")
    )
    if restored.revived:
        raise typer.Exit(1)


@app.command("accept-ledger")
def accept_ledger(env_file: EnvFile = None) -> None:
    """Take the ledger of who was forgotten as it is, when lines of it are lost and there is no newer copy.

    Whoever stood in those lines comes back with a backup from before: restore none that is older than the loss.
    """
    settings = _settings(env_file)
    _finish(restoring.accept_ledger(settings, _clock(settings)))
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
    settings = _settings(env_file)
    _finish(_rekey(settings, new_key))
    if new_key is None:
        typer.echo("everything is sealed with the keys of people")
    else:
        typer.echo(
            f"everything is locked with {new_key}. Put it in place before the next start: mv {new_key} "
            f"{settings.key_path}. The old key opens nothing any more but backups from before."
        )


@audit_app.callback()
def audit(context: typer.Context, env_file: EnvFile = None) -> None:
    """List what admins and the operator did: number, time, who, what, what came of it, on what.

    Admins stand there under the pseudonym that logs give them too.
    """
    if context.invoked_subcommand is None:
        lines = _finish(_audit(_settings(env_file)))
        typer.echo("\n".join(lines) or "no act yet")


@audit_app.command("verify")
def audit_verify(
    head: Annotated[
        str | None, typer.Option("--head", help="What an earlier verify told to note, such as 12:0123456789abcdef.")
    ] = None,
    env_file: EnvFile = None,
) -> None:
    """See whether anybody changed the list: rows changed, taken out, put in, or cut off at its end. Exit 1 when so.

    That all was put back to an earlier state shows by what is noted of each act beside the keys of people; when those were
    put back as well, only with a --head that was noted later and elsewhere. Who holds the key could write anything.

    Example: smallgains audit verify --head 12:0123456789abcdef
    """
    verified = _finish(_verified(_settings(env_file), head))
    for says in verified.breaks:
        typer.echo(says)
    if verified.breaks:
        raise typer.Exit(1)
    noted = "" if verified.head is None else f". Note elsewhere, for --head: {verified.head}"
    typer.echo(f"unbroken, {verified.count} acts{noted}")


@totp_app.command("new")
def totp_new(
    admin: Annotated[int, typer.Option("--admin", help="The numeric Telegram id of an admin.", show_default=False)],
    replace: Annotated[bool, typer.Option("--replace", help="In place of the secret there is.")] = False,
    env_file: EnvFile = None,
) -> None:
    """Make the secret of an admin's code app, and show it this once. From then on publishing asks for a code.

    Example: smallgains totp new --admin 1001
    """
    settings = _settings(env_file)
    if admin not in settings.admins.ids:
        _fail(f"{admin} is no admin; see SMALLGAINS_ADMINS", code=1)
    secret = one_time_codes.fresh_secret()
    if not _finish(_new_secret(settings, admin, secret, replace=replace)):
        _fail(f"{admin} has a secret already; --replace makes a new one, and the old codes count no more", code=1)
    typer.echo(
        f"secret: {secret}\n{one_time_codes.uri(secret, f'admin {admin}')}\n\n"
        "Hand it to them on a safe way; it is not shown again."
    )


@totp_app.command("drop")
def totp_drop(
    admin: Annotated[int, typer.Option("--admin", help="The numeric Telegram id.", show_default=False)],
    env_file: EnvFile = None,
) -> None:
    """Take away the secret of somebody's code app, as when their phone is lost."""
    if not _finish(_drop_secret(_settings(env_file), admin)):
        _fail(f"{admin} has no secret", code=1)
    typer.echo("it is gone; no code of theirs counts any more")


@key_app.command("new")
def key_new(
    to: Annotated[Path | None, typer.Option("--to", help="Where to put it, in place of the usual place.")] = None,
    env_file: EnvFile = None,
) -> None:
    """Make a key file, readable by you alone. A key that is there is never overwritten."""
    file = to or _settings(env_file).key_path
    try:
        make_key_file(file)
    except (KeyProblem, OSError) as error:
        _fail(str(error))
    typer.echo(
        f"made {file}. Keep a copy somewhere safe, apart from the database: without it nothing that people "
        "wrote can be read again."
    )


def main() -> None:
    """The entry of the console script. What it writes, nobody else on the machine may read."""
    os.umask(0o077)
    app()


async def _publish(settings: Settings, text: str, files: Sequence[MediaFile]) -> str:
    async with running.opened(settings) as database, database.unit() as unit:
        now = _clock(settings)()
        media = {file.name: await unit.media.keep(file) for file in files}
        publication = await track_media.publish(unit, text, media=media, by=None, now=now)
        await unit.admin_acts.record(None, "publish", about=publication.ref.told, result=Result.DONE, now=now)
    ref, title = publication.ref, read_track(text).title
    if not publication.is_new:
        return f"“{title}” is published already, word for word, as version {ref.number}"
    return f"published “{title}” as version {ref.number}; a link that ends in ?start={ref.slug} begins it"


async def _doctor(settings: Settings) -> int:
    wrong = 0
    async for finding in doctor_.findings(settings, _clock(settings)):
        wrong += finding.is_wrong
        typer.echo(f"{'✗' if finding.is_wrong else '✓'} {finding.about}: {finding.says}")
        if finding.cure is not None:
            typer.echo(f"    → {finding.cure}")
    return wrong


async def _why(settings: Settings, name: str) -> list[str] | None:
    async with running.opened(settings, migrate=False) as database, database.unit() as unit:
        person = await why_.named(unit, running.keyring_of(settings), name)
        return None if person is None else await why_.ledger(unit, person, _clock(settings)())


async def _explain(settings: Settings, name: str, day: int) -> list[str] | None:
    async with running.opened(settings, migrate=False) as database, database.unit() as unit:
        person = await why_.named(unit, running.keyring_of(settings), name)
        return None if person is None else await explain_.explanation(unit, person, day, _clock(settings)())


async def _rekey(settings: Settings, new_key: Path | None) -> None:
    async for progress in rekeying.rekey(settings, new_key, _clock(settings)):
        typer.echo(f"{progress.what}: {progress.done} of {progress.of}", err=True)


async def _new_secret(settings: Settings, admin: int, secret: str, *, replace: bool) -> bool:
    async with running.opened(settings) as database, database.unit() as unit:
        if not replace and await unit.admin_secrets.of(admin) is not None:
            return False
        now = _clock(settings)()
        await unit.admin_secrets.put(admin, secret, now)
        about = running.keyring_of(settings).pseudonym(admin)
        await unit.admin_acts.record(None, "totp new", about=about, result=Result.DONE, now=now)
        return True


async def _drop_secret(settings: Settings, admin: int) -> bool:
    async with running.opened(settings) as database, database.unit() as unit:
        if not await unit.admin_secrets.drop(admin):
            return False
        about = running.keyring_of(settings).pseudonym(admin)
        await unit.admin_acts.record(None, "totp drop", about=about, result=Result.DONE, now=_clock(settings)())
        return True


async def _audit(settings: Settings) -> list[str]:
    async with running.opened(settings, migrate=False) as database, database.unit() as unit:
        return await audit_.lines(unit)


async def _verified(settings: Settings, head: str | None) -> audit_.Verified:
    async with running.opened(settings, migrate=False) as database, database.unit() as unit:
        return await audit_.verified(unit, head)


async def _migrate(settings: Settings) -> None:
    async with running.opened(settings):
        return


def _settings(env_file: Path | None) -> Settings:
    try:
        return read_settings(env_file)
    except SettingsProblem as problem:
        _fail(str(problem))


def _clock(settings: Settings) -> Clock:
    return utc_now if settings.clock_file is None else ShiftedClock(settings.clock_file)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        _fail(f"{file} cannot be read: {error.strerror}")


def _finish(work: Coroutine[Any, Any, T]) -> T:
    """Runs to the end; what a person has to mend is said in one line."""
    try:
        return asyncio.run(work)
    except (SettingsProblem, SecondInstance, NewerSchema, running.Halted, demo_.CannotServe) as problem:
        _fail(str(problem))


def _fail(says: str, *, code: int = 2) -> NoReturn:
    typer.echo(f"smallgains: {says}", err=True)
    sys.exit(code)
