"""The event loop in which everything runs: uvloop, which takes less time for each message, or Python's own where it is not."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

try:
    import uvloop
except ImportError:  # there are no wheels of it for every machine
    _make: Callable[[], asyncio.AbstractEventLoop] | None = None
else:
    _make = uvloop.new_event_loop

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Runs to the end."""
    with asyncio.Runner(loop_factory=_make) as runner:
        return runner.run(work)


def name() -> str:
    """What the loop is called that runs now."""
    return type(asyncio.get_running_loop()).__module__.partition(".")[0]
