"""What an author or admin can do: have a track file checked, look through it, publish it. Knows no Telegram."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from bot import track_media, versions
from bot.clock import Clock
from bot.second_reader import NeedsReading, SecondReader
from curriculum.allowed import Allowed, as_its_author_reads_it
from curriculum.enrolment import TrackRef
from curriculum.errors import CurriculumError, Problem
from curriculum.lint.editor import findings
from curriculum.lint.finding import Finding
from curriculum.media import MediaFile
from curriculum.reading import read_track
from curriculum.track import Track
from storage.chain import Result
from storage.database import Database, Unit
from storage.tracks import Publication, PublishedTrack


class NoDraft(CurriculumError):
    """There is no such draft, or it was sent by somebody else."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A track file without problems, ready to be looked through at `day` and published; the editor's findings, if
    there are any, hold up nothing. `mends`: the newest version, when this is no more than another wording of it.
    """

    token: str
    track: Track
    day: Allowed
    findings: Sequence[Finding]
    mends: TrackRef | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the editor found in a draft."""

    track: Track
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Refused:
    """A track file with problems; all of them."""

    file: str
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class Published:
    """A track is published, or was so already word for word. `wording`: for people under way as well. `retired`: nobody new
    can start it all the same.
    """

    publication: Publication
    track: Track
    wording: bool = False
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file that no day can bring, and everything that is wrong with it."""

    file: str
    problems: Sequence[str]


Upload = str | Refused | MediaFile | Unusable
"""What an admin sent: the text of a track that reads without problems, a picture or voice note, or what is wrong."""


class Publishing:
    """An admin's use cases. Who may call them is checked by the caller, every time."""

    def __init__(self, now: Clock, second_reader: SecondReader) -> None:
        self._now = now
        self._second_reader = second_reader

    async def take_in(self, unit: Unit, file: MediaFile, *, admin: int) -> None:
        """Keeps a picture or voice note for the tracks this admin publishes; the newest of a name counts."""
        await unit.media.take_in(file, admin=admin, now=self._now())

    async def take(self, unit: Unit, text: str, *, file: str, admin: int) -> Preview | Refused:
        """Keeps a track that was read without problems as a draft, once the files it names are there. Raises
        `TrackInvalid`.
        """
        track = read_track(text)
        media = await track_media.found(unit, track, admin=admin)
        if problems := track_media.missing(text, media):
            return Refused(file, problems)
        token = await unit.tracks.keep_draft(text, admin=admin, now=self._now())
        mended = await versions.mends(unit, track, media)
        return Preview(token, track, as_its_author_reads_it(track, 1), await _found(text), mended)

    async def drop(self, unit: Unit, token: str, *, admin: int) -> None:
        """Lets go of a draft that was taken to be published at once, and was not."""
        await unit.tracks.drop_draft(token, admin=admin)

    async def mends(self, unit: Unit, track: Track, *, admin: int) -> TrackRef | None:
        """The newest version, when this track with the files it names is no more than another wording of it."""
        return await versions.mends(unit, track, await track_media.found(unit, track, admin=admin))

    async def look_at(self, unit: Unit, token: str, day: int, *, admin: int) -> Preview:
        """One day of a draft. Raises `NoDraft`."""
        text = await _draft(unit, token, admin)
        track = read_track(text)
        number = min(max(day, 1), len(track.days))
        mended = await self.mends(unit, track, admin=admin)
        return Preview(token, track, as_its_author_reads_it(track, number), await _found(text), mended)

    async def review(self, unit: Unit, token: str, *, admin: int) -> Reviewed:
        """What the editor found in a draft. Raises `NoDraft`."""
        text = await _draft(unit, token, admin)
        return Reviewed(read_track(text), await _found(text))

    async def slug_of(self, unit: Unit, token: str, *, admin: int) -> str:
        """By which name a draft would be published. Raises `NoDraft`."""
        return read_track(await _draft(unit, token, admin)).slug

    async def to_be_read(self, unit: Unit, token: str, *, admin: int) -> tuple[str, dict[str, str]]:
        """The text of a draft, and the digests of the files that it names. Raises `NoDraft`."""
        text = await _draft(unit, token, admin)
        return text, await track_media.found(unit, read_track(text), admin=admin)

    async def needs_reading(self, unit: Unit, token: str, *, admin: int) -> bool:
        """Whether another has to read this draft before it is published. Raises `NoDraft`."""
        text, media = await self.to_be_read(unit, token, admin=admin)
        return await self._second_reader.is_missing(unit, token, text, media)

    async def publish(
        self, unit: Unit, token: str, *, admin: int, wording: bool = False, after: int | None = None
    ) -> Published | Refused:
        """The draft becomes the newest version, with the files it names as they are now. Nobody under way is changed, unless
        it is only `wording`, beside the version `after`: then they get what is still to come in its words. Raises `NoDraft`,
        `MoreThanWording`, `Overtaken`, and `NeedsReading` where another has to read it first.
        """
        text, media = await self.to_be_read(unit, token, admin=admin)
        track = read_track(text)
        if await self._second_reader.is_missing(unit, token, text, media):
            raise NeedsReading
        if problems := track_media.missing(text, media):
            return Refused(f"{track.slug}.yaml", problems)
        publication = await versions.publish(
            unit, text, media=media, by=admin, now=self._now, wording=wording, after=after
        )
        listing = await unit.versions.listing(track.slug)
        return Published(publication, track, wording=wording, retired=listing.retired)

    async def on_offer(self, unit: Unit) -> list[PublishedTrack]:
        """What people can start."""
        return await unit.tracks.on_offer()


def shipped_tracks() -> list[str]:
    """The texts of the tracks that come with the program."""
    folder = files("curriculum") / "tracks"
    named = {file.name.removesuffix(".yaml"): file for file in folder.iterdir() if file.name.endswith(".yaml")}
    shipped = [named[name] for name in sorted(named)]
    return [file.read_text(encoding="utf-8") for file in shipped]


async def publish_shipped(database: Database, now: Clock) -> list[Publication]:
    """Publishes the shipped tracks of which there is no version yet; gives those that are new."""
    async with database.unit() as unit:
        published = [
            await unit.tracks.publish(text, by=None, now=now())
            for text in shipped_tracks()
            if await unit.tracks.newest(read_track(text).slug) is None
        ]
        for one in published:
            await unit.admin_acts.record(None, "publish", about=one.ref.told, result=Result.DONE, now=now())
        return published


async def _found(text: str) -> Sequence[Finding]:
    """What the editor finds. Off the event loop, though the text of an upload is in mind already."""
    return await asyncio.to_thread(findings, text)


async def _draft(unit: Unit, token: str, admin: int) -> str:
    text = await unit.tracks.draft(token, admin=admin)
    if text is None:
        raise NoDraft
    return text
