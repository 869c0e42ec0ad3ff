"""Codes for two: what is in one, so that what is told about it rests on the code and the clock alone.

A code says until when it works, and proves that we made it and, to who made it, that it is theirs. So a slip of the pen, one that
is too old, or one's own, be it the newest or not, can be told without looking anything up, and whoever enters a code learns
nothing of what has become of it.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
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
_GUESSED, _MAKER, _HOURS, _PROOF = 4, 4, 4, 4
"""So many letters say what is drawn, who made it, when, and that it is ours, 20 bits each. Without the key none but the hours can be
told from what is drawn, so that there are 40 bits that nobody can guess before the proof.
"""
_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class PairCode:
    """A code of ours, as what only the key makes of it, and until when it works; `drawn` and `maker` tell whose it is, with
    the key.
    """

    digest: str
    until: datetime
    drawn: str = field(repr=False)
    maker: str = field(repr=False)


def works_until(made_at: datetime) -> datetime:
    """Until when a code works that is made at that instant."""
    return _EPOCH + (made_at - _EPOCH) // _HOUR * _HOUR + LASTS


class PairCodes:
    """Makes codes for two, and reads what was typed for one."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def made(self, token: str, person: int, now: datetime) -> str:
        """A code of this person's that is made of a fresh token, as it is told."""
        drawn = base64.b32encode(hashlib.sha256(token.encode()).digest()).decode()[:_GUESSED]
        says = drawn + self._maker(drawn, person) + _written((now - _EPOCH) // _HOUR, _HOURS)
        code = says + self._proof(says)
        return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))

    def read(self, text: str) -> PairCode | None:
        """What was typed, when we made it."""
        code = "".join(text.upper().split()).replace("-", "").translate(_TAKEN_FOR)
        says, proof = code[:-_PROOF], code[-_PROOF:]
        if len(code) != _GUESSED + _MAKER + _HOURS + _PROOF or not set(code) <= set(_LETTERS):
            return None
        if not hmac.compare_digest(proof, self._proof(says)):
            return None
        hours = 0
        for letter in says[_GUESSED + _MAKER :]:
            hours = hours * len(_LETTERS) + _LETTERS.index(letter)
        drawn, maker = says[:_GUESSED], says[_GUESSED : _GUESSED + _MAKER]
        return PairCode(self.digest(code), _EPOCH + hours * _HOUR + LASTS, drawn, maker)

    def is_of(self, code: PairCode, person: int) -> bool:
        """Whether this person has made that code. One in a million of others' is taken for theirs, too; nothing comes of it
        but that another has to be made.
        """
        return hmac.compare_digest(code.maker, self._maker(code.drawn, person))

    def digest(self, code: str) -> str:
        """What stands for a code, and tells nothing without the key."""
        return self._keyring.fingerprint("codes for two", code.replace("-", ""))

    def _maker(self, drawn: str, person: int) -> str:
        return _written(int(self._keyring.fingerprint("makers of codes for two", f"{drawn} {person}"), 16), _MAKER)

    def _proof(self, says: str) -> str:
        return _written(int(self._keyring.fingerprint("proofs of codes for two", says), 16), _PROOF)


def _written(number: int, letters: int) -> str:
    """The last so many letters of a number."""
    return "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in reversed(range(letters)))
