"""The journal: what one person wrote of their days and noted as gains, newest first, opened for them alone."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, Table, delete, literal_column, null, union_all
from sqlalchemy import select as select_of
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.enrolment import TrackRef
from curriculum.gain import Whose
from storage import check_ins, gains
from storage.check_ins import NoteKind
from storage.randomness import Randomness
from storage.secrecy import Cell, Keyring, Sealed
from storage.singles import put
from storage.tables import GainRow, JournalSearchRow, NoteRow, NudgeRow, table_of

_NOTE: Final[Table] = table_of(NoteRow)
_GAIN: Final[Table] = table_of(GainRow)
_NUDGE: Final[Table] = table_of(NudgeRow)
_SEARCH: Final[Table] = table_of(JournalSearchRow)
_AT_ONCE: Final = 500
"""So many words are opened and looked through at a time, away from the event loop."""


class EntryKind(StrEnum):
    """What an entry is."""

    NOTE = "n"
    GAIN = "g"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. A note belongs to the `day` of a track, on one walk; of what is no words, only `what` it was is kept."""

    kind: EntryKind
    id: int
    words: str | None = field(repr=False)
    written_at: datetime
    zone: str
    what: NoteKind = NoteKind.WORDS
    whose: Whose | None = None
    day: int | None = None
    track: TrackRef | None = None
    enrolment: int | None = None


class Journal:
    """Reads across notes and gains, in one transaction; no index of words is kept."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def page(self, person: int, *, skipped: int, most: int) -> list[Entry]:
        """So many of a person's entries behind those that are skipped, the newest first."""
        query = _entries(person).offset(skipped).limit(most)
        return [self._value(person, row) for row in await self._rows(query)]

    async def since(self, person: int, since: datetime) -> list[Entry]:
        """A person's entries from that instant on, the oldest first."""
        rows = await self._rows(_entries(person))
        return [self._value(person, row) for row in reversed(rows) if row.written_at >= since]

    async def get(self, person: int, kind: EntryKind, entry: int) -> Entry | None:
        """An entry of this person's."""
        rows = await self._rows(_entries(person, (kind, entry)))
        return self._value(person, rows[0]) if rows else None

    async def some(self, person: int, wanted: Sequence[tuple[EntryKind, int]]) -> list[Entry]:
        """These entries of a person's, in this order, as far as they are there."""
        found = [await self.get(person, kind, entry) for kind, entry in wanted]
        return [entry for entry in found if entry is not None]

    async def found(self, person: int, matches: Callable[[str], bool]) -> list[tuple[EntryKind, int]]:
        """Which entries of a person's say something that matches, the newest first."""
        rows = [row for row in await self._rows(_entries(person)) if row.words is not None]
        if rows:
            self._keyring.data_keys.known(person)  # so that it is at hand
        found: list[tuple[EntryKind, int]] = []
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            found += await asyncio.to_thread(self._matching, person, some, matches)
        return found

    async def keep_search(self, person: int, words: str, now: datetime) -> str:
        """Keeps what the person looks for, in place of what they looked for before; gives the token that stands for it."""
        token = self._random.token()
        row = {
            "person": person,
            "token": token,
            "words": self._keyring.seal(words, _search_of(person)),
            "asked_at": now,
        }
        await put(self._session, _SEARCH, row, by=["person"], anew=["token", "words", "asked_at"])
        return token

    async def search(self, person: int, token: str, *, asked_since: datetime) -> str | None:
        """What the person looks for under this token; None when it is not theirs, or older."""
        query = select(JournalSearchRow).where(
            JournalSearchRow.person == person,
            JournalSearchRow.token == token,
            col(JournalSearchRow.asked_at) >= asked_since,
        )
        row = (await self._session.scalars(query.execution_options(populate_existing=True))).one_or_none()
        return None if row is None else self._keyring.open(row.words, _search_of(person))

    async def forget_searches(self, *, asked_before: datetime) -> None:
        """Lets go of what was looked for before that instant."""
        await self._session.execute(delete(JournalSearchRow).where(col(JournalSearchRow.asked_at) < asked_before))

    def _matching(
        self, person: int, rows: Sequence[Any], matches: Callable[[str], bool]
    ) -> list[tuple[EntryKind, int]]:
        return [
            (EntryKind(row.kind), row.id)
            for row in rows
            if matches(self._opened(person, EntryKind(row.kind), row.id, row.words))
        ]

    async def _rows(self, query: Select[Any]) -> Sequence[Any]:
        rows: Sequence[Any] = (await self._session.execute(query)).all()
        return rows

    def _opened(self, person: int, kind: EntryKind, entry: int, words: Sealed) -> str:
        cell = check_ins.words_of(person, entry) if kind is EntryKind.NOTE else gains.words_of(person, entry)
        return self._keyring.open(words, cell)

    def _value(self, person: int, row: Any) -> Entry:
        kind = EntryKind(row.kind)
        words = None if row.words is None else self._opened(person, kind, row.id, row.words)
        if kind is EntryKind.GAIN:
            whose = None if row.what is None else Whose(row.what)
            return Entry(kind, row.id, words, row.written_at, row.zone, whose=whose)
        track = TrackRef(row.track, row.number)
        what = NoteKind(row.what)
        return Entry(
            kind, row.id, words, row.written_at, row.zone, what, day=row.day, track=track, enrolment=row.enrolment
        )


def _entries(person: int, only: tuple[EntryKind, int] | None = None) -> Select[Any]:
    """A person's entries, or only this one."""
    notes = (
        select_of(
            literal_column("'n'", String).label("kind"),
            _NOTE.c.id,
            _NOTE.c.words,
            _NOTE.c.written_at,
            _NOTE.c.kind.label("what"),
            _NUDGE.c.day,
            _NUDGE.c.track,
            _NUDGE.c.number,
            _NUDGE.c.enrolment,
            _NUDGE.c.zone,
            _NOTE.c.message_id,
        )
        .join_from(_NOTE, _NUDGE, _NUDGE.c.id == _NOTE.c.nudge)
        .where(_NOTE.c.person == person, *_only(only, EntryKind.NOTE, _NOTE.c.id))
    )
    noticed = select_of(
        literal_column("'g'", String),
        _GAIN.c.id,
        _GAIN.c.words,
        _GAIN.c.written_at,
        _GAIN.c.whose,
        null(),
        null(),
        null(),
        null(),
        _GAIN.c.zone,
        _GAIN.c.message_id,
    ).where(_GAIN.c.person == person, *_only(only, EntryKind.GAIN, _GAIN.c.id))
    both = union_all(notes, noticed).subquery()
    return select_of(both).order_by(both.c.written_at.desc(), both.c.message_id.desc())


def _only(
    only: tuple[EntryKind, int] | None, kind: EntryKind, column: ColumnElement[int]
) -> tuple[ColumnElement[bool], ...]:
    if only is None:
        return ()
    return (column == (only[1] if only[0] is kind else -1),)


def _search_of(person: int) -> Cell:
    return Cell("journal_search", "words", person, person)
