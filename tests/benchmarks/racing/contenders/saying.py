"""How a contender is told what to do, and how it tells what came of it. Nothing but the standard library is needed."""

import asyncio
import ctypes
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

_PR_SET_PDEATHSIG: Final = 1


def told() -> dict[str, Any]:
    """What this process is to do; from now on it stays on the core that it was given, and dies with who started it."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    task: dict[str, Any] = json.loads(sys.argv[1])
    if os.getppid() != task["parent"]:
        sys.exit("who started this is gone")
    if task.get("core") is not None:
        os.sched_setaffinity(0, {task["core"]})
    return task


def say(**result: object) -> None:
    """Tells the result, or how far it has come, in one line."""
    print(json.dumps(result), flush=True)  # noqa: T201


def cpu() -> float:
    """Seconds of CPU that this process has taken up to now, all its threads together."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_mib() -> float:
    """The most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@dataclass(slots=True)
class Measured:
    """What something took, from `begun` on the machine's steady clock."""

    begun: float = field(default_factory=time.monotonic)
    _cpu: float = field(default_factory=cpu)

    def figures(self) -> dict[str, float]:
        """Seconds on the clock and of CPU up to now."""
        return {"begun": self.begun, "seconds": time.monotonic() - self.begun, "cpu": cpu() - self._cpu}


async def by_workers(send: Callable[[int], Awaitable[object]], chats: Iterable[int], concurrency: int) -> None:
    """Sends to every chat, with so many under way at a time."""
    waiting = iter(chats)

    async def work() -> None:
        for chat in waiting:
            await send(chat)

    await asyncio.gather(*(work() for _ in range(concurrency)))
