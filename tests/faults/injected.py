"""A disk that fails under a running bot: strace comes alongside, and the system's answers about the database's files are
no longer the true ones.
"""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

WRITES: Final = "pwrite64"
"""How SQLite writes: pages, and the log of pages."""
SYNCS: Final = "fdatasync,fsync"
"""How SQLite makes sure that what it has written is on the disk."""
DISK_FULL: Final = "ENOSPC"
BROKEN_DISK: Final = "EIO"
READ_ONLY: Final = "EROFS"

_INJECTED: Final = b"(INJECTED)"
_ATTACHED: Final = b" attached"


@dataclass
class Fault:
    """How often the bot has met what goes wrong."""

    met: int = 0
    first: asyncio.Event = field(default_factory=asyncio.Event)

    async def is_met(self, *, within: float) -> None:
        """Waits until the bot has met it. Raises `TimeoutError`."""
        async with asyncio.timeout(within):
            await self.first.wait()


@asynccontextmanager
async def failing(pid: int, database_file: Path, *, calls: str, error: str, since: int) -> AsyncIterator[Fault]:
    """From call number `since` on, until the end of the block, `calls` on the database's files fail with `error`.

    Each thread and each kind of call is counted by itself; one thread of the bot writes at a time.
    """
    told = await asyncio.create_subprocess_exec(
        *_injecting(database_file, calls=calls, error=error, when=f"{since}+"),
        "-p",
        str(pid),
        stderr=asyncio.subprocess.PIPE,
    )
    assert told.stderr is not None
    await _is_alongside(told.stderr)
    fault = Fault()
    reading = asyncio.create_task(_read(told.stderr, fault))
    try:
        yield fault
    finally:
        with suppress(ProcessLookupError):  # it ends with the bot
            told.send_signal(signal.SIGINT)  # it lets go of the bot, which goes on
        await told.wait()
        await reading


def started_with(database_file: Path, *, calls: str, error: str) -> list[str]:
    """What to put before a command so that the first of these `calls`, in each of its threads, fails with `error`."""
    return [*_injecting(database_file, calls=calls, error=error, when="1"), "-o", os.devnull]


def _injecting(database_file: Path, *, calls: str, error: str, when: str) -> list[str]:
    program = shutil.which("strace")
    if program is None:
        pytest.fail("strace is missing: the disk is made to fail with it (the Debian package has the same name)")
    files = [f"{database_file}{suffix}" for suffix in ("", "-wal", "-shm", "-journal")]
    paths = [argument for file in files for argument in ("-P", file)]
    return [program, "-f", "-s", "0", "-e", f"trace={calls}", "-e", f"inject={calls}:error={error}:when={when}", *paths]


async def _is_alongside(told: asyncio.StreamReader) -> None:
    line = await told.readline()
    if _ATTACHED not in line:
        said = (line + await told.read()).decode(errors="replace").strip()
        pytest.fail(
            f"strace may not come alongside the bot: {said}. It needs root, or CAP_SYS_PTRACE, or a kernel with "
            "kernel.yama.ptrace_scope=0"
        )


async def _read(told: asyncio.StreamReader, fault: Fault) -> None:
    async for line in told:
        if _INJECTED in line:
            fault.met += 1
            fault.first.set()
