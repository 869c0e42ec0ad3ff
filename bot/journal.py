"""Somebody's own journal: paged through, and searched for words, which are kept nowhere in the clear."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from bot import terms
from bot.clock import Clock
from bot.practice import NotYours
from curriculum.enrolment import TrackRef
from curriculum.searching import has_all
from storage.database import Unit
from storage.journal import Entry, EntryKind
from storage.people import Person

PER_PAGE: Final = 5


@dataclass(frozen=True, slots=True)
class Page:
    """One page, the newest entries first; `number` counts from 0. `search`: of what a search with this token found. `titles` are
    those of the tracks; `ended`: a track was walked to its end.
    """

    entries: tuple[Entry, ...] = field(repr=False)
    titles: Mapping[TrackRef, str]
    number: int
    more: bool
    search: str | None = None
    ended: bool = False


class Journaling:
    """What a person can do with their journal. Every method takes the transaction and the person."""

    def __init__(self, now: Clock) -> None:
        self._now = now

    async def page(self, unit: Unit, person: Person, number: int) -> Page:
        """A page of all entries."""
        found = await unit.journal.page(person.id, skipped=number * PER_PAGE, most=PER_PAGE + 1)
        return await _page(unit, person, found[:PER_PAGE], number, more=len(found) > PER_PAGE)

    async def search(self, unit: Unit, person: Person, words: str) -> Page:
        """The first page of what has all these words."""
        token = await unit.journal.keep_search(person.id, words, self._now())
        return await self._found(unit, person, token, words, 0)

    async def found(self, unit: Unit, person: Person, token: str, number: int) -> Page:
        """A page of what a search found. Raises `NotYours` when it is somebody else's, or too long ago."""
        words = await unit.journal.search(person.id, token, asked_since=self._now() - terms.SEARCHES)
        if words is None:
            raise NotYours
        return await self._found(unit, person, token, words, number)

    async def whole(self, unit: Unit, person: Person, kind: EntryKind, entry: int) -> Page:
        """One entry alone. Raises `NotYours`."""
        found = await unit.journal.get(person.id, kind, entry)
        if found is None:
            raise NotYours
        return await _page(unit, person, [found], 0, more=False)

    async def _found(self, unit: Unit, person: Person, token: str, words: str, number: int) -> Page:
        found = await unit.journal.found(person.id, partial(_says, wanted=words))
        here = found[number * PER_PAGE :]
        entries = await unit.journal.some(person.id, here[:PER_PAGE])
        return await _page(unit, person, entries, number, more=len(here) > PER_PAGE, search=token)


async def _page(
    unit: Unit, person: Person, entries: list[Entry], number: int, *, more: bool, search: str | None = None
) -> Page:
    tracks = {entry.track for entry in entries if entry.track is not None}
    titles = {ref: (await unit.tracks.get(ref)).title for ref in tracks}
    ended = await unit.enrolments.finished_of(person.id) is not None
    return Page(tuple(entries), titles, number, more, search, ended)


def _says(words: str, *, wanted: str) -> bool:
    return has_all(words, wanted)
