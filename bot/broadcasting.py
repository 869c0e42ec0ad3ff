"""What an owner can do about a broadcast: write it, look through it, let it go out, call it off. Knows no Telegram."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.clock import Clock
from bot.practice import NotYours
from curriculum.errors import CurriculumError
from curriculum.safety import ContentClass
from curriculum.writing import units
from storage.broadcasts import Broadcast, BroadcastState, SendState
from storage.database import Unit
from storage.people import Person

LONGEST: Final = 2500
"""Units of Telegram's, so that the preview has room for what is said around it."""
_OPEN: Final = (SendState.PLANNED, SendState.SENDING)


class NoBroadcast(CurriculumError):
    """There is no such broadcast, or not any more."""


class TooLong(CurriculumError):
    """The text of a broadcast has more than one message holds."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A broadcast to be looked through, and how many people it would go to."""

    broadcast: Broadcast
    receivers: int


@dataclass(frozen=True, slots=True)
class Progress:
    """For how many people a broadcast is seen to, and for how many not yet; of those seen to, so many are `in_doubt`. Whom
    it is kept from, or cannot reach, is seen to as well.
    """

    broadcast: Broadcast
    seen_to: int
    to_go: int
    in_doubt: int


class Broadcasting:
    """Use cases of owners, and of who got a broadcast. Who may call them is checked by the caller, every time."""

    def __init__(self, now: Clock) -> None:
        self._now = now

    async def draft(self, unit: Unit, text: str) -> Drafted:
        """Keeps the text, to be looked through. Raises `TooLong`."""
        if units(text) > LONGEST:
            raise TooLong
        return await self._drafted(unit, await unit.broadcasts.keep(text, self._now()))

    async def tick(self, unit: Unit, token: str) -> Drafted:
        """The owner says that it asks nothing of anybody towards a partner, or takes that back. Raises `NoBroadcast`."""
        before = await self._draft(unit, token)
        await unit.broadcasts.say_it_asks_nothing(before, asks_nothing=not before.asks_nothing)
        return await self._drafted(unit, await self._found(unit, token))

    async def drop(self, unit: Unit, token: str) -> None:
        """The draft is thrown away. Raises `NoBroadcast`."""
        await unit.broadcasts.drop(await self._draft(unit, token))

    async def ready(self, unit: Unit, token: str) -> Drafted:
        """The draft that is to go out. Raises `NoBroadcast` when it is none any more."""
        return await self._drafted(unit, await self._draft(unit, token))

    async def begin(self, unit: Unit, token: str, *, owner: int, message_id: int | None) -> Progress:
        """It goes out from now on; how far it is stands in that message. Raises `NoBroadcast`."""
        draft = await self._draft(unit, token)
        await unit.broadcasts.begin(draft, self._now())
        if message_id is not None:
            await unit.broadcasts.watch(draft, account=owner, message_id=message_id, now=self._now())
        return await progress(unit, await self._found(unit, token))

    async def cancel(self, unit: Unit, token: str) -> Progress:
        """It goes to nobody any more to whom it is not going at this moment. Raises `NoBroadcast`."""
        broadcast = await self._found(unit, token)
        if broadcast.state is not BroadcastState.UNDER_WAY:
            raise NoBroadcast
        await unit.broadcasts.cancel(broadcast)
        return await progress(unit, await self._found(unit, token))

    async def going_out(self, unit: Unit) -> Sequence[Progress]:
        """How far those are that go out."""
        return [await progress(unit, one) for one in await unit.broadcasts.going_out()]

    async def open(self, unit: Unit, person: Person, token: str) -> Broadcast:
        """What came closed to this person. Raises `NotYours` for what did not come, or is kept from them now."""
        broadcast = await unit.broadcasts.reached(token, person.id)
        if broadcast is None or not may_read(broadcast, person.content_class):
            raise NotYours
        return broadcast

    async def _drafted(self, unit: Unit, broadcast: Broadcast) -> Drafted:
        return Drafted(broadcast, await unit.broadcasts.count_receivers())

    async def _draft(self, unit: Unit, token: str) -> Broadcast:
        broadcast = await self._found(unit, token)
        if broadcast.state is not BroadcastState.DRAFT:
            raise NoBroadcast
        return broadcast

    async def _found(self, unit: Unit, token: str) -> Broadcast:
        broadcast = await unit.broadcasts.with_token(token)
        if broadcast is None:
            raise NoBroadcast
        return broadcast


def may_read(broadcast: Broadcast, content_class: ContentClass) -> bool:
    """Whether a broadcast is kept from nobody of this class: what may ask something towards a partner is for the open alone."""
    return broadcast.asks_nothing or content_class is ContentClass.OPEN


async def progress(unit: Unit, broadcast: Broadcast) -> Progress:
    """How far a broadcast is."""
    counts = await unit.broadcasts.counts(broadcast)
    to_go = sum(counts.get(state, 0) for state in _OPEN)
    return Progress(broadcast, sum(counts.values()) - to_go, to_go, counts.get(SendState.UNKNOWN, 0))
