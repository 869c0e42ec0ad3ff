"""Data keys: one for each person and one for what belongs to nobody, in a database of their own, locked by the key file.

A backup of the words without these keys tells nothing; a person's key destroyed makes their words unreadable, in every
backup of the database too. So the two are backed up apart, and of the keys only the newest copy is kept. As they are never
put back to an earlier state, they also remember what a restored database must not forget: how long the ledger of the
forgotten is, which acts of admins there were, and who took back their part in a study. A program that is older than one of these
leaves it as it is.

A page goes into SQLite's journal before it is changed, with the keys on it. A journal that is deleted or cut short would
leave them on the disk, in blocks that are free. So it stays, and when a key is destroyed it is overwritten with zeros. What a
disk or a file system keeps of what is overwritten is beyond us.
"""

import os
import secrets
import sqlite3
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import Unavailable
from storage.key_files import KEY_BYTES, KEY_ID_BYTES, KeyEncryptionKey, KeyProblem

NOBODY: Final = 0
"""Whose key is for what belongs to no person. No person has this id."""
FILE_NAME: Final = "smallgains-keys.db"
_NONCE_BYTES: Final = 12
_REMEMBERED: Final = 4096
"""An unlocked key takes about 2.6 KB."""
_BUSY_SECONDS: Final = 10.0
_AT_ONCE: Final = 2000
_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS memo (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS data_key (owner INTEGER PRIMARY KEY, id BLOB NOT NULL, kek BLOB NOT NULL, "
    "locked BLOB NOT NULL, made_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')))",
    "CREATE INDEX IF NOT EXISTS ix_data_key_kek ON data_key (kek)",
    "CREATE TABLE IF NOT EXISTS admin_act_head (number INTEGER PRIMARY KEY, noted TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS taken_back (owner INTEGER PRIMARY KEY, at TEXT NOT NULL)",
)
_PRAGMAS: Final = ("journal_mode=PERSIST", "synchronous=EXTRA", "secure_delete=ON")


@dataclass(frozen=True, slots=True)
class DataKey:
    """One unlocked key, ready for use."""

    id: bytes
    secret: bytes = field(repr=False)
    cipher: AESGCM = field(repr=False)


class DataKeys:
    """The data keys in `file`, which is made with the first of them. The first of `keks` locks, all of them unlock.

    A new key is on the disk before anything is sealed with it. Few are looked up, as those in use are remembered; so a
    connection lasts for one look, and nothing is held open.
    """

    def __init__(self, file: Path, keks: Sequence[KeyEncryptionKey]) -> None:
        self._file = file
        self._locking = keks[0]
        self._ciphers = {kek.id: AESGCM(kek.secret) for kek in keks}
        self._remembered: OrderedDict[int, DataKey] = OrderedDict()
        self._is_made = False

    def of(self, owner: int) -> DataKey:
        """The owner's key; made now when there is none. Raises `KeyProblem`, `Unavailable`."""
        key = self._recalled(owner) or self._found(owner)
        if key is None:
            self.make_for([owner])
            key = self._found(owner)
        if key is None:
            raise KeyProblem("a key that was just made is gone")
        return key

    def known(self, owner: int) -> DataKey | None:
        """The owner's key, if there is one. Raises `KeyProblem`, `Unavailable`."""
        return self._recalled(owner) or self._found(owner)

    def recall(self, owners: Iterable[int]) -> None:
        """Looks up the keys of all these at once, so that each is at hand. That somebody has none, or one that cannot be
        unlocked, is told when it is asked for. Raises `Unavailable`.
        """
        wanted = {owner for owner in owners if owner not in self._remembered}
        if len(wanted) > 1 and self._file.exists():
            with self._looked_into() as connection:
                marks = ", ".join("?" * len(wanted))
                query = f"SELECT owner, id, kek, locked FROM data_key WHERE owner IN ({marks})"  # noqa: S608  (marks alone)
                rows = connection.execute(query, tuple(wanted)).fetchall()
            for owner, *locked in rows:
                with suppress(KeyProblem):
                    self._remember(owner, *locked)

    def make_for(self, owners: Collection[int]) -> None:
        """Makes keys for those who have none, all in one go. Raises `Unavailable`."""
        with self._opened(make=True) as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO data_key (owner, id, kek, locked) VALUES (?, ?, ?, ?)",
                (self._new(owner) for owner in owners),
            )

    def destroy(self, owner: int) -> bool:
        """Whatever was sealed with the owner's key can never be read again, and nothing else of theirs is here any more. False when
        there was no key.
        """
        self._remembered.pop(owner, None)
        if not self._file.exists():
            return False
        with self._opened() as connection:
            was_there = connection.execute("DELETE FROM data_key WHERE owner = ?", (owner,)).rowcount > 0
            connection.execute("DELETE FROM taken_back WHERE owner = ?", (owner,))
        self._wipe_journal()
        return was_there

    def owners(self) -> set[int]:
        """Everybody who has a key."""
        if not self._file.exists():
            return set()
        with self._opened() as connection:
            return {owner for (owner,) in connection.execute("SELECT owner FROM data_key WHERE owner <> ?", (NOBODY,))}

    def owners_among(self, people: Collection[int]) -> set[int]:
        """Who of these has a key. Raises `Unavailable`."""
        if not people or not self._file.exists():
            return set()
        with self._opened() as connection:
            marks = ", ".join("?" * len(people))
            query = f"SELECT owner FROM data_key WHERE owner IN ({marks})"  # noqa: S608  (marks alone)
            return {owner for (owner,) in connection.execute(query, tuple(people))}

    def note(self, name: str, value: str) -> None:
        """From now on this is what is remembered under the name. Raises `Unavailable`."""
        with self._opened(make=True) as connection:
            connection.execute("INSERT OR REPLACE INTO memo (name, value) VALUES (?, ?)", (name, value))

    def noted(self, name: str) -> str | None:
        """What is remembered under the name. Raises `Unavailable`."""
        if not self._file.exists():
            return None
        with self._opened() as connection:
            row = connection.execute("SELECT value FROM memo WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def note_admin_act(self, number: int, noted: str) -> None:
        """There is such an act of an admin's. Another that comes under its number later does not take its place. Raises
        `Unavailable`.
        """
        with self._opened(make=True) as connection:
            connection.execute("INSERT OR IGNORE INTO admin_act_head (number, noted) VALUES (?, ?)", (number, noted))

    def noted_admin_acts(self) -> dict[int, str]:
        """The acts that were noted, by their numbers. Raises `Unavailable`."""
        if not self._file.exists():
            return {}
        with self._opened() as connection:
            return dict(connection.execute("SELECT number, noted FROM admin_act_head ORDER BY number"))

    def drop_admin_acts(self, *, after: int) -> int:
        """The later ones are known to be lost; gives the newest number that was noted. Raises `Unavailable`."""
        newest = max(self.noted_admin_acts(), default=0)
        if newest > after:
            with self._opened() as connection:
                connection.execute("DELETE FROM admin_act_head WHERE number > ?", (after,))
        return newest

    def note_taken_back(self, owner: int, at: datetime) -> None:
        """The owner takes part in no study to which they agreed until then. Raises `Unavailable`."""
        with self._opened(make=True) as connection:
            connection.execute(
                "INSERT INTO taken_back (owner, at) VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET at = max(at, excluded.at)",
                (owner, at.astimezone(UTC).isoformat(timespec="microseconds")),
            )

    def noted_taken_back(self, owner: int) -> datetime | None:
        """Until when what the owner agreed to was taken back; None when it never was. Raises `Unavailable`."""
        return self.all_taken_back().get(owner)

    def all_taken_back(self) -> dict[int, datetime]:
        """The same of everybody who took back anything. Raises `Unavailable`."""
        if not self._file.exists():
            return {}
        with self._opened() as connection:
            rows = connection.execute("SELECT owner, at FROM taken_back").fetchall()
        return {owner: datetime.fromisoformat(at) for owner, at in rows}

    def prove(self) -> None:
        """Makes sure that every key can be unlocked. Raises `KeyProblem`, `Unavailable`."""
        if not self._file.exists():
            return
        with self._opened() as connection:
            needed = list(_locked_with(connection))
        if not self._ciphers.keys() >= set(needed):
            raise KeyProblem("some keys of people are locked with a key that is not in the key file")

    def count_to_relock(self) -> int:
        """How many keys are not locked with the first key of the key file yet."""
        if not self._file.exists():
            return 0
        with self._opened() as connection:
            query = "SELECT count(*) FROM data_key WHERE kek <> ?"
            return int(connection.execute(query, (self._locking.id,)).fetchone()[0])

    def relock_some(self) -> int:
        """Locks some keys with the first key of the key file; gives how many. People come first, so that the old key file
        opens nothing by halves: nobody's key, which every start needs, comes last.
        """
        with self._opened() as connection:
            query = "SELECT owner, id, kek, locked FROM data_key WHERE kek <> ? ORDER BY owner = ?, owner LIMIT ?"
            rows = connection.execute(query, (self._locking.id, NOBODY, _AT_ONCE)).fetchall()
            connection.executemany(
                "UPDATE data_key SET kek = ?, locked = ? WHERE owner = ?",
                [
                    (self._locking.id, self._locked(owner, id, self._unlocked(owner, id, kek, locked)), owner)
                    for owner, id, kek, locked in rows
                ],
            )
        return len(rows)

    def _recalled(self, owner: int) -> DataKey | None:
        key = self._remembered.get(owner)
        if key is not None:
            self._remembered.move_to_end(owner)
        return key

    def _found(self, owner: int) -> DataKey | None:
        if not self._file.exists():
            return None
        with self._looked_into() as connection:
            query = "SELECT id, kek, locked FROM data_key WHERE owner = ?"
            row = connection.execute(query, (owner,)).fetchone()
        if row is None:
            return None
        return self._remember(owner, *row)

    def _remember(self, owner: int, id: bytes, kek: bytes, locked: bytes) -> DataKey:
        secret = self._unlocked(owner, id, kek, locked)
        key = DataKey(id, secret, AESGCM(secret))
        self._remembered[owner] = key
        if len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)
        return key

    def _new(self, owner: int) -> tuple[int, bytes, bytes, bytes]:
        id = secrets.token_bytes(KEY_ID_BYTES)
        return owner, id, self._locking.id, self._locked(owner, id, secrets.token_bytes(KEY_BYTES))

    def _locked(self, owner: int, id: bytes, secret: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._ciphers[self._locking.id].encrypt(nonce, secret, _bound_to(owner, id))

    def _unlocked(self, owner: int, id: bytes, kek: bytes, locked: bytes) -> bytes:
        cipher = self._ciphers.get(kek)
        if cipher is None:
            raise KeyProblem("a person's key is locked with a key that is not in the key file")
        try:
            return cipher.decrypt(locked[:_NONCE_BYTES], locked[_NONCE_BYTES:], _bound_to(owner, id))
        except InvalidTag as error:
            raise KeyProblem("a person's key does not belong to its row, or was changed") from error

    def _wipe_journal(self) -> None:
        """While the lock is held nobody else writes into the journal, and this transaction changes nothing. Raises
        `Unavailable`.
        """
        journal = self._file.with_name(self._file.name + "-journal")
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            if not journal.exists():
                return
            with journal.open("r+b") as opened:
                opened.write(bytes(journal.stat().st_size))
                opened.flush()
                os.fsync(opened.fileno())

    @contextmanager
    def _opened(self, *, make: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction in the file. Raises `Unavailable`."""
        try:
            if make and not self._file.exists():
                self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._file.touch(mode=0o600)
            connection = self._connected()
            try:
                for pragma in _PRAGMAS:
                    connection.execute(f"PRAGMA {pragma}")
                for table in _SCHEMA:
                    connection.execute(table)
                self._is_made = True
                with connection:
                    yield connection
            finally:
                connection.close()
        except (sqlite3.Error, OSError) as error:
            raise self._unavailable(error) from error

    @contextmanager
    def _looked_into(self) -> Iterator[sqlite3.Connection]:
        """The file, to read from: once its tables are known to be there, nothing is prepared in it. Raises `Unavailable`."""
        if not self._is_made:
            with self._opened() as connection:
                yield connection
            return
        try:
            with closing(self._connected()) as connection:
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise self._unavailable(error) from error

    def _connected(self) -> sqlite3.Connection:
        uri = f"{self._file.absolute().as_uri()}?mode=rw"
        return sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level="IMMEDIATE")

    def _unavailable(self, error: Exception) -> Unavailable:
        return Unavailable(f"the keys at {self._file.name}: {error}")


def _locked_with(connection: sqlite3.Connection) -> Iterator[bytes]:
    """The ids of all keys that any person's is locked with, each looked up in the index."""
    kek = b""
    while (kek := connection.execute("SELECT min(kek) FROM data_key WHERE kek > ?", (kek,)).fetchone()[0]) is not None:
        yield kek


def _bound_to(owner: int, id: bytes) -> bytes:
    """What is authenticated beside a locked key: whose it is, so that nobody's key passes for another's."""
    return f"data_key|{owner}|{id.hex()}".encode()
