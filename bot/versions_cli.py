"""What authors and the operator do about versions of tracks on the command line."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot import completing, opening, track_media
from bot.console import EnvFile, clock_of, fail, finish, settings_of, tell_a_program
from bot.settings import Settings
from bot.versions import Difference, History, MoreThanWording, NoSuchVersion, Versioning
from curriculum.changes import changes
from curriculum.enrolment import TrackRef
from curriculum.errors import TrackInvalid
from curriculum.reading import read_draft, read_track
from curriculum.track import Track
from storage.chain import Result

if TYPE_CHECKING:
    from storage.database import Unit
    from storage.tracks import Publication
    from storage.versions import Version

versions_app = typer.Typer()

_PUBLISHED: Final = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)@([1-9][0-9]{0,8})")
_NEITHER: Final = "{} is neither a file that can be read nor a version such as quiet-evenings@2"

Slug = Annotated[
    str,
    typer.Argument(
        help="The short name of a track, such as quiet-evenings.", show_default=False, autocompletion=completing.tracks
    ),
]
Said = Annotated[
    str,
    typer.Argument(help="A version, such as quiet-evenings@2.", show_default=False, autocompletion=completing.versions),
]


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two that are compared."""

    told: str
    track: Track
    files: dict[str, str]


@versions_app.command()
def diff(
    before: Annotated[str, typer.Argument(help="A track file, or a version as SLUG@NUMBER.", show_default=False)],
    after: Annotated[
        str | None, typer.Argument(help="The same. Left out, a file is compared to the newest version of its track.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, each change with its whole texts.")] = False,
    env_file: EnvFile = None,
) -> None:
    """Tell what differs between two versions of a track, by day and field. Exit 0 when nothing does, 1 when something does.

    Says also whether it is wording only: then it may be published with --wording-only, for people under way as well.

    Examples:

    smallgains diff quiet-evenings@1 quiet-evenings@2

    smallgains diff quiet-evenings.yaml
    """
    settings = settings_of(env_file)
    found = finish(_difference(settings, before, after))
    if as_json:
        tell_a_program(_in_json(found))
    else:
        for change in found.changes:
            typer.echo(change.told)
        typer.echo(f"{found.before} → {found.after}: {_count(found)}", err=True)
    if found.changes:
        raise typer.Exit(1)


@versions_app.command()
def versions(
    slug: Annotated[
        str | None, typer.Argument(help="One track; left out, all of them.", autocompletion=completing.tracks)
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="For a program: [{slug, title, version, retired, offered}, …]; of one track that alone, with its versions: "
            "[{number, published_at, mends, same_as, note}, …].",
        ),
    ] = False,
    env_file: EnvFile = None,
) -> None:
    """List published tracks, or the versions of one: number, when, what became of it, note.

    Examples:

    smallgains versions quiet-evenings

    smallgains versions --json
    """
    settings = settings_of(env_file)
    if slug is None:
        tracks = finish(_all(settings))
        if as_json:
            tell_a_program([_track_in_json(one) for one in tracks])
        else:
            typer.echo("\n".join(map(_track, tracks)) or "no track is published yet")
        return
    track = finish(_one(settings, slug))
    if as_json:
        tell_a_program(_track_in_json(track) | {"versions": [_version_in_json(track, one) for one in track.versions]})
    else:
        typer.echo("\n".join([_track(track), *(f"  {_version(track, one)}" for one in track.versions)]))


@versions_app.command()
def retire(
    slug: Slug,
    undo: Annotated[bool, typer.Option("--undo", help="Bring it back.")] = False,
    env_file: EnvFile = None,
) -> None:
    """Take a track from what people can start. Who is under way goes on; nothing is lost, and --undo brings it back.

    Example: smallgains retire quiet-evenings
    """
    typer.echo(finish(_retire(settings_of(env_file), slug, retired=not undo)))


@versions_app.command()
def rollback(
    version: Said,
    wording_only: Annotated[
        bool, typer.Option("--wording-only", help="For people under way too; refused when more than wording changes.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="For a program: {slug, version, new}, which is the newest now.")
    ] = False,
    env_file: EnvFile = None,
) -> None:
    """Make what an older version says the newest version, with the files it had; nobody under way is changed.

    Exit 1 when it differs in more than wording, and only that was wanted.

    Example: smallgains rollback quiet-evenings@1
    """
    to = _ref(version)
    made = finish(_roll_back(settings_of(env_file), to, wording=wording_only))
    if as_json:
        tell_a_program({"slug": made.ref.slug, "version": made.ref.number, "new": made.is_new})
    else:
        typer.echo(_rolled_back(made, to, wording=wording_only))


@versions_app.command()
def offer(
    slug: Slug,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="For a program: {slug, version}; version is null when there is nothing to offer."),
    ] = False,
    env_file: EnvFile = None,
) -> None:
    """Ask people on earlier versions, once, whether they want to move to the newest. Nothing is sent for it.

    They are asked below the answer to their next check-in, and keep their place and the days they had.

    Example: smallgains offer quiet-evenings
    """
    number = finish(_offer(settings_of(env_file), slug))
    if as_json:
        tell_a_program({"slug": slug, "version": number})
    else:
        typer.echo(_offered(slug, number))


async def _difference(settings: Settings, before: str, after: str | None) -> Difference:
    sides = {name: _file(name) for name in (before, after) if name is not None and not _PUBLISHED.fullmatch(name)}
    if after is None and before not in sides:
        fail("one version alone cannot be compared: name a file, or two versions")
    if set(sides) == {before, after}:
        return _compared(sides[before], sides[str(after)])
    async with opening.opened(settings, migrate=False) as database, database.unit() as unit:
        if after is None:
            return _compared(await _newest(unit, sides[before].track.slug), sides[before])
        versioning = Versioning(clock_of(settings))
        earlier, later = [sides.get(name) or await _published(unit, versioning, _ref(name)) for name in (before, after)]
        return _compared(earlier, later)


def _compared(before: _Side, after: _Side) -> Difference:
    found = changes(before.track, after.track, files=before.files, files_after=after.files)
    return Difference(before.told, after.told, found)


def _file(name: str) -> _Side:
    file = Path(name)
    try:
        text = file.read_text(encoding="utf-8-sig")
        track, beside = read_track(text), track_media.beside(file, read_draft(text))
        if beside.problems:
            raise TrackInvalid(beside.problems)
    except (OSError, UnicodeDecodeError):
        fail(_NEITHER.format(name))
    except TrackInvalid as invalid:
        for problem in invalid.problems:
            typer.echo(problem.at(name), err=True)
        fail(f"{name} cannot be compared")
    return _Side(name, track, {one.name: one.digest for one in beside.files})


async def _newest(unit: "Unit", slug: str) -> _Side:
    newest = await unit.tracks.newest(slug)
    if newest is None:
        fail(f"no version of {slug} is published")
    return _Side(newest.ref.told, newest.track, await unit.media.bound(newest.ref))


async def _published(unit: "Unit", versioning: Versioning, ref: TrackRef) -> _Side:
    history = await _history(unit, versioning, ref.slug)
    try:
        text = history.version(ref.number).text
    except NoSuchVersion:
        fail(f"{ref.slug} has no version {ref.number}; the newest is {history.newest.ref.number}")
    return _Side(ref.told, read_track(text), await unit.media.bound(ref))


async def _history(unit: "Unit", versioning: Versioning, slug: str) -> History:
    try:
        return await versioning.of(unit, slug)
    except NoSuchVersion:
        fail(f"no track is called {slug}; smallgains versions lists them")


def _count(found: Difference) -> str:
    if not found.changes:
        return "no difference"
    count = len(found.changes)
    kind = "wording only" if found.is_wording_only else "more than wording"
    return f"{count} change{'' if count == 1 else 's'}, {kind}"


def _in_json(found: Difference) -> dict[str, Any]:
    return {
        "before": found.before,
        "after": found.after,
        "wording_only": found.is_wording_only,
        "changes": [
            {
                "day": change.day,
                "field": change.field,
                "before": change.before,
                "after": change.after,
                "wording": change.is_wording,
            }
            for change in found.changes
        ],
    }


async def _all(settings: Settings) -> list[History]:
    async with opening.opened(settings, migrate=False) as database, database.unit() as unit:
        return await Versioning(clock_of(settings)).all(unit)


async def _one(settings: Settings, slug: str) -> History:
    async with opening.opened(settings, migrate=False) as database, database.unit() as unit:
        return await _history(unit, Versioning(clock_of(settings)), slug)


def _track(it: History) -> str:
    parts = [f"{it.listing.slug}: “{it.newest.title}”, version {it.newest.ref.number}"]
    parts += ["retired"] if it.listing.retired else []
    parts += [f"{it.offered} is offered to people under way"] if it.offered is not None else []
    return ", ".join(parts)


def _track_in_json(it: History) -> dict[str, Any]:
    return {
        "slug": it.listing.slug,
        "title": it.newest.title,
        "version": it.newest.ref.number,
        "retired": it.listing.retired,
        "offered": it.offered,
    }


def _version(it: History, version: "Version") -> str:
    parts = [f"{version.ref.number}  {version.published_at:%Y-%m-%d %H:%M} UTC"]
    parts += [f"another wording of {version.mends}, for people under way too"] if version.mends is not None else []
    parts += [f"says the same as {same}"] if (same := it.same_as(version)) is not None else []
    parts += [note] if (note := _note(version)) is not None else []
    return "  ".join(parts)


def _version_in_json(it: History, version: "Version") -> dict[str, Any]:
    return {
        "number": version.ref.number,
        "published_at": version.published_at.isoformat(timespec="seconds"),
        "mends": version.mends,
        "same_as": it.same_as(version),
        "note": _note(version),
    }


def _note(version: "Version") -> str | None:
    """What its author wrote of it, in one line."""
    note = read_track(version.text).version_note
    return None if note is None else " ".join(note.split())


async def _retire(settings: Settings, slug: str, *, retired: bool) -> str:
    async with opening.opened(settings) as database, database.unit() as unit:
        now = clock_of(settings)
        versioning = Versioning(now)
        history = await _history(unit, versioning, slug)
        new = await versioning.retire(unit, slug, retired=retired)
        about = slug if retired else f"{slug} back"
        await unit.admin_acts.record(None, "retire", about=about, result=Result.DONE, now=now())
    already = "" if new else " already"
    if retired:
        return f"“{history.newest.title}” is retired{already}; people under way go on. Undo: smallgains retire {slug} --undo"
    return f"“{history.newest.title}” is on offer{already}, in version {history.newest.ref.number}"


async def _roll_back(settings: Settings, to: TrackRef, *, wording: bool) -> "Publication":
    async with opening.opened(settings) as database, database.unit() as unit:
        now = clock_of(settings)
        versioning = Versioning(now)
        await _published(unit, versioning, to)
        try:
            made = await versioning.roll_back(unit, to, by=None, wording=wording)
        except MoreThanWording:
            fail(f"{to.told} differs from the newest version in more than wording; nothing was changed", code=1)
        about = f"{to.told} as {made.ref.number}"
        await unit.admin_acts.record(None, "roll back", about=about, result=Result.DONE, now=now())
    return made


def _rolled_back(made: "Publication", to: TrackRef, *, wording: bool) -> str:
    if not made.is_new:
        return f"version {made.ref.number} says the same as version {to.number} already; nothing was changed"
    reaches = "people under way get what is still to come from it" if wording else "nobody under way is changed"
    return f"version {made.ref.number} of {to.slug} says what version {to.number} said; {reaches}"


async def _offer(settings: Settings, slug: str) -> int | None:
    async with opening.opened(settings) as database, database.unit() as unit:
        now = clock_of(settings)
        versioning = Versioning(now)
        history = await _history(unit, versioning, slug)
        number = await versioning.offer(unit, slug)
        result = Result.FAILED if number is None else Result.DONE
        await unit.admin_acts.record(None, "offer", about=history.newest.ref.told, result=result, now=now())
    return number


def _offered(slug: str, number: int | None) -> str:
    if number is None:
        return (
            "there is nothing to offer: everybody is told the newest already, has it on offer, or the track is retired"
        )
    return f"version {number} of {slug} is offered: people on earlier ones are asked once, with their next check-in"


def _ref(name: str) -> TrackRef:
    found = _PUBLISHED.fullmatch(name)
    if found is None:
        fail(_NEITHER.format(name))
    return TrackRef(found[1], int(found[2]))
