"""The stub as its callers know it: started as a process on a core of its own, asked what came, ended."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.request import ProxyHandler, build_opener

TOKEN: Final = "42:BENCH"
CORE: Final = 0
"""Where the stub and those who only look on run."""
ROOT: Final = Path(__file__).resolve().parents[3]
_ALLOWED: Final = frozenset(os.sched_getaffinity(0))
_HTTP: Final = build_opener(ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Record:
    """What came to the stub, by the machine's steady clock in nanoseconds: each message with its chat, and each question
    that was put to the bot. `first` has the parameters of the first message.
    """

    arrivals: list[int]
    chats: list[int]
    asks: list[tuple[int, int]]
    refused: int
    first: dict[str, Any] | None
    calls: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Stub:
    """A running stub."""

    port: int

    @property
    def url(self) -> str:
        """Its address, as the one of a Bot API."""
        return f"http://127.0.0.1:{self.port}"

    def record(self) -> Record:
        """What has come up to now."""
        return Record(**self._told("_record"))

    def count(self) -> int:
        """How many messages have come up to now."""
        return int(self._told("_count"))

    def reset(self) -> None:
        """Forgets what came."""
        self._told("_reset")

    def ask(self, chat: int) -> None:
        """Somebody says /settings."""
        self._told(f"_ask?chat={chat}")

    def _told(self, path: str) -> Any:
        with _HTTP.open(f"{self.url}/{path}", timeout=30) as answer:
            return json.load(answer)


@contextmanager
def stub(*, delay_ms: float = 0, cap: int | None = None) -> Iterator[Stub]:
    """A stub for as long as the block lasts."""
    command = [sys.executable, "-m", "tests.benchmarks.stub", "--serve", "--delay-ms", str(delay_ms)]
    if cap is not None:
        command += ["--cap", str(cap)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            yield Stub(json.loads(process.stdout.readline())["port"])
        finally:
            process.terminate()


def measured_core() -> int | None:
    """The core for the measured process: not the stub's, where there are two."""
    return max(_ALLOWED) if len(_ALLOWED) > 1 else None


@contextmanager
def on_core(core: int | None) -> Iterator[None]:
    """This process stays on that core for as long as the block lasts, where there is more than one."""
    before = os.sched_getaffinity(0)
    if core is not None and core in _ALLOWED and len(_ALLOWED) > 1:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
