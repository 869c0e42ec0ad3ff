"""A button under a message. Telegram allows what it carries 64 bytes."""

from dataclasses import dataclass
from typing import Final

MOST_BYTES: Final = 64
_MOST_OF_A_NUMBER: Final = 19
"""Digits of an id of ours, which is the longest number that a button carries."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: what it says and what a tap on it carries."""

    says: str
    carries: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.carries.encode()) <= MOST_BYTES:
            raise ValueError(f"a button carries 1 to {MOST_BYTES} bytes")


def number_in(digits: str, *, most: int = _MOST_OF_A_NUMBER) -> int:
    """The number that these digits are, of which there are at `most` so many. Raises `ValueError` for anything else."""
    if not digits.isdigit() or len(digits) > most:
        raise ValueError("no number of ours is written so")
    return int(digits)
