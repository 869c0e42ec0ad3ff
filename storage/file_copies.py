"""A copy of a SQLite file as it was at one moment, made while others write to it, and looked over before it is relied on.

SQLite's online backup begins anew whenever another process writes. So a reading transaction is held meanwhile: the copy is of
the moment at which that began, and whoever writes waits for nothing. It goes in small steps with pauses between them, and
what is written is brought to the disk bit by bit, so that those who answer people meet neither a busy disk nor a long sync.
"""

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

from storage import canary
from storage.errors import Damaged, Unavailable
from storage.secrecy import Keyring, Sealed

STEP: Final = 128
"""Pages, of 4 KiB each as a rule, that are copied at a time."""
PAUSE: Final = 0.01
"""Seconds between two steps: at most fifty megabytes a second, and on a slow disk half of the time is left to others."""
_SYNCED_EVERY: Final = 4
"""Steps: two megabytes, for which nobody else's sync waits long."""
_ALL_AT_ONCE: Final = -1
_LOOKS: Final = 2_000_000
"""So many of SQLite's instructions between two looks whether to stop: some twenty looks a second, as each takes the interpreter away from
whoever answers people."""

Tell = Callable[[int, int], None]
"""So many pages of all are copied."""


class Stopped(Exception):
    """The copy was not made to its end, as it was told to stop."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a copy: the step of migration it stands at, and how many rows there are in each table."""

    schema: str
    rows: Mapping[str, int]


def size_of(file: Path) -> int:
    """How many bytes a copy takes. Raises `Unavailable`."""
    try:
        with closing(_opened(file)) as connection:
            return sum(
                pages * connection.execute("PRAGMA page_size").fetchone()[0]
                for (pages,) in connection.execute("PRAGMA page_count")
            )
    except sqlite3.Error as error:
        raise Unavailable(str(error)) from error


def copy(file: Path, to: Path, tell: Tell, stop: Event) -> None:
    """Copies a database that may be in use into a new file, step by step; it is on the disk when this returns. Raises
    `Unavailable`, `Stopped`.
    """
    steps = 0

    def told(_: int, left: int, of: int) -> None:
        nonlocal steps
        steps += 1
        if steps % _SYNCED_EVERY == 0:
            _synced(to)
        tell(of - left, of)
        if stop.wait(PAUSE):
            raise Stopped

    _copied(file, to, pages=STEP, told=told)


def copy_at_once(file: Path, to: Path) -> None:
    """The same for a file that is small, in one step. Raises `Unavailable`."""
    _copied(file, to, pages=_ALL_AT_ONCE, told=None)


def look_over(file: Path, keyring: Keyring, stop: Event) -> Contents:
    """Makes sure that a copy is whole and belongs to the keys at hand, and counts what is in it. Raises `Damaged`,
    `KeyProblem`, `Stopped`.
    """
    try:
        with closing(_opened(file, mode="ro")) as connection:
            connection.set_progress_handler(stop.is_set, _LOOKS)
            _prove_whole(connection)
            [schema] = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            [sealed] = connection.execute("SELECT sealed FROM canary WHERE id = ?", (canary.CELL.row,)).fetchone()
            canary.prove(keyring, Sealed(sealed))
            rows = {table: _count(connection, table) for table in _tables(connection)}
    except (sqlite3.Error, TypeError) as error:
        if stop.is_set():
            raise Stopped from error
        says = str(error) if isinstance(error, sqlite3.Error) else "it is not a database of this program that was used"
        raise Damaged(says) from error
    if stop.is_set():
        raise Stopped
    return Contents(schema, rows)


def prove_whole(file: Path) -> None:
    """Makes sure that a copy is whole, whatever is in it. Raises `Damaged`."""
    try:
        with closing(_opened(file, mode="ro")) as connection:
            _prove_whole(connection)
    except sqlite3.Error as error:
        raise Damaged(str(error)) from error


def _prove_whole(connection: sqlite3.Connection) -> None:
    [health] = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if health != "ok":
        raise Damaged(health)


def _copied(file: Path, to: Path, *, pages: int, told: Callable[[int, int, int], None] | None) -> None:
    try:
        os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(_opened(file)) as source, closing(_opened(to)) as target:
            # Nobody reads it before it is whole: there is nothing to be undone in it.
            target.execute("PRAGMA journal_mode=OFF")
            target.execute("PRAGMA synchronous=OFF")
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
            source.backup(target, pages=pages, progress=told)
        with closing(_opened(to)) as target:
            # One file, which can be carried about by itself.
            target.execute("PRAGMA journal_mode=DELETE")
        _synced(to)
    except (sqlite3.Error, OSError) as error:
        raise Unavailable(str(error)) from error


def _opened(file: Path, *, mode: str = "rw") -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=10)


def _tables(connection: sqlite3.Connection) -> list[str]:
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
    return [name for (name,) in connection.execute(named)]


def _count(connection: sqlite3.Connection, table: str) -> int:
    [count] = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608  (a table of the copy's own)
    return int(count)


def _synced(file: Path) -> None:
    """Of a copy alone: closing the file of a database in use would let go of SQLite's locks on it."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
