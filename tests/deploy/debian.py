"""A clean Debian of its own, made by debootstrap and booted: nothing of it is left once it was used. It is on the network as this
machine is, and shares loopback with it.
"""

import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.deploy import booting
from tests.deploy.booting import INSIDE
from tests.deploy.ended import Ended, ended
from tests.deploy.surroundings import Surroundings

_MADE_WITHIN: Final = 900.0
_PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_IS_IN: Final = "/run/who-is-logged-in-is-in"


class NotMade(Exception):
    """The root could not be made; the text has what was said last."""


class NotDone(Exception):
    """A command did not end as it should; the text has the command and what it said last."""


@asynccontextmanager
async def running(
    surroundings: Surroundings, *, base: Path | None = None, keep: Path | None = None
) -> AsyncIterator["Debian"]:
    """A clean root of the release that this machine has, from its making until it is taken away again; with `base` it is
    unpacked from that tarball, and with `keep` it is made in that folder and stays there.

    Raises NotMade and DoesNotBoot.
    """
    folder = _folder(keep)
    try:
        began = time.monotonic()
        await _make(surroundings, folder, base)
        made = time.monotonic() - began
        async with booting.booted(folder, surroundings.options()) as first:
            boot = time.monotonic() - began - made
            yield Debian(folder, first, surroundings.environment, made=made, boot=boot)
    finally:
        if keep is None:
            shutil.rmtree(folder)


class Debian:
    """The root while it runs, with root logged in. `made` and `boot` are the seconds that these took."""

    def __init__(self, folder: Path, first: int, environment: Mapping[str, str], *, made: float, boot: float) -> None:
        self.made = made
        self.boot = boot
        self._folder = folder
        self._first = first
        self._environment = {"PATH": _PATH, "HOME": "/root", "USER": "root", "LANG": "C.UTF-8", **environment}
        self._is_in = "/root"

    def path(self, inside: str) -> Path:
        """Where a file of the root is, seen from outside."""
        return self._folder / inside.lstrip("/")

    def path_in_memory(self, inside: str) -> Path:
        """The same for a file that the running root has in memory alone, as in /run."""
        return Path(f"/proc/{self._first}/root", inside.lstrip("/"))

    async def does(self, command: str, *, typed: str = "", ends: int | None = 0, within: float = 600.0) -> Ended:
        """Gives a command to a shell, in the folder where the one before has left it, and types what it waits for.

        Raises NotDone when it ends otherwise than with `ends` (None: as it likes), TimeoutError after `within` seconds.
        """
        script = f'cd "{self._is_in}" || exit\n{command}\nended=$?\npwd >{_IS_IN}\nexit $ended'
        done = await ended(
            *("nsenter", f"--target={self._first}", *INSIDE, "bash", "-c", script),
            environment=self._environment,
            typed=typed,
            within=within,
        )
        self._is_in = self._left_in()
        if ends is not None and done.code != ends:
            raise NotDone(f"{command}\nended with {done.code}:\n{done.last(40)}")
        return done

    def _left_in(self) -> str:
        return self.path_in_memory(_IS_IN).read_text(encoding="utf-8").strip()


def _folder(keep: Path | None) -> Path:
    folder = keep or Path(tempfile.mkdtemp(prefix="smallgains-root-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # it is everybody's who is in there
    return folder


async def _make(surroundings: Surroundings, folder: Path, base: Path | None) -> None:
    if base is not None:
        words = ["tar", "--extract", f"--file={base}", f"--directory={folder}"]
    else:  # with processes and mounts of its own, which are gone when it ends
        words = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        words += ["debootstrap", "--variant=minbase", "--include=systemd-sysv"]
        words += [surroundings.release, str(folder), surroundings.mirror]
    made = await ended(*words, within=_MADE_WITHIN)
    if made.code != 0:
        raise NotMade(made.last(20))
    surroundings.put_into(folder)
