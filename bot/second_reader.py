"""A second reader before a track is published, where the settings want one: another who may publish reads just that text.

Knows no Telegram.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.practice import NotYours
from bot.rights import Rights, Scope
from curriculum.errors import CurriculumError
from storage.database import Unit
from storage.readings import Reading, ReadingState
from storage.tracks import content_hash


class NeedsReading(CurriculumError):
    """Nobody but its author has read that draft and approved it, as it is now."""


class NothingToRead(CurriculumError):
    """That draft waits for no reader, or no longer: it was withdrawn, or another reader was first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A draft waits for a reader; these may read it."""

    readers: Sequence[int]


class SecondReader:
    """What an author and their readers can do. With `required`, no draft is published that another has not approved."""

    def __init__(self, now: Clock, *, rights: Rights, required: bool) -> None:
        self._now = now
        self._rights = rights
        self.required = required

    async def is_missing(self, unit: Unit, token: str, text: str, media: Mapping[str, str]) -> bool:
        """Whether this draft, with these files, must not be published yet."""
        if not self.required:
            return False
        reading = await unit.readings.of(token)
        if reading is None or reading.state is not ReadingState.APPROVED or reading.reader in (None, reading.author):
            return True
        if reading.digest != content_hash(text, media):
            return True
        return not await self._rights.may(unit, reading.reader or 0, Scope.PUBLISH)

    async def ask(self, unit: Unit, token: str, text: str, media: Mapping[str, str], *, author: int) -> Asked:
        """The author wants it read. Raises `NothingToRead` when they have no such draft."""
        if not await unit.readings.ask(token, content_hash(text, media), author=author, now=self._now()):
            raise NothingToRead
        others = await self._rights.having(unit, Scope.PUBLISH) - {author}
        return Asked(sorted(others))

    async def waits(self, unit: Unit, token: str, *, reader: int) -> Reading:
        """What waits for this reader. Raises `NothingToRead`, and `NotYours` for the author."""
        reading = await unit.readings.of(token)
        if reading is None or reading.state is not ReadingState.ASKED:
            raise NothingToRead
        if reading.author == reader:
            raise NotYours
        return reading

    async def approve(self, unit: Unit, token: str, text: str, media: Mapping[str, str], *, reader: int) -> None:
        """The reader approves of this text with these files. Raises `NothingToRead`, also when the files are others since it
        was asked for, and `NotYours`.
        """
        reading = await self.waits(unit, token, reader=reader)
        if reading.digest != content_hash(text, media):
            raise NothingToRead
        await unit.readings.decide(reading, ReadingState.APPROVED, reader=reader)

    async def send_back(self, unit: Unit, token: str, *, reader: int) -> None:
        """The reader wants it mended first. Raises `NothingToRead`, `NotYours`."""
        reading = await self.waits(unit, token, reader=reader)
        await unit.readings.decide(reading, ReadingState.SENT_BACK, reader=reader)

    async def withdraw(self, unit: Unit, token: str, *, author: int) -> None:
        """The author wants no reading any more. Raises `NothingToRead`."""
        reading = await unit.readings.of(token)
        if reading is None or reading.author != author:
            raise NothingToRead
        await unit.readings.withdraw(reading)
