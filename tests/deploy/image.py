"""Makes the image of deploy/Containerfile without a container engine, and runs it on the leash of deploy/compose.yaml: by the
recipe's own lines, in folders that debootstrap makes, as root on Debian. It takes some minutes, so no test runs it:

    apt-get install debootstrap
    python -m tests.deploy.image /tmp/image [--visible PATH ...]

What is `--visible` (pip's settings, say, or a certificate) is there while the recipe runs and not in the image. The base is
Debian's own Python 3.11 instead of the image that the recipe names. The end is a bot that is well by its own health check,
against a pretend Telegram, as the user of the image, without a capability, on a root that cannot be written.
"""

import argparse
import asyncio
import json
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import yaml

from bot.sandbox import Sandbox
from storage.secrecy import make_key_file
from tests.deploy.containerfile import Instruction, Stage, read
from tests.faults.program import eventually

ROOT: Final = Path(__file__).resolve().parents[2]
TOKEN: Final = "42:TEST"
PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_BEGINS_WITHIN: Final = 30
_WELL_WITHIN: Final = 120
_ANSWERS_WITHIN: Final = 30
_ENDS_WITHIN: Final = 30


def tell(line: str) -> None:
    """Tells it at once."""
    print(line, flush=True)  # noqa: T201  (it is for whoever gave the command)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Tells how long the block took."""
    began = time.monotonic()
    yield
    tell(f"{time.monotonic() - began:6.1f} s  {what}")


def inside(
    root: Path, words: Sequence[str], environment: Mapping[str, str], *, folder: str, mounts: Sequence[str]
) -> Sequence[str]:
    """The command that runs these words in a root with mounts of its own, which are gone when it ends."""
    at = shlex.quote(str(root))
    steps = [
        f"mount --bind {at} {at}",
        f"mount -t proc proc {at}/proc",
        *(
            f"mkdir -p {at}/dev && touch {at}/dev/{name} && mount --bind /dev/{name} {at}/dev/{name}"
            for name in ("null", "urandom")
        ),
        *mounts,
        f"exec chroot {at} env -i --chdir={shlex.quote(folder)} "
        + " ".join(shlex.quote(f"{name}={value}") for name, value in environment.items())
        + f" {shlex.join(words)}",
    ]
    return ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-ec", "\n".join(steps)]


class Builder:
    """Does what a recipe says, one stage in one folder."""

    def __init__(self, work: Path, base: Path, visible: Sequence[Path]) -> None:
        self._work = work
        self._base = base
        self._visible = visible
        self._roots: dict[str, Path] = {}

    def build(self, stages: Sequence[Stage]) -> Path:
        """The root of the last stage."""
        for number, stage in enumerate(stages):
            name = stage.name or str(number)
            root = self._work / name
            with timed(f"FROM the base: {name}"):
                shutil.rmtree(root, ignore_errors=True)
                subprocess.run(["cp", "-a", "--reflink=auto", str(self._base), str(root)], check=True)
            self._roots[name] = root
            self._make(root, stage)
        return root

    def _make(self, root: Path, stage: Stage) -> None:
        folder, environment = "/", {"PATH": PATH, "HOME": "/root"}
        for does in stage.does:
            with timed(f"{does.name} {does.rest}"[:150]):
                if does.name == "ENV":
                    environment |= dict(pair.split("=", 1) for pair in does.words)
                elif does.name == "WORKDIR":
                    folder = does.rest
                    (root / folder[1:]).mkdir(parents=True, exist_ok=True)
                elif does.name == "COPY":
                    self._copy(root, does, folder)
                elif does.name == "RUN":
                    mounts = [self._seen(root, path) for path in self._visible]
                    passed = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
                    command = inside(root, does.words, {**passed, **environment}, folder=folder, mounts=mounts)
                    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def _copy(self, root: Path, copy: Instruction, folder: str) -> None:
        *sources, target = copy.words
        away = self._roots[copy.flags["from"]] if "from" in copy.flags else ROOT
        into = root / str(Path(folder, target))[1:]
        for source in sources:
            there = away / source.lstrip("/")
            if there.is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "*.pyc") if away == ROOT else None
                shutil.copytree(there, into, symlinks=True, dirs_exist_ok=True, ignore=ignored)
            else:
                shutil.copy(there, into)
        if "chown" in copy.flags:
            os.chown(into, *map(int, copy.flags["chown"].split(":")))

    @staticmethod
    def _seen(root: Path, path: Path) -> str:
        there = shlex.quote(str(root) + str(path))
        made = f"mkdir -p {there}" if path.is_dir() else f"mkdir -p $(dirname {there}) && touch {there}"
        return f"{made} && mount --bind -o ro {shlex.quote(str(path))} {there}"


def base_in(work: Path) -> Path:
    """What stands for the recipe's base; made once."""
    base = work / "base"
    if not base.exists():
        with timed("debootstrap"):
            subprocess.run(
                [
                    "debootstrap",
                    "--variant=minbase",
                    "--include=python3,python3-venv,ca-certificates",
                    "bookworm",
                    str(base),
                ],
                check=True,
                stdout=subprocess.DEVNULL,
            )
    return base


async def run(image: Path, stage: Stage, work: Path) -> None:
    """Runs it until it is well and has answered somebody, and stops it. Raises `TimeoutError`, `AssertionError`."""
    user, group = map(int, stage.all("USER")[0].rest.split(":"))
    mounts = _mounts(image, work, user, group)
    setpriv = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "--inh-caps=-all"]
    words = [*setpriv, "--bounding-set=-all", "--no-new-privs"]
    words += [*stage.all("ENTRYPOINT")[0].words, *stage.all("CMD")[0].words]
    check = json.loads(stage.all("HEALTHCHECK")[0].rest.removeprefix("CMD "))
    sandbox = Sandbox(TOKEN)
    async with sandbox.serving() as api_url:
        environment = {**stage.environment(), "SMALLGAINS_API_URL": api_url}
        began = time.monotonic()
        command = inside(image, words, environment, folder=stage.all("WORKDIR")[0].rest, mounts=mounts)
        bot = await asyncio.create_subprocess_exec(*command)
        try:
            await eventually(partial(_has_begun, bot.pid), within=_BEGINS_WITHIN)
            inner = _children(bot.pid)[0]
            await eventually(partial(_is_well, inner, check), within=_WELL_WITHIN)
            tell(f"{time.monotonic() - began:6.1f} s  started, and well by its own health check")
            tell(f"{'':10}{_leash(inner, user)}")
            alice = sandbox.person("Alice")
            alice.says("/start")
            await sandbox.until(lambda: bool(alice.inbox), within=_ANSWERS_WITHIN)
            began = time.monotonic()
            os.kill(inner, signal.SIGTERM)
            async with asyncio.timeout(_ENDS_WITHIN):
                code = await bot.wait()
            tell(f"{time.monotonic() - began:6.1f} s  answered, was told to stop, and ended with {code}")
        finally:
            if bot.returncode is None:
                bot.kill()
                await bot.wait()


def _mounts(image: Path, work: Path, user: int, group: int) -> Sequence[str]:
    """What deploy/compose.yaml mounts for the bot: new secrets, an empty volume, memory; and the root is read-only."""
    secrets, data = work / "secrets", work / "data"
    for folder in (secrets, data):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
    (secrets / "smallgains_token").write_text(TOKEN)
    make_key_file(secrets / "smallgains_key")
    for path in (secrets, *secrets.iterdir(), data):
        os.chown(path, user, group)
    (image / "run/secrets").mkdir(exist_ok=True)
    compose = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))
    in_memory = [mount.partition(":") for mount in compose["services"]["bot"]["tmpfs"]]
    return [
        f"mount --bind -o ro {secrets} {image}/run/secrets",
        f"mount --bind {data} {image}/data",
        *(f"mount -t tmpfs -o {options} tmpfs {image}{place}" for place, _, options in in_memory),
        f"mount -o remount,bind,ro {image}",
    ]


def _children(pid: int) -> Sequence[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _name_of(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text().strip()


async def _has_begun(pid: int) -> bool:
    """The bot is the child of `unshare`, in the place of the shell that has mounted everything."""
    return any(_name_of(child) == "smallgains" for child in _children(pid))


async def _is_well(pid: int, check: Sequence[str]) -> bool:
    """What the image's own health check says, asked from inside."""
    asked = await asyncio.create_subprocess_exec("nsenter", f"--target={pid}", "--mount", "--root", "--wd", *check)
    return await asked.wait() == 0


def _leash(pid: int, user: int) -> str:
    told = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line)
    mounted = [line.split() for line in Path(f"/proc/{pid}/mountinfo").read_text().splitlines()]
    assert told["Uid"].split() == [str(user)] * 4
    assert int(told["CapBnd"], 16) == int(told["CapEff"], 16) == 0
    assert told["NoNewPrivs"] == "1"
    assert all("ro" in mount[5].split(",") for mount in mounted if mount[4] == "/")
    resident = int(told["VmRSS"].split()[0]) // 1024
    return f"uid {user}, no capability, no new privileges, root read-only, {resident} MiB resident"


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the image without a container engine, and runs it.")
    parser.add_argument("work", type=Path)
    parser.add_argument("--visible", type=Path, nargs="*", default=[])
    told = parser.parse_args()
    told.work.mkdir(parents=True, exist_ok=True)
    stages = read(ROOT / "deploy/Containerfile")
    image = Builder(told.work, base_in(told.work), told.visible).build(stages)
    asyncio.run(run(image, stages[-1], told.work))


if __name__ == "__main__":
    main()
