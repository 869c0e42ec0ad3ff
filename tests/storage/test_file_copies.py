"""Copies of a SQLite file in use: of one moment, whole, and made to their end however much is written meanwhile."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage import file_copies, keys
from storage.database import Database
from storage.errors import Damaged, OtherKeys, Unavailable
from storage.file_copies import Stopped
from storage.safekeeping import Safekeeping
from storage.secrecy import KeyProblem, Keyring, make_key_file
from tests.conftest import url_of
from tests.storage.rows import fill


def unheard(done: int, of: int) -> None:
    """Nobody listens."""


@pytest.fixture
async def filled(database_file: Path, keyring: Keyring) -> Path:
    """A database with rows in every table."""
    async with Database(url_of(database_file), keyring) as database:
        await fill(database, each=40)
    return database_file


@contextmanager
def written_to(file: Path) -> Iterator[Callable[[], int]]:
    """Somebody else moves rows between two tables without a pause, so that together they are always as many; gives how often."""
    stop, moved = threading.Event(), 0
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE here (n INTEGER, filler BLOB)")
        connection.execute("CREATE TABLE there (n INTEGER, filler BLOB)")
        connection.executemany("INSERT INTO here VALUES (?, zeroblob(3000))", [(n,) for n in range(2000)])
        connection.commit()

    def write() -> None:
        nonlocal moved
        with closing(sqlite3.connect(file, timeout=30)) as connection:
            while not stop.is_set():
                connection.execute("INSERT INTO there SELECT * FROM here WHERE n = ?", (moved % 2000,))
                connection.execute("DELETE FROM here WHERE n = ?", (moved % 2000,))
                connection.commit()
                moved += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield lambda: moved
    finally:
        stop.set()
        writer.join()


def test_a_copy_is_of_one_moment_and_ends_however_much_others_write(database_file: Path, tmp_path: Path) -> None:
    copy, steps = tmp_path / "copy.db", list[int]()

    with written_to(database_file) as moved:
        while not moved():
            pass
        before = moved()
        file_copies.copy(database_file, copy, lambda done, of: steps.append(done), threading.Event())
        after = moved()

    with closing(sqlite3.connect(copy)) as connection:
        [(here,), (there,)] = [
            connection.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608  (one of two names)
            for name in ("here", "there")
        ]
    assert here + there == 2000
    assert before < after  # it held up nobody
    assert steps == sorted(set(steps))  # and never began anew
    assert {file.name for file in tmp_path.glob("copy*")} == {"copy.db"}
    assert copy.stat().st_mode & 0o777 == 0o600


async def test_what_is_in_a_copy_is_counted_and_proven_to_belong_to_the_keys(
    filled: Path, keyring: Keyring, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    steps: list[tuple[int, int]] = []

    file_copies.copy(filled, copy, lambda done, of: steps.append((done, of)), threading.Event())
    contents = file_copies.look_over(copy, keyring, threading.Event())

    assert contents.rows["person"] == contents.rows["nudge"] == 40
    assert contents.rows["canary"] == 41  # its own, too
    assert int(contents.schema) >= 31
    assert steps == sorted(steps)
    assert steps[-1] == (steps[-1][1], steps[-1][1])

    make_key_file(tmp_path / "other.key")
    with pytest.raises(KeyProblem, match="does not belong to this database"):
        file_copies.look_over(copy, Keyring.read(tmp_path / "other.key"), threading.Event())


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
async def test_a_copy_that_is_not_whole_is_found_out(
    filled: Path, keyring: Keyring, tmp_path: Path, share: float
) -> None:
    copy = tmp_path / "copy.db"
    file_copies.copy(filled, copy, unheard, threading.Event())
    with copy.open("r+b") as opened:
        opened.truncate(int(copy.stat().st_size * share))

    with pytest.raises(Damaged):
        file_copies.look_over(copy, keyring, threading.Event())


async def test_a_database_of_somebody_else_is_none_of_ours(keyring: Keyring, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")

    with pytest.raises(Damaged, match="not a database of this program"):
        file_copies.look_over(tmp_path / "other.db", keyring, threading.Event())


async def test_told_to_stop_it_stops(filled: Path, keyring: Keyring, tmp_path: Path) -> None:
    stop = threading.Event()

    with pytest.raises(Stopped):
        file_copies.copy(filled, tmp_path / "copy.db", lambda done, of: stop.set(), stop)

    file_copies.copy_at_once(filled, tmp_path / "whole.db")
    with pytest.raises(Stopped):
        file_copies.look_over(tmp_path / "whole.db", keyring, stop)


class TestKeysInSafekeeping:
    """The newest copy of the keys of people and of the ledger."""

    @pytest.fixture
    def kept(self, keyring: Keyring, key_file: Path, tmp_path: Path) -> Safekeeping:
        keyring.data_keys.of(7)
        ledger = tmp_path / "forgotten.log"
        ledger.write_text("a line\n")
        return Safekeeping(key_file.with_name(keys.FILE_NAME), ledger, tmp_path / "apart")

    def test_of_both_there_is_the_newest_copy(
        self, kept: Safekeeping, keyring: Keyring, key_file: Path, tmp_path: Path
    ) -> None:
        outdated = [kept.is_outdated()]
        kept.refresh()
        outdated.append(kept.is_outdated())
        keyring.data_keys.of(8)
        outdated.append(kept.is_outdated())
        kept.refresh()
        outdated.append(kept.is_outdated())

        copy = tmp_path / "apart" / keys.FILE_NAME
        assert outdated == [True, False, True, False]
        assert Keyring.read(key_file, copy).data_keys.owners() == {7, 8}
        assert (tmp_path / "apart" / "forgotten.log").read_text() == "a line\n"
        assert {file.stat().st_mode & 0o777 for file in (tmp_path / "apart").glob("smallgains*")} == {0o600}

    def test_the_bytes_of_the_copy_before_are_overwritten(
        self, kept: Safekeeping, keyring: Keyring, tmp_path: Path
    ) -> None:
        kept.refresh()
        with (tmp_path / "apart" / keys.FILE_NAME).open("rb") as before:
            assert any(before.read())
            keyring.data_keys.destroy(7)
            kept.refresh()
            before.seek(0)
            assert not any(before.read())

    def test_what_a_crash_left_behind_is_overwritten_too(self, kept: Safekeeping, tmp_path: Path) -> None:
        (tmp_path / "apart").mkdir()
        left = tmp_path / "apart" / f".{keys.FILE_NAME}.unfinished"
        left.write_bytes(b"half of it")
        with left.open("rb") as before:
            kept.refresh()
            assert not any(before.read())

        assert not left.exists()

    def test_keys_of_others_do_not_take_the_place_of_the_copy(
        self, kept: Safekeeping, key_file: Path, tmp_path: Path
    ) -> None:
        kept.refresh()
        copy = (tmp_path / "apart" / keys.FILE_NAME).read_bytes()
        lost = key_file.with_name(keys.FILE_NAME)
        lost.unlink()
        Keyring.read(key_file).data_keys.make_for([0, 9])

        with pytest.raises(OtherKeys, match="The copy is left as it is"):
            kept.refresh()

        assert (tmp_path / "apart" / keys.FILE_NAME).read_bytes() == copy

    def test_a_copy_does_not_take_the_place_of_the_keys_themselves(self, key_file: Path, tmp_path: Path) -> None:
        own = key_file.with_name(keys.FILE_NAME)

        assert not Safekeeping(own, tmp_path / "forgotten.log", key_file.parent).is_apart
        assert not Safekeeping(own, tmp_path / "forgotten.log", tmp_path / "x" / "..").is_apart
        assert Safekeeping(own, tmp_path / "forgotten.log", tmp_path / "x").is_apart

    def test_a_folder_that_cannot_be_made_is_told(self, kept: Safekeeping, tmp_path: Path) -> None:
        (tmp_path / "apart").write_text("a file")

        with pytest.raises(Unavailable, match="the keys and the ledger cannot be copied"):
            kept.refresh()
