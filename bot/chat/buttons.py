"""What any tap means, and the buttons by which a person comes to a track, leaves it and changes what is set. What a tap carries is
written and read in one place: here, or in the `…_buttons` of its own subject.

A payload is `<kind>:<token>:<what>`: the token is random and belongs to one person (or to one nudge or draft of
theirs), so that a forged, foreign or stale button is recognised and changes nothing.
"""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from bot.chat import (
    access_buttons,
    admin_buttons,
    after_buttons,
    calm_buttons,
    day_buttons,
    gain_buttons,
    gate_buttons,
    journal_buttons,
    language_buttons,
    pair_buttons,
    pattern_buttons,
    study_buttons,
    walk_buttons,
)
from bot.chat.access_buttons import ShareTap
from bot.chat.admin_buttons import AdminTap
from bot.chat.after_buttons import AfterTap
from bot.chat.button import Button, number_in
from bot.chat.calm_buttons import CalmTap
from bot.chat.day_buttons import DayTap
from bot.chat.gain_buttons import GainWanted, WhoseTold
from bot.chat.gate_buttons import GateTap
from bot.chat.journal_buttons import EntryWanted, FoundWanted, LetterWanted, PageWanted
from bot.chat.language_buttons import LanguageChosen
from bot.chat.pair_buttons import PairItemTapped, PairMoved
from bot.chat.pattern_buttons import CheckTap
from bot.chat.study_buttons import StudyMoved
from bot.chat.walk_buttons import WalkTap
from bot.words import _


class Move(StrEnum):
    """What a button of a person's own may ask for, beyond choices."""

    PAUSE = "pause"
    RESUME = "resume"
    LEAVE = "leave"
    STOP = "stop"
    STAY = "stay"
    HOUR = "hour"
    ZONE = "zone"
    CLOCK = "clock"
    REMIND = "remind"
    REMIND_NO_MORE = "no_remind"
    DARK = "dark"
    LIGHT = "light"
    LOOK_BACK = "look_back"
    LOOK_BACK_NO_MORE = "no_look_back"
    CLOSED = "closed"
    IN_FULL = "in_full"
    TRACKS = "tracks"
    PATTERN = "pattern"
    QUESTIONS = "questions"
    LANGUAGE = "language"
    SETTINGS = "settings"
    UP_LATE = "up_late"
    GO_ON = "go_on"
    PARTNER = "partner"
    PARTNER_NO_MORE = "no_partner"
    WORDS = "words"
    WORDS_0 = "words_0"
    WORDS_30 = "words_30"
    WORDS_90 = "words_90"
    WORDS_365 = "words_365"


class ForgetMove(StrEnum):
    """What the buttons may ask for under the question whether all is to be erased."""

    ERASE = "erase"
    ERASE_AND_EMPTY = "empty"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Agreed:
    """The person agrees, perhaps with a track named by their link."""

    token: str
    track: str | None


@dataclass(frozen=True, slots=True)
class TrackChosen:
    """The person chose a track."""

    token: str
    track: str


@dataclass(frozen=True, slots=True)
class HourChosen:
    """The person chose an hour."""

    token: str
    hour: time


@dataclass(frozen=True, slots=True)
class ZoneChosen:
    """The person chose a zone."""

    token: str
    zone: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The person asks for one of the moves."""

    token: str
    move: Move


@dataclass(frozen=True, slots=True)
class ForgetMoved:
    """The person wants all erased, or rather not."""

    token: str
    move: ForgetMove


@dataclass(frozen=True, slots=True)
class OfferTaken:
    """The person wants what is still to come from the version of this number."""

    token: str
    number: int


@dataclass(frozen=True, slots=True)
class OfferLeft:
    """The person stays on the version they are on."""

    token: str
    number: int


@dataclass(frozen=True, slots=True)
class InviteTaken:
    """Somebody wants the role that a link offers; the token is its code."""

    token: str


@dataclass(frozen=True, slots=True)
class InviteLeft:
    """Somebody does not want the role that a link offers."""


@dataclass(frozen=True, slots=True)
class BroadcastOpened:
    """The person opens a broadcast that came closed."""

    token: str


@dataclass(frozen=True, slots=True)
class HelpWanted:
    """Somebody wants to know where help is. It is nobody's own, so it works for everybody."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A payload that none of our buttons carries."""


Tap = (
    Agreed
    | TrackChosen
    | HourChosen
    | ZoneChosen
    | Moved
    | DayTap
    | CheckTap
    | GateTap
    | ForgetMoved
    | ShareTap
    | OfferTaken
    | OfferLeft
    | InviteTaken
    | InviteLeft
    | BroadcastOpened
    | GainWanted
    | WhoseTold
    | PageWanted
    | FoundWanted
    | EntryWanted
    | LetterWanted
    | PairMoved
    | PairItemTapped
    | LanguageChosen
    | StudyMoved
    | CalmTap
    | AfterTap
    | WalkTap
    | AdminTap
    | HelpWanted
    | Unreadable
)


def read(payload: str) -> Tap:
    """What a tap with this payload means; `Unreadable` for anything we did not write."""
    if not payload.isascii():
        return Unreadable()
    kind, _, rest = payload.partition(":")
    token, _, what = rest.partition(":")
    try:
        return _read(kind, token, what)
    except ValueError:
        return Unreadable()


def _read(kind: str, token: str, what: str) -> Tap:
    match kind:
        case "a":
            return Agreed(token, what or None)
        case "t":
            return TrackChosen(token, what)
        case "h":
            return HourChosen(token, time(int(what[:2]), int(what[2:4])))
        case "z":
            return ZoneChosen(token, what)
        case "m":
            return Moved(token, Move(what))
        case "f":
            return ForgetMoved(token, ForgetMove(what))
        case "wt":
            return OfferTaken(token, number_in(what))
        case "wl":
            return OfferLeft(token, number_in(what))
        case "iy":
            return InviteTaken(token)
        case "in":
            return InviteLeft()
        case "bo":
            return BroadcastOpened(token)
        case language_buttons.KIND:
            return language_buttons.read(token, what)
        case "help":
            return HelpWanted()
        case _:
            families = (
                day_buttons.read,
                pattern_buttons.read,
                gate_buttons.read,
                access_buttons.read,
                calm_buttons.read,
                after_buttons.read,
                gain_buttons.read,
                journal_buttons.read,
                pair_buttons.read,
                study_buttons.read,
                walk_buttons.read,
                admin_buttons.read,
            )
            return next((tap for family in families if (tap := family(kind, token, what)) is not None), Unreadable())


def agree(token: str, track: str | None, says: str) -> Button:
    """Agrees, and keeps the track that a link named."""
    return Button(says, f"a:{token}:{track or ''}")


def track(token: str, slug: str, says: str) -> Button:
    """Chooses a track."""
    return Button(says, f"t:{token}:{slug}")


def hour(token: str, at: time) -> Button:
    """Chooses an hour."""
    return Button(at.strftime("%H:%M"), f"h:{token}:{at.strftime('%H%M')}")


def zone(token: str, name: str, says: str) -> Button:
    """Chooses a zone."""
    return Button(says, f"z:{token}:{name}")


def move(token: str, to: Move, says: str) -> Button:
    """Asks for a move."""
    return Button(says, f"m:{token}:{to}")


def forget_move(token: str, to: ForgetMove, says: str) -> Button:
    """Has all erased, or not."""
    return Button(says, f"f:{token}:{to}")


def offer_taken(token: str, number: int, says: str) -> Button:
    """Takes what is still to come from a newer version."""
    return Button(says, f"wt:{token}:{number}")


def offer_left(token: str, number: int, says: str) -> Button:
    """Stays on the version there is."""
    return Button(says, f"wl:{token}:{number}")


def take_invite(code: str, says: str) -> Button:
    """Takes the role that a link offers."""
    return Button(says, f"iy:{code}")


def leave_invite(says: str) -> Button:
    """Leaves it."""
    return Button(says, "in")


def opens_broadcast(token: str, says: str) -> Button:
    """Says a broadcast that came closed."""
    return Button(says, f"bo:{token}")


def help_button() -> Button:
    """Shows where help is. It is read without asking the database whose it is."""
    return Button(_("Help"), "help")
