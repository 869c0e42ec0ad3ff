"""Key files: the key-encryption keys, one a line; they lie apart from everything that they lock."""

import base64
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_KIND: Final = "smallgains1"
KEY_BYTES: Final = 32
KEY_ID_BYTES: Final = 4


class KeyProblem(Exception):
    """A key is missing, unreadable, destroyed, or not one of this database."""


@dataclass(frozen=True, slots=True)
class KeyEncryptionKey:
    """A key that locks other keys. Its id travels with what it locked."""

    id: bytes
    secret: bytes = field(repr=False)


def read_key_file(file: Path) -> list[KeyEncryptionKey]:
    """The keys in `file`: the first locks, all of them unlock. Raises `KeyProblem` when there are none to read."""
    try:
        lines = file.read_text(encoding="ascii").split()
    except FileNotFoundError as error:
        raise KeyProblem(f"there is no key file at {file}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise KeyProblem(f"the key file {file} cannot be read") from error
    if not lines:
        raise KeyProblem("the key file holds no key")
    return [_key_in(line) for line in lines]


def is_open_to_others(file: Path) -> bool:
    """Whether others on the machine than its owner may do anything with the file."""
    return bool(stat.S_IMODE(file.stat().st_mode) & 0o077)


def make_key_file(file: Path) -> None:
    """Writes a new random key to `file`, readable by its owner alone. Raises `KeyProblem` when the file is there."""
    encoded = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeyProblem(f"{file} is there already; a key is never overwritten") from error
    with os.fdopen(handle, "w") as opened:
        opened.write(f"{_KIND}:{secrets.token_hex(KEY_ID_BYTES)}:{encoded}\n")
        opened.flush()
        os.fsync(opened.fileno())


def _key_in(line: str) -> KeyEncryptionKey:
    kind, _, rest = line.partition(":")
    key_id, _, encoded = rest.partition(":")
    try:
        key = KeyEncryptionKey(bytes.fromhex(key_id), base64.b64decode(encoded, validate=True))
    except ValueError as error:
        raise KeyProblem("the key file holds a line that is not a key") from error
    if kind != _KIND or len(key.id) != KEY_ID_BYTES or len(key.secret) != KEY_BYTES:
        raise KeyProblem("the key file holds a line that is not a key")
    return key
