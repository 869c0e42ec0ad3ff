"""Times of day at which something comes round: every so many seconds, for an engine that counts by the clock."""

from typing import Final

_MINUTE: Final = 60
_HOUR: Final = 3600


def every(seconds: float) -> str:
    """A cron line, seconds last, for something that comes round every so many `seconds`, or a little more often: by the
    clock a period divides a minute, an hour or a day evenly. More than once a second it does not come.
    """
    if seconds < _MINUTE:
        return f"* * * * * */{_divisor_of(_MINUTE, seconds)}"
    if seconds < _HOUR:
        return f"*/{_divisor_of(_MINUTE, seconds / _MINUTE)} * * * * 0"
    return f"0 */{_divisor_of(24, seconds / _HOUR)} * * * 0"


def _divisor_of(whole: int, most: float) -> int:
    return max((n for n in range(1, whole) if whole % n == 0 and n <= most), default=1)
