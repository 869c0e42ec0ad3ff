"""Programs that are let run to their end, and what they said."""

import asyncio
import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass

from tests.deploy.surroundings import without_addresses


@dataclass(frozen=True)
class Ended:
    """How a program ended, and what it said."""

    code: int
    output: str
    seconds: float

    def last(self, lines: int) -> str:
        """The last lines of what it said, as they may be shown to anybody."""
        return last(self.output, lines)


async def ended(*words: str, environment: Mapping[str, str] | None = None, typed: str = "", within: float) -> Ended:
    """Runs a program to its end; neither it nor what it started outlives who waits for it. Raises TimeoutError."""
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *words,
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(typed.encode()), timeout=within)
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    return Ended(process.returncode or 0, output.decode(errors="replace"), time.monotonic() - began)


def last(output: str, lines: int) -> str:
    """The last lines of an output, without the addresses in it."""
    return without_addresses("\n".join(output.splitlines()[-lines:]))
