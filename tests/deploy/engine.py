"""Docker with Compose 2 on a Debian 13 of its own, made by debootstrap: its network, its mounts, its images and what runs in them
are seen by nobody else, and nothing of them is left once they were used.

Its way to the outside is slirp4netns, which needs nothing of this machine's network; this machine's loopback is at `OUTSIDE` there.
"""

import asyncio
import errno
import os
import shlex
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

from tests.deploy.debian import NotDone, NotMade
from tests.deploy.ended import Ended, ended, last
from tests.deploy.surroundings import Surroundings
from tests.faults.program import eventually

OUTSIDE: Final = "10.0.2.2"
RELEASE: Final = "trixie"
PACKAGES: Final = (
    "docker.io", "docker-cli", "docker-compose", "docker-buildx", "iptables", "slirp4netns", "ca-certificates", "openssl",
    "git",
)  # fmt: skip
_NAMESERVER: Final = "10.0.2.3"
_ENVIRONMENT: Final = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
}
_NAMESPACES: Final = ("--mount", "--net", "--pid", "--uts", "--ipc")
_GROUPS: Final = Path("/sys/fs/cgroup")
_MADE_WITHIN: Final = 900.0
_STARTED_WITHIN: Final = 60.0
_STOPPED_WITHIN: Final = 60.0


def why_not() -> str | None:
    """What keeps this machine from running an engine of its own; None when nothing does."""
    if os.geteuid() != 0:
        return "only root may"
    if missing := [name for name in ("debootstrap", "unshare", "nsenter") if shutil.which(name) is None]:
        return f"this machine lacks {' and '.join(missing)}"
    if not Path("/dev/net/tun").exists():
        return "this machine has no /dev/net/tun"
    if not os.access(_GROUPS, os.W_OK):
        return "groups of processes (/sys/fs/cgroup) cannot be made here"
    return None


async def bootstrap(surroundings: Surroundings, release: str, into: Path, *, packages: Sequence[str] = ()) -> None:
    """A root of this release of Debian. Raises NotMade."""
    include = [f"--include={','.join(packages)}"] if packages else []
    words = ["debootstrap", "--variant=minbase", *include, release, str(into), surroundings.mirror]
    made = await ended("unshare", "--mount", *words, within=_MADE_WITHIN)
    if made.code != 0:
        raise NotMade(f"debootstrap of {release} ended with {made.code}:\n{made.last(20)}")


@asynccontextmanager
async def running(root: Path) -> AsyncIterator["Engine"]:
    """Docker in that root, for as long as the block lasts. Raises NotMade."""
    group = f"smallgains-engine-{os.getpid()}"
    async with AsyncExitStack() as stack:
        stack.push_async_callback(eventually, partial(_is_let_go, group), within=_STOPPED_WITHIN)
        log = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  (the stack closes it)
        dockerd = await asyncio.create_subprocess_exec(
            *_in_a_machine_of_its_own(root, ["dockerd", f"--cgroup-parent=/{group}"]),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        stack.push_async_callback(_ends, dockerd)

        async def is_there() -> bool:
            if dockerd.returncode is not None:
                log.seek(0)
                raise NotMade(f"dockerd ended with {dockerd.returncode}:\n{last(log.read().decode(), 20)}")
            return _first_of(dockerd.pid) is not None

        await eventually(is_there, within=_STARTED_WITHIN)
        first = _first_of(dockerd.pid)
        assert first is not None
        engine = Engine(root, first)
        await stack.enter_async_context(_a_way_out(root, first))

        async def answers() -> bool:
            return await is_there() and (await engine.does("docker info", ends=None)).code == 0

        await eventually(answers, within=_STARTED_WITHIN)
        yield engine


class Engine:
    """The machine with Docker while it runs, with somebody logged in as root there."""

    def __init__(self, root: Path, first: int) -> None:
        self.root = root
        self._first = first

    def path(self, inside: str) -> Path:
        """Where a file of the machine is, seen from outside; not those in memory."""
        return self.root / inside.lstrip("/")

    def volume(self, name: str) -> Path:
        """Where a volume's files are, seen from outside."""
        return self.path(f"/var/lib/docker/volumes/{name}/_data")

    async def does(
        self, command: str, *, folder: str = "/root", typed: str = "", ends: int | None = 0, within: float = 900.0
    ) -> Ended:
        """Gives a command to a shell in a folder, and types what it waits for.

        Raises NotDone when it ends otherwise than with `ends` (None: as it likes), TimeoutError after `within` seconds.
        """
        what = await ended(*self._inside("bash", "-c", command, folder=folder), typed=typed, within=within)
        if ends is not None and what.code != ends:
            raise NotDone(f"{command}\nended with {what.code}:\n{what.last(40)}")
        return what

    async def until_healthy(self, containers: Collection[str], *, since: float, within: float) -> None:
        """Waits until Docker has said of each of these containers that it is healthy, after `since` by the clock of this
        machine. Raises TimeoutError.
        """
        awaited = set(containers)
        told = ["docker", "events", f"--since={since:.6f}", "--filter=event=health_status: healthy"]
        process = await asyncio.create_subprocess_exec(
            *self._inside(*told, "--format={{.Actor.Attributes.name}}", folder="/"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        assert process.stdout is not None
        try:
            async with asyncio.timeout(within):
                while awaited:
                    line = await process.stdout.readline()
                    assert line, "docker events has ended"
                    awaited.discard(line.decode().strip())
        except TimeoutError as error:
            raise TimeoutError(f"not healthy within {within:.0f} s: {', '.join(sorted(awaited))}") from error
        finally:
            await _ends(process)

    def _inside(self, *words: str, folder: str) -> Sequence[str]:
        variables = [f"{name}={value}" for name, value in _ENVIRONMENT.items()]
        entered = ["nsenter", f"--target={self._first}", *_NAMESPACES, "--root", "--wd"]
        return [*entered, "env", "-i", f"--chdir={folder}", *variables, *words]


def _in_a_machine_of_its_own(root: Path, words: Sequence[str]) -> Sequence[str]:
    at = shlex.quote(str(root))
    steps = [
        f"mount --bind {at} {at}",
        f"mount -t proc proc {at}/proc",
        f"mount -t sysfs sysfs {at}/sys",
        f"mount --rbind {_GROUPS} {at}{_GROUPS}",
        f"mount --rbind /dev {at}/dev",
        f"mount -t tmpfs tmpfs {at}/run",
        f"mount -t tmpfs tmpfs {at}/tmp",  # noqa: S108  (the machine's own)
        f"echo nameserver {_NAMESERVER} >{at}/etc/resolv.conf",
        f"cd {at}",
        "pivot_root . mnt",  # rather than chroot: whoever enters a container begins at the root of its mounts
        "umount --lazy /mnt",
        f"exec env -i {shlex.join(f'{name}={value}' for name, value in _ENVIRONMENT.items())} {shlex.join(words)}",
    ]
    dies_with_us = ["setpriv", "--pdeathsig=KILL"]
    return [*dies_with_us, "unshare", *_NAMESPACES, "--fork", "--kill-child", "sh", "-ec", "\n".join(steps)]


@asynccontextmanager
async def _a_way_out(root: Path, first: int) -> AsyncIterator[None]:
    """The network of that process reaches the outside."""
    at = shlex.quote(str(root))
    ready, says_ready = os.pipe()
    until, holds = os.pipe()
    words = [
        "slirp4netns",
        "--configure",
        "--mtu=65520",
        f"--ready-fd={says_ready}",
        f"--exit-fd={until}",
        "--netns-type=path",
        "/run/machine",
        "tap0",
    ]
    steps = [
        f"mount --bind {at} {at}",
        f"mount -t proc proc {at}/proc",
        f"mount --rbind /dev {at}/dev",
        f"mount -t tmpfs tmpfs {at}/run",
        f"touch {at}/run/machine",
        f"mount --bind /proc/{first}/ns/net {at}/run/machine",
        f"mount --bind /etc/resolv.conf {at}/etc/resolv.conf",
        f"exec chroot {at} {shlex.join(words)}",
    ]
    process = await asyncio.create_subprocess_exec(
        *("unshare", "--mount", "sh", "-ec", "\n".join(steps)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        pass_fds=[says_ready, until],
        start_new_session=True,
    )
    os.close(says_ready)
    os.close(until)
    try:
        if not await asyncio.wait_for(asyncio.to_thread(os.read, ready, 1), timeout=_STARTED_WITHIN):
            raise NotMade("slirp4netns does not start")
        yield
    finally:
        os.close(ready)
        os.close(holds)
        await _ends(process)


def _first_of(outer: int) -> int | None:
    """The process that is the first in there, once it is what it was to be."""
    children = Path(f"/proc/{outer}/task/{outer}/children").read_text(encoding="ascii").split()
    if children and Path(f"/proc/{children[0]}/comm").read_text(encoding="utf-8").strip() == "dockerd":
        return int(children[0])
    return None


async def _ends(process: asyncio.subprocess.Process) -> None:
    """Everything that was started with it ends, first by being asked."""
    if process.returncode is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), timeout=_STOPPED_WITHIN)
    except TimeoutError:
        os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _is_let_go(group: str) -> bool:
    return await asyncio.to_thread(_let_go, group)


def _let_go(group: str) -> bool:
    """Takes away what Docker has left among the groups of processes, the innermost first, once nothing lives there."""
    for hierarchy in (_GROUPS, *_GROUPS.iterdir()):
        for folder, _, _ in os.walk(hierarchy / group, topdown=False):
            try:
                Path(folder).rmdir()
            except OSError as error:
                if error.errno != errno.EBUSY:
                    raise
                return False
    return True
