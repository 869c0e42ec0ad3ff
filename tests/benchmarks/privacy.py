"""What is promised of people's words, measured: sealed to their cell, quickly moved to another key, erased without a trace.

    python -m tests.benchmarks.privacy --rows 100000

Everything is done by the program's own parts, on SQLite files and against the pretend Telegram on this machine.
"""

import argparse
import asyncio
import itertools
import logging
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import strategies as st

from bot.clock import StandingClock
from bot.rekeying import rekey
from bot.sandbox import Sandbox
from bot.settings import Settings
from storage import belongings
from storage.check_ins import NoteKind
from storage.database import Database
from storage.secrecy import Cell, KeyProblem, Keyring, Sealed, WrongCell, make_key_file
from tests.conftest import url_of
from tests.faults.crowd import crowd
from tests.faults.examples import collected
from tests.faults.test_buttons import carried, check_of, effects, everything, mutated, tapped
from tests.storage.older import people_of_an_older_program
from tests.stories.test_forget import found_in, has_lived, is_forgotten
from tests.stories.town import ADMIN, CALM, TOKEN, Somebody, Town

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NOTES = 1_000
PAYLOADS = 10_000
SEALED = 20_000
A_NOTE = "We had tea on the balcony, and I asked what her day had been like before I told of mine. " * 3
ROWS_EACH = 100


def main(rows: int) -> None:
    """Prints every figure."""
    logging.disable(logging.WARNING)  # of taps that are refused
    tell(f"{sys.platform}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(in_a_town(Path(folder)))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(moves_to_another_key(Path(folder), rows))


async def in_a_town(folder: Path) -> None:
    """What is measured while the bot is at work."""
    make_key_file(folder / "smallgains.key")
    keyring = Keyring.read(folder / "smallgains.key")
    clock = StandingClock(NOON)
    sandbox = Sandbox(TOKEN, now=clock, admins=[ADMIN])
    async with sandbox.serving() as api_url:
        town = Town(sandbox, api_url, clock, url_of(folder / "town.db"), keyring)
        await town.wakes()
        await town.publishes(CALM)
        encrypts(keyring)
        alice, ben = town.somebody("Alice", 1002), town.somebody("Ben", 1003)
        for one in (alice, ben):
            await has_lived(one, town)
        swaps(town)
        await forgets(town, alice, folder)
        await mutates(town)
        await town.sleeps()


def encrypts(keyring: Keyring) -> None:
    """How long it takes to seal and to open a note."""
    cell = Cell("note", "words", 7, 1)
    keyring.seal(A_NOTE, cell)
    begun = time.perf_counter()
    sealed = [keyring.seal(A_NOTE, cell) for _ in range(SEALED)]
    between = time.perf_counter()
    for each in sealed:
        keyring.open(each, cell)
    ended = time.perf_counter()
    tell(
        f"a note of {len(A_NOTE)} letters: sealed in {1e6 * (between - begun) / SEALED:.1f} µs, "
        f"opened in {1e6 * (ended - between) / SEALED:.1f} µs"
    )


def swaps(town: Town) -> None:
    """Every sealed value put into every other cell: those of the database, and two of two people for each sealed column,
    as some are empty by now.
    """
    columns = [(table.name, name) for table in belongings.all_tables() for name in belongings.sealed_in(table)]
    cells = [
        Cell(*column, person, row)
        for column in columns
        for person in (1002, 1003)
        for row in (2 * person, 2 * person + 1)
    ]
    kept = [*sealed_cells(town), *((cell, town.keyring.seal("tea", cell)) for cell in cells)]
    tried = noticed = 0
    for (_, value), (cell, _) in itertools.permutations(kept, 2):
        tried += 1
        noticed += not opens(town.keyring, value, cell)
    own = sum(opens(town.keyring, value, cell) for cell, value in kept)
    tell(
        f"row swaps between {len(kept)} cells of {len(columns)} sealed columns of two people ({own} open in their own "
        f"cell): {noticed} of {tried} noticed ({noticed / tried:.1%})"
    )


def sealed_cells(town: Town) -> Iterator[tuple[Cell, Sealed]]:
    """Every sealed value, with the cell it lies in."""
    assert town.database.file is not None
    with closing(sqlite3.connect(town.database.file)) as connection:
        connection.row_factory = sqlite3.Row
        for table in belongings.all_tables():
            id, *_ = table.primary_key.columns
            for name in belongings.sealed_in(table):
                for row in connection.execute(f"SELECT * FROM {table.name} WHERE {name} IS NOT NULL"):  # noqa: S608
                    yield Cell(table.name, name, belongings.person_in(table, row), row[id.name]), Sealed(row[name])


def opens(keyring: Keyring, value: Sealed, cell: Cell) -> bool:
    """Whether a value can be read as if it lay in that cell."""
    try:
        keyring.open(value, cell)
    except (WrongCell, KeyProblem):
        return False
    return True


async def forgets(town: Town, somebody: Somebody, folder: Path) -> None:
    """How long it takes to forget somebody who wrote much, and what is left of it in any file."""
    needles = [f"needle-{number:04}-of-hers" for number in range(NOTES)]
    nudge = (await somebody.ledger())[0]
    async with town.database.unit() as unit:
        for number, words in enumerate(needles):
            await unit.check_ins.keep(
                nudge, kind=NoteKind.WORDS, words=words, message_id=10**6 + number, now=town.clock()
            )
    with closing(sqlite3.connect(folder / "town.db")) as connection:
        sealed = [words for (words,) in connection.execute("SELECT words FROM note WHERE nudge = ?", (nudge.id,))]
    begun = time.perf_counter()
    await is_forgotten(somebody)
    took = time.perf_counter() - begun
    assert "0 entries of yours are left" in somebody.told
    tell(
        f"/forget with {NOTES} notes: {took:.2f} s from asking to the receipt (bound 60 s); left in database, WAL and "
        f"ledger: {found_in(folder, needles)} of {len(needles)} needles, {found_in(folder, sealed)} of {len(sealed)} "
        "sealed values"
    )


async def mutates(town: Town) -> None:
    """Taps with payloads that are nearly somebody's own, by somebody else."""
    victim, other = await crowd(town, 2)
    check = await check_of(victim)
    payloads = collected(st.sampled_from(carried(victim, check)).flatmap(mutated), PAYLOADS)
    before = everything(town)
    async with town.database.unit() as unit:
        person = await unit.people.known(other.somebody.telegram_id)
        for data in payloads:
            await town.app.conversation.answer(unit, tapped(other, data), None, person)
    after = everything(town)
    grown = [f"{table} by {count}" for table in before if (count := len(after[table]) - len(before[table]))]
    tell(
        f"mutated buttons: {len(payloads)} payloads, {len(effects(before, after))} tables changed but for what notes "
        f"refusals ({', '.join(grown) or 'none'})"
    )


async def moves_to_another_key(folder: Path, rows: int) -> None:
    """How long everything takes that an older program sealed, and the keys of people, to be moved to a new key file."""
    key, new_key = folder / "smallgains.key", folder / "next.key"
    make_key_file(key)
    make_key_file(new_key)
    file = folder / "smallgains.db"
    async with Database(url_of(file), Keyring.read(key)) as database:
        await database.migrate()
    people = max(1, rows // ROWS_EACH)
    people_of_an_older_program(file, key, people=people, notes=ROWS_EACH - 1)
    settings = Settings(database_url=url_of(file), key_file=key, _env_file=None)
    begun = time.perf_counter()
    last = {progress.what: progress async for progress in rekey(settings, new_key, StandingClock(NOON))}
    took = time.perf_counter() - begun
    done = ", ".join(f"{each.done} {what}" for what, each in last.items())
    tell(f"re-encrypted: {done} in {took:.1f} s ({rows / took:,.0f} rows a second; bound 60 s for 100,000)")


def tell(line: str) -> None:
    """Prints a figure."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    main(parser.parse_args().rows)
