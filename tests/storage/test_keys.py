"""Keys of people: on the disk before they are used, locked by the key file, bound to their owner, and destroyed for good."""

import asyncio
import os
import random
import shutil
import signal
import sqlite3
import stat
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

import pytest

import bot
from storage.database import Database
from storage.errors import Unavailable
from storage.key_files import read_key_file
from storage.keys import FILE_NAME, DataKeys
from storage.secrecy import Cell, KeyProblem, Keyring, Sealed, WrongCell, make_key_file
from tests.conftest import url_of
from tests.storage.older import people_of_an_older_program, sealed_by_an_older_program

ALICE, BEN = 7, 8
HERS = Cell("note", "words", ALICE, 1)
HIS = Cell("note", "words", BEN, 2)
PEOPLE, NOTES, KEYS = 200, 100, 20_000
LIVES = 8
"""How many times rekey is killed, at least; the release has ten times as many."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a key file in it."""
    make_key_file(tmp_path / "smallgains.key")
    return tmp_path


def ring(home: Path, *names: str) -> Keyring:
    """The keyring of these key files together, over the keys of people in the folder."""
    text = "".join((home / name).read_text() for name in names or ("smallgains.key",))
    together = home / "together.key"
    together.write_text(text)
    return Keyring.read(together, home / FILE_NAME)


def keys_file(home: Path) -> sqlite3.Connection:
    return sqlite3.connect(home / FILE_NAME)


def test_a_key_is_on_the_disk_before_anything_sealed_with_it_can_be_kept(home: Path) -> None:
    sealed = ring(home).seal("tea", HERS)

    assert ring(home).open(sealed, HERS) == "tea"
    assert stat.S_IMODE((home / FILE_NAME).stat().st_mode) == 0o600


def test_everybody_has_a_key_of_their_own_and_what_is_nobodys_has_one(home: Path) -> None:
    keyring = ring(home)
    cells = [
        HERS,
        Cell("person", "name", ALICE, ALICE),
        HIS,
        Cell("inbox", "body", 1002, 1),
        Cell("dead_letter", "body", 1003, 2),
    ]

    ids = [keyring.seal("tea", cell).data[1:5] for cell in cells]

    assert ids[0] == ids[1]
    assert ids[3] == ids[4]
    assert len(set(ids)) == 3
    assert keyring.data_keys.owners() == {ALICE, BEN}


def test_a_destroyed_key_takes_its_persons_words_along_and_nobody_elses(home: Path) -> None:
    keyring = ring(home)
    hers, his = keyring.seal("tea", HERS), keyring.seal("coffee", HIS)
    locked = keys_file(home).execute("SELECT locked FROM data_key WHERE owner = ?", (ALICE,)).fetchone()[0]

    assert keyring.data_keys.destroy(ALICE)

    for each in (keyring, ring(home)):
        with pytest.raises(KeyProblem, match="destroyed"):
            each.open(hers, HERS)
        assert each.open(his, HIS) == "coffee"
    assert not keyring.data_keys.destroy(ALICE)
    assert all(locked not in file.read_bytes() for file in home.glob(f"{FILE_NAME}*"))


def test_a_destroyed_key_is_overwritten_in_the_journal_too_and_that_is_never_deleted(home: Path) -> None:
    keyring = ring(home)
    keyring.data_keys.make_for(range(1, 200))
    journal = home / f"{FILE_NAME}-journal"
    before = journal.stat().st_ino

    for owner in range(1, 200, 2):
        assert keyring.data_keys.destroy(owner)

    assert journal.stat().st_ino == before
    assert journal.stat().st_size > 512
    assert not any(journal.read_bytes())
    assert keyring.data_keys.owners() == set(range(2, 200, 2))


def test_a_key_made_later_does_not_open_what_the_destroyed_one_sealed(home: Path) -> None:
    keyring = ring(home)
    before = keyring.seal("tea", HERS)
    keyring.data_keys.destroy(ALICE)

    after = keyring.seal("coffee", HERS)

    assert keyring.open(after, HERS) == "coffee"
    with pytest.raises(WrongCell):
        keyring.open(before, HERS)


def test_a_key_pasted_into_another_persons_row_does_not_unlock(home: Path) -> None:
    keyring = ring(home)
    keyring.seal("tea", HERS)
    sealed = keyring.seal("coffee", HIS)
    with closing(keys_file(home)) as connection, connection:
        connection.execute(
            "UPDATE data_key SET (id, locked) = (SELECT id, locked FROM data_key WHERE owner = ?) WHERE owner = ?",
            (ALICE, BEN),
        )

    with pytest.raises(KeyProblem, match="does not belong to its row"):
        ring(home).open(sealed, HIS)


def test_what_is_swapped_between_any_two_cells_is_always_noticed(home: Path, tell: Callable[[str], None]) -> None:
    keyring = ring(home)
    cells = [
        Cell(table, column, person, 100 * person + row)
        for table, column in (("note", "words"), ("person", "name"), ("inbox", "body"), ("pattern_check", "answers"))
        for person in (ALICE, BEN)
        for row in range(1, 6)
    ]
    sealed = [(cell, keyring.seal(f"of {cell}", cell)) for cell in cells]

    swaps = [(value, cell) for own, value in sealed for cell in cells if cell != own]
    unnoticed = [cell for value, cell in swaps if not _is_refused(keyring, value, cell)]

    assert unnoticed == []
    tell(f"values swapped between cells: {len(swaps)}, noticed {len(swaps) - len(unnoticed)}")


def _is_refused(keyring: Keyring, value: Sealed, cell: Cell) -> bool:
    try:
        keyring.open(value, cell)
    except (WrongCell, KeyProblem):
        return True
    return False


def test_only_so_many_keys_are_remembered_and_the_others_are_found_again(home: Path) -> None:
    keyring = ring(home)
    cells = [Cell("note", "words", person, 1) for person in range(1, 5001)]
    keyring.data_keys.make_for([cell.owner for cell in cells])

    sealed = [keyring.seal("tea", cell) for cell in cells]

    assert len(keyring.data_keys._remembered) == 4096
    assert {keyring.open(value, cell) for value, cell in zip(sealed, cells, strict=True)} == {"tea"}


def test_a_keys_file_that_is_none_is_told_as_not_to_be_used(home: Path) -> None:
    (home / FILE_NAME).write_bytes(b"not a database, just some words of somebody's" * 100)

    with pytest.raises(Unavailable):
        ring(home).seal("tea", HERS)


def test_what_an_older_program_sealed_still_opens_in_its_own_cell(home: Path) -> None:
    keyring = ring(home)
    sealed = sealed_by_an_older_program(home / "smallgains.key", "tea", HERS)

    assert keyring.open(sealed, HERS) == "tea"
    with pytest.raises(WrongCell):
        keyring.open(sealed, Cell("note", "words", ALICE, 2))
    with pytest.raises(WrongCell):
        keyring.open(Sealed(b"\x02" + sealed.data[1:]), HERS) if keyring.seal("x", HERS) else None


@pytest.mark.parametrize(
    "lost", [pytest.param([FILE_NAME], id="keys of people"), pytest.param([FILE_NAME, "smallgains.key"], id="both")]
)
async def test_without_the_keys_of_people_nothing_starts(home: Path, migrated: Path, lost: Sequence[str]) -> None:
    file = await _settled(home, migrated)
    for name in lost:
        (home / name).unlink()
    if "smallgains.key" in lost:
        make_key_file(home / "smallgains.key")

    async with Database(url_of(file), ring(home)) as database:
        with pytest.raises(KeyProblem, match="does not belong to this database"):
            await database.prove_key()


async def test_the_first_start_of_this_version_makes_the_keys_of_people_needed(home: Path, migrated: Path) -> None:
    file = Path(shutil.copy(migrated, home / "smallgains.db"))
    people_of_an_older_program(file, home / "smallgains.key", people=1, notes=1)

    async with Database(url_of(file), ring(home)) as database:
        await database.prove_key()
        async with database.unit() as unit:
            assert (await unit.people.get(1)).name == "Name 1"
            assert await unit.sealed.count_of_first_format() == 2  # name and note; the canary is sealed anew

    (home / FILE_NAME).unlink()
    async with Database(url_of(file), ring(home)) as database:
        with pytest.raises(KeyProblem):
            await database.prove_key()


async def _settled(home: Path, migrated: Path) -> Path:
    """A database with a canary of this folder's keys."""
    file = Path(shutil.copy(migrated, home / "smallgains.db"))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM canary")
    async with Database(url_of(file), ring(home)) as database:
        await database.prove_key()
    return file


async def test_the_new_key_alone_opens_all_and_the_old_one_nothing_once_everything_is_moved(
    home: Path, migrated: Path
) -> None:
    file = Path(shutil.copy(migrated, home / "smallgains.db"))
    people_of_an_older_program(file, home / "smallgains.key", people=20, notes=3)
    ring(home).data_keys.make_for(range(21))
    make_key_file(home / "next.key")

    code, said = await _rekey(home).ends()

    assert (code, "sealed values: 80 of 80" in said, "keys of people: 21 of 21" in said) == (0, True, True)
    await _is_all_readable(home, file, people=20, notes=3, by="next.key")
    async with Database(url_of(file), Keyring.read(home / "smallgains.key", home / FILE_NAME)) as database:
        with pytest.raises(KeyProblem):
            await database.prove_key()


async def test_broken_off_anywhere_rekey_goes_on_and_nothing_starts_with_half_the_keys(
    home: Path, migrated: Path, times: int, tell: Callable[[str], None]
) -> None:
    file = Path(shutil.copy(migrated, home / "smallgains.db"))
    people_of_an_older_program(file, home / "smallgains.key", people=PEOPLE, notes=NOTES)
    ring(home).data_keys.make_for(range(KEYS))  # they have to be locked anew
    make_key_file(home / "next.key")
    chance = random.Random(20260504)  # noqa: S311  (it is to be the same each time)
    killed = 0
    for _ in range(LIVES * times):
        killed += await _rekey(home).is_killed(lines=chance.randrange(3), seconds=chance.random() * 0.1)
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    code, _ = await _rekey(home).ends()

    assert code == 0
    await _is_all_readable(home, file, people=PEOPLE, notes=NOTES, by="next.key")
    tell(f"rekey killed {killed} times in {LIVES * times} starts; {PEOPLE * (NOTES + 1)} values readable, 0 lost")


def test_locking_anew_broken_off_in_the_middle_is_noticed_and_gone_on_with(home: Path) -> None:
    make_key_file(home / "next.key")
    old = ring(home)
    sealed = {
        cell: old.seal(f"of {cell.person}", cell) for cell in (Cell("note", "words", p, 1) for p in range(1, 4001))
    }
    old.seal("tweet", Cell("canary", "sealed", 0, 1))
    both = ring(home, "next.key", "smallgains.key")

    assert both.data_keys.relock_some() == 2000

    for half in ("smallgains.key", "next.key"):
        with pytest.raises(KeyProblem):
            ring(home, half).data_keys.prove()
    while both.data_keys.relock_some():
        pass
    new = ring(home, "next.key")
    new.data_keys.prove()
    assert {new.open(value, cell) for cell, value in sealed.items()} == {f"of {p}" for p in range(1, 4001)}
    assert both.pseudonym(1002) == old.pseudonym(1002) == new.pseudonym(1002)


async def test_a_database_whose_keys_are_locked_by_halves_is_refused_with_either_key(
    home: Path, migrated: Path
) -> None:
    file = await _settled(home, migrated)
    make_key_file(home / "next.key")
    ring(home).data_keys.make_for(range(1, 3000))

    ring(home, "next.key", "smallgains.key").data_keys.relock_some()

    for half in ("smallgains.key", "next.key"):
        async with Database(url_of(file), ring(home, half)) as database:
            with pytest.raises(KeyProblem, match="run it again"):
                await database.prove_key()


def test_nobodys_key_is_locked_anew_last(home: Path) -> None:
    make_key_file(home / "next.key")
    old = ring(home)
    old.seal("tweet", Cell("canary", "sealed", 0, 1))
    old.data_keys.make_for(range(1, 3000))

    ring(home, "next.key", "smallgains.key").data_keys.relock_some()

    assert DataKeys(home / FILE_NAME, read_key_file(home / "smallgains.key")).of(0)


class _Rekey:
    """`smallgains rekey` as a process of its own."""

    def __init__(self, home: Path) -> None:
        self._home = home

    async def ends(self) -> tuple[int | None, str]:
        process = await self._started()
        _, said = await asyncio.wait_for(process.communicate(), 60)
        return process.returncode, said.decode()

    async def is_killed(self, *, lines: int, seconds: float) -> bool:
        """It is killed so long after it has told so many lines; False when it had ended by then."""
        process = await self._started()
        assert process.stderr is not None
        for _ in range(lines):
            await process.stderr.readline()
        await asyncio.sleep(seconds)
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()
        return process.returncode == -signal.SIGKILL

    async def _started(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "rekey", "--new-key", "next.key"),
            cwd=self._home,
            env=os.environ
            | {
                "PYTHONPATH": str(Path(bot.__file__).parents[1]),
                "SMALLGAINS_DATABASE_URL": url_of(self._home / "smallgains.db"),
            },
            stderr=asyncio.subprocess.PIPE,
        )


def _rekey(home: Path) -> _Rekey:
    return _Rekey(home)


async def _is_all_readable(home: Path, file: Path, *, people: int, notes: int, by: str) -> None:
    keyring = Keyring.read(home / by, home / FILE_NAME)
    async with Database(url_of(file), keyring) as database:
        await database.prove_key()
        async with database.unit() as unit:
            assert await unit.sealed.count_of_first_format() == 0
            for p in range(1, people + 1):
                assert (await unit.people.get(p)).name == f"Name {p}"
                assert [note.words for note in await unit.check_ins.notes_on(p)] == [
                    f"Note {n} of {p}" for n in range(notes)
                ]
