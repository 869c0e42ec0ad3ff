"""The pictures and voice notes that a track names: where it does, which of them are there, and which are missing."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from curriculum.errors import Problem
from curriculum.media import MediaFile, kind_of, read_media, too_large
from curriculum.reading import Draft, read_draft
from curriculum.track import Track
from curriculum.writing import Unsuitable
from curriculum.written import Place, place

if TYPE_CHECKING:
    from storage.database import Unit
    from storage.tracks import Publication


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a track file of what it names, and every problem with that."""

    files: Sequence[MediaFile]
    problems: Sequence[Problem]


def named(draft: Draft) -> list[tuple[str, Place]]:
    """Every file that a day names, and where."""
    return [
        (day.media, place(draft.written, ("days", index, "media")))
        for index, day in enumerate(draft.track.days)
        if day.media is not None
    ]


def missing(text: str, there: Container[str]) -> list[Problem]:
    """A problem for each place where a file is named that is not there, for an admin in the chat."""
    return [
        at.problem(f"send the file {name} to me first, as a file; then send this track again")
        for name, at in named(read_draft(text))
        if name not in there
    ]


async def found(unit: "Unit", track: Track, *, admin: int) -> dict[str, str]:
    """The digests of the files that this track names, as far as they are there for this admin."""
    names = {day.media for day in track.days if day.media is not None}
    if not names:
        return {}
    newest = await unit.tracks.newest(track.slug)
    return await unit.media.found(names, admin=admin, newest=None if newest is None else newest.ref)


def beside(file: Path, draft: Draft) -> Beside:
    """The files that a track names, looked for in its own folder."""
    files: dict[str, MediaFile] = {}
    problems = []
    for name, at in named(draft):
        try:
            files[name] = _read(file.with_name(name))
        except Unsuitable as unsuitable:
            problems += [at.problem(f"the file {name} {says}") for says in unsuitable.args]
        except OSError as error:
            problems.append(at.problem(f"the file {name} beside this one cannot be read: {error.strerror}"))
    return Beside(list(files.values()), problems)


async def publish(
    unit: "Unit", text: str, *, media: dict[str, str], by: int | None, now: datetime, mends: int | None = None
) -> "Publication":
    """Makes a track the newest version, which means these files, by digest, by the names it calls them. `mends`: the version
    of which it is another wording.
    """
    publication = await unit.tracks.publish(text, by=by, now=now, media=media, mends=mends)
    if publication.is_new:
        await unit.media.bind(publication.ref, media)
    return publication


def _read(file: Path) -> MediaFile:
    """The file; one that is too large is not read."""
    kind = kind_of(file.name)
    if kind is not None and (complaint := too_large(kind, file.stat().st_size)) is not None:
        raise Unsuitable(complaint)
    return read_media(file.name, file.read_bytes())
