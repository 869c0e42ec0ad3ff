"""What an admin can do in the chat, by which command or button, and which right each act asks for."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from bot.chat import admin_buttons
from bot.chat.admin_buttons import (
    DraftDay,
    DraftFindings,
    DraftMends,
    DraftPublished,
    MenuWanted,
    SharedRead,
)
from bot.chat.landing_buttons import LandingSeen
from bot.chat.rehearsal_buttons import RehearsalTap
from bot.chat.version_buttons import RolledBack, TrackRetired, TrackShown, VersionOffered, VersionShown
from bot.rights import Scope


class Act(StrEnum):
    """What an admin can do in the chat."""

    TRACKS = "tracks"
    DESK = "desk"
    FILE = "file"
    LOOK = "look"
    FINDINGS = "findings"
    PUBLISH = "publish"
    MEND = "mend"
    VERSIONS = "versions"
    RETIRE = "retire"
    ROLL_BACK = "roll back"
    OFFER = "offer"
    COACH = "coach"
    SHARED = "shared"
    READ = "read"
    LANDING = "landing"
    REHEARSE = "rehearse"
    MENU = "admin"
    PEOPLE = "rights"
    INVITE = "invite"
    REVOKE = "invite revoked"
    DISMISS = "rights taken"
    LOG = "log"
    BROADCAST = "broadcast"
    BEGIN = "broadcast begun"
    DROP = "broadcast drop"
    CANCEL = "broadcast off"
    ASK = "reading asked"
    WITHDRAW = "reading off"
    READ_OVER = "reading"
    APPROVE = "approved"
    RETURN = "sent back"


NEEDS: Final[Mapping[Act, Scope]] = {
    Act.TRACKS: Scope.VIEW,
    Act.DESK: Scope.VIEW,
    Act.FILE: Scope.VIEW,
    Act.LOOK: Scope.VIEW,
    Act.FINDINGS: Scope.VIEW,
    Act.PUBLISH: Scope.PUBLISH,
    Act.MEND: Scope.PUBLISH,
    Act.VERSIONS: Scope.VIEW,
    Act.RETIRE: Scope.PUBLISH,
    Act.ROLL_BACK: Scope.PUBLISH,
    Act.OFFER: Scope.PUBLISH,
    Act.COACH: Scope.COACH,
    Act.SHARED: Scope.COACH,
    Act.READ: Scope.COACH,
    Act.LANDING: Scope.VIEW,
    Act.REHEARSE: Scope.VIEW,
    Act.MENU: Scope.VIEW,
    Act.PEOPLE: Scope.OWN,
    Act.INVITE: Scope.OWN,
    Act.REVOKE: Scope.OWN,
    Act.DISMISS: Scope.OWN,
    Act.LOG: Scope.OWN,
    Act.BROADCAST: Scope.OWN,
    Act.BEGIN: Scope.OWN,
    Act.DROP: Scope.OWN,
    Act.CANCEL: Scope.OWN,
    Act.ASK: Scope.PUBLISH,
    Act.WITHDRAW: Scope.PUBLISH,
    Act.READ_OVER: Scope.PUBLISH,
    Act.APPROVE: Scope.PUBLISH,
    Act.RETURN: Scope.PUBLISH,
}
"""The right that each act asks for."""
COMMANDS: Final = {
    "tracks": Act.TRACKS,
    "versions": Act.VERSIONS,
    "landing": Act.LANDING,
    "rehearse": Act.REHEARSE,
    "desk": Act.DESK,
    "coach": Act.COACH,
    "shared": Act.SHARED,
    "admin": Act.MENU,
    "broadcast": Act.BROADCAST,
    "sendback": Act.RETURN,
}
NOT_THEIR_OWN: Final = frozenset({"broadcast", "sendback"})
"""Behind these stand words for others, about a track or for everybody: nothing is read in them of who writes them."""
TAPS: Final[Mapping[type[object], Act]] = {
    DraftDay: Act.LOOK,
    DraftFindings: Act.FINDINGS,
    DraftPublished: Act.PUBLISH,
    DraftMends: Act.MEND,
    TrackShown: Act.VERSIONS,
    VersionShown: Act.VERSIONS,
    TrackRetired: Act.RETIRE,
    RolledBack: Act.ROLL_BACK,
    VersionOffered: Act.OFFER,
    SharedRead: Act.READ,
    LandingSeen: Act.LANDING,
    RehearsalTap: Act.REHEARSE,
    MenuWanted: Act.MENU,
    admin_buttons.PeopleWanted: Act.PEOPLE,
    admin_buttons.InviteMade: Act.INVITE,
    admin_buttons.InviteRevoked: Act.REVOKE,
    admin_buttons.DismissAsked: Act.PEOPLE,
    admin_buttons.Dismissed: Act.DISMISS,
    admin_buttons.LogWanted: Act.LOG,
    admin_buttons.BroadcastWanted: Act.BROADCAST,
    admin_buttons.BroadcastTicked: Act.BROADCAST,
    admin_buttons.BroadcastBegun: Act.BEGIN,
    admin_buttons.BroadcastDropped: Act.DROP,
    admin_buttons.BroadcastCancelled: Act.CANCEL,
    admin_buttons.ReadingAsked: Act.ASK,
    admin_buttons.ReadingWithdrawn: Act.WITHDRAW,
    admin_buttons.ReadingDay: Act.READ_OVER,
    admin_buttons.ReadingApproved: Act.APPROVE,
    admin_buttons.ReadingReturned: Act.RETURN,
}
"""Beside these, a tap on a command in the menu is the act of that command."""
