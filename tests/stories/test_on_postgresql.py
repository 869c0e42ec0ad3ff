"""The whole bot on a PostgreSQL server: the ways that people go, with updates and nudges at work at the same time."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from bot.forgetting import Forgetting
from bot.sandbox.faults import Kind
from curriculum.day import Outcome
from curriculum.nudge import NudgeState
from storage.chain import Result
from storage.tombstones import FILE_NAME, Tombstones
from tests.stories.test_forget import has_lived, is_forgotten
from tests.stories.town import Somebody, Town


@pytest.fixture
def database_url(database_on_postgresql: str) -> str:
    return database_on_postgresql


def tables_with(town: Town, words: str) -> set[str]:
    """In which tables a row holds this number or these words in clear."""
    url = make_url(town.database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        return {
            name
            for name in SQLModel.metadata.tables
            if connection.execute(
                f"SELECT 1 FROM {name} WHERE CAST({name} AS text) LIKE %s".encode(),  # noqa: S608  (our own names)
                [f"%{words}%"],
            ).fetchone()
        }


async def test_somebody_signs_up_walks_two_days_takes_out_what_is_kept_and_is_forgotten(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    await alice.enrols()
    await ben.enrols()

    assert (await alice.gets_the_next_day()).text.startswith("Day 1:")
    await alice.taps("Done")
    await alice.says("We had tea on the balcony.")
    await town.restarts()
    assert (await alice.gets_the_next_day()).text.startswith("Day 2:")
    await alice.taps("Tried")

    ledger = await alice.ledger()
    assert [(nudge.day, nudge.state) for nudge in ledger] == [(1, NudgeState.CONFIRMED), (2, NudgeState.CONFIRMED)]
    assert [await alice.outcome(nudge) for nudge in ledger] == [Outcome.DONE, Outcome.TRIED]
    assert await alice.words() == [(1, "We had tea on the balcony.")]
    assert tables_with(town, "tea on the balcony") == set()

    await alice.says("/export")
    rows = alice.newest.document
    assert rows is not None
    assert [note["words"] for note in json.loads(rows.content)["tables"]["note"]] == ["We had tea on the balcony."]

    assert {"person", "inbox"} <= tables_with(town, str(alice.telegram_id))
    await is_forgotten(alice)

    assert alice.told.startswith("Erased")
    assert "0 entries of yours are left" in alice.told
    assert tables_with(town, str(alice.telegram_id)) == set()
    assert len(town.keyring.data_keys.owners()) == 1  # Ben's
    assert (await ben.ledger())[0].day == 1


async def test_whoever_is_in_a_backup_that_was_put_back_is_forgotten_at_the_next_start(
    alice: Somebody, town: Town, tmp_path: Path
) -> None:
    person = await has_lived(alice, town)
    await town.sleeps()
    Tombstones(tmp_path / FILE_NAME, town.keyring).add(person.id, alice.telegram_id, town.clock())
    town.forgiven.add("bot.forgetting")

    await town.wakes()

    assert tables_with(town, str(person.id)) == set()
    assert person.id not in town.keyring.data_keys.owners()


async def test_many_who_talk_at_once_are_all_answered(town: Town) -> None:
    people = [town.somebody(f"Person {number}") for number in range(12)]
    for each in people:
        each.person.starts(None)
    await town.settles()
    for each in people:
        each.person.taps("I am an adult and I agree")
        each.person.says("08:00")
    await town.settles()
    for each in people:
        each.person.says("Berlin")
    await town.settles()
    first = await people[0].walk()
    assert first.due_at is not None

    await town.until(first.due_at + timedelta(minutes=5))

    assert [len(await each.ledger()) for each in people] == [1] * 12
    assert {(await each.ledger())[0].state for each in people} == {NudgeState.SENT}


async def test_acts_of_admins_at_once_make_one_chain(town: Town) -> None:
    async def acts(admin: int) -> None:
        async with town.database.unit() as unit:
            await unit.admin_acts.record(admin, "publish", result=Result.DONE, now=town.clock())

    await asyncio.gather(*(acts(admin) for admin in range(1, 9)))

    async with town.database.unit() as unit:
        assert len(await unit.admin_acts.all()) == 8
        assert await unit.admin_acts.breaks() == []


async def test_what_somebody_does_has_its_effect_while_an_earlier_answer_waits(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    faults = town.sandbox.faults
    faults.spoil(Kind.HANGS, acted=True)
    alice.person.says("We had tea on the balcony.")
    await town.app.poller.once()
    attending = asyncio.create_task(town.app.intake.attend(alice.telegram_id))
    await town.sandbox.until(lambda: len(faults.hanging) == 1, within=20)

    alice.person.taps("Done")
    await town.app.poller.once()

    async with asyncio.timeout(20):
        while await alice.outcome((await alice.ledger())[0]) is not Outcome.DONE:  # noqa: ASYNC110  (it is in the database)
            await asyncio.sleep(0.05)
    assert not attending.done()
    faults.hanging[0].set()
    await attending


async def test_the_key_of_whoever_is_gone_is_destroyed_though_its_process_ended_before(
    alice: Somebody, ben: Somebody, town: Town, tmp_path: Path
) -> None:
    await alice.enrols()
    await ben.enrols()
    another = Forgetting(
        town.database, town.keyring.data_keys, Tombstones(tmp_path / FILE_NAME, town.keyring), town.clock
    )
    async with town.database.unit() as unit:
        person = await unit.people.known(alice.telegram_id)
        assert person is not None
        await town.app.forgetting.forget(unit, person)
    assert person.id in town.keyring.data_keys.owners()

    await another.catch_up()

    assert person.id not in town.keyring.data_keys.owners()
    assert len(town.keyring.data_keys.owners()) == 1  # Ben's


async def test_twelve_days_of_absence_bring_exactly_one_message(alice: Somebody, ben: Somebody, town: Town) -> None:
    for one in (alice, ben):
        await one.enrols()
        await one.taps("Done", await one.gets_the_next_day())
    await town.passes(timedelta(hours=1))
    await ben.says("/pause 12 days")
    before = {one.telegram_id: len(one.inbox) for one in (alice, ben)}

    await town.passes(timedelta(days=3))
    assert len(alice.inbox) - before[alice.telegram_id] == 3
    await town.passes(timedelta(days=12))

    assert alice.told.startswith("Nothing came back for three days")
    assert len(alice.inbox) - before[alice.telegram_id] == 4
    assert ben.told.startswith("It has been a while")
    assert len(ben.inbox) - before[ben.telegram_id] == 1

    await ben.taps("Repeat this week, from day 1")
    await town.passes(timedelta(days=1))
    assert ben.told.startswith("Day 1:")
