"""Codes for two: what is in one, so that what is told about it rests on the code and the clock alone.

A code says until when it works, and proves that we made it. So a slip of the pen, or one that is too old, can be told without
looking anything up, and whoever enters a code learns nothing of what has become of it.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from storage.secrecy import Keyring

LASTS: Final = timedelta(hours=24)
"""From the beginning of the hour in which it is made."""
_HOUR: Final = timedelta(hours=1)
_EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TAKEN_FOR: Final = str.maketrans("018", "OIB")
"""Digits that stand in no code, and what was meant."""
_GUESSED, _HOURS, _PROOF = 8, 4, 4
"""So many letters say what nobody can guess, when it was made, and that it is ours: 40, 20 and 20 bits."""
_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class PairCode:
    """A code of ours, as what only the key makes of it, and until when it works."""

    digest: str
    until: datetime


def works_until(made_at: datetime) -> datetime:
    """Until when a code works that is made at that instant."""
    return _EPOCH + (made_at - _EPOCH) // _HOUR * _HOUR + LASTS


class PairCodes:
    """Makes codes for two, and reads what was typed for one."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def made(self, token: str, now: datetime) -> str:
        """A code that is made of a fresh token, as it is told."""
        drawn = base64.b32encode(hashlib.sha256(token.encode()).digest()).decode()[:_GUESSED]
        says = drawn + _written((now - _EPOCH) // _HOUR, _HOURS)
        code = says + self._proof(says)
        return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))

    def read(self, text: str) -> PairCode | None:
        """What was typed, when we made it."""
        code = "".join(text.upper().split()).replace("-", "").translate(_TAKEN_FOR)
        says, proof = code[:-_PROOF], code[-_PROOF:]
        if len(code) != _GUESSED + _HOURS + _PROOF or not set(code) <= set(_LETTERS):
            return None
        if not hmac.compare_digest(proof, self._proof(says)):
            return None
        hours = 0
        for letter in says[_GUESSED:]:
            hours = hours * len(_LETTERS) + _LETTERS.index(letter)
        return PairCode(self.digest(code), _EPOCH + hours * _HOUR + LASTS)

    def digest(self, code: str) -> str:
        """What stands for a code, and tells nothing without the key."""
        return self._keyring.fingerprint("codes for two", code.replace("-", ""))

    def _proof(self, says: str) -> str:
        return _written(int(self._keyring.fingerprint("proofs of codes for two", says), 16), _PROOF)


def _written(number: int, letters: int) -> str:
    """The last so many letters of a number."""
    return "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in reversed(range(letters)))
