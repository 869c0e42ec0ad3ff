"""Killed while somebody is being forgotten: the next start completes it, and nobody is told so before it is true."""

import asyncio
import random
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from storage.keys import FILE_NAME
from tests.faults.dying import FORGET_POINTS
from tests.faults.program import DYING_BOT, Site, Walker, enrol

KILLS = 12
SEED = 20260506


async def test_killed_at_any_moment_whoever_asked_is_forgotten_and_nobody_else(
    site: Site,
    sandbox: Sandbox,
    database_file: Path,
    key_file: Path,
    times: int,
    tell: Callable[[str], None],
) -> None:
    chance = random.Random(SEED)  # noqa: S311  (it is to be the same each time)
    async with site.database() as database:
        *leaving, staying = await enrol(
            database, sandbox, [f"Walker {number}" for number in range(KILLS * times + 1)], with_day_one=True
        )
    told_too_soon = 0
    for walker in leaving:
        async with site.running() as bot:
            walker.person.says("/forget")
            await sandbox.until(lambda: has_read(walker, "Erase everything?"), within=30)  # noqa: B023
            walker.person.taps("Erase everything")
            await asyncio.sleep(chance.random() * 0.06)
            await bot.is_killed()
        if has_read(walker, "Receipt "):
            told_too_soon += is_there(database_file, key_file, walker)

    async with site.running() as bot:
        staying.person.says("I stay.")
        await sandbox.until(lambda: sandbox.pending == 0 and has_read(staying, "Kept with day 1"), within=60)
        last = time.monotonic()
        await sandbox.until(lambda: not any(is_there(database_file, key_file, each) for each in leaving), within=60)
        await sandbox.until(lambda: all(has_read(each, "Receipt ") for each in leaving), within=60)
        await bot.is_told_to_stop(within=20)

    assert is_there(database_file, key_file, staying)
    assert told_too_soon == 0
    told = sum(has_read(each, "Receipt ") for each in leaving)
    tell(
        f"kill -9 during /forget: {len(leaving)} kills, {told} receipts, 0 told too soon, 0 people left "
        f"{time.monotonic() - last:.1f} s after the last start had answered"
    )


@pytest.mark.parametrize("point", FORGET_POINTS)
async def test_died_at_a_named_point_the_next_start_forgets_and_hands_over_the_receipt(
    site: Site, sandbox: Sandbox, database_file: Path, key_file: Path, point: str
) -> None:
    async with site.database() as database:
        [leaving] = await enrol(database, sandbox, ["Walker"], with_day_one=True)

    async with site.running(point, "forget", program=DYING_BOT) as bot:
        leaving.person.says("/forget")
        await sandbox.until(lambda: has_read(leaving, "Erase everything?"), within=30)
        leaving.person.taps("Erase everything")
        await bot.ends(within=30)
    assert not has_read(leaving, "Receipt ")
    async with site.running() as bot:
        await sandbox.until(lambda: has_read(leaving, "Receipt "), within=30)
        assert not is_there(database_file, key_file, leaving)
        await bot.is_told_to_stop(within=20)

    [receipt] = [message.text for message in leaving.person.inbox if "Receipt " in message.text]
    assert re.search(r"^• your track, from when to when, .*: 1$", receipt, re.MULTILINE)
    assert "0 entries of yours are left in the database" in receipt


def has_read(walker: Walker, words: str) -> bool:
    """Whether a message that says so stands in their chat."""
    return any(words in message.text for message in walker.person.inbox)


def is_there(database_file: Path, key_file: Path, walker: Walker) -> bool:
    """Whether anything of this person is in the database, or their key among the keys."""
    with closing(sqlite3.connect(database_file)) as connection:
        for table, column in (("person", "id"), ("enrolment", "person"), ("nudge", "person"), ("note", "person")):
            found = connection.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (walker.walk.person,))  # noqa: S608
            if found.fetchone():
                return True
    with closing(sqlite3.connect(key_file.with_name(FILE_NAME))) as connection:
        return bool(connection.execute("SELECT 1 FROM data_key WHERE owner = ?", (walker.walk.person,)).fetchone())
