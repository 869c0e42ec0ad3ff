"""What an author can try on the command line before anybody walks a track: one rehearsal, or a whole cohort of people who do
not exist.
"""

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot import progress, track_media
from bot.console import fail, finish
from bot.rehearsal.personas import PERSONAS, Who
from curriculum.day import DAYS
from curriculum.errors import TrackInvalid
from curriculum.reading import Draft, read_draft
from curriculum.study import MOST_IN_A_NAME

if TYPE_CHECKING:
    from bot.rehearsal.simulating import Walked

_PAGES: Final = (".html", ".htm")
_ALL: Final = "all"


def register(app: typer.Typer) -> None:
    """Adds the commands of this module to the others."""
    app.command()(rehearse)
    app.command()(simulate)


def rehearse(
    file: Annotated[Path, typer.Argument(help="A track file; it may be unfinished.", show_default=False)],
    as_: Annotated[
        list[str], typer.Option("--as", help=f"Who walks it: {', '.join(Who)}, or {_ALL}. May be given several times.")
    ] = [Who.IDEAL.value],  # noqa: B006  (the command line's own way to say so)
    to: Annotated[Path | None, typer.Option("--to", help="The page to write, such as rehearsal.html.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="What is chosen by chance is chosen by this.")] = 1,
) -> None:
    """Walk a track as somebody who does not exist, thirty days in seconds, and write what that was like as a page to print.

    It is the real bot, on a clock that is moved and with a database of its own that is gone afterwards; no real person or
    figure is touched. Beside each day stands why it came so, or did not come. Exit 1 when the track has problems.

    Example: smallgains rehearse quiet-evenings.yaml --as struggling --to struggling.html
    """
    from bot.rehearsal import page
    from bot.rehearsal.playing import play

    draft, beside = _read(file)
    walkers = _walkers(as_)
    if to is not None and to.suffix.lower() not in _PAGES:
        fail(f"{to} would not open as a page; give it a name that ends in .html", code=1)
    for who in walkers:
        with progress.shown() as tell:
            playing = play(draft.track, PERSONAS[who], seed=seed, files=beside.files, tell=_by_days(who, tell))
            transcript = finish(playing)
        target = _target(to, draft.track.slug, who, alone=len(walkers) == 1)
        _write(target, page.page(transcript))
        told = ", ".join(f"{count} {says}" for says, count in page.counts(transcript))
        typer.echo(f"{who}: {told}. Read it in a browser: {target}")


def simulate(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Track files to walk; else the shipped tracks.")
    ] = None,
    *,
    to: Annotated[Path, typer.Option("--to", help="A new folder for the database and its keys.", show_default=False)],
    people: Annotated[int, typer.Option("--people", min=1, max=5000, help="How many walk.")] = 500,
    days: Annotated[int, typer.Option("--days", min=1, max=90, help="How many days pass.")] = DAYS,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same people, days and figures.")] = 7,
    study: Annotated[
        str | None, typer.Option("--study", help="A study of that name is run, in which many of them take part.")
    ] = None,
) -> None:
    """Let many people who do not exist walk tracks, so that figures can be looked at before anybody is there.

    It is the real bot on a fast clock, with a database of its own in a new folder; the database of the settings is never touched.
    Nothing is left there when it is broken off. Exit 1 when the folder holds something already or cannot be written, or a track has
    problems.

    Examples:

    smallgains simulate --people 500 --to var/simulated

    smallgains simulate quiet-evenings.yaml --study "Small words" --to var/made-up
    """
    from bot.rehearsal import simulating

    tracks = [_walked(file) for file in files or ()]
    named = None if study is None else _named(study)
    try:
        with simulating.new_in(to, named) as made, progress.shown() as shown:
            tell = _by_days(f"{people} people", shown)
            simulation = simulating.simulate(
                made, people=people, days=days, seed=seed, tracks=tracks, study=named, tell=tell
            )
            figures = finish(simulation)
    except simulating.Occupied as error:
        fail(str(error), code=1)
    except OSError as error:
        fail(f"{to} cannot be written: {error.strerror}", code=1)
    typer.echo(
        f"{people} people walked for {days} days: {figures.nudges} messages came due, {figures.answers} were answered. "
        f"Look at them with: smallgains landing --env-file {to / simulating.ENV}"
    )
    if named is not None:
        typer.echo(
            f"{figures.taking_part} of them take part in the study. Its bundle comes with: smallgains export-study --env-file "
            f"{to / simulating.ENV} --to {to / 'study'}"
        )


def _read(file: Path) -> tuple[Draft, track_media.Beside]:
    try:
        draft = read_draft(file.read_bytes())
        beside = track_media.beside(file, draft)
        if beside.problems:
            raise TrackInvalid(beside.problems)
    except TrackInvalid as invalid:
        for problem in invalid.problems:
            typer.echo(problem.at(str(file)))
        fail("nothing was rehearsed", code=1)
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}", code=1)
    return draft, beside


def _walked(file: Path) -> "Walked":
    from bot.rehearsal.simulating import Walked

    draft, beside = _read(file)
    if draft.track.unfinished:
        fail(
            f"{file} says that it is unfinished, and many walk to the end: smallgains rehearse shows how far it is",
            code=1,
        )
    return Walked(draft.track, beside.files)


def _named(study: str) -> str:
    """What the study is called, with a word that nobody in it exists."""
    from bot.rehearsal import simulating

    named = simulating.called(" ".join(study.split()))
    if not study.strip() or len(named) > MOST_IN_A_NAME:
        fail(f"a study has a name, of {MOST_IN_A_NAME - len(simulating.called(''))} characters at most")
    if "${" in named:
        fail("a study has a name without ${, which the file of settings in the folder would take for another setting")
    return named


def _walkers(named: Sequence[str]) -> list[Who]:
    if _ALL in named:
        return list(Who)
    try:
        return list(dict.fromkeys(Who(name) for name in named))
    except ValueError:
        fail(f"nobody of that name walks; there are {', '.join(Who)}, and {_ALL}", code=2)


def _by_days(who: str, tell: progress.Tell) -> Callable[[int, int], None]:
    return lambda done, of: tell(progress.Progress(f"{who}, days", done, of))


def _target(to: Path | None, slug: str, who: Who, *, alone: bool) -> Path:
    if to is None:
        return Path(f"{slug}-{who}.html")
    return to if alone else to.with_name(f"{to.stem}-{who}{to.suffix}")


def _write(target: Path, text: str) -> None:
    """The whole file or none."""
    fresh: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        fresh = Path(name)
        with os.fdopen(number, "w", encoding="utf-8") as new:
            new.write(text)
        fresh.replace(target)
        fresh = None
    except OSError as error:
        fail(f"{target} cannot be written: {error.strerror}", code=1)
    finally:
        if fresh is not None:
            fresh.unlink(missing_ok=True)
