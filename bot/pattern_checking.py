"""The pattern check as somebody goes through it: begun, gone on with, left, looked at again, erased. Knows no Telegram."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.enrolling import NotAgreed
from bot.practice import NotYours
from curriculum.enrolment import Standing, TrackRef
from curriculum.pattern.comparison import Compared, compare
from curriculum.pattern.items import Answer, numbered
from curriculum.pattern.profile import Profile, needs_other_help, profile
from storage.database import Unit
from storage.patterns import PatternCheck
from storage.people import Person
from storage.tracks import PublishedTrack


@dataclass(frozen=True, slots=True)
class Introduced:
    """Nothing is answered yet: what it is about is told first."""

    check: PatternCheck


@dataclass(frozen=True, slots=True)
class Asking:
    """This item is to be answered, or answered anew."""

    check: PatternCheck
    number: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A finished check: what it says, the track it suggests, the walk the person is on, the other tracks on offer, and
    how the answers moved since the first time, if there was one.
    """

    check: PatternCheck
    profile: Profile
    track: PublishedTrack | None
    walk: TrackRef | None
    others: int
    compared: Sequence[Compared]


@dataclass(frozen=True, slots=True)
class Completed:
    """The last item was answered just now. `asks`: the private questions are offered with it."""

    seen: Seen
    asks: bool


@dataclass(frozen=True, slots=True)
class Left:
    """The check was left before its end. What was answered is kept, to go on with."""

    check: PatternCheck
    walk: TrackRef | None


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """Erasing is asked once."""

    check: PatternCheck


@dataclass(frozen=True, slots=True)
class Erased:
    """Nothing of the person's pattern checks is kept any more."""

    walk: TrackRef | None


Checked = Introduced | Asking | Seen | Completed | Left | ErasureAsked | Erased


class PatternChecking:
    """A person's use cases around the pattern check. A token is that of one taking; each raises `NotYours` for another
    person's, and for one that is erased.
    """

    def __init__(self, now: Clock) -> None:
        self._now = now

    async def begin(self, unit: Unit, person: Person) -> Introduced | Asking | Completed | Seen:
        """The person asks for the check: it begins or goes on, and one that is finished is shown. Raises `NotAgreed`."""
        if person.agreed_at is None:
            raise NotAgreed
        under_way = await unit.patterns.under_way(person.id)
        finished = await unit.patterns.newest_finished(person.id)
        if finished is not None and (under_way is None or not under_way.answers.given):
            return await self._seen(unit, person, finished)
        return await self._begun(unit, person)

    async def again(self, unit: Unit, person: Person, token: str) -> Introduced | Asking | Completed:
        """The person takes it once more; what they said before stays beside it."""
        await self._own(unit, person, token)
        return await self._begun(unit, person)

    async def go_on(self, unit: Unit, person: Person, token: str) -> Asking | Completed | Seen:
        """The first item that is still to be answered."""
        check = await self._own(unit, person, token)
        return await (self._seen if check.finished_at else self._onward)(unit, person, check)

    async def look_at(self, unit: Unit, person: Person, token: str, number: int) -> Asking | Seen:
        """The person wants to see an item again, perhaps to answer otherwise."""
        check = await self._own(unit, person, token)
        return await self._seen(unit, person, check) if check.finished_at else Asking(check, number)

    async def answer(
        self, unit: Unit, person: Person, token: str, number: int, answer: Answer
    ) -> Asking | Completed | Seen:
        """The person answers an item. What is finished stays as it is."""
        check = await self._own(unit, person, token)
        if check.finished_at:
            return await self._seen(unit, person, check)
        return await self._onward(unit, person, await unit.patterns.answer(check, numbered(number), answer))

    async def leave(self, unit: Unit, person: Person, token: str) -> Left | Seen:
        """The person stops here, or keeps what they nearly erased."""
        check = await self._own(unit, person, token)
        if check.finished_at:
            return await self._seen(unit, person, check)
        return Left(check, await _walk_of(unit, person))

    async def ask_before_erasing(self, unit: Unit, person: Person, token: str) -> ErasureAsked:
        """The person wants their answers to be gone."""
        return ErasureAsked(await self._own(unit, person, token))

    async def erase(self, unit: Unit, person: Person, token: str) -> Erased:
        """Every answer of every taking is gone."""
        await self._own(unit, person, token)
        await unit.patterns.erase(person.id)
        return Erased(await _walk_of(unit, person))

    async def _own(self, unit: Unit, person: Person, token: str) -> PatternCheck:
        check = await unit.patterns.with_token(token)
        if check is None or check.person != person.id:
            raise NotYours
        return check

    async def _begun(self, unit: Unit, person: Person) -> Introduced | Asking | Completed:
        check = await unit.patterns.begin(person.id, self._now())
        return await self._onward(unit, person, check) if check.answers.given else Introduced(check)

    async def _onward(self, unit: Unit, person: Person, check: PatternCheck) -> Asking | Completed:
        number = check.answers.open
        if number is not None:
            return Asking(check, number)
        finished = await unit.patterns.finish(check, self._now())
        # Whatever their class: to be asked tells nothing of it.
        return Completed(await self._seen(unit, person, finished), needs_other_help(finished.answers))

    async def _seen(self, unit: Unit, person: Person, check: PatternCheck) -> Seen:
        on_offer = {one.ref.slug: one for one in await unit.tracks.on_offer()}
        walked = {
            walk.track.slug for walk in await unit.enrolments.all_of(person.id) if walk.standing is Standing.FINISHED
        }
        told = _profile(check, [slug for slug in on_offer if slug not in walked] or list(on_offer), on_offer, person)
        track = None if told.suggestion is None else on_offer[told.suggestion.slug]
        first = await unit.patterns.first_finished(person.id)
        return Seen(
            check,
            told,
            track,
            await _walk_of(unit, person),
            len(on_offer) - (track is not None),
            () if first is None or first.id == check.id else compare(first.answers, check.answers),
        )


def _profile(
    check: PatternCheck, slugs: Sequence[str], on_offer: Mapping[str, PublishedTrack], person: Person
) -> Profile:
    """The profile, with a track in the person's language if there is one that may be suggested, else with another."""
    theirs = [slug for slug in slugs if on_offer[slug].track.is_in(person.language)]
    told = profile(check.answers, theirs)
    return profile(check.answers, slugs) if told.suggestion is None else told


async def _walk_of(unit: Unit, person: Person) -> TrackRef | None:
    enrolment = await unit.enrolments.open_of(person.id)
    return None if enrolment is None else enrolment.track
