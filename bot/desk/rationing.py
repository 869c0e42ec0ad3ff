"""How often something may be tried in a while, whoever tries it."""

from collections import deque
from collections.abc import Callable
from typing import Final

MOST_TRIES: Final = 30
WITHIN_SECONDS: Final = 60.0


class Ration:
    """So many tries within so many seconds, by a clock that only goes forward."""

    def __init__(self, seconds: Callable[[], float], *, most: int = MOST_TRIES, within: float = WITHIN_SECONDS) -> None:
        self._seconds = seconds
        self._most = most
        self._within = within
        self._tries: deque[float] = deque()

    def takes(self) -> bool:
        """Whether one more may be tried now; if so it counts."""
        now = self._seconds()
        while self._tries and now - self._tries[0] >= self._within:
            self._tries.popleft()
        if len(self._tries) >= self._most:
            return False
        self._tries.append(now)
        return True
