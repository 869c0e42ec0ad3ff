"""What authors do about track files on the command line: check them, begin one, publish one."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import checking, opening, track_media, versions
from bot.console import EnvFile, clock_of, fail, finish, settings_of, tell_a_program
from bot.settings import Settings
from curriculum.errors import Problem, TrackInvalid
from curriculum.lint.figures import Figures, figures
from curriculum.lint.finding import Finding
from curriculum.media import MediaFile
from curriculum.reading import read_draft, read_track
from curriculum.schema import json_schema_text
from curriculum.starting import start_of_track
from curriculum.writing import Unsuitable
from storage.chain import Result

if TYPE_CHECKING:
    from storage.tracks import Publication

tracks_app = typer.Typer()


@tracks_app.command("new-track")
def new_track(
    file: Annotated[Path, typer.Argument(help="The file to write, such as quiet-evenings.yaml.", show_default=False)],
) -> None:
    """Write a commented start of a track, three days long, that passes check. A file that is there is left alone.

    Exit 1 when nothing was written.

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


@tracks_app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Track files, in YAML.", show_default=False)],
    lint: Annotated[
        bool, typer.Option("--lint", help="Read as an editor would: wording, tags, rhythm, length.")
    ] = False,
    stats: Annotated[bool, typer.Option("--stats", help="Print words, reading grades and kinds of days.")] = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="For a program: [{file, line, column, rule, says}, …]; problems have no rule. Not with --stats.",
        ),
    ] = False,
) -> None:
    """Check track files; every problem is told as file:line:col. Exit 1 when there are any.

    With --lint also every finding of the editor, with why it matters and a better way; exit 1 when there are any.
    A rule is silenced for one field by a comment: # lint: ok RULE because REASON
    Pictures and voice notes that a track names are looked for beside it.

    Example: smallgains check --lint my-track.yaml
    """
    if as_json:
        told = [one for file in files for one in _for_a_program(file, lint=lint)]
        tell_a_program(told)
        raise typer.Exit(1 if told else 0)
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
        found = _findings(content) if lint else []
        wrong += len(found)
        for finding in found:
            typer.echo(checking.told(finding, str(file)))
        counted += [figures(draft)] if stats else []
    if counted:
        typer.echo("\n".join(checking.tables(counted)))
    if wrong:
        raise typer.Exit(1)


@tracks_app.command()
def publish(
    file: Annotated[Path, typer.Argument(help="A track file.")],
    wording_only: Annotated[
        bool, typer.Option("--wording-only", help="For people under way too; refused when more than wording changed.")
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="For a program: {slug, version, new}; not new when it was published already. Problems are told on stderr.",
        ),
    ] = False,
    env_file: EnvFile = None,
) -> None:
    """Publish a track file as the newest version of its track; nobody under way is changed.

    With --wording-only people under way get the days they have not had yet in its words. Pictures and voice notes that it
    names are taken in from its own folder. Exit 1 when it has problems, or changes more than wording.

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
            typer.echo(problem.at(str(file)), err=as_json)
        fail("nothing was published", code=1)
    made = finish(_publish(settings, text, beside.files, wording=wording_only))
    if as_json:
        tell_a_program({"slug": made.ref.slug, "version": made.ref.number, "new": made.is_new})
    else:
        typer.echo(_published(made, read_track(text).title))


@tracks_app.command()
def schema() -> None:
    """Print the JSON Schema of track files, for editors.

    The first line of a track then is: # yaml-language-server: $schema=track.schema.json

    Example: smallgains schema > track.schema.json
    """
    typer.echo(json_schema_text().rstrip())


async def _publish(settings: Settings, text: str, files: Sequence[MediaFile], *, wording: bool) -> "Publication":
    async with opening.opened(settings) as database, database.unit() as unit:
        now = clock_of(settings)
        media = {file.name: await unit.media.keep(file) for file in files}
        try:
            publication = await versions.publish(unit, text, media=media, by=None, now=now, wording=wording)
        except versions.MoreThanWording:
            fail("it changes more than wording (smallgains diff tells what); nothing was published", code=1)
        act = "mend" if wording else "publish"
        await unit.admin_acts.record(None, act, about=publication.ref.told, result=Result.DONE, now=now())
    return publication


def _published(made: "Publication", title: str) -> str:
    ref = made.ref
    if not made.is_new:
        return f"“{title}” is published already, word for word, as version {ref.number}"
    return f"published “{title}” as version {ref.number}; a link that ends in ?start={ref.slug} begins it"


def _for_a_program(file: Path, *, lint: bool) -> list[dict[str, str | int | None]]:
    content = _content(file)
    try:
        draft = read_draft(content)
        problems: Sequence[Problem] = track_media.beside(file, draft).problems
    except TrackInvalid as invalid:
        problems, lint = invalid.problems, False
    told: list[dict[str, str | int | None]] = [
        {"file": str(file), "line": one.line, "column": one.column, "rule": None, "says": one.says} for one in problems
    ]
    return told + [
        {"file": str(file), "line": one.line, "column": one.column, "rule": str(one.rule), "says": one.says}
        for one in (_findings(content) if lint else [])
    ]


def _findings(content: bytes) -> Sequence[Finding]:
    from curriculum.lint.editor import findings  # its patterns are many

    return findings(content)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}")
