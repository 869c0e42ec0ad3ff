"""When an engine last gave a sign of life."""

import time
from collections.abc import Callable


class Pulse:
    """Counts the seconds since the last sign, from `begin` to `end`; before and after none is waited for."""

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._last: float | None = None

    def begin(self) -> None:
        """From now on signs are waited for."""
        self._last = self._elapsed()

    def sign(self) -> None:
        """It lives."""
        if self._last is not None:
            self._last = self._elapsed()

    def end(self) -> None:
        """No sign is waited for any more."""
        self._last = None

    def silent_for(self) -> float:
        """Seconds since the last sign; 0 while none is waited for."""
        return 0.0 if self._last is None else self._elapsed() - self._last
