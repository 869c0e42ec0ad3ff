"""The buttons of admins and what they carry: written and read here."""

from dataclasses import dataclass

from bot.chat import rehearsal_buttons
from bot.chat.button import Button
from bot.chat.rehearsal_buttons import RehearsalTap


@dataclass(frozen=True, slots=True)
class SharedRead:
    """A coach reads what they are let read."""

    token: str


@dataclass(frozen=True, slots=True)
class DraftPublished:
    """An admin publishes a draft."""

    token: str


@dataclass(frozen=True, slots=True)
class DraftDay:
    """An admin looks at one day of a draft."""

    token: str
    day: int


@dataclass(frozen=True, slots=True)
class DraftFindings:
    """An admin wants to see what the editor found in a draft."""

    token: str


AdminTap = SharedRead | DraftPublished | DraftDay | DraftFindings | RehearsalTap


def read(kind: str, token: str, what: str) -> AdminTap | None:
    """What a tap of this kind means; None when it is of no kind of an admin's. Raises `ValueError` for what none of our
    buttons carries.
    """
    match kind:
        case "xr":
            return SharedRead(token)
        case "dp":
            return DraftPublished(token)
        case "dd":
            return DraftDay(token, int(what))
        case "df":
            return DraftFindings(token)
        case rehearsal_buttons.KIND:
            return rehearsal_buttons.read(token, what)
        case _:
            return None


def read_shared(token: str, says: str) -> Button:
    """Reads what somebody lets a coach read."""
    return Button(says, f"xr:{token}")


def publish(token: str, says: str) -> Button:
    """Publishes a draft."""
    return Button(says, f"dp:{token}")


def draft_day(token: str, day: int, says: str) -> Button:
    """Shows one day of a draft."""
    return Button(says, f"dd:{token}:{day}")


def draft_findings(token: str, says: str) -> Button:
    """Shows what the editor found in a draft."""
    return Button(says, f"df:{token}")
