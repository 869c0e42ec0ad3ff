"""What a person may be sent: content classes, and what each of them keeps away."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from curriculum.day import NotFor


class ContentClass(StrEnum):
    """What a person may be sent. Who has not answered to the end, or has begun anew, is sent no more than who is
    restricted.
    """

    UNASKED = "unasked"
    OPEN = "open"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Classed:
    """A person's class and its time; of why it is so nothing is ever kept."""

    content_class: ContentClass = ContentClass.UNASKED
    at: datetime | None = None


_EVERYTHING: Final = frozenset(NotFor)


def kept_from(content_class: ContentClass) -> frozenset[NotFor]:
    """What a day may not ask of somebody in this class, on whatever path it would come."""
    return frozenset() if content_class is ContentClass.OPEN else _EVERYTHING
