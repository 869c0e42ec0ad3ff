"""Every button of a person's and what it carries. What a tap carries is written and read here; what admins tap on, in
`admin_buttons`, and what is under questions for two, in `pair_buttons`.

A payload is `<kind>:<token>:<what>`: the token is random and belongs to one person (or to one nudge or draft of
theirs), so that a forged, foreign or stale button is recognised and changes nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from bot.chat import (
    admin_buttons,
    after_buttons,
    calm_buttons,
    gain_buttons,
    journal_buttons,
    language_buttons,
    pair_buttons,
    study_buttons,
    walk_buttons,
)
from bot.chat.admin_buttons import AdminTap
from bot.chat.after_buttons import AfterTap
from bot.chat.button import Button
from bot.chat.calm_buttons import CalmTap
from bot.chat.gain_buttons import GainWanted, WhoseTold
from bot.chat.journal_buttons import EntryWanted, FoundWanted, LetterWanted, PageWanted
from bot.chat.language_buttons import LanguageChosen
from bot.chat.pair_buttons import PairItemTapped, PairMoved
from bot.chat.study_buttons import StudyMoved
from bot.chat.walk_buttons import WalkTap
from bot.practice import View
from bot.words import _
from curriculum.day import CHOICES, Outcome
from curriculum.gate import QUESTIONS, Said
from curriculum.nudge import Nudge
from curriculum.pattern.items import ITEMS, Answer
from curriculum.pressure import Strain

RATINGS: Final = tuple(str(rating) for rating in range(11))
ITEM_NUMBERS: Final = {str(number): number for number in range(1, len(ITEMS) + 1)}
QUESTION_NUMBERS: Final = {str(number): number for number in range(1, len(QUESTIONS) + 1)}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_OF_AN_ID: Final = 19
"""Digits of a number of ours."""
_MOST_DIGITS: Final = 16
"""Of an instant in microseconds; they last until the year 2286."""


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


class GateMove(StrEnum):
    """What a button under the private questions may ask for, beyond answers."""

    BEGIN = "begin"
    LATER = "later"


class ForgetMove(StrEnum):
    """What the buttons may ask for under the question whether all is to be erased."""

    ERASE = "erase"
    ERASE_AND_EMPTY = "empty"
    KEEP = "keep"


class ShareMove(StrEnum):
    """What the buttons may ask for under what somebody lets a coach read."""

    ONE_DAY = "for1"
    A_WEEK = "for7"
    A_MONTH = "for30"
    BACK = "back"
    DROP = "drop"
    END = "end"


class CheckMove(StrEnum):
    """What a button of a pattern check may ask for, beyond answers."""

    GO_ON = "go_on"
    STOP = "stop"
    AGAIN = "again"
    ERASE = "erase"
    SURELY_ERASE = "surely_erase"
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
class Opened:
    """The person opens a nudge that came closed."""

    token: str


@dataclass(frozen=True, slots=True)
class OutcomeTapped:
    """The person says what became of the day of a nudge."""

    token: str
    outcome: Outcome
    view: View


@dataclass(frozen=True, slots=True)
class RatingTapped:
    """The person answers the 0-10 question of a day."""

    token: str
    rating: int


@dataclass(frozen=True, slots=True)
class ChoiceTapped:
    """The person answers a day's question with a few answers; `choice` counts from 0."""

    token: str
    choice: int


@dataclass(frozen=True, slots=True)
class StrainTapped:
    """The person says how a day felt inside."""

    token: str
    strain: Strain
    view: View | None = None


@dataclass(frozen=True, slots=True)
class ViewTapped:
    """The person wants another version of the act."""

    token: str
    view: View


@dataclass(frozen=True, slots=True)
class NudgePaused:
    """The person pauses from a nudge."""

    token: str


@dataclass(frozen=True, slots=True)
class ItemAnswered:
    """The person answers an item of their pattern check."""

    token: str
    number: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class ItemShown:
    """The person wants to see an item of their pattern check again."""

    token: str
    number: int


@dataclass(frozen=True, slots=True)
class CheckMoved:
    """The person asks for one of the moves of a pattern check."""

    token: str
    move: CheckMove


CheckTap = ItemAnswered | ItemShown | CheckMoved


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """The person answers a private question, of the taking that began at that instant."""

    token: str
    taking: datetime
    number: int
    said: Said


@dataclass(frozen=True, slots=True)
class GateMoved:
    """The person begins with the private questions, or leaves them for later."""

    token: str
    move: GateMove


GateTap = QuestionAnswered | GateMoved


@dataclass(frozen=True, slots=True)
class ForgetMoved:
    """The person wants all erased, or rather not."""

    token: str
    move: ForgetMove


@dataclass(frozen=True, slots=True)
class ShareDay:
    """The person chooses a day that a coach may read, or not."""

    token: str
    nudge: int


@dataclass(frozen=True, slots=True)
class ShareMoved:
    """The person asks for one of the moves about what a coach may read."""

    token: str
    move: ShareMove


@dataclass(frozen=True, slots=True)
class ShareGiven:
    """The person lets a coach read for so many days what the mark says they saw."""

    token: str
    span: int
    seen: str


ShareTap = ShareDay | ShareMoved | ShareGiven


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
    | Opened
    | OutcomeTapped
    | RatingTapped
    | ChoiceTapped
    | StrainTapped
    | ViewTapped
    | NudgePaused
    | ItemAnswered
    | ItemShown
    | CheckMoved
    | QuestionAnswered
    | GateMoved
    | ForgetMoved
    | ShareDay
    | ShareMoved
    | ShareGiven
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
        case "n":
            return Opened(token)
        case "o":
            outcome, _, view = what.partition(":")
            return OutcomeTapped(token, Outcome(outcome), View(view))
        case "r" if what in RATINGS:
            return RatingTapped(token, int(what))
        case "c" if what in RATINGS[: CHOICES[1]]:
            return ChoiceTapped(token, int(what))
        case "s":
            strain, _, view = what.partition(":")
            return StrainTapped(token, Strain(strain), View(view) if view else None)
        case "v":
            return ViewTapped(token, View(what))
        case "p":
            return NudgePaused(token)
        case "qa":
            number, _, answer = what.partition(":")
            return ItemAnswered(token, _item(number), Answer(answer))
        case "qi":
            return ItemShown(token, _item(what))
        case "qm":
            return CheckMoved(token, CheckMove(what))
        case "ga":
            taking, _, answer = what.partition(":")
            number, _, said = answer.partition(":")
            return QuestionAnswered(token, _instant(taking), _question(number), Said(said))
        case "gm":
            return GateMoved(token, GateMove(what))
        case "f":
            return ForgetMoved(token, ForgetMove(what))
        case "xd":
            return ShareDay(token, _number(what))
        case "xm":
            return ShareMoved(token, ShareMove(what))
        case "xg":
            days, _, seen = what.partition(":")
            return ShareGiven(token, _number(days), seen)
        case "wt":
            return OfferTaken(token, _number(what))
        case "wl":
            return OfferLeft(token, _number(what))
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


def _item(number: str) -> int:
    if number not in ITEM_NUMBERS:
        raise ValueError("no item has this number")
    return ITEM_NUMBERS[number]


def _question(number: str) -> int:
    if number not in QUESTION_NUMBERS:
        raise ValueError("no question has this number")
    return QUESTION_NUMBERS[number]


def _number(digits: str) -> int:
    if not digits.isdigit() or len(digits) > _MOST_OF_AN_ID:
        raise ValueError("no number is written so")
    return int(digits)


def _instant(digits: str) -> datetime:
    if not digits.isdigit() or len(digits) > _MOST_DIGITS:
        raise ValueError("no instant is written so")
    return _EPOCH + timedelta(microseconds=int(digits))


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


def opens(nudge: Nudge, says: str) -> Button:
    """Shows what is in a nudge that came closed."""
    return Button(says, f"n:{nudge.token}")


def outcome(nudge: Nudge, of: Outcome, view: View, says: str) -> Button:
    """Says what became of the day; the version looked at stays."""
    return Button(says, f"o:{nudge.token}:{of}:{view}")


def rating(nudge: Nudge, number: str, says: str) -> Button:
    """Answers the 0-10 question of a day."""
    return Button(says, f"r:{nudge.token}:{number}")


def choice(nudge: Nudge, number: int, says: str) -> Button:
    """Answers a day's question with one of a few answers."""
    return Button(says, f"c:{nudge.token}:{number}")


def strain(nudge: Nudge, of: Strain, says: str, view: View | None = None) -> Button:
    """Says how the day, in the version looked at, felt inside; of a rest there is one alone."""
    return Button(says, f"s:{nudge.token}:{of}" if view is None else f"s:{nudge.token}:{of}:{view}")


def look(nudge: Nudge, view: View, says: str) -> Button:
    """Shows another version of the act."""
    return Button(says, f"v:{nudge.token}:{view}")


def pause(nudge: Nudge, says: str) -> Button:
    """Pauses from a nudge."""
    return Button(says, f"p:{nudge.token}")


def answer_item(token: str, number: int, answer: Answer, says: str) -> Button:
    """Answers an item of a pattern check."""
    return Button(says, f"qa:{token}:{number}:{answer}")


def show_item(token: str, number: int, says: str) -> Button:
    """Shows an item of a pattern check again."""
    return Button(says, f"qi:{token}:{number}")


def check_move(token: str, to: CheckMove, says: str) -> Button:
    """Asks for a move of a pattern check."""
    return Button(says, f"qm:{token}:{to}")


def answer_question(token: str, taking: datetime, number: int, said: Said) -> Button:
    """Answers a private question. It carries the answer it offers and when the taking began, and nothing of the others."""
    began = (taking - _EPOCH) // timedelta(microseconds=1)
    return Button(_(said.says), f"ga:{token}:{began}:{number}:{said}")


def gate_move(token: str, to: GateMove, says: str) -> Button:
    """Begins with the private questions, or leaves them for later."""
    return Button(says, f"gm:{token}:{to}")


def forget_move(token: str, to: ForgetMove, says: str) -> Button:
    """Has all erased, or not."""
    return Button(says, f"f:{token}:{to}")


def share_day(token: str, nudge: int, says: str) -> Button:
    """Chooses a day for a coach, or no longer."""
    return Button(says, f"xd:{token}:{nudge}")


def share_move(token: str, to: ShareMove, says: str) -> Button:
    """Asks for a move about what a coach may read."""
    return Button(says, f"xm:{token}:{to}")


def give_share(token: str, days: int, seen: str, says: str) -> Button:
    """Lets a coach read what was seen, for so many days."""
    return Button(says, f"xg:{token}:{days}:{seen}")


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
