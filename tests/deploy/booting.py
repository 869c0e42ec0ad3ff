"""A root booted by systemd-nspawn. Its first process is systemd, which ends when the root is told to halt."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from tests.deploy.ended import ended, last
from tests.faults.program import eventually

INSIDE: Final = ("--mount", "--uts", "--ipc", "--pid")
"""What nsenter has to enter to be where the first process is; the network is that of this machine."""

_BOOTED_WITHIN: Final = 120.0
_HALTS_WITHIN: Final = 60.0
_SYSTEMD_IS_HERE: Final = Path("/run/systemd/system")
_HIERARCHIES: Final = tuple(Path("/sys/fs/cgroup", name) for name in ("", "systemd", "unified"))
_IN_A_GROUP_OF_ITS_OWN: Final = """
for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
    if [ -f "$hierarchy/cgroup.procs" ]; then mkdir "$hierarchy/$0" && echo $$ >"$hierarchy/$0/cgroup.procs" || exit; fi
done
exec "$@"
"""
"""Where systemd does not run nobody gives a container a place among the groups of processes; two in one would end each other."""


class DoesNotBoot(Exception):
    """The root did not come up; the text has what was said last."""


async def why_not() -> str | None:
    """What keeps this machine from booting a root; None when nothing does."""
    if os.geteuid() != 0:
        return "only root may boot a root of its own"
    if missing := [name for name in ("debootstrap", "systemd-nspawn", "nsenter") if shutil.which(name) is None]:
        return f"this machine lacks {' and '.join(missing)}"
    name = f"smallgains-try-{os.getpid()}"
    tried = await ended(*_nspawn(name), "--directory=/", "--volatile=yes", "true", within=_BOOTED_WITHIN)
    _let_go_of_groups(name)
    return None if tried.code == 0 else f"systemd-nspawn is not allowed here: {tried.last(3)}"


@asynccontextmanager
async def booted(folder: Path, options: Sequence[str]) -> AsyncIterator[int]:
    """The root from its boot to its halt; gives the number of its first process. Its writes are not synced, as nobody pulls
    its plug.

    Raises DoesNotBoot.
    """
    name = f"smallgains-walk-{os.getpid()}"
    process = await asyncio.create_subprocess_exec(
        *_nspawn(name),
        *(f"--directory={folder}", "--boot", "--console=pipe", "--link-journal=no", "--resolv-conf=copy-host"),
        *("--suppress-sync=yes", *options),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    assert process.stdout is not None
    said: list[bytes] = []
    listening = asyncio.create_task(_listen(process.stdout, said))
    try:
        yield await _first_process(process, said)
    finally:
        if process.returncode is None:
            process.terminate()  # which it hands on as an order to halt
        try:
            await asyncio.wait_for(process.wait(), timeout=_HALTS_WITHIN)
        except TimeoutError:
            process.kill()
            await process.wait()
        await listening
        _let_go_of_groups(name)


def _nspawn(name: str) -> Sequence[str]:
    words = ["systemd-nspawn", "--quiet", "--settings=no", "--register=no", f"--machine={name}"]
    if _SYSTEMD_IS_HERE.is_dir():
        return words
    return ["sh", "-c", _IN_A_GROUP_OF_ITS_OWN, name, *words, "--keep-unit"]


async def _listen(source: asyncio.StreamReader, said: list[bytes]) -> None:
    while some := await source.read(4096):
        said.append(some)


async def _first_process(process: asyncio.subprocess.Process, said: Sequence[bytes]) -> int:
    """Waits until all has started."""

    async def has_booted() -> bool:
        if process.returncode is not None:
            raise DoesNotBoot(last(b"".join(said).decode(errors="replace"), 20))
        if (first := _child_of(process.pid)) is None:
            return False
        asked = await ended(
            "nsenter", f"--target={first}", *INSIDE, "systemctl", "is-system-running", within=_BOOTED_WITHIN
        )
        return asked.output.strip() in ("running", "degraded")

    await eventually(has_booted, within=_BOOTED_WITHIN)
    first = _child_of(process.pid)
    assert first is not None
    return first


def _child_of(pid: int) -> int | None:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return int(children[-1]) if children else None


def _let_go_of_groups(name: str) -> None:
    """What a group of processes leaves in the tree goes, the innermost first."""
    for hierarchy in _HIERARCHIES:
        for folder, _, _ in os.walk(hierarchy / name, topdown=False):
            Path(folder).rmdir()
    with suppress(FileNotFoundError):
        Path("/run/systemd/nspawn/propagate", name).rmdir()
