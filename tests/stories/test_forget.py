"""Being forgotten: asked once, nothing left in any file, a receipt, and no backup that brings anybody back."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot import restoring
from bot.doctor import findings
from bot.restoring import Restored
from bot.sandbox.faults import Kind
from bot.settings import SettingsProblem
from curriculum.nudge import NudgeState
from storage import belongings, keys
from storage.check_ins import NoteKind
from storage.database import Database
from storage.errors import LedgerShortened
from storage.facts import LEDGER
from storage.people import Person
from storage.secrecy import KeyProblem
from storage.tombstones import Tally, Tombstones
from storage.urls import file_of
from tests.stories.town import Somebody, Town

NEEDLES = 1000


def file(town: Town) -> Path:
    found = file_of(town.database_url)
    assert found is not None
    return found


def rows_with(town: Town, id: int) -> int:
    """How many times this number stands in a cell of the whole database."""
    with closing(sqlite3.connect(file(town))) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return sum(row.count(id) for table in tables for row in connection.execute(f"SELECT * FROM {table}"))  # noqa: S608


async def has_lived(somebody: Somebody, town: Town) -> Person:
    """They have been through all that leaves a trace."""
    await somebody.enrols()
    await somebody.says("/pattern")
    await somebody.gets_the_next_day()
    await somebody.taps("Done")
    await somebody.says("We had tea on the balcony.")
    await town.passes(timedelta(days=3))
    return await known(somebody)


async def known(somebody: Somebody) -> Person:
    async with somebody.town.database.unit() as unit:
        person = await unit.people.known(somebody.telegram_id)
    assert person is not None
    return person


async def is_forgotten(somebody: Somebody) -> None:
    await somebody.says("/forget")
    await somebody.taps("Erase everything")


def copy(database: Path, to: Path) -> None:
    """A backup, as SQLite makes it."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def found_in(folder: Path, needles: Sequence[str | bytes]) -> int:
    """How many of these stand in any file of the folder."""
    contents = [each.read_bytes() for each in folder.iterdir() if each.is_file()]
    wanted = [needle.encode() if isinstance(needle, str) else needle for needle in needles]
    return sum(needle in content for needle in wanted for content in contents)


async def test_whoever_asks_and_confirms_is_erased_and_gets_a_receipt(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    person = await has_lived(alice, town)
    await has_lived(ben, town)

    await alice.says("/forget")
    assert alice.told.startswith("Erase everything?")
    assert await alice.words() == [(1, "We had tea on the balcony.")]
    await alice.taps("Erase everything")

    assert alice.told.startswith("Erased")
    assert "0 entries of yours are left" in alice.told
    assert "only who holds the keys of this bot could match them to it" in alice.told
    assert rows_with(town, alice.telegram_id) == rows_with(town, person.id) == 0
    assert person.id not in town.keyring.data_keys.owners()
    assert await ben.words() == [(1, "We had tea on the balcony.")]


async def test_whoever_rather_keeps_it_keeps_it(alice: Somebody, town: Town) -> None:
    await has_lived(alice, town)

    await alice.says("/forget")
    await alice.taps("Keep it")

    assert alice.told == "Nothing is erased; all stays as it is."
    assert await alice.words() == [(1, "We had tea on the balcony.")]


async def test_nothing_comes_to_whoever_was_forgotten_and_they_may_begin_anew(alice: Somebody, town: Town) -> None:
    before = await has_lived(alice, town)
    await is_forgotten(alice)
    receipt = alice.told

    await town.passes(timedelta(days=3))
    assert alice.told == receipt
    await alice.says("/forget")
    assert alice.told.startswith("I keep nothing about you.")
    await alice.enrols()
    await town.restarts()

    assert (await known(alice)).id != before.id
    assert (await alice.gets_the_next_day()).text.startswith("Day 1:")


async def test_another_persons_button_erases_nobody(alice: Somebody, ben: Somebody, town: Town) -> None:
    person = await has_lived(alice, town)
    await has_lived(ben, town)

    for carried in ("f:nobodys-token:erase", f"f:{person.token}:erase"):
        ben.person.taps_data(carried)
        await town.settles()
        assert ben.toasts[-1].startswith("That button is not in use any more.")

    for each in (alice, ben):
        assert await each.words() == [(1, "We had tea on the balcony.")]


async def test_a_tap_that_comes_twice_erases_once_and_the_receipt_stays(alice: Somebody, town: Town) -> None:
    await has_lived(alice, town)
    await alice.says("/forget")

    alice.person.taps("Erase everything")
    alice.person.taps("Erase everything")
    await town.settles()

    assert alice.told.startswith("Erased")
    assert alice.newest.buttons == []


async def test_a_thousand_needles_are_in_no_file_before_and_nowhere_after(
    alice: Somebody, town: Town, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    person = await has_lived(alice, town)
    needles = [f"needle-{number:04}-of-hers" for number in range(NEEDLES)]
    [nudge, *_] = await alice.ledger()
    async with town.database.unit() as unit:
        for number, words in enumerate(needles):
            await unit.check_ins.keep(
                nudge, kind=NoteKind.WORDS, words=words, message_id=10**6 + number, now=town.clock()
            )
    backup = tmp_path / "backup.db"
    copy(file(town), backup)

    found_before = found_in(tmp_path, needles)
    with closing(sqlite3.connect(file(town))) as connection:
        sealed = [words for (words,) in connection.execute("SELECT words FROM note WHERE words IS NOT NULL")]
    backup.unlink()
    await is_forgotten(alice)

    assert len(sealed) > NEEDLES
    assert found_before == found_in(tmp_path, needles) == 0
    assert found_in(tmp_path, [person.token]) == 0
    assert found_in(tmp_path, sealed) == 0
    tell(f"needles planted {len(needles)}, found in database, WAL, ledger and backup: 0; copies of sealed words: 0")


async def test_a_drill_and_a_restore_revive_nobody_and_a_drill_touches_nothing(
    alice: Somebody, ben: Somebody, town: Town, tmp_path: Path, key_file: Path
) -> None:
    await has_lived(alice, town)
    await has_lived(ben, town)
    backup = tmp_path / "backup.db"
    copy(file(town), backup)
    settings = town.app.settings.model_copy(
        update={"key_file": key_file, "keys_file": key_file.with_name(keys.FILE_NAME)}
    )
    before = await restoring.drill(settings, backup, town.clock)
    await is_forgotten(alice)

    drilled = await restoring.drill(settings, backup, town.clock)
    with pytest.raises(SettingsProblem, match="move them all away"):
        await restoring.restore(settings, backup, town.clock)
    await town.sleeps()
    for each in file(town).parent.glob(file(town).name + "*"):
        each.unlink()
    restored = await restoring.restore(settings, backup, town.clock)
    await town.wakes()

    assert before == Restored(people=2, forgotten=0, revived=0)
    assert drilled == restored == Restored(people=1, forgotten=1, revived=0)
    assert rows_with(town, alice.telegram_id) == 0
    assert await ben.words() == [(1, "We had tea on the balcony.")]


async def test_a_backup_from_before_brings_nobody_back(
    alice: Somebody, ben: Somebody, town: Town, tmp_path: Path
) -> None:
    person = await has_lived(alice, town)
    await has_lived(ben, town)
    backup = tmp_path / "backup.db"
    copy(file(town), backup)
    await is_forgotten(alice)
    said = len(alice.inbox)

    await town.sleeps()
    for each in file(town).parent.glob(file(town).name + "*"):
        each.unlink()
    shutil.copy(backup, file(town))
    town.forgiven.add("storage.people")  # her name cannot be read, and that is said
    async with Database(town.database_url, town.keyring) as restored, restored.unit() as unit:
        assert (await unit.people.get(person.id)).name == ""
        with pytest.raises(KeyProblem):
            await unit.check_ins.notes_on((await unit.nudges.all_of(person.id))[0].id)
    await town.wakes()
    await town.passes(timedelta(days=2))

    assert rows_with(town, alice.telegram_id) == rows_with(town, person.id) == 0
    assert len(alice.inbox) == said
    assert await ben.words() == [(1, "We had tea on the balcony.")]
    assert (await ben.ledger())[-1].state is NudgeState.SENT


async def test_after_a_crash_behind_the_ledger_the_next_start_does_the_rest(alice: Somebody, town: Town) -> None:
    person = await has_lived(alice, town)
    Tombstones(town.app.settings.forgotten_path, town.keyring).add(person.id, person.telegram_id, town.clock())

    await town.restarts()

    assert rows_with(town, alice.telegram_id) == rows_with(town, person.id) == 0
    assert person.id not in town.keyring.data_keys.owners()


async def test_after_a_crash_behind_the_commit_the_next_start_destroys_the_key(alice: Somebody, town: Town) -> None:
    person = await has_lived(alice, town)
    async with town.database.unit() as unit:
        await town.app.forgetting.forget(unit, person)
    assert person.id in town.keyring.data_keys.owners()

    await town.restarts()

    assert person.id not in town.keyring.data_keys.owners()


async def test_a_start_looks_at_nobody_where_all_in_the_ledger_is_seen_to(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    person = await has_lived(alice, town)
    other = await has_lived(ben, town)
    await is_forgotten(alice)
    comes_back_by_no_way_there_is(town, other, as_=person)
    town.keyring.data_keys.make_for([person.id])

    await town.restarts()
    assert rows_with(town, person.id) > 0
    assert person.id in town.keyring.data_keys.owners()

    Tombstones(town.app.settings.forgotten_path, town.keyring).add(1, 1, town.clock())
    await town.restarts()
    assert rows_with(town, person.id) == 0
    assert person.id not in town.keyring.data_keys.owners()
    assert await ben.words() == [(1, "We had tea on the balcony.")]


def comes_back_by_no_way_there_is(town: Town, like: Person, *, as_: Person) -> None:
    """Somebody who was forgotten has a row, though the database has seen to it that they have none."""
    with closing(sqlite3.connect(file(town))) as connection, connection:
        names = [name for _, name, *_ in connection.execute("PRAGMA table_info(person)")]
        changed = {"id": as_.id, "telegram_id": as_.id, "token": "'another'", "name": "NULL"}
        values = ", ".join(str(changed.get(name, name)) for name in names)
        connection.execute(
            f"INSERT INTO person ({', '.join(names)}) SELECT {values} FROM person WHERE id = ?",  # noqa: S608
            (like.id,),
        )


async def test_of_people_forgotten_one_after_the_other_a_start_is_sure_that_all_are_gone(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    for one in (alice, ben):
        await has_lived(one, town)
        await is_forgotten(one)
    buried = Tombstones(town.app.settings.forgotten_path, town.keyring).read()

    async with town.database.unit() as unit:
        assert Tally.read(await unit.facts.get(LEDGER)) == buried.tally
    assert buried.tally.count == 2


async def test_a_ledger_line_that_a_crash_cut_off_spoils_no_other(alice: Somebody, town: Town) -> None:
    person = await has_lived(alice, town)
    ledger = town.app.settings.forgotten_path
    ledger.write_text("2026-05-04T12:00:00+00:00 0123")

    await is_forgotten(alice)
    buried = Tombstones(ledger, town.keyring).read()

    assert buried.has(person.id)
    assert str(alice.telegram_id) not in ledger.read_text()
    assert str(person.id) not in ledger.read_text()


@pytest.mark.parametrize("kept", [pytest.param(None, id="missing"), pytest.param(1, id="shortened")])
async def test_without_the_whole_ledger_nothing_starts_and_nothing_is_restored_until_that_is_accepted(
    alice: Somebody, ben: Somebody, town: Town, tmp_path: Path, key_file: Path, kept: int | None
) -> None:
    person = await has_lived(alice, town)
    await has_lived(ben, town)
    backup = tmp_path / "backup.db"
    copy(file(town), backup)
    await is_forgotten(ben)
    await is_forgotten(alice)
    ledger = town.app.settings.forgotten_path
    lines = ledger.read_text().splitlines(keepends=True)
    settings = town.app.settings.model_copy(
        update={"key_file": key_file, "keys_file": key_file.with_name(keys.FILE_NAME)}
    )

    await town.sleeps()
    ledger.unlink()
    if kept is not None:
        ledger.write_text("".join(lines[:kept]))
    with pytest.raises(LedgerShortened, match="smallgains accept-ledger"):
        await town.wakes()
    with pytest.raises(SettingsProblem, match="smallgains accept-ledger"):
        await restoring.drill(settings, backup, town.clock)
    assert [found.is_wrong async for found in findings(settings) if found.about.startswith("ledger")] == [True]
    await restoring.accept_ledger(settings, town.clock)
    await town.restarts()

    assert [found.is_wrong async for found in findings(settings) if found.about.startswith("ledger")] == [False]
    drilled = await restoring.drill(settings, backup, town.clock)
    assert (drilled.people, drilled.forgotten) == (2 - len(lines[:kept] if kept else []), kept or 0)
    assert not Tombstones(ledger, town.keyring).read().has(person.id)


async def test_a_ledger_that_is_whole_again_is_accepted_by_itself(alice: Somebody, town: Town) -> None:
    await has_lived(alice, town)
    await is_forgotten(alice)
    ledger = town.app.settings.forgotten_path
    whole = ledger.read_text()
    ledger.write_text(whole.replace(whole[:4], "1999"))
    with pytest.raises(LedgerShortened):
        await town.restarts()

    ledger.write_text(whole)

    await town.restarts()


async def test_a_nudge_on_its_way_to_whoever_is_forgotten_troubles_nobody(alice: Somebody, town: Town) -> None:
    person = await has_lived(alice, town)
    due_at = (await alice.walk()).due_at
    assert due_at is not None
    town.clock.move_to(due_at)
    await town.app.planning.plan_due()
    faults = town.sandbox.faults
    faults.spoil(Kind.HANGS, acted=True)
    sending = asyncio.create_task(town.app.delivery.send_planned())
    await town.sandbox.until(lambda: len(faults.hanging) == 1)
    await is_forgotten(alice)

    faults.hanging[0].set()
    await sending

    assert rows_with(town, person.id) == 0


def test_every_table_says_whose_its_rows_are() -> None:
    nobodys = {
        "track",
        "admin_act",
        "admin_secret",
        "broadcast",
        "canary",
        "coach_code",
        "fact",
        "lease",
        "media",
        "pair_code",
        "track_media",
        "track_version",
    }

    assert {table.name for table in belongings.all_tables()} == nobodys | {one.table for one in belongings.kept()}
