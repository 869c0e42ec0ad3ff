"""A pause with a time of return: how long it may be, and when it ends by the minute."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

MINUTES: Final = (20, 40, 60)
"""How long a pause may be: a body needs about twenty minutes to come down, and who waits should not wait for ever."""
LATE: Final = timedelta(minutes=30)
"""Later than that nobody is told any more that the time has come."""
TIMES_LONGER: Final = 2
"""So often a pause may be made longer; after that it is another day's talk."""
_MINUTE: Final = timedelta(minutes=1)


class ReturnAnswer(StrEnum):
    """What became of a time of return. It is `NOT_NEEDED` before it has come, the others are said afterwards."""

    BACK = "back"
    LONGER = "longer"
    NOT_TODAY = "not_today"
    NOT_NEEDED = "not_needed"


def return_at(now: datetime, minutes: int) -> datetime:
    """The full minute at which a pause of so many minutes that begins now is over."""
    exact = now.replace(second=0, microsecond=0)
    return exact + minutes * _MINUTE + (_MINUTE if exact < now else timedelta(0))
