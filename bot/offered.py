"""A newer version that people under way may move to: they are asked once, with an answer they get anyway."""

from dataclasses import dataclass

from bot.enrolling import NothingAsked
from curriculum import journey
from curriculum.enrolment import Enrolment, TrackRef
from curriculum.errors import NotUnderWay
from storage.database import Unit
from storage.people import Person


@dataclass(frozen=True, slots=True)
class MovedOn:
    """What is still to come, comes from the newer version. `already`: it did before."""

    enrolment: Enrolment
    already: bool


@dataclass(frozen=True, slots=True)
class Lapsed:
    """That version is not offered any more, or has no day left for them; the walk stays as it is."""


async def offer_to(unit: Unit, walk: Enrolment) -> int | None:
    """The version that whoever walks there is to be asked about, once: from now on they have been. None when there is none,
    or nothing of it would come to them.
    """
    number = await _on_offer(unit, walk.track.slug)
    if number is None or not walk.standing.is_open:
        return None
    told_in = (await unit.versions.mended()).words_for(walk.track)
    if told_in.number >= number or (await unit.enrolments.offered(walk.id) or 0) >= number:
        return None
    if walk.place >= min(walk.length, await _length(unit, walk, number)):
        return None
    await unit.enrolments.was_offered(walk.id, number)
    return number


async def take(unit: Unit, person: Person, number: int) -> MovedOn | Lapsed:
    """The person wants what is still to come from the version they were asked about. Their place and the days that came stay
    as they are. Raises `NotUnderWay`, `NothingAsked` when they were not asked about this one.
    """
    walk = await asked_about(unit, person, number)
    if walk.track.number >= number:
        return MovedOn(walk, already=True)
    if await _on_offer(unit, walk.track.slug) != number:
        return Lapsed()
    length = await _length(unit, walk, number)
    if walk.place >= min(walk.length, length):
        return Lapsed()  # the last day was the last: what closes the walk may be on its way
    moved = journey.move(walk, number, length=length)
    await unit.enrolments.move(walk, moved)
    return MovedOn(moved, already=False)


async def asked_about(unit: Unit, person: Person, number: int) -> Enrolment:
    """The walk on which the person was asked about this version. Raises `NotUnderWay`, `NothingAsked` when they were not."""
    walk = await unit.enrolments.open_of(person.id)
    if walk is None:
        raise NotUnderWay
    if await unit.enrolments.offered(walk.id) != number:
        raise NothingAsked
    return walk


async def _length(unit: Unit, walk: Enrolment, number: int) -> int:
    return (await unit.tracks.get(TrackRef(walk.track.slug, number))).length


async def _on_offer(unit: Unit, slug: str) -> int | None:
    listing = await unit.versions.listing(slug)
    if listing.offered is None or listing.retired:
        return None
    newest = await unit.tracks.newest(slug)
    told_in = (await unit.versions.mended()).words_for(TrackRef(slug, listing.offered))
    return listing.offered if newest is not None and told_in == newest.ref else None
