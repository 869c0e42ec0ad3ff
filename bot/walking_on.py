"""What comes after a track, or in place of it: another one at the same hour, the same one once a week, or nothing more. Knows no Telegram."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.calling_back import call_back
from bot.calm import returning
from bot.clock import Clock
from bot.enrolling import Enrolling, NotOnOffer
from bot.practice import NotYours, tapped_under
from curriculum import journey
from curriculum.enrolment import WEEKLY, Enrolment
from curriculum.track import Track
from storage.database import Unit
from storage.people import Person
from storage.tracks import PublishedTrack


@dataclass(frozen=True, slots=True)
class OtherTracks:
    """The person, who is on this track, may change to one of these; `walked` are the short names of those they were on before."""

    of: Track
    enrolment: Enrolment
    others: Sequence[PublishedTrack]
    walked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Changed:
    """The person is on another track, at the hour and place they had."""

    enrolment: Enrolment
    track: Track


class WalkingOn:
    """The use cases. Every method takes the transaction and the person."""

    def __init__(self, enrolling: Enrolling, now: Clock) -> None:
        self._enrolling = enrolling
        self._now = now

    async def others(self, unit: Unit, person: Person) -> OtherTracks:
        """What somebody under way could walk in place of their track, which may be that one every day again. Raises `NotUnderWay`."""
        walk = await self._enrolling.walk_of(unit, person)
        there = await self._enrolling.offered(unit, person)
        others = [one for one in there if walk.is_weekly or one.ref.slug != walk.track.slug]
        return OtherTracks(await unit.tracks.get(walk.track), walk, others, await unit.enrolments.walked_by(person.id))

    async def change(self, unit: Unit, person: Person, slug: str) -> Changed:
        """The person leaves the track they are on and begins this one, with nothing asked again. Raises `NotUnderWay`,
        `NotOnOffer`.
        """
        before = await self._enrolling.walk_of(unit, person)
        published = await unit.tracks.startable(slug)
        if published is None:
            raise NotOnOffer
        if slug == before.track.slug and not before.is_weekly:
            raise NotYours
        returns = await returning.standing_of(unit, before)
        await unit.enrolments.save(before, journey.stop(before, self._now()))
        await call_back(unit, before, "stopped")
        after = await self._enrolling.follow(unit, person, before, published)
        await returning.carry_over(unit, returns, after)
        return Changed(after, published.track)

    async def keep(self, unit: Unit, person: Person, token: str) -> Changed:
        """The track at whose end the person tapped comes once more from its first day, a day a week, at the hour and place of
        their last walk. The token is theirs, or of the nudge there. Raises `NotYours`, `NotOnOffer`.
        """
        nudge = await unit.nudges.with_token(token)
        earlier = await unit.enrolments.last_of(person.id)
        if earlier is None or earlier.standing.is_open:
            raise NotYours
        published = await unit.tracks.startable((nudge or earlier).track.slug)
        if published is None:
            raise NotOnOffer
        again = await self._enrolling.follow(unit, person, earlier, published, every=WEEKLY)
        return Changed(again, published.track)

    async def tapped(self, unit: Unit, person: Person, token: str) -> None:
        """The person tapped under the end of a track, which has arrived then, or under a message of theirs. Raises `NotYours`."""
        await tapped_under(unit, person, token, self._now())
