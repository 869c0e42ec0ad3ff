"""Check-ins: the outcome of a day, and the notes that belong to it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Table, and_, delete, func, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.day import Outcome
from curriculum.enrolment import OPEN
from curriculum.nudge import Nudge, NudgeKind
from curriculum.pressure import Strain
from curriculum.progress import PRACTISED
from storage.randomness import Randomness
from storage.secrecy import Cell, Keyring
from storage.singles import add_new, put
from storage.tables import CheckInRow, EnrolmentRow, NoteRow, NudgeRow, PersonRow, StrainRow, table_of

_CHECK_IN: Final[Table] = table_of(CheckInRow)
_STRAIN: Final[Table] = table_of(StrainRow)
_NOTE: Final[Table] = table_of(NoteRow)


class NoteKind(StrEnum):
    """What a person sent: words, or something that is not words and is kept as a fact only. A `LINE` of their own, made under pressure, lies
    in the journal and is no answer to any day.
    """

    WORDS = "words"
    VOICE = "voice"
    PICTURE = "picture"
    STICKER = "sticker"
    OTHER = "other"
    LINE = "line"


class Rewording(StrEnum):
    """What became of a note whose message was edited."""

    REWORDED = "reworded"
    UNCHANGED = "unchanged"
    TOO_LATE = "too_late"
    NEVER_KEPT = "never_kept"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing a person sent on a day."""

    day_nudge: int
    kind: NoteKind
    words: str | None = field(repr=False)
    written_at: datetime


class CheckIns:
    """The tables of check-ins and notes, in one transaction."""

    def __init__(self, session: AsyncSession, keyring: Keyring, randomness: Randomness) -> None:
        self._session = session
        self._keyring = keyring
        self._random = randomness

    async def outcome_of(self, nudge: int) -> Outcome | None:
        """What the person said became of the day this nudge brought."""
        row = await self._row(nudge)
        return None if row is None else Outcome(row.outcome)

    async def record(self, nudge: Nudge, outcome: Outcome, now: datetime) -> None:
        """Keeps the outcome; a later one takes the place of an earlier one."""
        row = {
            "id": self._random.id(),
            "nudge": nudge.id,
            "person": nudge.person,
            "enrolment": nudge.enrolment,
            "day": nudge.day,
            "outcome": outcome,
            "answered_at": now,
        }
        await put(self._session, _CHECK_IN, row, by=["nudge"], anew=["outcome", "answered_at"])

    async def rate(self, nudge: Nudge, rating: int) -> bool:
        """Keeps the 0-10 answer beside the outcome. False when there is no outcome yet."""
        row = await self._row(nudge.id)
        if row is None:
            return False
        row.rating = rating
        await self._session.flush()
        return True

    async def choose(self, nudge: Nudge, choice: int) -> bool:
        """Keeps which of a few answers was chosen, beside the outcome. False when there is no outcome yet."""
        row = await self._row(nudge.id)
        if row is None:
            return False
        row.choice = choice
        await self._session.flush()
        return True

    async def strain_of(self, nudge: int) -> Strain | None:
        """How the person said that the day of this nudge felt inside."""
        found = await self._session.scalars(select(StrainRow.strain).where(StrainRow.nudge == nudge))
        strain = found.one_or_none()
        return None if strain is None else Strain(strain)

    async def strained(self, nudge: Nudge, strain: Strain, now: datetime) -> None:
        """Keeps how the day felt inside; a later word takes the place of an earlier one."""
        row = {
            "id": self._random.id(),
            "nudge": nudge.id,
            "person": nudge.person,
            "strain": strain,
            "told_at": now,
        }
        await put(self._session, _STRAIN, row, by=["nudge"], anew=["strain", "told_at"])

    async def outcomes_of(self, enrolment: int) -> list[Outcome]:
        """The outcome of every day of this walk, by day; of one that came more than once, what was done or tried, if anything was."""
        rows = await self._session.execute(
            select(CheckInRow.day, CheckInRow.outcome)
            .where(CheckInRow.enrolment == enrolment)
            .order_by(col(CheckInRow.day), col(CheckInRow.answered_at))
        )
        found: dict[int, Outcome] = {}
        for day, outcome in rows.all():
            if found.get(day) not in PRACTISED:
                found[day] = Outcome(outcome)
        return list(found.values())

    async def answers_since(self, person: int, since: datetime) -> list[datetime]:
        """When this person gave an outcome or sent something, since then; not what."""
        at: list[datetime] = []
        for told in (
            select(CheckInRow.answered_at).where(CheckInRow.person == person, col(CheckInRow.answered_at) >= since),
            select(NoteRow.written_at).where(NoteRow.person == person, col(NoteRow.written_at) >= since),
        ):
            at += (await self._session.scalars(told)).all()
        return at

    async def outcomes_by_day(self, enrolment: int) -> list[tuple[int, Outcome]]:
        """Every outcome on this walk, with its day."""
        rows = await self._session.execute(
            select(CheckInRow.day, CheckInRow.outcome).where(CheckInRow.enrolment == enrolment)
        )
        return [(day, Outcome(outcome)) for day, outcome in rows.all()]

    async def answered_days(self, enrolment: int) -> int:
        """On how many days of this walk the person gave an outcome, said how it was, or sent anything; each counts once, however often
        it came.
        """
        checked = await self._session.scalars(select(CheckInRow.day).where(CheckInRow.enrolment == enrolment))
        days = {*checked.all()}
        for told_of, is_answer in ((NoteRow, col(NoteRow.kind) != NoteKind.LINE), (StrainRow, true())):
            told = await self._session.scalars(
                select(NudgeRow.day)
                .join(told_of, and_(col(NudgeRow.id) == col(told_of.nudge), is_answer))
                .where(NudgeRow.enrolment == enrolment, NudgeRow.kind == NudgeKind.DAY)
                .distinct()
            )
            days.update(told.all())
        return len(days)

    async def answered_at(self, nudge: int) -> datetime | None:
        """When the person last answered this nudge."""
        row = await self._row(nudge)
        return None if row is None else row.answered_at

    async def keep(self, nudge: Nudge, *, kind: NoteKind, words: str | None, message_id: int, now: datetime) -> int:
        """Keeps what the person sent with its day, each message once; gives how many notes that day has now."""
        if await self._note_of(nudge.person, message_id) is not None:
            return await self.count_on(nudge.id)
        row_id = self._random.id()
        sealed = None if words is None else self._keyring.seal(words, words_of(nudge.person, row_id))
        row = {
            "id": row_id,
            "person": nudge.person,
            "nudge": nudge.id,
            "kind": kind,
            "words": sealed,
            "message_id": message_id,
            "written_at": now,
        }
        await add_new(self._session, _NOTE, row, by=["person", "message_id"])
        return await self.count_on(nudge.id)

    async def says(self, person: int, message_id: int, words: str | None) -> bool:
        """Whether the note of a message says just these words."""
        row = await self._note_of(person, message_id)
        return row is not None and self._value(row).words == words

    async def reworded(self, person: int, message_id: int, words: str | None, *, written_since: datetime) -> Rewording:
        """The person edited a message: its note says the new words, unless it was written before `written_since`."""
        row = await self._note_of(person, message_id)
        if row is None:
            return Rewording.NEVER_KEPT
        if self._value(row).words == words:
            return Rewording.UNCHANGED
        if row.written_at < written_since:
            return Rewording.TOO_LATE
        row.words = None if words is None else self._keyring.seal(words, words_of(person, row.id))
        await self._session.flush()
        return Rewording.REWORDED

    async def forget_notes(self, *, before: datetime, words_days: int) -> None:
        """Lets go of what was written before that instant on walks that were over by then, for those whose words are kept
        for so many days.
        """
        is_theirs = (
            select(PersonRow.id)
            .where(PersonRow.id == NoteRow.person, PersonRow.words_days == words_days)
            .correlate(NoteRow)
            .exists()
        )
        is_over = (
            select(NudgeRow.id)
            .join(EnrolmentRow, col(EnrolmentRow.id) == col(NudgeRow.enrolment))
            .where(
                NudgeRow.id == NoteRow.nudge,
                col(EnrolmentRow.standing).not_in(OPEN),
                col(EnrolmentRow.ended_at) < before,
            )
            .correlate(NoteRow)
            .exists()
        )
        await self._session.execute(
            delete(NoteRow)
            .where(col(NoteRow.written_at) < before, is_theirs, is_over)
            .execution_options(synchronize_session=False)
        )

    async def notes_on(self, nudge: int) -> list[Note]:
        """What the person sent on the day this nudge brought, in order; no line of their own."""
        return [self._value(row) for row in await self._notes(nudge) if row.kind != NoteKind.LINE]

    async def count_on(self, nudge: int) -> int:
        """How many things the person sent on the day this nudge brought; nothing is opened."""
        is_answer = (NoteRow.nudge == nudge, NoteRow.kind != NoteKind.LINE)
        counted = await self._session.scalars(select(func.count()).where(*is_answer))
        return counted.one()

    async def _note_of(self, person: int, message_id: int) -> NoteRow | None:
        found = await self._session.scalars(
            select(NoteRow)
            .where(NoteRow.person == person, NoteRow.message_id == message_id)
            .execution_options(populate_existing=True)
        )
        return found.one_or_none()

    async def _notes(self, nudge: int) -> list[NoteRow]:
        rows = await self._session.scalars(
            select(NoteRow).where(NoteRow.nudge == nudge).order_by(col(NoteRow.written_at), col(NoteRow.message_id))
        )
        return list(rows.all())

    async def _row(self, nudge: int) -> CheckInRow | None:
        query = select(CheckInRow).where(CheckInRow.nudge == nudge).execution_options(populate_existing=True)
        return (await self._session.scalars(query)).one_or_none()

    def _value(self, row: NoteRow) -> Note:
        words = None if row.words is None else self._keyring.open(row.words, words_of(row.person, row.id))
        return Note(row.nudge, NoteKind(row.kind), words, row.written_at)


def words_of(person: int, row: int) -> Cell:
    """Where the words of a note are sealed to."""
    return Cell("note", "words", person, row)
