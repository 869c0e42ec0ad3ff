"""How somebody comes to a track: agree, choose a track, an hour and a zone; and how hour and zone are changed later."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Final

from bot.asked import (
    AskCity,
    AskClock,
    Asked,
    AskHour,
    AskZone,
    ChooseTrack,
    CityUnclear,
    Enrolled,
    NoZoneThere,
    OnTheWay,
    TimeChanged,
    Welcome,
    WhichCity,
    WhichZone,
)
from bot.calling_back import call_back
from bot.clock import Clock
from bot.places import Cities, from_location, from_wall_clock, zones_of
from bot.question import Question, Step
from bot.rights import Rights
from curriculum import gate, journey
from curriculum.enrolment import DAILY, Enrolment, Standing
from curriculum.errors import CurriculumError, NotUnderWay
from curriculum.hours import parse_hour
from storage.database import Unit
from storage.people import Person
from storage.tracks import PublishedTrack

_TOO_SHORT_TO_BE_SURE: Final = 3
"""Somebody who writes "no" or "bad" does not mean the city of that name."""


class NoTracks(CurriculumError):
    """Nothing is on offer."""


class NothingAsked(CurriculumError):
    """A button was tapped whose question is not open any more."""


class NotOnOffer(CurriculumError):
    """The track that somebody was about to start has been retired meanwhile."""


class NotAgreed(CurriculumError):
    """Somebody who has not agreed cannot start."""


class Enrolling:
    """The way to a track. Every method takes the transaction and the person, and says what to ask or tell next."""

    def __init__(self, cities: Cities, now: Clock, *, rights: Rights) -> None:
        self._cities = cities
        self._now = now
        self._rights = rights

    async def start(self, unit: Unit, person: Person, slug: str | None) -> Welcome | ChooseTrack | AskHour | OnTheWay:
        """`/start`, perhaps through a link that names a track. Raises `NoTracks`."""
        enrolment = await unit.enrolments.open_of(person.id)
        if enrolment is not None:
            return await self._on_the_way(unit, person, enrolment)
        chosen = await self._chosen(unit, slug)
        if person.agreed_at is None:
            await _ask(unit, person, Question(Step.AGREE, chosen))
            return Welcome(chosen)
        return await self._first_question(unit, person, chosen)

    async def agree(self, unit: Unit, person: Person, slug: str | None) -> ChooseTrack | AskHour | OnTheWay:
        """The person is an adult and agrees."""
        enrolment = await unit.enrolments.open_of(person.id)
        if enrolment is not None:
            return await self._on_the_way(unit, person, enrolment)
        if person.agreed_at is None:
            await unit.people.agree(person.id, self._now())
        return await self._first_question(unit, person, await self._chosen(unit, slug))

    async def choose_track(self, unit: Unit, person: Person, slug: str) -> AskHour | ChooseTrack:
        """The person chose a track. Raises `NothingAsked` when that question is closed."""
        if person.agreed_at is None:
            raise NotAgreed
        if await unit.enrolments.open_of(person.id) is not None:
            raise NothingAsked
        return await self._track_or_hour(unit, person, await self._chosen(unit, slug))

    async def ask_for_hour(self, unit: Unit, person: Person) -> AskHour:
        """The person wants another hour. Raises `NotUnderWay`."""
        await _walk_of(unit, person)
        await _ask(unit, person, Question(Step.HOUR))
        return AskHour(None)

    async def ask_for_zone(self, unit: Unit, person: Person) -> AskZone:
        """The person wants another zone. Raises `NotUnderWay`."""
        await _walk_of(unit, person)
        await _ask(unit, person, Question(Step.ZONE))
        return AskZone(None)

    async def choose_hour(self, unit: Unit, person: Person, hour: time) -> AskZone | TimeChanged:
        """The person chose an hour. Raises `NothingAsked` when that question is closed."""
        question = _question(person, {Step.HOUR, Step.ZONE, Step.CLOCK})
        if question.track is None:
            if question.step is not Step.HOUR:
                raise NothingAsked
            return await self._change(unit, person, hour=hour)
        await _ask(unit, person, Question(Step.ZONE, question.track, hour))
        return AskZone(hour)

    async def choose_zone(self, unit: Unit, person: Person, zone: str) -> Enrolled | TimeChanged:
        """The person chose a zone. Raises `NothingAsked` when that question is closed, `UnknownZone`, `NotOnOffer`."""
        question = _question(person, {Step.ZONE, Step.CLOCK})
        if question.track is None:
            return await self._change(unit, person, zone=zone)
        return await self._enrol(unit, person, question, zone)

    async def tell(self, unit: Unit, person: Person, question: Question, text: str) -> Asked:
        """The person typed an answer to the open question."""
        match question.step:
            case Step.AGREE:
                return Welcome(question.track, again=True)
            case Step.TRACK:
                return await self._told_track(unit, person, text)
            case Step.HOUR:
                hour = parse_hour(text)
                if hour is None:
                    return AskHour(None, unclear=True)
                return await self.choose_hour(unit, person, hour)
            case Step.ZONE:
                return await self._told_place(unit, person, text)
            case Step.CLOCK:
                return await self._told_clock(unit, person, question, text)
            case Step.PAIR | Step.GAIN | Step.SOFT_START | Step.PAUSE | Step.PARTNER:
                raise NothingAsked  # other routes have it

    async def shared_location(
        self, unit: Unit, person: Person, latitude: float, longitude: float
    ) -> Enrolled | TimeChanged | NoZoneThere:
        """The person shared where they are; only the zone is kept. Raises `NothingAsked`."""
        _question(person, {Step.ZONE, Step.CLOCK})
        zone = from_location(latitude, longitude)
        if zone is None:
            return NoZoneThere()
        return await self.choose_zone(unit, person, zone)

    async def ask_otherwise(self, unit: Unit, person: Person) -> AskCity:
        """Sharing a location does not work here. Raises `NothingAsked`."""
        _question(person, {Step.ZONE, Step.CLOCK})
        return AskCity()

    async def ask_for_clock(self, unit: Unit, person: Person) -> AskClock:
        """The person would rather say what time it is. Raises `NothingAsked`."""
        question = _question(person, {Step.ZONE, Step.CLOCK})
        await _ask(unit, person, replace(question, step=Step.CLOCK))
        return AskClock()

    async def _told_track(self, unit: Unit, person: Person, text: str) -> AskHour | ChooseTrack:
        tracks = await unit.tracks.on_offer()
        named = [one for one in tracks if text.strip().casefold() in (one.ref.slug, one.track.title.casefold())]
        if len(named) != 1:
            return await self._choice(unit, person, tracks)
        return await self._track_or_hour(unit, person, named[0].ref.slug)

    async def _told_place(
        self, unit: Unit, person: Person, text: str
    ) -> Enrolled | TimeChanged | WhichCity | WhichZone | CityUnclear | AskClock:
        told = parse_hour(text)
        if told is not None and any(sign.isdigit() for sign in text):
            choices = from_wall_clock(told, self._now())
            return WhichZone(choices) if choices else AskClock(unclear=True)
        cities = self._cities.find(text)
        if not cities:
            return CityUnclear(self._cities.near(text))
        if len(text.strip()) <= _TOO_SHORT_TO_BE_SURE:
            return CityUnclear(cities)
        zones = zones_of(cities)
        if len(zones) > 1:
            return WhichCity(cities)
        return await self.choose_zone(unit, person, zones[0])

    async def _told_clock(
        self, unit: Unit, person: Person, question: Question, text: str
    ) -> Enrolled | TimeChanged | AskClock | WhichZone | WhichCity:
        told = parse_hour(text)
        if told is None:
            place = await self._told_place(unit, person, text)
            return AskClock(unclear=True) if isinstance(place, CityUnclear) else place
        choices = from_wall_clock(told, self._now())
        if not choices:
            return AskClock(unclear=True)
        return WhichZone(choices)

    async def _chosen(self, unit: Unit, slug: str | None) -> str | None:
        """The track that need not be asked for: the one a link named, or the only one. Raises `NoTracks`."""
        tracks = await unit.tracks.on_offer()
        if not tracks:
            raise NoTracks
        if len(tracks) == 1:
            return tracks[0].ref.slug
        return slug if slug in {one.ref.slug for one in tracks} else None

    async def _first_question(self, unit: Unit, person: Person, slug: str | None) -> ChooseTrack | AskHour:
        """What somebody who agreed is asked first. Where no track is to be chosen, the pattern check is offered here."""
        asked = await self._track_or_hour(unit, person, slug)
        if isinstance(asked, ChooseTrack):
            return asked
        return replace(asked, offers_check=await _is_new_to_the_check(unit, person))

    async def _track_or_hour(self, unit: Unit, person: Person, slug: str | None) -> ChooseTrack | AskHour:
        if slug is None:
            await _ask(unit, person, Question(Step.TRACK))
            return await self._choice(unit, person, await unit.tracks.on_offer())
        published = await unit.tracks.startable(slug)
        if published is None:
            raise NothingAsked
        await _ask(unit, person, Question(Step.HOUR, slug))
        return AskHour(published.track)

    async def _choice(self, unit: Unit, person: Person, tracks: Sequence[PublishedTrack]) -> ChooseTrack:
        walked = await unit.enrolments.walked_by(person.id)
        return ChooseTrack(_theirs_first(tracks, person), await _is_new_to_the_check(unit, person), walked)

    async def walk_of(self, unit: Unit, person: Person) -> Enrolment:
        """The walk this person is on. Raises `NotUnderWay`."""
        return await _walk_of(unit, person)

    async def offered(self, unit: Unit, person: Person) -> Sequence[PublishedTrack]:
        """What is on offer, in the person's own language first."""
        return _theirs_first(await unit.tracks.on_offer(), person)

    async def follow(
        self, unit: Unit, person: Person, earlier: Enrolment, published: PublishedTrack, *, every: int = DAILY
    ) -> Enrolment:
        """A walk along this track follows the earlier one, which is over, at the same hour and place, `every` so many days."""
        enrolled = await self._begin(
            unit,
            person,
            published,
            earlier,
            hour=earlier.hour,
            zone=earlier.zone,
            reminded=earlier.reminded,
            every=every,
        )
        return enrolled.enrolment

    async def _on_the_way(self, unit: Unit, person: Person, enrolment: Enrolment) -> OnTheWay:
        track = await unit.tracks.get(enrolment.track)
        if enrolment.standing is not Standing.UNREACHABLE:
            return OnTheWay(enrolment, track, resumed=False)
        back = journey.resume(enrolment, self._now())
        await unit.enrolments.save(enrolment, back)
        return OnTheWay(back, track, resumed=True)

    async def _enrol(self, unit: Unit, person: Person, question: Question, zone: str) -> Enrolled:
        if question.hour is None or question.track is None:
            raise NothingAsked
        published = await unit.tracks.startable(question.track)
        if published is None:
            raise NotOnOffer
        earlier = await unit.enrolments.last_of(person.id)
        return await self._begin(unit, person, published, earlier, hour=question.hour, zone=zone)

    async def begin_again(self, unit: Unit, person: Person) -> Enrolled:
        """The person leaves their walk and begins its track anew, at the same hour and place. Raises `NotUnderWay`, `NotOnOffer`."""
        before = await _walk_of(unit, person)
        published = await unit.tracks.startable(before.track.slug)
        if published is None:
            raise NotOnOffer
        await unit.enrolments.save(before, journey.stop(before, self._now()))
        await call_back(unit, before, "stopped")
        again = await self.follow(unit, person, before, published, every=before.every)
        return Enrolled(again, published.track, gate.is_due(person.classed, self._now()))

    async def _begin(
        self,
        unit: Unit,
        person: Person,
        published: PublishedTrack,
        earlier: Enrolment | None,
        *,
        hour: time,
        zone: str,
        reminded: bool = False,
        every: int = DAILY,
    ) -> Enrolled:
        enrolment = journey.start(
            id=unit.fresh.id(),
            person=person.id,
            track=published.ref,
            hour=hour,
            zone=zone,
            now=self._now(),
            last_nudge_at=None if earlier is None else await self._last_nudge_at(unit, earlier),
            held=person.is_held,
            length=published.track.length,
            every=every,
        )
        tries_out = await self._rights.scopes_of(unit, person.telegram_id)
        await unit.enrolments.add(replace(enrolment, reminded=reminded), counted=every == DAILY and not tries_out)
        await _ask(unit, person, None)
        return Enrolled(enrolment, published.track, gate.is_due(person.classed, self._now()))

    async def _last_nudge_at(self, unit: Unit, earlier: Enrolment) -> datetime | None:
        """When the last nudge of an earlier walk came; one that is still on its way comes now."""
        unsettled = await unit.nudges.unsettled(earlier.id)
        is_on_its_way = any(not nudge.kind.is_beside for nudge in unsettled)
        return self._now() if is_on_its_way else earlier.last_nudge_at

    async def _change(
        self, unit: Unit, person: Person, *, hour: time | None = None, zone: str | None = None
    ) -> TimeChanged:
        before = await _walk_of(unit, person)
        after = journey.change_time(before, self._now(), hour=hour, zone=zone)
        await unit.enrolments.save(before, after)
        await _ask(unit, person, None)
        return TimeChanged(after, journey.upcoming(after))


def _theirs_first(tracks: Sequence[PublishedTrack], person: Person) -> list[PublishedTrack]:
    """Those in the person's own language, then the others, those of one language together."""
    return sorted(tracks, key=lambda one: (not one.track.is_in(person.language), one.track.language))


async def _is_new_to_the_check(unit: Unit, person: Person) -> bool:
    return await unit.patterns.newest_token(person.id) is None


async def _walk_of(unit: Unit, person: Person) -> Enrolment:
    enrolment = await unit.enrolments.open_of(person.id)
    if enrolment is None:
        raise NotUnderWay
    return enrolment


async def _ask(unit: Unit, person: Person, question: Question | None) -> None:
    await unit.people.ask(person.id, None if question is None else question.kept())


def _question(person: Person, steps: set[Step]) -> Question:
    question = Question.read(person.asked)
    if question is None or question.step not in steps:
        raise NothingAsked
    return question
