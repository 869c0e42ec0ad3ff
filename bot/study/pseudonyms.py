"""Made-up numbers for people: what a salt makes of their rows' ids. Who has the salt and the database can tell who is who by them; once
it is thrown away nobody can, and no later bundle can be joined with an earlier one. By when things happened, who has the database can
all the same.
"""

import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_BYTES: Final = 32
_LETTERS: Final = 20
"""80 bits: among a million people the chance that two have the same is less than one in a trillion."""
_SALT: Final = re.compile(rf"[0-9a-f]{{{2 * _BYTES}}}")
_OTHERS_READ: Final = 0o077


class SaltProblem(Exception):
    """The salt file cannot be used; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Numbers by one salt: the same for the same, in every bundle that is made with it."""

    salt: bytes = field(repr=False)

    def of(self, what: str, id: int) -> str:
        """The number of a row: of a person, a walk or a nudge."""
        made = hmac.new(self.salt, f"{what}:{id}".encode(), hashlib.sha256)
        return made.hexdigest()[:_LETTERS]


def kept_in(file: Path) -> Pseudonyms:
    """Those by the salt in this file, which is made when there is none, readable by nobody else. Raises `SaltProblem`."""
    try:
        if not file.exists():
            _make(file)
        if file.stat().st_mode & _OTHERS_READ:
            raise SaltProblem(f"others on this machine can read the salt {file}: chmod 600 {file}")
        text = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SaltProblem(f"the salt {file} can be neither read nor made") from error
    if not _SALT.fullmatch(text):
        raise SaltProblem(f"{file} is no salt of ours; name another file, and one is made there")
    return Pseudonyms(bytes.fromhex(text))


def thrown_away(file: Path) -> None:
    """The salt is written over and taken away. Raises `SaltProblem`. Copies of it, in backups say, are not reached."""
    try:
        with file.open("r+b") as salt:
            salt.write(secrets.token_bytes(2 * _BYTES))
            salt.flush()
            os.fsync(salt.fileno())
        file.unlink()
    except OSError as error:
        raise SaltProblem(f"the salt {file} could not be thrown away: {error.strerror}") from error


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="ascii") as new:
        new.write(secrets.token_hex(_BYTES) + "\n")
