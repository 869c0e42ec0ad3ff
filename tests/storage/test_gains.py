"""Gains and the journal in both databases: sealed, one's own alone, in order, and let go when their time is over."""

from datetime import timedelta

import pytest

from curriculum.gain import Whose
from curriculum.nudge import NudgeState
from storage.check_ins import NoteKind, Rewording
from storage.database import Database, Unit
from storage.journal import EntryKind
from tests.storage.conftest import NOON, Walker, by_hand

MINUTE = timedelta(minutes=1)


async def noted(unit: Unit, one: Walker, words: str, message_id: int) -> int:
    """The id of a gain that was noted as many minutes after noon as its message has for a number."""
    gain = await unit.gains.keep(
        one.person.id,
        words,
        message_id=message_id,
        on=NOON.date(),
        zone="Europe/Berlin",
        now=NOON + message_id * MINUTE,
    )
    return gain.id


async def test_a_gain_is_kept_once_for_its_message_and_sealed(
    database: Database, database_url: str, alice: Walker
) -> None:
    async with database.unit() as unit:
        first = await noted(unit, alice, "tea", 1)
        assert await noted(unit, alice, "another time", 1) == first
        assert await unit.gains.is_of(alice.person.id, first, Whose.OURS)
        assert await unit.gains.reworded(alice.person.id, 1, "more tea", written_since=NOON) is Rewording.REWORDED

    async with database.unit() as unit:
        gain = await unit.gains.get(alice.person.id, first)
    assert gain is not None
    assert (gain.words, gain.whose) == ("more tea", Whose.OURS)
    assert "tea" not in repr(gain)
    assert b"tea" not in bytes(by_hand(database_url, "SELECT words FROM gain")[0][0])


async def test_nobody_gets_hold_of_anybody_elses(database: Database, alice: Walker, ben: Walker) -> None:
    async with database.unit() as unit:
        gain = await noted(unit, alice, "tea", 1)

        assert await unit.gains.get(ben.person.id, gain) is None
        assert not await unit.gains.is_of(ben.person.id, gain, Whose.MINE)
        assert await unit.gains.reworded(ben.person.id, 1, "x", written_since=NOON) is Rewording.NEVER_KEPT
        assert await unit.journal.get(ben.person.id, EntryKind.GAIN, gain) is None
        assert await unit.journal.page(ben.person.id, skipped=0, most=9) == []
        assert await unit.journal.found(ben.person.id, lambda _: True) == []


async def test_the_journal_has_notes_and_gains_newest_first(database: Database, alice: Walker) -> None:
    day = alice.nudge(1, state=NudgeState.SENT)
    async with database.unit() as unit:
        await unit.nudges.add(day)
        await unit.check_ins.keep(day, kind=NoteKind.WORDS, words="rain", message_id=1, now=NOON + MINUTE)
        await noted(unit, alice, "tea", 2)
        await unit.check_ins.keep(day, kind=NoteKind.VOICE, words=None, message_id=3, now=NOON + 3 * MINUTE)

    async with database.unit() as unit:
        voice, tea, rain = await unit.journal.page(alice.person.id, skipped=0, most=9)
        (second,) = await unit.journal.page(alice.person.id, skipped=1, most=1)
        found = await unit.journal.found(alice.person.id, lambda words: "a" in words)
        since = await unit.journal.since(alice.person.id, NOON + 2 * MINUTE)
    assert (voice.what, voice.words, voice.day) == (NoteKind.VOICE, None, 1)
    assert (tea.kind, tea.words, tea.day, tea.whose) == (EntryKind.GAIN, "tea", None, None)
    assert (rain.kind, rain.words, rain.track) == (EntryKind.NOTE, "rain", day.track)
    assert second == tea
    assert found == [(EntryKind.GAIN, tea.id), (EntryKind.NOTE, rain.id)]
    assert [entry.id for entry in since] == [tea.id, voice.id]


async def test_what_is_looked_for_is_sealed_and_known_by_its_newest_token_alone(
    database: Database, database_url: str, alice: Walker, ben: Walker
) -> None:
    person = alice.person.id
    async with database.unit() as unit:
        first = await unit.journal.keep_search(person, "kettle", NOON)
        second = await unit.journal.keep_search(person, "teapot", NOON)

        assert await unit.journal.search(person, first, asked_since=NOON) is None
        assert await unit.journal.search(person, second, asked_since=NOON) == "teapot"
        assert await unit.journal.search(person, second, asked_since=NOON + MINUTE) is None
        assert await unit.journal.search(ben.person.id, second, asked_since=NOON) is None
    assert b"teapot" not in bytes(by_hand(database_url, "SELECT words FROM journal_search")[0][0])
    async with database.unit() as unit:
        await unit.journal.forget_searches(asked_before=NOON)
        assert await unit.journal.search(person, second, asked_since=NOON) == "teapot"
        await unit.journal.forget_searches(asked_before=NOON + MINUTE)
        assert await unit.journal.search(person, second, asked_since=NOON) is None


@pytest.mark.parametrize("days", [0, 90])
async def test_gains_stay_while_their_person_is_under_way(database: Database, alice: Walker, days: int) -> None:
    async with database.unit() as unit:
        await unit.people.keep_words_for(alice.person.id, days=days)
        await noted(unit, alice, "tea", 1)
        later = NOON + timedelta(days=999)
        await unit.gains.forget(before=later, on_no_walk_before=later, words_days=days)

        left = await unit.gains.between(alice.person.id, NOON, NOON + timedelta(days=1))
    assert len(left) == 1
