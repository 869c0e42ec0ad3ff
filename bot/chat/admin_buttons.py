"""The buttons of admins and what they carry: written and read here."""

from dataclasses import dataclass

from bot.chat import landing_buttons, rehearsal_buttons, version_buttons
from bot.chat.button import Button
from bot.chat.landing_buttons import LandingSeen
from bot.chat.rehearsal_buttons import RehearsalTap
from bot.chat.version_buttons import VersionTap
from bot.rights import AdminRole


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
    """An admin publishes a draft as no more than another wording of the version `of`, for people under way as well."""

    token: str
    of: int


@dataclass(frozen=True, slots=True)
class DraftDay:
    """An admin looks at one day of a draft."""

    token: str
    day: int


@dataclass(frozen=True, slots=True)
class DraftFindings:
    """An admin wants to see what the editor found in a draft."""

    token: str


@dataclass(frozen=True, slots=True)
class MenuWanted:
    """An admin wants the menu, or back to it."""


@dataclass(frozen=True, slots=True)
class CommandTapped:
    """An admin taps in the menu on what a command of theirs does."""

    command: str


@dataclass(frozen=True, slots=True)
class PeopleWanted:
    """An owner wants to see who has rights."""


@dataclass(frozen=True, slots=True)
class LogWanted:
    """An owner wants to see what was done last."""


@dataclass(frozen=True, slots=True)
class InviteMade:
    """An owner makes a link that gives a role."""

    role: AdminRole


@dataclass(frozen=True, slots=True)
class InviteRevoked:
    """An owner takes a link back."""

    invite: int


@dataclass(frozen=True, slots=True)
class DismissAsked:
    """An owner is asked whether somebody is to lose their rights."""

    who: str


@dataclass(frozen=True, slots=True)
class Dismissed:
    """An owner takes somebody's rights away."""

    who: str


@dataclass(frozen=True, slots=True)
class BroadcastWanted:
    """An owner wants to see what goes out to everybody, and how."""


@dataclass(frozen=True, slots=True)
class BroadcastTicked:
    """An owner says that a broadcast asks nothing of anybody towards a partner, or takes that back."""

    token: str


@dataclass(frozen=True, slots=True)
class BroadcastBegun:
    """An owner lets a broadcast go out."""

    token: str


@dataclass(frozen=True, slots=True)
class BroadcastDropped:
    """An owner throws the draft of a broadcast away."""

    token: str


@dataclass(frozen=True, slots=True)
class BroadcastCancelled:
    """An owner calls a broadcast off that goes out."""

    token: str


@dataclass(frozen=True, slots=True)
class ReadingAsked:
    """An author wants a draft read by another."""

    token: str


@dataclass(frozen=True, slots=True)
class ReadingWithdrawn:
    """An author wants that no more."""

    token: str


@dataclass(frozen=True, slots=True)
class ReadingDay:
    """A second reader looks at one day of a draft."""

    token: str
    day: int


@dataclass(frozen=True, slots=True)
class ReadingApproved:
    """A second reader approves of a draft."""

    token: str


@dataclass(frozen=True, slots=True)
class ReadingReturned:
    """A second reader wants to send a draft back."""

    token: str


ReadingTap = ReadingAsked | ReadingWithdrawn | ReadingDay | ReadingApproved | ReadingReturned
OwnerTap = (
    PeopleWanted
    | LogWanted
    | InviteMade
    | InviteRevoked
    | DismissAsked
    | Dismissed
    | BroadcastWanted
    | BroadcastTicked
    | BroadcastBegun
    | BroadcastDropped
    | BroadcastCancelled
)
AdminTap = (
    SharedRead
    | DraftPublished
    | DraftMends
    | DraftDay
    | DraftFindings
    | MenuWanted
    | CommandTapped
    | ReadingTap
    | OwnerTap
    | VersionTap
    | LandingSeen
    | RehearsalTap
)
_MOST_OF_AN_ID = 19


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
            return DraftMends(token, int(what))
        case "dd":
            return DraftDay(token, int(what))
        case "df":
            return DraftFindings(token)
        case landing_buttons.KIND:
            return landing_buttons.read(token, what)
        case rehearsal_buttons.KIND:
            return rehearsal_buttons.read(token, what)
        case "am":
            return MenuWanted()
        case "ac":
            return CommandTapped(token)
        case "rq":
            return ReadingAsked(token)
        case "rw":
            return ReadingWithdrawn(token)
        case "rd":
            return ReadingDay(token, int(what))
        case "ro":
            return ReadingApproved(token)
        case "rb":
            return ReadingReturned(token)
        case _:
            return _read_owners(kind, token) or version_buttons.read(kind, token, what)


def _read_owners(kind: str, token: str) -> OwnerTap | None:
    match kind:
        case "gp":
            return PeopleWanted()
        case "gl":
            return LogWanted()
        case "gi":
            return InviteMade(AdminRole(token))
        case "gx" if token.isdigit() and len(token) <= _MOST_OF_AN_ID:
            return InviteRevoked(int(token))
        case "gt":
            return DismissAsked(token)
        case "gy":
            return Dismissed(token)
        case "bw":
            return BroadcastWanted()
        case "bt":
            return BroadcastTicked(token)
        case "bg":
            return BroadcastBegun(token)
        case "bd":
            return BroadcastDropped(token)
        case "bc":
            return BroadcastCancelled(token)
        case _:
            return None


def read_shared(token: str, says: str) -> Button:
    """Reads what somebody lets a coach read."""
    return Button(says, f"xr:{token}")


def publish(token: str, says: str) -> Button:
    """Publishes a draft."""
    return Button(says, f"dp:{token}")


def mend(token: str, of: int, says: str) -> Button:
    """Publishes a draft as another wording of this version."""
    return Button(says, f"dw:{token}:{of}")


def draft_day(token: str, day: int, says: str) -> Button:
    """Shows one day of a draft."""
    return Button(says, f"dd:{token}:{day}")


def draft_findings(token: str, says: str) -> Button:
    """Shows what the editor found in a draft."""
    return Button(says, f"df:{token}")


def menu(says: str) -> Button:
    """Shows the menu of admins."""
    return Button(says, "am")


def by_command(command: str, says: str) -> Button:
    """Does what this command of admins does, in the place of the menu."""
    return Button(says, f"ac:{command}")


def people(says: str) -> Button:
    """Shows who has rights."""
    return Button(says, "gp")


def log(says: str) -> Button:
    """Shows what was done last."""
    return Button(says, "gl")


def make_invite(role: AdminRole, says: str) -> Button:
    """Makes a link that gives this role."""
    return Button(says, f"gi:{role}")


def revoke_invite(invite: int, says: str) -> Button:
    """Takes a link back."""
    return Button(says, f"gx:{invite}")


def ask_to_dismiss(who: str, says: str) -> Button:
    """Asks whether somebody is to lose their rights."""
    return Button(says, f"gt:{who}")


def dismiss(who: str, says: str) -> Button:
    """Takes somebody's rights away."""
    return Button(says, f"gy:{who}")


def broadcasts(says: str) -> Button:
    """Shows what goes out to everybody, and how."""
    return Button(says, "bw")


def tick_broadcast(token: str, says: str) -> Button:
    """Says that a broadcast asks nothing of anybody towards a partner, or takes that back."""
    return Button(says, f"bt:{token}")


def begin_broadcast(token: str, says: str) -> Button:
    """Lets a broadcast go out."""
    return Button(says, f"bg:{token}")


def drop_broadcast(token: str, says: str) -> Button:
    """Throws the draft of a broadcast away."""
    return Button(says, f"bd:{token}")


def cancel_broadcast(token: str, says: str) -> Button:
    """Calls a broadcast off that goes out."""
    return Button(says, f"bc:{token}")


def ask_for_reading(token: str, says: str) -> Button:
    """Asks the others who may publish to read a draft."""
    return Button(says, f"rq:{token}")


def withdraw_reading(token: str, says: str) -> Button:
    """Asks them no more."""
    return Button(says, f"rw:{token}")


def read_draft_day(token: str, day: int, says: str) -> Button:
    """Shows a second reader one day of a draft."""
    return Button(says, f"rd:{token}:{day}")


def approve_draft(token: str, says: str) -> Button:
    """Approves of a draft."""
    return Button(says, f"ro:{token}")


def send_draft_back(token: str, says: str) -> Button:
    """Says how to send a draft back."""
    return Button(says, f"rb:{token}")
