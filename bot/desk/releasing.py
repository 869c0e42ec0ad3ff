"""Publishing from the desk: what would change for whom, and then the same steps as in the chat."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.publishing import Published, Publishing, Refused
from bot.rights import Scope
from bot.second_factor import Awaits, Locked, Need, NothingWaits, NotTaken, Released, SecondFactor, ToPublish
from curriculum.track import Track
from storage.chain import Result
from storage.database import Unit

_ACT = "publish"
_LOOK = "landing"


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new: the version that people walk who start after it, and its days that are not as in the one before."""

    slug: str
    number: int
    changed: Sequence[int]
    added: Sequence[int]
    removed: Sequence[int]
    takes_code: bool

    @property
    def is_first(self) -> bool:
        """Whether there is no such track yet."""
        return self.number == 1


@dataclass(frozen=True, slots=True)
class LacksApp:
    """Here it takes a code app to publish, and this admin has none."""


@dataclass(frozen=True, slots=True)
class LacksRight:
    """This admin may not publish."""


@dataclass(frozen=True, slots=True)
class WantsCode:
    """No six digits were typed, and it takes them."""


@dataclass(frozen=True, slots=True)
class LacksReading:
    """Here another author has to read a track before it is published."""


Came = LacksReading | Published | Refused | LacksApp | LacksRight | WantsCode | Locked | NothingWaits | NotTaken


class Releasing:
    """Takes a track that an author has looked over to the people."""

    def __init__(self, publishing: Publishing, second_factor: SecondFactor, now: Clock) -> None:
        self._publishing = publishing
        self._second_factor = second_factor
        self._now = now

    async def changes(self, unit: Unit, track: Track, *, admin: int) -> Changes:
        """What would change if this were published now."""
        newest = await unit.tracks.newest(track.slug)
        before = {} if newest is None else {day.day: day for day in newest.track.days}
        after = {day.day: day for day in track.days}
        return Changes(
            track.slug,
            1 if newest is None else newest.ref.number + 1,
            [number for number in after if number in before and after[number] != before[number]],
            [number for number in after if number not in before],
            [number for number in before if number not in after],
            await self._second_factor.has(unit, admin),
        )

    async def publish(
        self, unit: Unit, text: str, *, slug: str, admin: int, scopes: frozenset[Scope], code: str
    ) -> Came:
        """Publishes a text that was read without problems, if its author may and brings the code that it takes. Whatever
        comes of it stands in the log of admins' acts.
        """
        if Scope.PUBLISH not in scopes:
            return await self._noted(unit, admin, LacksRight(), slug, Result.REFUSED)
        taken = await self._publishing.take(unit, text, file=f"{slug}.yaml", admin=admin)
        if isinstance(taken, Refused):
            return await self._noted(unit, admin, taken, slug, Result.FAILED)
        if await self._publishing.needs_reading(unit, taken.token, admin=admin):
            return await self._noted(unit, admin, LacksReading(), slug, Result.REFUSED)
        stopped = await self._stopped(unit, admin, ToPublish(taken.token), code)
        if stopped is not None:
            return await self._noted(unit, admin, stopped, slug, Result.REFUSED)
        published = await self._publishing.publish(unit, taken.token, admin=admin)
        if isinstance(published, Refused):
            return await self._noted(unit, admin, published, slug, Result.FAILED)
        return await self._noted(unit, admin, published, published.publication.ref.told, Result.DONE)

    async def looked(self, unit: Unit, slug: str, *, admin: int) -> None:
        """An admin looks at how the days of a track land, which stands in the log as it does from the chat."""
        await unit.admin_acts.record(admin, _LOOK, about=slug, result=Result.DONE, now=self._now())

    async def _stopped(
        self, unit: Unit, admin: int, waits: Awaits, code: str
    ) -> LacksApp | WantsCode | Locked | NothingWaits | NotTaken | None:
        match await self._second_factor.ask(unit, admin, waits):
            case Need.NONE:
                return None
            case Need.LACKS:
                return LacksApp()
            case Need.ASKED if not code:
                return WantsCode()
            case Need.ASKED:
                told = await self._second_factor.take(unit, admin, code)
                return None if isinstance(told, Released) else told

    async def _noted(self, unit: Unit, admin: int, came: Came, about: str, result: Result) -> Came:
        await unit.admin_acts.record(admin, _ACT, about=about, result=result, now=self._now())
        return came
