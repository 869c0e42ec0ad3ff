"""A button under a message. Telegram allows what it carries 64 bytes."""

from dataclasses import dataclass
from typing import Final

MOST_BYTES: Final = 64


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: what it says and what a tap on it carries."""

    says: str
    carries: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.carries.encode()) <= MOST_BYTES:
            raise ValueError(f"a button carries 1 to {MOST_BYTES} bytes")
