"""Gains: the small moves that people noticed, in their own words."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import Table, delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.enrolment import OPEN
from curriculum.gain import Gain, Whose
from storage.check_ins import Rewording
from storage.randomness import Randomness
from storage.secrecy import Cell, Keyring
from storage.singles import add_new
from storage.tables import EnrolmentRow, GainRow, PersonRow, table_of

_GAIN: Final[Table] = table_of(GainRow)


class Gains:
    """The table of gains, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def keep(self, person: int, words: str, *, message_id: int, on: date, zone: str, now: datetime) -> Gain:
        """Keeps what the person noticed, each message once; `on` is the date in their `zone`."""
        row_id = self._random.id()
        row = {
            "id": row_id,
            "person": person,
            "words": self._keyring.seal(words, words_of(person, row_id)),
            "whose": None,
            "message_id": message_id,
            "local_date": on,
            "zone": zone,
            "written_at": now,
        }
        await add_new(self._session, _GAIN, row, by=["person", "message_id"])
        kept = await self._row_in(person, message_id)
        return Gain(row_id, words, None, now, on) if kept is None else self._value(kept)

    async def get(self, person: int, gain: int) -> Gain | None:
        """A gain of this person's."""
        query = select(GainRow).where(GainRow.id == gain, GainRow.person == person)
        row = (await self._session.scalars(query.execution_options(populate_existing=True))).one_or_none()
        return None if row is None else self._value(row)

    async def is_of(self, person: int, gain: int, whose: Whose) -> bool:
        """The person says whose it was. False when they have no such gain."""
        statement = update(GainRow).where(col(GainRow.id) == gain, col(GainRow.person) == person).values(whose=whose)
        found = await self._session.execute(statement.returning(col(GainRow.id)))
        return found.first() is not None

    async def says(self, person: int, message_id: int, words: str) -> bool:
        """Whether the gain of a message says just these words."""
        row = await self._row_in(person, message_id)
        return row is not None and self._value(row).words == words

    async def reworded(self, person: int, message_id: int, words: str, *, written_since: datetime) -> Rewording:
        """The person edited a message: its gain says the new words, unless it was written before `written_since`."""
        row = await self._row_in(person, message_id)
        if row is None:
            return Rewording.NEVER_KEPT
        if not words or self._value(row).words == words:
            return Rewording.UNCHANGED
        if row.written_at < written_since:
            return Rewording.TOO_LATE
        row.words = self._keyring.seal(words, words_of(person, row.id))
        await self._session.flush()
        return Rewording.REWORDED

    async def between(self, person: int, since: datetime, until: datetime | None = None) -> list[Gain]:
        """What the person noted from one instant on, and before the other if there is one, the oldest first."""
        before = () if until is None else (col(GainRow.written_at) < until,)
        rows = await self._session.scalars(
            select(GainRow)
            .where(GainRow.person == person, col(GainRow.written_at) >= since, *before)
            .order_by(col(GainRow.written_at), col(GainRow.message_id))
        )
        return [self._value(row) for row in rows.all()]

    async def are_there(self, person: int, since: datetime) -> bool:
        """Whether the person noted anything from that instant on; nothing is opened."""
        query = select(GainRow.id).where(GainRow.person == person, col(GainRow.written_at) >= since).limit(1)
        return (await self._session.scalars(query)).first() is not None

    async def forget(self, *, before: datetime, on_no_walk_before: datetime, words_days: int) -> None:
        """Lets go of what was written before that instant by those whose words are kept for so many days, and whose last walk
        was over by then; what was written on no walk at all stays until the other instant, if that is longer.
        """
        is_theirs = (
            select(PersonRow.id)
            .where(PersonRow.id == GainRow.person, PersonRow.words_days == words_days)
            .correlate(GainRow)
            .exists()
        )
        walks = (
            select(EnrolmentRow.id)
            .where(
                EnrolmentRow.person == GainRow.person,
                col(EnrolmentRow.standing).in_(OPEN) | (col(EnrolmentRow.ended_at) >= before),
            )
            .correlate(GainRow)
            .exists()
        )
        on_a_walk = (
            select(EnrolmentRow.id)
            .where(
                EnrolmentRow.person == GainRow.person,
                col(EnrolmentRow.started_at) <= col(GainRow.written_at),
                col(EnrolmentRow.ended_at) >= col(GainRow.written_at),
            )
            .correlate(GainRow)
            .exists()
        )
        await self._session.execute(
            delete(GainRow)
            .where(
                col(GainRow.written_at) < before,
                is_theirs,
                ~walks,
                on_a_walk | (col(GainRow.written_at) < on_no_walk_before),
            )
            .execution_options(synchronize_session=False)
        )

    async def _row_in(self, person: int, message_id: int) -> GainRow | None:
        found = await self._session.scalars(
            select(GainRow)
            .where(GainRow.person == person, GainRow.message_id == message_id)
            .execution_options(populate_existing=True)
        )
        return found.one_or_none()

    def _value(self, row: GainRow) -> Gain:
        words = self._keyring.open(row.words, words_of(row.person, row.id))
        return Gain(row.id, words, None if row.whose is None else Whose(row.whose), row.written_at, row.local_date)


def words_of(person: int, row: int) -> Cell:
    """Where the words of a gain are sealed to."""
    return Cell("gain", "words", person, row)
