"""Field encryption: what people write is sealed with AES-256-GCM and a key of their own, to the very cell it is kept in."""

import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.key_files import KEY_ID_BYTES, KeyEncryptionKey, KeyProblem, make_key_file, read_key_file
from storage.keys import FILE_NAME, NOBODY, DataKeys

__all__ = ["Cell", "KeyProblem", "Keyring", "Sealed", "WrongCell", "is_of_first_format", "make_key_file"]

OF_NOBODY: Final = frozenset({"canary", "draft", "inbox", "dead_letter"})
"""Tables whose sealed values need belong to no person: their rows live for hours, those of drafts, which are on their way
to everybody, for days. What comes from somebody who is known is sealed with their own key here, too (`Cell.of`).
"""
FIRST_VERSION: Final = 1
"""Sealed with the key of the key file itself, as all was before people had keys of their own; `rekey` seals it anew."""
_VERSION: Final = 2
_PREFIX: Final = bytes([_VERSION])
_NONCE_BYTES: Final = 12
_NONCE_AT: Final = 1 + KEY_ID_BYTES
_HEADER: Final = _NONCE_AT + _NONCE_BYTES


class WrongCell(Exception):
    """A sealed value does not belong to the cell it was read from, or was changed."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Cipher text with its format version, key id and nonce in front."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Cell:
    """The one cell a sealed value belongs to; a value copied into another cell does not open there. In a table `OF_NOBODY`,
    where rows name accounts, `of` is the person whose account it is, if they are known.
    """

    table: str
    column: str
    person: int
    row: int
    of: int = NOBODY

    @property
    def owner(self) -> int:
        """Whose key seals it."""
        return self.of if self.table in OF_NOBODY else self.person

    def associated_data(self, version: int = _VERSION) -> bytes:
        """What is authenticated beside the text: format version, table, column, person (0 for what is nobody's) and row."""
        person = self.person if version == FIRST_VERSION else self.owner
        return f"{version}|{self.table}|{self.column}|{person}|{self.row}".encode()


class Keyring:
    """The keys of one installation: those in the key file lock the keys of people, and those seal what people write."""

    def __init__(self, keks: Sequence[KeyEncryptionKey], data_keys: DataKeys) -> None:
        self._first_format = {kek.id: AESGCM(kek.secret) for kek in keks}
        self.data_keys = data_keys
        self._complained_of: set[int] = set()

    def __repr__(self) -> str:
        return f"Keyring({len(self._first_format)} keys)"

    @classmethod
    def read(cls, file: Path, keys_file: Path | None = None, *, newer: Path | None = None) -> Self:
        """The keys in `file`, with the keys of people in `keys_file` (default: beside it); those in a `newer` file come
        first. Raises `KeyProblem`.
        """
        keks = ([] if newer is None else read_key_file(newer)) + read_key_file(file)
        return cls(keks, DataKeys(keys_file or file.with_name(FILE_NAME), keks))

    def seal(self, text: str, cell: Cell) -> Sealed:
        """`text`, encrypted for `cell`. Raises `KeyProblem`, `Unavailable`."""
        key = self.data_keys.of(cell.owner)
        nonce = os.urandom(_NONCE_BYTES)
        hidden = key.cipher.encrypt(nonce, text.encode("utf-8", "surrogatepass"), cell.associated_data())
        return Sealed(_PREFIX + key.id + nonce + hidden)

    def open(self, sealed: Sealed, cell: Cell) -> str:
        """The text again. Raises `WrongCell` when it was made for another cell, `KeyProblem` without the key for it."""
        data = sealed.data
        if len(data) < _HEADER or data[0] not in (FIRST_VERSION, _VERSION):
            raise KeyProblem("a stored value is none that was ever sealed")
        if cell.of != NOBODY and self._is_nobodys(data[1:_NONCE_AT]):
            cell = replace(cell, of=NOBODY)  # sealed before its sender was known
        cipher = self._cipher_for(data[0], data[1:_NONCE_AT], cell)
        try:
            text = cipher.decrypt(data[_NONCE_AT:_HEADER], data[_HEADER:], cell.associated_data(data[0]))
        except InvalidTag as error:
            raise _wrong(cell) from error
        return text.decode("utf-8", "surrogatepass")

    def pseudonym(self, telegram_id: int) -> str:
        """How a person is called in logs: the same name every time, and no way back without the key."""
        return "p-" + self.fingerprint("names in logs", str(telegram_id))[:12]

    def fingerprint(self, purpose: str, text: str) -> str:
        """What stands for `text` where it may not stand itself. It stays the same when the key file is changed."""
        key = hmac.digest(self.data_keys.of(NOBODY).secret, f"smallgains: {purpose}".encode(), hashlib.sha256)
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    def is_first_complaint(self, person: int) -> bool:
        """Whether nothing was said yet of this person's values that cannot be read: once for each start is enough."""
        if person in self._complained_of:
            return False
        self._complained_of.add(person)
        return True

    def _is_nobodys(self, id: bytes) -> bool:
        key = self.data_keys.known(NOBODY)
        return key is not None and key.id == id

    def _cipher_for(self, version: int, id: bytes, cell: Cell) -> AESGCM:
        if version == FIRST_VERSION:
            cipher = self._first_format.get(id)
            if cipher is None:
                raise KeyProblem("a stored value was sealed with a key that is not in the key file")
            return cipher
        key = self.data_keys.known(cell.owner)
        if key is None:
            raise KeyProblem(
                "the key that a stored value was sealed with is destroyed, or its file is not the right one"
            )
        if key.id != id:
            raise _wrong(cell)
        return key.cipher


def is_of_first_format(sealed: Sealed) -> bool:
    """Whether `rekey` is still to seal it with a key of its owner's."""
    return sealed.data[:1] == bytes([FIRST_VERSION])


def _wrong(cell: Cell) -> WrongCell:
    return WrongCell(f"{cell.table}.{cell.column} holds a value that does not belong there")
