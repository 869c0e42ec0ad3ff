"""Reads a file from somebody else in a short-lived process of its own, so that a parser's crash is never the bot's.

The child has no environment but the way to our packages, little memory and little time, and writes no file. What it
says is the list of problems; a file without any is then read once more here, in a thread. The lint goes the same way.
"""

import asyncio
import resource
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from curriculum.errors import Problem, TrackInvalid
from curriculum.lettering import MOST_BYTES
from curriculum.lint.editor import findings
from curriculum.lint.finding import Finding
from curriculum.reading import read_draft, read_track
from curriculum.track import Track

MOST_CPU_SECONDS: Final = 3
MOST_SECONDS: Final = 20.0
"""By the clock: for a child that only waits. One that computes is bound by the processor's seconds, and a busy machine is no
fault of the file's.
"""
MOST_MEMORY: Final = 512 * 1024 * 1024

CHILD: Final = (sys.executable, "-P", "-m", "bot.quarantine")
_UNFINISHED: Final = "unfinished"
_PROBLEMS: Final = TypeAdapter(list[Problem])
_BROKEN: Final = Problem(1, 1, "this file broke the reader that looked at it, so it was given up")
_HOME: Final = str(Path(__file__).resolve().parents[1])


async def read_upload(content: bytes, *, child: Sequence[str] = CHILD, seconds: float = MOST_SECONDS) -> Track:
    """The track in an uploaded file. Raises `TrackInvalid`, also when the child that looks at it dies or overruns."""
    problems = await _problems(content[: MOST_BYTES + 1], child, seconds)
    if problems:
        raise TrackInvalid(problems)
    return await asyncio.to_thread(_kept_in_mind, content.decode("utf-8"))


@dataclass(frozen=True, slots=True)
class LookedOver:
    """A track, perhaps an unfinished one, and what the editor found in it."""

    track: Track
    findings: Sequence[Finding]


async def look_over(content: bytes, *, child: Sequence[str] = CHILD, seconds: float = MOST_SECONDS) -> LookedOver:
    """The same for a track that is still being written. Raises `TrackInvalid`."""
    problems = await _problems(content[: MOST_BYTES + 1], (*child, _UNFINISHED), seconds)
    if problems:
        raise TrackInvalid(problems)
    return await asyncio.to_thread(_looked_over, content.decode("utf-8"))


def _looked_over(text: str) -> LookedOver:
    return LookedOver(read_draft(text).track, findings(text))


def _kept_in_mind(text: str) -> Track:
    """The track in a file that the child came through; what the chat asks of the text next is then known already."""
    findings(text)
    return read_track(text)


async def _problems(content: bytes, child: Sequence[str], seconds: float) -> list[Problem]:
    process = await asyncio.create_subprocess_exec(
        *child,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": _HOME},
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(content), seconds)
    except TimeoutError:
        return [Problem(1, 1, f"reading this file takes longer than {seconds:g} seconds, so it was given up")]
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        return [_BROKEN]
    try:
        return _PROBLEMS.validate_json(said)
    except ValidationError:
        return [_BROKEN]


def confine(*, cpu_seconds: int = MOST_CPU_SECONDS, memory: int = MOST_MEMORY) -> None:
    """From here on this process dies rather than take more, and leaves nothing behind on the disk."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """The child's whole life: a file comes in, its problems go out."""
    confine()
    problems: list[Problem] = []
    try:
        content = sys.stdin.buffer.read(MOST_BYTES + 1)
        if _UNFINISHED in sys.argv[1:]:
            read_draft(content)
        else:
            read_track(content)
        findings(content)
    except TrackInvalid as invalid:
        problems = list(invalid.problems)
    sys.stdout.buffer.write(_PROBLEMS.dump_json(problems))


if __name__ == "__main__":
    main()
