"""Check-ins and notes, kept with the day they belong to."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from curriculum.day import Outcome
from curriculum.nudge import Nudge, NudgeState
from storage.check_ins import NoteKind, Rewording
from storage.database import Database
from tests.storage.conftest import NOON, Walker, by_hand


@pytest.fixture
async def day(database: Database, alice: Walker) -> Nudge:
    """A day that came to Alice."""
    nudge = alice.nudge(1, state=NudgeState.SENT)
    async with database.unit() as unit:
        await unit.nudges.add(nudge)
    return nudge


async def test_a_later_outcome_takes_the_place_of_an_earlier_one(database: Database, day: Nudge) -> None:
    async with database.unit() as unit:
        await unit.check_ins.record(day, Outcome.DONE, NOON)
        await unit.check_ins.record(day, Outcome.TRIED, NOON)

    async with database.unit() as unit:
        assert await unit.check_ins.outcome_of(day.id) is Outcome.TRIED
        assert await unit.check_ins.outcomes_of(day.enrolment) == [Outcome.TRIED]


async def test_notes_come_back_in_the_order_they_were_sent(database: Database, day: Nudge) -> None:
    async with database.unit() as unit:
        for number, words in enumerate(("tea", "cake", "rain"), start=1):
            kept = await unit.check_ins.keep(day, kind=NoteKind.WORDS, words=words, message_id=number, now=NOON)
            assert kept == number
        await unit.check_ins.keep(day, kind=NoteKind.VOICE, words=None, message_id=4, now=NOON)

    async with database.unit() as unit:
        notes = await unit.check_ins.notes_on(day.id)
    assert [note.words for note in notes] == ["tea", "cake", "rain", None]
    assert "cake" not in repr(notes)


async def test_one_message_makes_one_note(database: Database, database_url: str, day: Nudge) -> None:
    async with database.unit() as unit:
        for words in ("tea", "another time"):
            assert await unit.check_ins.keep(day, kind=NoteKind.WORDS, words=words, message_id=1, now=NOON) == 1

    async with database.unit() as unit:
        assert [note.words for note in await unit.check_ins.notes_on(day.id)] == ["tea"]
    with pytest.raises(IntegrityError):
        by_hand(
            database_url,
            "INSERT INTO note (id, person, nudge, kind, message_id, written_at) "
            "SELECT id + 1, person, nudge, kind, message_id, written_at FROM note",
        )


async def test_an_edit_rewords_the_note_of_its_message_and_no_other(
    database: Database, day: Nudge, ben: Walker
) -> None:
    async with database.unit() as unit:
        await unit.check_ins.keep(day, kind=NoteKind.WORDS, words="befor", message_id=1, now=NOON)

    async with database.unit() as unit:
        for person, message_id, words, became in (
            (day.person, 1, "before", Rewording.REWORDED),
            (day.person, 1, "before", Rewording.UNCHANGED),
            (day.person, 2, "elsewhere", Rewording.NEVER_KEPT),
            (ben.person.id, 1, "not mine", Rewording.NEVER_KEPT),
        ):
            assert await unit.check_ins.reworded(person, message_id, words, written_since=NOON) is became
        after = NOON + timedelta(seconds=1)
        late = await unit.check_ins.reworded(day.person, 1, "too late", written_since=after)
        assert late is Rewording.TOO_LATE

    async with database.unit() as unit:
        assert [note.words for note in await unit.check_ins.notes_on(day.id)] == ["before"]
