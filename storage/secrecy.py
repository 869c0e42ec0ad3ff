"""Field encryption: what people write is sealed with AES-256-GCM to the very cell it is kept in."""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_KEY_ID_BYTES: Final = 4
_VERSION: Final = 1
_HEADER: Final = 1 + _KEY_ID_BYTES + _NONCE_BYTES


class KeyProblem(Exception):
    """The key file is missing, unreadable, or not the one this database was written with."""


class WrongCell(Exception):
    """A sealed value does not belong to the cell it was read from, or was changed."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Cipher text with its format version, key id and nonce in front."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Cell:
    """The one cell a sealed value belongs to; a value copied into another cell does not open there."""

    table: str
    column: str
    person: int
    row: int

    def associated_data(self) -> bytes:
        """What is authenticated beside the text: format version, table, column, person and row."""
        return f"{_VERSION}|{self.table}|{self.column}|{self.person}|{self.row}".encode()


@dataclass(frozen=True, slots=True)
class _Key:
    id: bytes
    secret: bytes


class Keyring:
    """The keys of one installation: the first seals, all of them open."""

    def __init__(self, keys: Sequence[_Key]) -> None:
        if not keys:
            raise KeyProblem("the key file holds no key")
        self._sealing = keys[0]
        self._ciphers = {key.id: AESGCM(key.secret) for key in keys}
        self._naming = hmac.new(keys[-1].secret, b"smallgains: names in logs", hashlib.sha256).digest()

    def __repr__(self) -> str:
        return f"Keyring({len(self._ciphers)} keys)"

    @classmethod
    def read(cls, file: Path) -> Self:
        """The keys in `file`, one a line. Raises `KeyProblem` when there are none to read."""
        try:
            lines = file.read_text(encoding="ascii").split()
        except FileNotFoundError as error:
            raise KeyProblem(f"there is no key file at {file}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise KeyProblem(f"the key file {file} cannot be read") from error
        return cls([_key_in(line) for line in lines])

    def seal(self, text: str, cell: Cell) -> Sealed:
        """`text`, encrypted for `cell`."""
        nonce = os.urandom(_NONCE_BYTES)
        cipher = self._ciphers[self._sealing.id]
        hidden = cipher.encrypt(nonce, text.encode("utf-8", "surrogatepass"), cell.associated_data())
        return Sealed(bytes([_VERSION]) + self._sealing.id + nonce + hidden)

    def open(self, sealed: Sealed, cell: Cell) -> str:
        """The text again. Raises `WrongCell` when it was made for another cell, `KeyProblem` for an unknown key."""
        data = sealed.data
        cipher = self._ciphers.get(data[1 : 1 + _KEY_ID_BYTES])
        if len(data) < _HEADER or data[0] != _VERSION or cipher is None:
            raise KeyProblem("a stored value was sealed with a key that is not in the key file")
        nonce, hidden = data[1 + _KEY_ID_BYTES : _HEADER], data[_HEADER:]
        try:
            return cipher.decrypt(nonce, hidden, cell.associated_data()).decode("utf-8", "surrogatepass")
        except InvalidTag as error:
            raise WrongCell(f"{cell.table}.{cell.column} holds a value that does not belong there") from error

    def pseudonym(self, telegram_id: int) -> str:
        """How a person is called in logs: the same name every time, and no way back without the key."""
        return "p-" + hmac.new(self._naming, str(telegram_id).encode(), hashlib.sha256).hexdigest()[:12]


def make_key_file(file: Path) -> None:
    """Writes a new random key to `file`, readable by its owner alone. Raises `KeyProblem` when the file is there."""
    line = (
        f"smallgains1:{secrets.token_hex(_KEY_ID_BYTES)}:{base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()}\n"
    )
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeyProblem(f"{file} is there already; a key is never overwritten") from error
    with os.fdopen(handle, "w") as opened:
        opened.write(line)
        opened.flush()
        os.fsync(opened.fileno())


def _key_in(line: str) -> _Key:
    kind, _, rest = line.partition(":")
    key_id, _, encoded = rest.partition(":")
    try:
        key = _Key(bytes.fromhex(key_id), base64.b64decode(encoded, validate=True))
    except ValueError as error:
        raise KeyProblem("the key file holds a line that is not a key") from error
    if kind != "smallgains1" or len(key.id) != _KEY_ID_BYTES or len(key.secret) != _KEY_BYTES:
        raise KeyProblem("the key file holds a line that is not a key")
    return key
