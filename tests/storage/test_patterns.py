"""Pattern checks: answers are sealed, wait for whoever goes on, and are gone when they are erased."""

from datetime import timedelta
from pathlib import Path

import pytest

from curriculum.pattern.answers import Answers
from curriculum.pattern.items import ITEMS, Answer
from curriculum.pressure import PressureResponse
from storage.database import Database
from storage.errors import NotFound
from storage.patterns import PatternCheck
from storage.secrecy import Keyring, WrongCell
from tests.storage.conftest import IN_A_FILE, NOON, Walker, by_hand

ALL_AT_TIMES = dict.fromkeys((item.key for item in ITEMS), Answer.AT_TIMES)


async def taken(database: Database, somebody: Walker, days: int = 0, **answers: Answer) -> PatternCheck:
    """A finished taking, so many days after noon: at times everywhere, but for some answers."""
    now = NOON + timedelta(days=days)
    async with database.unit() as unit:
        check = await unit.patterns.begin(somebody.person.id, now)
        for item in ITEMS:
            check = await unit.patterns.answer(check, item, answers.get(item.key, Answer.AT_TIMES))
        return await unit.patterns.finish(check, now + timedelta(minutes=4))


async def test_answers_so_far_wait_through_a_restart(
    database: Database, database_url: str, keyring: Keyring, alice: Walker
) -> None:
    async with database.unit() as unit:
        check = await unit.patterns.begin(alice.person.id, NOON)
        await unit.patterns.answer(check, ITEMS[0], Answer.OFTEN)
        await unit.patterns.answer(check, ITEMS[1], Answer.HARDLY)
        await unit.patterns.answer(check, ITEMS[0], Answer.RATHER_NOT)

    async with Database(database_url, keyring) as again, again.unit() as unit:
        waiting = await unit.patterns.under_way(alice.person.id)
        assert waiting is not None
        assert waiting.answers == Answers({"timing": Answer.RATHER_NOT, "meanings": Answer.HARDLY})
        assert await unit.patterns.with_token(check.token) == waiting
        assert (waiting.started_at, waiting.finished_at) == (NOON, None)


async def test_who_begins_twice_goes_on_with_the_first(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        first = await unit.patterns.begin(alice.person.id, NOON)

    async with database.unit() as unit:
        assert await unit.patterns.begin(alice.person.id, NOON + timedelta(days=1)) == first


async def test_after_the_end_another_one_can_begin(database: Database, alice: Walker) -> None:
    first = await taken(database, alice)

    async with database.unit() as unit:
        assert await unit.patterns.under_way(alice.person.id) is None
        another = await unit.patterns.begin(alice.person.id, NOON)

    assert another.id != first.id
    assert another.token != first.token
    assert another.answers == Answers()


async def test_the_first_and_the_newest_are_told_apart(database: Database, alice: Walker, ben: Walker) -> None:
    first = await taken(database, alice)
    await taken(database, alice, days=10)
    newest = await taken(database, alice, days=30, timing=Answer.HARDLY)
    async with database.unit() as unit:
        await unit.patterns.begin(alice.person.id, NOON + timedelta(days=40))

    async with database.unit() as unit:
        assert await unit.patterns.first_finished(alice.person.id) == first
        assert await unit.patterns.newest_finished(alice.person.id) == newest
        assert await unit.patterns.first_finished(ben.person.id) is None
        assert await unit.patterns.newest_finished(ben.person.id) is None


async def test_the_response_is_that_of_the_newest_finished_one(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        assert await unit.patterns.newest_answers({alice.person.id}) == {}
    await taken(database, alice, fixing=Answer.OFTEN)
    await taken(database, alice, days=30, shutting_down=Answer.OFTEN)
    async with database.unit() as unit:
        under_way = await unit.patterns.begin(alice.person.id, NOON + timedelta(days=40))
        await unit.patterns.answer(under_way, ITEMS[7], Answer.OFTEN)

    async with database.unit() as unit:
        newest = await unit.patterns.newest_answers({alice.person.id})
        assert newest[alice.person.id].response() is PressureResponse.SHUTTING_DOWN


@IN_A_FILE
async def test_no_answer_is_in_a_file_in_clear(database: Database, database_file: Path, alice: Walker) -> None:
    check = await taken(database, alice, exploding=Answer.OFTEN)

    files = [file.read_bytes() for file in database_file.parent.glob(f"{database_file.name}*")]
    assert len(files) > 1  # the write-ahead log is among them
    for item in ITEMS:
        assert not any(f'"{item.key}"'.encode() in content for content in files)
    assert "exploding" not in repr(check)


async def test_every_set_of_answers_is_as_long_as_every_other(
    database: Database, database_url: str, alice: Walker, ben: Walker
) -> None:
    await taken(database, alice, **dict.fromkeys(ALL_AT_TIMES, Answer.RATHER_NOT))
    await taken(database, ben)

    lengths = by_hand(database_url, "SELECT length(answers) FROM pattern_check")
    assert len(set(lengths)) == 1


async def test_answers_open_only_in_their_own_cell(
    database: Database, database_url: str, alice: Walker, ben: Walker
) -> None:
    await taken(database, alice)
    bens = await taken(database, ben)
    by_hand(
        database_url,
        "UPDATE pattern_check SET answers = (SELECT answers FROM pattern_check WHERE person = :one) WHERE person = :other",
        one=alice.person.id,
        other=ben.person.id,
    )

    with pytest.raises(WrongCell):
        async with database.unit() as unit:
            await unit.patterns.with_token(bens.token)


async def test_erasing_leaves_nothing_of_that_person_and_all_of_others(
    database: Database, alice: Walker, ben: Walker
) -> None:
    await taken(database, alice)
    newest = await taken(database, alice, days=30)
    bens = await taken(database, ben)
    async with database.unit() as unit:
        await unit.patterns.begin(alice.person.id, NOON + timedelta(days=31))

    async with database.unit() as unit:
        assert await unit.patterns.erase(alice.person.id) == 3
        assert await unit.patterns.erase(alice.person.id) == 0

    async with database.unit() as unit:
        assert await unit.patterns.newest_finished(alice.person.id) is None
        assert await unit.patterns.under_way(alice.person.id) is None
        assert await unit.patterns.with_token(newest.token) is None
        assert await unit.patterns.newest_answers({alice.person.id}) == {}
        assert await unit.patterns.newest_finished(ben.person.id) == bens


@IN_A_FILE
async def test_no_answer_that_was_erased_is_left_in_the_file(
    database: Database, database_url: str, database_file: Path, alice: Walker
) -> None:
    await taken(database, alice)
    await taken(database, alice, days=30)
    blobs = [blob for (blob,) in by_hand(database_url, "SELECT answers FROM pattern_check")]
    await database.checkpoint()
    assert left_of(blobs, database_file) == blobs

    async with database.unit() as unit:
        await unit.patterns.erase(alice.person.id)

    await database.checkpoint()
    assert left_of(blobs, database_file) == []


async def test_what_is_erased_takes_no_more_answers(database: Database, alice: Walker) -> None:
    async with database.unit() as unit:
        check = await unit.patterns.begin(alice.person.id, NOON)
        await unit.patterns.erase(alice.person.id)

    async with database.unit() as unit:
        with pytest.raises(NotFound):
            await unit.patterns.answer(check, ITEMS[0], Answer.OFTEN)
        with pytest.raises(NotFound):
            await unit.patterns.finish(check, NOON)


def left_of(blobs: list[object], database_file: Path) -> list[bytes]:
    """Which of these the file still holds."""
    content = database_file.read_bytes()
    return [blob for blob in blobs if isinstance(blob, bytes) and blob in content]
