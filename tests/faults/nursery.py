"""Fast births: a process that has loaded the whole bot forks one real life of it after the other, on order.

A life of the bot spends nearly all of its start on imports. A newborn is a copy of a process that has them behind it:
a process and a session of its own, with its own environment and output, to be killed or told to stop like any other.

    python -m tests.faults.nursery SOCKET
"""

import asyncio
import gc
import importlib
import json
import os
import pkgutil
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import bot
from bot import opening, zone_data
from bot.clock import utc_now
from bot.publishing import publish_shipped
from bot.settings import Settings
from curriculum.crisis import LANGUAGES, watch
from storage.secrecy import make_key_file

HOME = Path(__file__).resolve().parents[2]
PROGRAMS = ("bot.cli", "tests.faults.dying", "tests.faults.carrying", "tests.faults.backing", "tests.faults.brisk")
"""What a newborn may become: modules with a `main`."""


@dataclass(frozen=True)
class Order:
    """What a newborn is to be, and where."""

    program: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: str
    log: str


class Newborn:
    """A process that was forked to order; it is used like one of asyncio's. It ends when its order's line is closed."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._writer = writer
        self._end = asyncio.create_task(self._awaited(reader))

    def kill(self) -> None:
        """kill -9."""
        self.send_signal(signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        """Raises `ProcessLookupError` when it has ended."""
        if self.returncode is not None:
            raise ProcessLookupError
        os.kill(self.pid, number)

    async def wait(self) -> int:
        """Its exit code; below zero, the signal that ended it."""
        return await asyncio.shield(self._end)

    async def _awaited(self, reader: asyncio.StreamReader) -> int:
        code = int(await reader.readline())
        self.returncode = code
        self._writer.close()
        return code


class Nursery:
    """The way to a nursery that is open."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def bears(self, order: Order) -> Newborn:
        """A new process."""
        reader, writer = await asyncio.open_unix_connection(self._address)
        writer.write(json.dumps(asdict(order)).encode() + b"\n")
        return Newborn(int(await reader.readline()), reader, writer)


@contextmanager
def open_nursery() -> Iterator[Nursery]:
    """A nursery for as long as the block lasts; no newborn outlives it."""
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "door")
        nurse = subprocess.Popen(
            [sys.executable, "-m", __name__, address],
            cwd=HOME,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        with nurse:
            assert nurse.stdout is not None
            assert nurse.stdin is not None
            assert nurse.stdout.readline() == b"open\n"
            yield Nursery(address)
            nurse.stdin.close()
            nurse.wait(timeout=10)


class _Nurse:
    """Forks to order, and tells each order's line of the birth and of the death."""

    def __init__(self, door: socket.socket) -> None:
        self._door = door
        self._lines: dict[int, socket.socket] = {}
        self._deaths, told = socket.socketpair()
        for one in (self._deaths, told):
            one.setblocking(False)
        self._told = told
        signal.set_wakeup_fd(told.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector = selectors.DefaultSelector()
        for source in (door, self._deaths, sys.stdin):
            self._selector.register(source, selectors.EVENT_READ)

    def attend(self) -> Order | None:
        """Works until nobody holds its standard input any more. In a newborn it returns at once, with its order."""
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._door:
                    if (order := self._bear()) is not None:
                        return order
                elif key.fileobj is self._deaths:
                    self._tell_of_deaths()
                elif key.fileobj is sys.stdin:
                    self._end()
                    return None
                else:
                    self._end_those_without_a_line(key.fileobj)

    def _bear(self) -> Order | None:
        line, _ = self._door.accept()
        with line.makefile("rb") as written:
            order = Order(**json.loads(written.readline()))
        assert threading.active_count() == 1, "a fork takes one thread along, and the locks of all"
        pid = os.fork()
        if pid == 0:
            self._forget(line)
            return order
        self._lines[pid] = line
        self._selector.register(line, selectors.EVENT_READ)
        line.sendall(b"%d\n" % pid)
        return None

    def _forget(self, own_line: socket.socket) -> None:
        """In a newborn: nothing here is its own."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._selector.close()
        for one in (self._door, self._deaths, self._told, own_line, *self._lines.values()):
            one.close()

    def _tell_of_deaths(self) -> None:
        self._deaths.recv(4096)
        while self._lines:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            with self._lines.pop(pid) as line:
                self._selector.unregister(line)
                with suppress(BrokenPipeError):  # perhaps nobody waits for it any more
                    line.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))

    def _end_those_without_a_line(self, closed: object) -> None:
        for pid, line in self._lines.items():
            if line is closed:
                os.kill(pid, signal.SIGKILL)

    def _end(self) -> None:
        for pid in self._lines:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def main(address: str) -> None:
    """The nursery; and, in each newborn, the life that was ordered."""
    _grow_up()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        print("open", flush=True)  # noqa: T201
        order = _Nurse(door).attend()
    if order is not None:
        _live(order)


def _grow_up() -> None:
    """Loads all that a newborn needs, and lets go of whatever it should not be born with: threads, files, a loop."""
    for module in pkgutil.walk_packages(
        bot.__path__, "bot."
    ):  # commands import what does their work when they are given
        importlib.import_module(module.name)
    for program in PROGRAMS:
        importlib.import_module(program)
    asyncio.run(_rehearse())
    gc.collect()
    gc.freeze()


async def _rehearse() -> None:
    """Opens a new database and closes it again, and reads the word lists, which loads what is only loaded then."""
    with tempfile.TemporaryDirectory() as folder:
        key_file = Path(folder) / "key"
        make_key_file(key_file)
        url = f"sqlite+aiosqlite:///{folder}/rehearsal.db"
        settings = Settings(token="42:REHEARSAL", database_url=url, key_file=key_file, _env_file=None)
        async with opening.opened(settings) as database:
            await publish_shipped(database, utc_now)
            await zone_data.replan(database)
    for language in LANGUAGES:
        watch("", language)


def _live(order: Order) -> None:
    os.setsid()
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environment)
    with Path(os.devnull).open("rb") as nothing, Path(order.log).open("ab") as log:
        for own, descriptor in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(own.fileno(), descriptor)
    sys.argv = [order.program, *order.arguments]
    importlib.import_module(order.program).main()


if __name__ == "__main__":
    main(*sys.argv[1:])
