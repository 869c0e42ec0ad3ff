"""What can be done with the versions of a track: looked through, compared, mended, rolled back, retired, offered. Knows no
Telegram.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot import track_media
from bot.clock import Clock
from curriculum.changes import Change, changes, is_wording_only
from curriculum.enrolment import TrackRef
from curriculum.errors import CurriculumError
from curriculum.reading import read_track
from curriculum.track import Track

if TYPE_CHECKING:
    from storage.database import Unit
    from storage.tracks import Publication
    from storage.versions import Listing, Mended, Version


class NoSuchVersion(CurriculumError):
    """There is no such version of any track."""


class MoreThanWording(CurriculumError):
    """What is to take another version's place for people under way differs from it in more than wording."""


class Overtaken(CurriculumError):
    """Another version was published since it was asked."""


@dataclass(frozen=True, slots=True)
class History:
    """A track: how it stands, its versions, the newest first, and which of them mend the one before."""

    listing: "Listing"
    versions: "Sequence[Version]"
    mended: "Mended"

    @property
    def newest(self) -> "Version":
        """The version that whoever starts gets, unless the track is retired."""
        return self.versions[0]

    @property
    def offered(self) -> int | None:
        """The version that people on earlier ones are asked about, for as long as the newest is that one in other words, and
        the track is not retired.
        """
        number = self.listing.offered
        if number is None or self.listing.retired:
            return None
        return number if self.mended.words_for(TrackRef(self.listing.slug, number)) == self.newest.ref else None

    @property
    def may_be_offered(self) -> bool:
        """Whether somebody could be on a version whose words are not the newest, and is not asked about it yet."""
        oldest = self.versions[-1].ref
        open_to_it = not self.listing.retired and self.offered is None
        return open_to_it and self.mended.words_for(oldest) != self.newest.ref

    def version(self, number: int) -> "Version":
        """The version of this number. Raises `NoSuchVersion`."""
        for version in self.versions:
            if version.ref.number == number:
                return version
        raise NoSuchVersion

    def same_as(self, version: "Version") -> int | None:
        """The number of an earlier version that says the very same, as after a roll-back."""
        earlier = [one for one in self.versions if one.ref.number < version.ref.number]
        return next((one.ref.number for one in earlier if one.content == version.content), None)


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two versions, by what each is called."""

    before: str
    after: str
    changes: Sequence[Change]

    @property
    def is_wording_only(self) -> bool:
        """Whether something differs, and nothing but wording."""
        return bool(self.changes) and is_wording_only(self.changes)


class Versioning:
    """Use cases of authors and of the operator. Who may call them is checked by the caller, every time."""

    def __init__(self, now: Clock) -> None:
        self._now = now

    async def all(self, unit: "Unit") -> list[History]:
        """Every track, the oldest first."""
        return [await self.of(unit, slug) for slug in await unit.versions.slugs()]

    async def of(self, unit: "Unit", slug: str) -> History:
        """One track. Raises `NoSuchVersion` when there is none of this name."""
        versions = await unit.versions.all_of(slug)
        if not versions:
            raise NoSuchVersion
        return History(await unit.versions.listing(slug), versions, await unit.versions.mended())

    async def difference(self, unit: "Unit", before: TrackRef, after: TrackRef) -> Difference:
        """What differs between two published versions, of one track or of two. Raises `NoSuchVersion`."""
        texts = [(await self.of(unit, ref.slug)).version(ref.number).text for ref in (before, after)]
        earlier, later = [read_track(text) for text in texts]
        files, files_after = [await unit.media.bound(ref) for ref in (before, after)]
        return Difference(before.told, after.told, changes(earlier, later, files=files, files_after=files_after))

    async def roll_back(
        self, unit: "Unit", to: TrackRef, *, by: int | None, wording: bool = False, after: int | None = None
    ) -> "Publication":
        """What an older version says, with its files, becomes the newest version; with `wording` it also takes the newest's
        place for people under way. `after` is the newest version that was there when it was asked. Raises `NoSuchVersion`,
        `MoreThanWording`, `Overtaken`.
        """
        await unit.tracks.hold(to.slug)
        history = await self.of(unit, to.slug)
        if after not in (None, history.newest.ref.number):
            raise Overtaken
        text, media = history.version(to.number).text, await unit.media.bound(to)
        return await publish(unit, text, media=media, by=by, now=self._now, wording=wording)

    async def retire(self, unit: "Unit", slug: str, *, retired: bool = True) -> bool:
        """Nobody new can start the track any more, or can again; who is under way goes on. Whether that is new. Raises
        `NoSuchVersion`.
        """
        await unit.tracks.hold(slug)
        history = await self.of(unit, slug)
        if history.listing.retired is retired:
            return False
        await unit.versions.put(replace(history.listing, retired=retired))
        return True

    async def offer(self, unit: "Unit", slug: str, *, after: int | None = None) -> int | None:
        """Who is on an earlier version is asked once whether they want to move to the newest; gives its number, or None when
        nobody could want to. `after` is the newest version that was there when it was asked. Raises `NoSuchVersion`,
        `Overtaken`.
        """
        await unit.tracks.hold(slug)
        history = await self.of(unit, slug)
        number = history.newest.ref.number
        if after not in (None, number):
            raise Overtaken
        if not history.may_be_offered:
            return None
        await unit.versions.put(replace(history.listing, offered=number))
        return number


async def mends(unit: "Unit", track: Track, media: Mapping[str, str]) -> TrackRef | None:
    """The newest version, when this track with these files is no more than another wording of it."""
    beside = await _beside_newest(unit, track, media)
    return None if beside is None or not beside[1] or not is_wording_only(beside[1]) else beside[0]


async def publish(
    unit: "Unit",
    text: str,
    *,
    media: dict[str, str],
    by: int | None,
    now: Clock,
    wording: bool = False,
    after: int | None = None,
) -> "Publication":
    """Makes a track with these files the newest version. With `wording` people under way get what is still to come in its
    words; otherwise nobody under way is changed. `after` is the version that it was compared with when it was asked. Raises
    `TrackInvalid`, `MoreThanWording`, `Overtaken` when that is no longer the newest.
    """
    if not wording:
        return await track_media.publish(unit, text, media=media, by=by, now=now())
    track = read_track(text)
    await unit.tracks.hold(track.slug)
    beside = await _beside_newest(unit, track, media)
    if beside is not None and after not in (None, beside[0].number):
        raise Overtaken
    if beside is None or not is_wording_only(beside[1]):
        raise MoreThanWording
    return await track_media.publish(unit, text, media=media, by=by, now=now(), mends=beside[0].number)


async def _beside_newest(
    unit: "Unit", track: Track, media: Mapping[str, str]
) -> tuple[TrackRef, Sequence[Change]] | None:
    """The newest version of a track, and how this one differs from it."""
    newest = await unit.tracks.newest(track.slug)
    if newest is None:
        return None
    bound = await unit.media.bound(newest.ref)
    return newest.ref, changes(newest.track, track, files=bound, files_after=media)
