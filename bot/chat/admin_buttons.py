"""The buttons of admins and what they carry: written and read here."""

from dataclasses import dataclass

from bot.chat import landing_buttons, rehearsal_buttons, version_buttons
from bot.chat.button import Button
from bot.chat.landing_buttons import LandingSeen
from bot.chat.rehearsal_buttons import RehearsalTap
from bot.chat.version_buttons import VersionTap


@dataclass(frozen=True, slots=True)
class SharedRead:
    """A coach reads what they are let read."""

    token: str


@dataclass(frozen=True, slots=True)
class DraftPublished:
    """An admin publishes a draft."""

    token: str


@dataclass(frozen=True, slots=True)
class DraftMends:
    """An admin publishes a draft as wording only, for people under way as well."""

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


AdminTap = SharedRead | DraftPublished | DraftMends | DraftDay | DraftFindings | VersionTap | LandingSeen | RehearsalTap


def read(kind: str, token: str, what: str) -> AdminTap | None:
    """What a tap of this kind means; None when it is of no kind of an admin's. Raises `ValueError` for what none of our
    buttons carries.
    """
    match kind:
        case "xr":
            return SharedRead(token)
        case "dp":
            return DraftPublished(token)
        case "dw":
            return DraftMends(token)
        case "dd":
            return DraftDay(token, int(what))
        case "df":
            return DraftFindings(token)
        case landing_buttons.KIND:
            return landing_buttons.read(token, what)
        case rehearsal_buttons.KIND:
            return rehearsal_buttons.read(token, what)
        case _:
            return version_buttons.read(kind, token, what)


def read_shared(token: str, says: str) -> Button:
    """Reads what somebody lets a coach read."""
    return Button(says, f"xr:{token}")


def publish(token: str, says: str) -> Button:
    """Publishes a draft."""
    return Button(says, f"dp:{token}")


def mend(token: str, says: str) -> Button:
    """Publishes a draft as wording only."""
    return Button(says, f"dw:{token}")


def draft_day(token: str, day: int, says: str) -> Button:
    """Shows one day of a draft."""
    return Button(says, f"dd:{token}:{day}")


def draft_findings(token: str, says: str) -> Button:
    """Shows what the editor found in a draft."""
    return Button(says, f"df:{token}")
