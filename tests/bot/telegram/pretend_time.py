"""An event loop in whose world nothing but waiting takes time, and waiting takes none of ours."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Impatient(selectors.DefaultSelector):
    """Where the loop would sleep until its next timer, the time simply passes."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            raise AssertionError("everybody waits, and nothing will ever happen")
        self.passed += max(0.0, timeout)
        return super().select(0)


class _PretendTimeLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._impatient = _Impatient()
        super().__init__(self._impatient)

    def time(self) -> float:
        return self._impatient.passed


def live(story: Callable[[Callable[[], float]], Coroutine[Any, Any, T]]) -> T:
    """Lives through a story that is given a clock of its own, which starts at 0."""
    with asyncio.Runner(loop_factory=_PretendTimeLoop) as runner:
        return runner.run(story(runner.get_loop().time))
