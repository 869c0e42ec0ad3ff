"""A small gain: a small move that somebody noticed, theirs or their partner's, in their own words."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Whose(StrEnum):
    """Whose move it was, where the person says so."""

    MINE = "mine"
    PARTNERS = "partners"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Gain:
    """One of them. `on` is the date by the person's own clock on which they wrote it down."""

    id: int
    words: str = field(repr=False)
    whose: Whose | None
    written_at: datetime
    on: date
