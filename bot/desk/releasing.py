"""Publishing from the desk: what would change for whom, and then the same steps as in the chat."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.publishing import Preview, Published, Publishing, Refused
from bot.rights import Scope
from bot.second_factor import Locked, Need, NotTaken, SecondFactor
from bot.second_reader import NeedsReading
from bot.versions import MoreThanWording
from curriculum.track import Track
from storage.chain import Result
from storage.database import Unit

_ACT = "publish"
_MENDS = "mend"
"""As the chat calls it in the log."""
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
    mends: int | None
    """The newest version, when this is no more than another wording of it."""
    retired: bool

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


@dataclass(frozen=True, slots=True)
class NotWordingOnly:
    """People under way were to get it too, and it differs from the newest version in more than wording."""


Came = LacksReading | Published | Refused | LacksApp | LacksRight | WantsCode | Locked | NotTaken | NotWordingOnly


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
        mended = await self._publishing.mends(unit, track, admin=admin)
        return Changes(
            track.slug,
            1 if newest is None else newest.ref.number + 1,
            [number for number in after if number in before and after[number] != before[number]],
            [number for number in after if number not in before],
            [number for number in before if number not in after],
            await self._second_factor.has(unit, admin),
            None if mended is None else mended.number,
            (await unit.versions.listing(track.slug)).retired,
        )

    async def publish(
        self,
        unit: Unit,
        text: str,
        *,
        slug: str,
        admin: int,
        scopes: frozenset[Scope],
        code: str,
        wording: bool = False,
    ) -> Came:
        """Publishes a text that was read without problems, if its author may and brings the code that it takes; with `wording`
        for people under way as well. Whatever comes of it stands in the log of admins' acts, and is all that is left of it
        when it was not published.
        """
        came = await self._published(unit, text, slug=slug, admin=admin, scopes=scopes, code=code, wording=wording)
        match came:
            case Published():
                result, about = Result.DONE, came.publication.ref.told
            case Refused() | NotWordingOnly():
                result, about = Result.FAILED, slug
            case _:
                result, about = Result.REFUSED, slug
        act = _MENDS if wording else _ACT
        await unit.admin_acts.record(admin, act, about=about, result=result, now=self._now())
        return came

    async def looked(self, unit: Unit, slug: str, *, admin: int) -> None:
        """An admin looks at how the days of a track land, which stands in the log as it does from the chat."""
        await unit.admin_acts.record(admin, _LOOK, about=slug, result=Result.DONE, now=self._now())

    async def _published(
        self, unit: Unit, text: str, *, slug: str, admin: int, scopes: frozenset[Scope], code: str, wording: bool
    ) -> Came:
        if Scope.PUBLISH not in scopes:
            return LacksRight()
        taken = await self._publishing.take(unit, text, file=f"{slug}.yaml", admin=admin)
        if isinstance(taken, Refused):
            return taken
        came = await self._released(unit, taken, admin=admin, code=code, wording=wording)
        if not isinstance(came, Published):
            await self._publishing.drop(unit, taken.token, admin=admin)
        return came

    async def _released(self, unit: Unit, taken: Preview, *, admin: int, code: str, wording: bool) -> Came:
        if await self._publishing.needs_reading(unit, taken.token, admin=admin):
            return LacksReading()
        if wording and taken.mends is None:
            return NotWordingOnly()
        stopped = await self._stopped(unit, admin, code)
        if stopped is not None:
            return stopped
        try:
            return await self._publishing.publish(unit, taken.token, admin=admin, wording=wording)
        except MoreThanWording:
            return NotWordingOnly()
        except NeedsReading:
            return LacksReading()

    async def _stopped(self, unit: Unit, admin: int, code: str) -> LacksApp | WantsCode | Locked | NotTaken | None:
        match await self._second_factor.need(unit, admin):
            case Need.NONE:
                return None
            case Need.LACKS:
                return LacksApp()
            case Need.ASKED:
                return await self._second_factor.proves(unit, admin, code) if code else WantsCode()
