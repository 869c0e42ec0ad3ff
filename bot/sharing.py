"""A person lets a coach read chosen replies, for a while: consented, ended by time or at once, every reading written down.

Given are the words as they were at that moment. What is reworded later is not what was given, so the coach sees nothing of
it unless it is given anew; and neither is what is written later on the same day.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.practice import NotYours
from bot.rights import Rights, Scope
from storage.check_ins import Note
from storage.database import Unit
from storage.people import Person
from storage.shares import CODE_LASTS, Share, ShareRead

SPANS: Final = (1, 7, 30)
"""Days for which a coach may be let read."""
MOST_DAYS: Final = 7
"""So many of the newest days with words can be chosen."""
_SEEN_CHARACTERS: Final = 8


@dataclass(frozen=True, slots=True)
class Reply:
    """Words about a day."""

    nudge: int
    day: int
    on: date
    words: str = field(repr=False)
    mark: str


@dataclass(frozen=True, slots=True)
class CoachCode:
    """A fresh code of a coach's, and until when somebody can use it."""

    code: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class Access:
    """Who may read what of a person's, or could, and every reading."""

    shares: Sequence[Share]
    reads: Sequence[ShareRead]
    now: datetime


@dataclass(frozen=True, slots=True)
class Choosing:
    """A person is choosing days: those there are, and which of them they chose."""

    share: Share
    offered: Sequence[tuple[int, int, date]]
    chosen: frozenset[int]


@dataclass(frozen=True, slots=True)
class Proposed:
    """Before it is given: what exactly, and for how many days. `seen` stands for just that."""

    share: Share
    replies: Sequence[Reply]
    span: int
    seen: str


@dataclass(frozen=True, slots=True)
class Given:
    """The coach may read it from now on."""

    share: Share
    replies: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """What a coach reads; so many of the replies given are `gone` since, or say something else."""

    share: Share
    replies: Sequence[Reply]
    gone: int


class Sharing:
    """What people let coaches read, and what coaches do with it."""

    def __init__(self, now: Clock, *, rights: Rights) -> None:
        self._now = now
        self._rights = rights

    async def make_code(self, unit: Unit, coach: int) -> CoachCode:
        """A code for one person, from a coach."""
        now = self._now()
        return CoachCode(await unit.shares.make_code(coach, now), now + CODE_LASTS)

    async def open_to(self, unit: Unit, coach: int) -> list[Share]:
        """What a coach may read at this moment."""
        return await unit.shares.open_to(coach, self._now())

    async def read(self, unit: Unit, coach: int, token: str) -> Opened | None:
        """The words that a coach is let read, opened for this alone, and written down; None for what is none of theirs."""
        share, now = await unit.shares.with_token(token), self._now()
        if share is None or not unit.shares.is_with(share, coach) or not share.is_open(now):
            return None
        marks = await unit.shares.marks(share)
        replies = [reply for reply in await self._replies(unit, share) if reply.mark in marks]
        await unit.shares.has_read(share, len(replies), now)
        return Opened(share, replies, gone=len(marks) - len(replies))

    async def access(self, unit: Unit, person: Person) -> Access:
        """Who may read what, and who read when."""
        shares = await unit.shares.given_by(person.id)
        return Access(shares, await unit.shares.reads_of(shares), self._now())

    async def begin(self, unit: Unit, person: Person, code: str) -> Choosing | None:
        """The person has a coach's code, and chooses what that coach may read; None for a code that is none."""
        plain = "".join(code.split()).replace("-", "").upper()
        coaches = await self._rights.having(unit, Scope.COACH)
        share = await unit.shares.redeem(plain, coaches, person.id, self._now())
        return None if share is None else await self._choosing(unit, share)

    async def choose(self, unit: Unit, person: Person, token: str, nudge: int) -> Choosing:
        """A day is chosen, or no longer. Raises `NotYours`."""
        share = await self._unfinished(unit, person, token)
        choosing = await self._choosing(unit, share)
        if nudge not in {each for each, _, _ in choosing.offered}:
            raise NotYours
        chosen = choosing.chosen ^ {nudge}
        await unit.shares.choose(share, [each for each, _, _ in choosing.offered if each in chosen])
        return await self.choosing(unit, person, token)

    async def choosing(self, unit: Unit, person: Person, token: str) -> Choosing:
        """Where the choosing stands. Raises `NotYours`."""
        return await self._choosing(unit, await self._unfinished(unit, person, token))

    async def propose(self, unit: Unit, person: Person, token: str, days: int) -> Proposed | Choosing:
        """What exactly would be given. Raises `NotYours`."""
        share = await self._unfinished(unit, person, token)
        replies = await self._replies(unit, share)
        if not replies:
            return await self._choosing(unit, share)
        return Proposed(share, replies, days, _seen(replies))

    async def give(self, unit: Unit, person: Person, token: str, days: int, seen: str) -> Given | Proposed | Choosing:
        """Gives it, when it still is what the person saw. Raises `NotYours`."""
        proposed = await self.propose(unit, person, token, days)
        if days not in SPANS:
            raise NotYours
        if isinstance(proposed, Choosing) or proposed.seen != seen:
            return proposed
        now = self._now()
        until = now + timedelta(days=days)
        marks = [(reply.nudge, reply.mark) for reply in proposed.replies]
        await unit.shares.give(proposed.share, marks, until=until, now=now)
        return Given(proposed.share, len(marks), until)

    async def end(self, unit: Unit, person: Person, token: str) -> None:
        """It is over at once. Raises `NotYours`."""
        await unit.shares.end(await self._own(unit, person, token), self._now())

    async def _own(self, unit: Unit, person: Person, token: str) -> Share:
        share = await unit.shares.with_token(token)
        if share is None or share.person != person.id:
            raise NotYours
        return share

    async def _unfinished(self, unit: Unit, person: Person, token: str) -> Share:
        share = await self._own(unit, person, token)
        if share.given_at is not None or share.ended_at is not None:
            raise NotYours
        return share

    async def _choosing(self, unit: Unit, share: Share) -> Choosing:
        days: list[tuple[int, int, date]] = []
        for nudge in reversed(await unit.nudges.all_of(share.person)):
            if len(days) < MOST_DAYS and _words(await unit.check_ins.notes_on(nudge.id)):
                days.append((nudge.id, nudge.day, nudge.local_date))
        return Choosing(share, days, frozenset(share.chosen) & {nudge for nudge, _, _ in days})

    async def _replies(self, unit: Unit, share: Share) -> list[Reply]:
        """The words on the days that were chosen, as they are now, by day."""
        replies = []
        for nudge in await unit.nudges.all_of(share.person):
            if nudge.id not in share.chosen:
                continue
            for note in _words(await unit.check_ins.notes_on(nudge.id)):
                mark = unit.shares.mark(nudge.id, note.written_at, note.words or "")
                replies.append(Reply(nudge.id, nudge.day, nudge.local_date, note.words or "", mark))
        return replies


def _words(notes: Sequence[Note]) -> list[Note]:
    return [note for note in notes if note.words]


def _seen(replies: Sequence[Reply]) -> str:
    """What stands for these replies in a button."""
    return hashlib.sha256(" ".join(reply.mark for reply in replies).encode()).hexdigest()[:_SEEN_CHARACTERS]
