"""What an author does at the desk before anything is published: begin, write on, look over, throw away."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.clock import Clock
from bot.quarantine import look_over
from curriculum.errors import CurriculumError, Problem, TrackInvalid
from curriculum.lint.finding import Finding
from curriculum.starting import start_of_track
from curriculum.texts import slug_of
from curriculum.track import Track
from storage.database import Unit
from storage.desk_drafts import DeskDraft
from storage.errors import Stale

MOST_DRAFTS: Final = 50
_AT_ONCE: Final = 2
_ABOVE: Final = "# Lines that begin with a hash are notes to yourself; nobody on the track reads them.\n\n"


class TooMany(CurriculumError):
    """An author has as many drafts as they may."""


class NoSuchDraft(CurriculumError):
    """There is no such draft, or it is somebody else's."""


class Overtaken(CurriculumError):
    """A newer edition of the draft was saved meanwhile."""


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What there is to say about a draft: what is wrong with it, or else the track it is and what the editor finds."""

    problems: Sequence[Problem]
    findings: Sequence[Finding]
    track: Track | None


class Drafting:
    """An author's use cases at the desk. Who may call them is checked by the caller, every time."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._looking = asyncio.Semaphore(_AT_ONCE)

    async def begin(self, unit: Unit, name: str, *, admin: int) -> DeskDraft:
        """The start of a track of this name. Raises `Unsuitable` when that is no short name of a track, `TooMany`."""
        # What stands above the first field there is for who works with files.
        fields = start_of_track(slug_of(name)).partition("\n\n")[2]
        return await self.keep(unit, _ABOVE + fields, admin=admin)

    async def keep(self, unit: Unit, text: str, *, admin: int) -> DeskDraft:
        """A new draft with this text. Raises `TooMany`."""
        if await unit.desk_drafts.count_of(admin) >= MOST_DRAFTS:
            raise TooMany
        return await unit.desk_drafts.begin(text, admin=admin, now=self._now())

    async def get(self, unit: Unit, token: str, *, admin: int) -> DeskDraft:
        """A draft as it was last saved. Raises `NoSuchDraft`."""
        draft = await unit.desk_drafts.get(token, admin=admin)
        if draft is None:
            raise NoSuchDraft
        return draft

    async def save(self, unit: Unit, token: str, text: str, *, edition: int, admin: int) -> DeskDraft:
        """Saves what was written on top of this edition; the same text again is no new one. Raises `NoSuchDraft`,
        `Overtaken`.
        """
        before = await self.get(unit, token, admin=admin)
        if before.text == text:
            return before
        try:
            await unit.desk_drafts.save(token, text, admin=admin, edition=edition, now=self._now())
        except Stale as error:
            raise Overtaken from error
        return DeskDraft(token, text, edition + 1, self._now())

    async def look_over(self, text: str) -> LookedOver:
        """Everything there is to say about a text, whatever it is."""
        async with self._looking:
            try:
                looked = await look_over(text.encode())
            except TrackInvalid as invalid:
                return LookedOver(invalid.problems, (), None)
        return LookedOver((), looked.findings, looked.track)
