"""The buttons under the versions of tracks and what they carry: written and read here. In place of a token stands the track.

What changes something is tapped twice: the second button is `sure`.
"""

from dataclasses import dataclass
from typing import Final

from bot.chat.button import Button, number_in

_SURE: Final = "!"
_WORDING: Final = "w"
_MOST_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class TrackShown:
    """An admin looks at the versions of a track."""

    slug: str


@dataclass(frozen=True, slots=True)
class VersionShown:
    """An admin looks at what a version changed."""

    slug: str
    number: int


@dataclass(frozen=True, slots=True)
class TrackRetired:
    """An admin takes a track from what people can start, or, not `retired`, brings it back."""

    slug: str
    retired: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class RolledBack:
    """An admin makes what a version says the newest; `after` is the newest that they saw. `wording`: for people under way too."""

    slug: str
    number: int
    after: int
    wording: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class VersionOffered:
    """An admin has people under way asked whether they want to move to the newest version, which is this."""

    slug: str
    number: int
    sure: bool


VersionTap = TrackShown | VersionShown | TrackRetired | RolledBack | VersionOffered


def read(kind: str, slug: str, what: str) -> VersionTap | None:
    """What a tap of this kind means; None when it is of no kind that is written here. Raises `ValueError` for what none of
    our buttons carries.
    """
    sure = what.endswith(_SURE)
    said = what.removesuffix(_SURE)
    match kind:
        case "vt":
            return TrackShown(slug)
        case "vd":
            return VersionShown(slug, _number(said))
        case "vr":
            return TrackRetired(slug, _number(said) == 1, sure)
        case "vb":
            number, _, after = said.partition(".")
            wording = after.endswith(_WORDING)
            return RolledBack(slug, _number(number), _number(after.removesuffix(_WORDING)), wording, sure)
        case "vo":
            return VersionOffered(slug, _number(said), sure)
        case _:
            return None


def carried(tap: VersionTap) -> str:
    """What a button for this carries."""
    match tap:
        case TrackShown(slug):
            return f"vt:{slug}"
        case VersionShown(slug, number):
            return f"vd:{slug}:{number}"
        case TrackRetired(slug, retired, sure):
            return f"vr:{slug}:{int(retired)}{_SURE * sure}"
        case RolledBack(slug, number, after, wording, sure):
            return f"vb:{slug}:{number}.{after}{_WORDING * wording}{_SURE * sure}"
        case VersionOffered(slug, number, sure):
            return f"vo:{slug}:{number}{_SURE * sure}"


def button(tap: VersionTap, says: str) -> Button:
    """A button for this."""
    return Button(says, carried(tap))


def _number(digits: str) -> int:
    return number_in(digits, most=_MOST_DIGITS)
