"""Asking without waiting for longer than one has: what hangs is left to itself, as calling it off may hang as well."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

T = TypeVar("T")

_LEFT: Final[set["asyncio.Task[Any]"]] = set()
"""What nobody waits for any more; it is held here until it ends."""


async def within(seconds: float, asking: Coroutine[Any, Any, T]) -> T:
    """What is asked, if it is answered within so many seconds. Raises `TimeoutError`."""
    task = asyncio.create_task(asking)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        _leave(task)
        raise
    if not done:
        _leave(task)
        raise TimeoutError
    return task.result()


def _leave(task: "asyncio.Task[Any]") -> None:
    _LEFT.add(task)
    task.add_done_callback(_has_ended)


def _has_ended(task: "asyncio.Task[Any]") -> None:
    _LEFT.discard(task)
    if not task.cancelled():
        task.exception()  # whatever it is, nobody asks any more
