"""The database's file is deleted, moved away or replaced under a running bot: nothing of what was in it is lost."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from tests.faults.nursery import Nursery
from tests.faults.program import MORNING, Site, Walker, enrol, eventually

TEA = "There was tea."


def deleted(file: Path) -> None:
    for one in (file, *file.parent.glob(f"{file.name}-*")):
        one.unlink()


def moved_away(file: Path) -> None:
    elsewhere = file.with_name("elsewhere")
    elsewhere.mkdir()
    for one in (file, *file.parent.glob(f"{file.name}-*")):
        one.rename(elsewhere / one.name)


def replaced(file: Path) -> None:
    """By a copy from before, as by somebody who restores a backup under a running bot."""
    deleted(file)
    shutil.copy(file.with_name("before.db"), file)


def emptied(file: Path) -> None:
    deleted(file)
    sqlite3.connect(file).close()
    file.touch()


@pytest.mark.parametrize("taken_away", [deleted, moved_away, replaced, emptied])
async def test_the_bot_stops_and_saves_what_was_in_a_file_that_was_taken_away(
    taken_away: Callable[[Path], None], site: Site, sandbox: Sandbox, database_file: Path
) -> None:
    async with site.database() as database:
        [alice] = await enrol(database, sandbox, ["Alice"])
    shutil.copy(database_file, database_file.with_name("before.db"))
    site.clock.move_to(MORNING)
    async with site.running() as bot:
        await sandbox.until(lambda: alice.copies == 1, within=30)
        taken_away(database_file)
        answered = len(alice.person.inbox) + 1
        alice.person.says(TEA)  # before it is noticed
        await sandbox.until(lambda: len(alice.person.inbox) >= answered, within=30)
        assert await bot.ends(within=30) == 2
    [copy] = database_file.parent.glob(f"{database_file.name}.saved-*")
    assert site.has_logged(f"rm -f {database_file}-wal {database_file}-shm; mv {copy} {database_file}")
    assert copy.stat().st_mode & 0o077 == 0

    async with site.running() as hasty:  # before anybody has put it back
        assert await hasty.ends(within=30) == 2
    for left in database_file.parent.glob(f"{database_file.name}-*"):
        left.unlink()
    copy.replace(database_file)

    async with site.running():
        await eventually(lambda: has_kept(site, alice), within=30)
        site.clock.move_to(MORNING + timedelta(days=1))
        await sandbox.until(lambda: any(message.text.startswith("Day 2:") for message in alice.person.inbox), within=30)
    assert alice.copies == 1
    assert sandbox.breaches == []


async def has_kept(site: Site, walker: Walker) -> bool:
    """Whether what was said is in the database."""
    async with site.database() as database, database.unit() as unit:
        day, *_ = await unit.nudges.all_of(walker.walk.person)
        return [note.words for note in await unit.check_ins.notes_on(day.id)] == [TEA]


async def test_it_is_saved_also_while_telegram_is_waited_for(
    site: Site, sandbox: Sandbox, database_file: Path, tmp_path: Path, key_file: Path, nursery: Nursery
) -> None:
    async with site.database() as database:
        await enrol(database, sandbox, ["Alice"])
    alone = Site(tmp_path, database_file, key_file, "http://127.0.0.1:9", nursery=nursery)
    async with alone.running() as bot:
        await eventually(lambda: has_said(alone, "Telegram does not answer as it should"), within=30)
        deleted(database_file)
        assert await bot.ends(within=30) == 2
    [copy] = database_file.parent.glob(f"{database_file.name}.saved-*")
    with closing(sqlite3.connect(copy)) as saved:
        assert saved.execute("SELECT count(*) FROM enrolment").fetchone() == (1,)


async def test_a_copy_that_cannot_be_saved_yet_is_tried_for(
    site: Site, sandbox: Sandbox, database_file: Path, tmp_path: Path
) -> None:
    """The folder is a file: nothing can be written into it until it is mended."""
    async with site.database() as database:
        [alice] = await enrol(database, sandbox, ["Alice"])
    folder = tmp_path / "here"
    folder.mkdir()
    for one in (database_file, *database_file.parent.glob(f"{database_file.name}-*")):
        one.rename(folder / one.name)
    site.is_set_up(database_url=f"sqlite+aiosqlite:///{folder / database_file.name}")
    site.clock.move_to(MORNING)
    async with site.running() as bot:
        await sandbox.until(lambda: alice.copies == 1, within=30)
        folder.rename(tmp_path / "there")
        folder.touch()
        await eventually(lambda: has_said(site, "cannot be saved"), within=30)
        assert bot.process.returncode is None
        folder.unlink()
        assert await bot.ends(within=30) == 2
    [copy] = folder.glob("*.saved-*")
    with closing(sqlite3.connect(copy)) as saved:
        assert saved.execute("SELECT state FROM nudge").fetchall() == [("sent",)]


async def has_said(site: Site, words: str) -> bool:
    return site.has_logged(words)
