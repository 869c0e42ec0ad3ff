"""The buttons around small gains and what they carry: written and read here."""

from dataclasses import dataclass

from bot.chat.button import Button, number_in
from curriculum.gain import Whose


@dataclass(frozen=True, slots=True)
class GainWanted:
    """The person wants to note a small gain; the token is theirs, or that of a nudge of theirs."""

    token: str


@dataclass(frozen=True, slots=True)
class WhoseTold:
    """The person says whose move a gain of theirs was."""

    token: str
    gain: int
    whose: Whose


GainTap = GainWanted | WhoseTold


def read(kind: str, token: str, what: str) -> GainTap | None:
    """What a tap of this kind means; None when it is of no kind that is written here. Raises `ValueError` for what none of
    our buttons carries.
    """
    match kind:
        case "kg":
            return GainWanted(token)
        case "kw":
            number, _, whose = what.partition(":")
            return WhoseTold(token, number_in(number), Whose(whose))
        case _:
            return None


def wanted(token: str, says: str) -> Button:
    """Asks for a small gain."""
    return Button(says, f"kg:{token}")


def whose(token: str, gain: int, of: Whose, says: str) -> Button:
    """Says whose move it was."""
    return Button(says, f"kw:{token}:{gain}:{of}")
