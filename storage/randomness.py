"""Where ids, tokens and chance come from; handed in, so that a test can make them repeat."""

import secrets
from typing import Final, Protocol

_CHANCE: Final = secrets.SystemRandom()
_ID_BITS: Final = 62
_TOKEN_BYTES: Final = 9
"""72 random bits are 12 characters in a button, which has 64 bytes for everything."""


class Randomness(Protocol):
    """A source of fresh ids and tokens, and of chance."""

    def id(self) -> int:
        """A fresh row id. Made here, not by the database: a sealed value is bound to its row's id."""
        ...

    def token(self) -> str:
        """A fresh token that nobody can guess, of letters, digits, `-` and `_`."""
        ...

    def fraction(self) -> float:
        """A number from 0 up to 1, without 1, each as likely as any other."""
        ...


class SystemRandomness:
    """The operating system's."""

    def id(self) -> int:
        """A fresh row id, positive and of at most 62 bits."""
        return secrets.randbits(_ID_BITS) + 1

    def token(self) -> str:
        """Twelve characters with 72 random bits."""
        return secrets.token_urlsafe(_TOKEN_BYTES)

    def fraction(self) -> float:
        """One of 2 to the power of 53 numbers."""
        return _CHANCE.random()
