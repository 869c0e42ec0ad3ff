"""Who asked to be forgotten: a ledger apart from the database, so that a backup that is restored brings nobody back.

A line holds no id, only what is made of it with a key that lies with the keys of people. How many lines there are, and a
digest of them, is remembered there too: a ledger that is missing or shortened is noticed.
"""

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from storage.errors import LedgerShortened, Unavailable
from storage.secrecy import Keyring

FILE_NAME: Final = "smallgains-forgotten.log"
_ACCOUNT: Final = "forgotten accounts"
_PERSON: Final = "forgotten people"
_LINES: Final = "lines of the ledger"
_NUMBER: Final = 12
_TOTALS: Final = 2**256


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines of the ledger, and what they come to, in whatever order they are added up. What keeps the tally of the
    lines that it has seen to knows whether there are others, without looking at anybody.
    """

    count: int = 0
    total: int = 0

    @classmethod
    def of(cls, line: str) -> Self:
        """That of one line."""
        return cls(1, int.from_bytes(hashlib.sha256(line.encode()).digest()))

    @classmethod
    def read(cls, text: str | None) -> Self:
        """As it was written down; that of no lines where nothing was."""
        if text is None:
            return cls()
        count, total = text.split()
        return cls(int(count), int(total, 16))

    def __add__(self, other: Self) -> Self:
        return type(self)(self.count + other.count, (self.total + other.total) % _TOTALS)

    def __str__(self) -> str:
        return f"{self.count} {self.total:x}"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A line that was just written: what the person may name later to prove it, and its tally."""

    number: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Buried:
    """Everybody in the ledger, ready to be compared with."""

    keyring: Keyring
    people: frozenset[str]
    accounts: dict[str, datetime]
    tally: Tally = Tally()

    def has(self, person: int) -> bool:
        """Whether this very row of a person is to be gone. Who comes back has another."""
        return bool(self.people) and self.keyring.fingerprint(_PERSON, str(person)) in self.people

    def forgotten_at(self, telegram_id: int) -> datetime | None:
        """When this account was last forgotten, if ever."""
        return self.accounts.get(self.keyring.fingerprint(_ACCOUNT, str(telegram_id))) if self.accounts else None

    def has_said(self, telegram_id: int, at: datetime) -> bool:
        """Whether what this account said then came before they were last forgotten."""
        until = self.forgotten_at(telegram_id)
        return until is not None and at <= until


class Tombstones:
    """The ledger in `file`. Lines are only added."""

    def __init__(self, file: Path, keyring: Keyring) -> None:
        self._file = file
        self._keyring = keyring

    def add(self, person: int, telegram_id: int, at: datetime) -> Tombstone:
        """From now on this person is forgotten; it is on the disk when this returns. Raises `Unavailable`."""
        account = self._keyring.fingerprint(_ACCOUNT, str(telegram_id))
        line = f"{at.isoformat()} {account} {self._keyring.fingerprint(_PERSON, str(person))}"
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "ab") as opened:
                # A line that a crash cut off is ended first, so that it spoils no other.
                opened.write(b"" if self._ends_well() else b"\n")
                opened.write(f"{line}\n".encode())
                opened.flush()
                os.fsync(opened.fileno())
        except OSError as error:
            raise Unavailable(f"the ledger of who is forgotten cannot be written: {error.strerror}") from error
        with suppress(LedgerShortened):  # they are forgotten all the same; the next start tells
            self.prove()
            self.keep_in_mind()
        return Tombstone(account[:_NUMBER], Tally.of(line))

    def prove(self) -> None:
        """Makes sure that every line is there that ever was. Raises `LedgerShortened`, `Unavailable`."""
        noted = self._keyring.data_keys.noted(_LINES)
        if noted is None:
            return
        count, digest = noted.split()
        lines = self._texts()
        if self._digest(lines[: int(count)]) != digest:
            raise LedgerShortened(
                f"the ledger of who was forgotten, {self._file}, is missing, shortened or changed: it should begin with the "
                f"{count} lines that are known, and has {len(lines)}. People who were forgotten would come back with a "
                "backup. Put the newest copy of the ledger there; if there is none, smallgains accept-ledger takes it as "
                "it is"
            )

    def keep_in_mind(self) -> None:
        """From now on no line may be missing of those that are there. Raises `Unavailable`."""
        lines = self._texts()
        value = f"{len(lines)} {self._digest(lines)}"
        noted = self._keyring.data_keys.noted(_LINES)
        if value != noted and (lines or noted is not None):
            self._keyring.data_keys.note(_LINES, value)

    def number_of(self, telegram_id: int) -> str:
        """By what the person behind an account may prove later that they were forgotten."""
        return self._keyring.fingerprint(_ACCOUNT, str(telegram_id))[:_NUMBER]

    def read(self) -> Buried:
        """Everybody in the ledger. Raises `Unavailable`."""
        people, accounts, tally = set(), dict[str, datetime](), Tally()
        for line in self._texts():
            at, account, person = _parts(line)
            people.add(person)
            accounts[account] = max(at, accounts.get(account, at))
            tally += Tally.of(line)
        return Buried(self._keyring, frozenset(people), accounts, tally)

    def _texts(self) -> Sequence[str]:
        """Every whole line; what is not one was cut off by a crash before it was promised to anybody."""
        try:
            text = self._file.read_text(encoding="ascii") if self._file.exists() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise Unavailable("the ledger of who is forgotten cannot be read") from error
        return [line for line in text.splitlines() if len(line.split()) == 3]

    def _digest(self, lines: Sequence[str]) -> str:
        return self._keyring.fingerprint(_LINES, "\n".join(lines))

    def _ends_well(self) -> bool:
        if self._file.stat().st_size == 0:
            return True
        with self._file.open("rb") as opened:
            opened.seek(-1, os.SEEK_END)
            return opened.read(1) == b"\n"


def _parts(line: str) -> tuple[datetime, str, str]:
    at, account, person = line.split()
    try:
        return datetime.fromisoformat(at), account, person
    except ValueError as error:
        raise Unavailable("the ledger of who is forgotten holds a line that is none") from error
