"""The heartbeat of a running bot: what the file says, and what systemd is told."""

import asyncio
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.healthy import STALE, HeartbeatFile
from bot.heartbeat import Heartbeat
from bot.service_manager import ServiceManager
from bot.settings import SettingsProblem
from tests.terminal import Terminal


class Elapsed:
    """Seconds since the machine was started, as they are told here."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Process:
    """How a process is, as it is told here."""

    def __init__(self) -> None:
        self.not_ready: str | None = None
        self.engine_silent = 0.0

    async def why_not(self) -> str | None:
        return self.not_ready

    def silent_for(self) -> float:
        return self.engine_silent


class Systemd:
    """The end of the wire at which systemd hears its services."""

    def __init__(self, address: str) -> None:
        self.manager = ServiceManager.of({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "60000"})
        self._wire = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._wire.bind(address.replace("@", "\0", 1))
        self._wire.setblocking(False)

    async def hears(self) -> set[str]:
        """The lines of the next datagram."""
        return set((await asyncio.get_running_loop().sock_recv(self._wire, 4096)).decode().splitlines())

    async def hears_soon(self, *lines: str) -> set[str]:
        """The lines of the next datagram among which these are."""
        async with asyncio.timeout(10):
            while not set(lines) <= (heard := await self.hears()):
                pass
        return heard

    def close(self) -> None:
        self._wire.close()


@pytest.fixture
def elapsed() -> Elapsed:
    return Elapsed()


@pytest.fixture
def file(tmp_path: Path, elapsed: Elapsed) -> HeartbeatFile:
    return HeartbeatFile(tmp_path / "heartbeat", elapsed=elapsed)


@pytest.fixture
def process() -> Process:
    return Process()


@pytest.fixture(params=["a path", "an abstract name"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Systemd]:
    address = str(tmp_path / "notify") if request.param == "a path" else f"@smallgains-test-{os.getpid()}"
    with closing(Systemd(address)) as systemd:
        yield systemd


def heart_of(process: Process, file: HeartbeatFile | None = None, manager: ServiceManager | None = None) -> Heartbeat:
    return Heartbeat(process.why_not, process.silent_for, file=file, manager=manager or ServiceManager())


def test_a_heart_that_has_stopped_is_noticed(file: HeartbeatFile, elapsed: Elapsed) -> None:
    file.beat(None)
    elapsed.seconds += STALE
    assert file.why_not() is None

    elapsed.seconds += 1

    assert file.why_not() == "the last heartbeat was 21 s ago"


def test_what_is_wrong_is_told_as_the_process_told_it(file: HeartbeatFile) -> None:
    file.beat("the database does not answer")

    assert file.why_not() == "the database does not answer"


def test_a_heartbeat_from_before_the_machine_was_started_is_none(file: HeartbeatFile, elapsed: Elapsed) -> None:
    file.beat(None)

    elapsed.seconds = 5

    assert "before this machine was started" in (file.why_not() or "")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"at": "soon"}', '{"at": null, "why_not": null}'])
def test_a_file_that_is_no_heartbeat_is_told(file: HeartbeatFile, tmp_path: Path, content: str) -> None:
    (tmp_path / "heartbeat").write_text(content)

    assert "is no heartbeat of smallgains" in (file.why_not() or "")


async def test_it_beats_from_start_to_end_and_leaves_nothing_behind(file: HeartbeatFile, process: Process) -> None:
    assert "there is no heartbeat" in (file.why_not() or "")

    async with heart_of(process, file).beating():
        assert file.why_not() is None

    assert "there is no heartbeat" in (file.why_not() or "")


async def test_who_has_no_room_for_a_heartbeat_is_told_at_the_start(process: Process, tmp_path: Path) -> None:
    nowhere = HeartbeatFile(tmp_path / "not there" / "heartbeat")

    with pytest.raises(SettingsProblem, match="SMALLGAINS_HEARTBEAT_FILE"):
        async with heart_of(process, nowhere).beating():
            pass


async def test_systemd_hears_the_start_each_beat_and_the_end(process: Process, systemd: Systemd) -> None:
    async with heart_of(process, manager=systemd.manager).beating():
        assert await systemd.hears() == {"STATUS=at work", "WATCHDOG=1"}
        assert await systemd.hears() == {"READY=1"}
        assert await systemd.hears() == {"STATUS=at work", "WATCHDOG=1"}

    assert "STOPPING=1" in await systemd.hears_soon("STOPPING=1")


async def test_an_engine_that_stands_still_is_left_to_the_watchdog(
    process: Process, systemd: Systemd, file: HeartbeatFile
) -> None:
    async with heart_of(process, file, systemd.manager).beating():
        process.engine_silent = 61
        standing = await systemd.hears_soon("STATUS=the engine has stood still for 61 s")

        assert "WATCHDOG=1" not in standing
        assert "WATCHDOG=1" not in await systemd.hears()
        assert file.why_not() == "the engine has stood still for 61 s"


async def test_a_database_that_is_away_is_told_and_no_reason_to_end_the_process(
    process: Process, systemd: Systemd, file: HeartbeatFile
) -> None:
    async with heart_of(process, file, systemd.manager).beating():
        process.not_ready, process.engine_silent = "the database does not answer", 600
        away = await systemd.hears_soon("STATUS=the database does not answer")
        await systemd.hears()

        assert "WATCHDOG=1" in away
        assert file.why_not() == "the database does not answer"


async def test_who_waits_for_it_to_be_well_hears_so_within_a_second_or_two(
    file: HeartbeatFile, process: Process
) -> None:
    process.not_ready = "Telegram was not reached yet"
    async with heart_of(process, file).beating():
        assert file.why_not() == "Telegram was not reached yet"

        process.not_ready = None

        async with asyncio.timeout(3):
            while file.why_not() is not None:  # noqa: ASYNC110  (a file tells nobody)
                await asyncio.sleep(0.05)


async def test_another_process_s_watchdog_is_none_of_its_business(systemd: Systemd) -> None:
    inherited = {"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid() + 1)}

    assert ServiceManager.of(inherited).patience is None
    assert ServiceManager.of({**inherited, "WATCHDOG_PID": str(os.getpid())}).patience == 60


def test_the_command_says_well_or_why_not_or_that_nobody_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    terminal, kept = Terminal(tmp_path), tmp_path / "heartbeat"

    HeartbeatFile(kept).beat(None)
    well = terminal.smallgains("healthy", HEARTBEAT_FILE=str(kept))
    HeartbeatFile(kept).beat("the database does not answer")
    ill = terminal.smallgains("healthy", HEARTBEAT_FILE=str(kept))
    unasked = terminal.smallgains("healthy")

    assert (well.exit_code, well.stdout) == (0, "well\n")
    assert (ill.exit_code, ill.stderr) == (1, "smallgains: the database does not answer\n")
    assert unasked.exit_code == 2
    assert "SMALLGAINS_HEARTBEAT_FILE" in unasked.stderr


def test_the_command_waits_for_a_bot_that_was_just_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    terminal, kept = Terminal(tmp_path), tmp_path / "heartbeat"
    HeartbeatFile(kept).beat("Telegram was not reached yet")

    too_soon = terminal.smallgains("healthy", "--within", "0.3", HEARTBEAT_FILE=str(kept))
    reached = threading.Timer(0.5, lambda: HeartbeatFile(kept).beat(None))
    reached.start()
    well = terminal.smallgains("healthy", "--within", "60", HEARTBEAT_FILE=str(kept))
    reached.join()

    assert (too_soon.exit_code, too_soon.stderr) == (1, "smallgains: Telegram was not reached yet\n")
    assert (well.exit_code, well.stdout) == (0, "well\n")
