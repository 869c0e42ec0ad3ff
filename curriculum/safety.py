"""What a person may be sent: content classes, and what each of them keeps away."""

from enum import StrEnum
from typing import Final

from curriculum.day import NotFor


class ContentClass(StrEnum):
    """What a person may be sent. Only this and its time are ever kept of why."""

    OPEN = "open"
    RESTRICTED = "restricted"


PARTNER_DIRECTED: Final = frozenset({NotFor.APPROACH_PARTNER, NotFor.DISCLOSURE, NotFor.ASK, NotFor.JOINT})
"""What turns to the partner."""

_KEPT_FROM: Final = {ContentClass.OPEN: frozenset[NotFor](), ContentClass.RESTRICTED: frozenset(NotFor)}


def kept_from(content_class: ContentClass) -> frozenset[NotFor]:
    """What a day may not ask of somebody in this class, on whatever path it would come."""
    return _KEPT_FROM[content_class]
