"""The buttons under pictures of how days land, and what they carry: written and read here."""

from dataclasses import dataclass
from typing import Final

from bot.chat.button import Button
from curriculum.day import DAYS
from curriculum.texts import MOST_IN_A_SLUG

FUNNEL: Final = "f"
QUIET: Final = "q"
KIND: Final = "la"
_DARK: Final = "d"
_LIGHT: Final = "l"
_VIEWS: Final = frozenset({FUNNEL, QUIET, *map(str, range(1, DAYS + 1))})
_MOST_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class LandingSeen:
    """An admin looks at how the days of a track land: the funnel, the effect card of a day, or who went quiet; in one
    version or all, which is None.
    """

    slug: str
    version: int | None
    view: str
    dark: bool

    @property
    def day(self) -> int | None:
        """Whose effect card it is, if it is one."""
        return int(self.view) if self.view.isdigit() else None


def read(slug: str, what: str) -> LandingSeen:
    """What a tap means. Raises `ValueError` for what none of these buttons carries."""
    version, view, theme = what.split(":")
    number = int(version) if version.isdigit() and len(version) <= _MOST_DIGITS else -1
    if not 1 <= len(slug) <= MOST_IN_A_SLUG or number < 0 or view not in _VIEWS or theme not in (_DARK, _LIGHT):
        raise ValueError("no button of this kind carries that")
    return LandingSeen(slug, number or None, view, theme == _DARK)


def see(it: LandingSeen, says: str) -> Button:
    """Looks at it."""
    return Button(says, f"{KIND}:{it.slug}:{it.version or 0}:{it.view}:{_DARK if it.dark else _LIGHT}")
