"""Walks "In containers" of deploy/README.md as an operator would, for both profiles, with Docker and Compose 2 on a Debian of its
own: by the commands that stand on the page, in the order in which they stand. As root on Debian:

    apt-get install debootstrap
    python -m tests.deploy.containers

The images that deploy/ asks for are stood for by ones of Debian's packages (tests/deploy/stand_ins). At the end it prints how many
seconds each step took, and nothing of the engine is left.
"""

import argparse
import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Final

from tests.deploy import engine, stand_ins
from tests.deploy.ended import ended
from tests.deploy.in_containers import BACKUPS, KEYS, SOURCE, Walk
from tests.deploy.origin import Origin
from tests.deploy.profiles import PROFILES
from tests.deploy.steps import Steps
from tests.deploy.surroundings import Surroundings

_ORIGIN: Final = "/srv/origin.git"
_COPIED_WITHIN: Final = 300.0
_ON_DISK: Final = "/var/tmp"  # noqa: S108  (as the parent of folders with names of their own)


async def walk(tell: Callable[[str], None], *, roots: Path | None = None) -> Sequence[tuple[str, float]]:
    """Both profiles; gives the steps with their seconds. What debootstrap makes is kept in `roots`, if it is given, for the next
    walk.

    Raises NotMade, NotDone, TimeoutError, and AssertionError when a promise of the page does not hold.
    """
    steps = Steps(tell)
    surroundings = await asyncio.to_thread(Surroundings.here, with_caches=False)
    work = Path(tempfile.mkdtemp(prefix="smallgains-containers-", dir=os.environ.get("TMPDIR", _ON_DISK)))
    try:
        with steps.step("debootstrap, of the machine and of what the images stand on"):
            await asyncio.gather(
                _root(surroundings, engine.RELEASE, work, roots, packages=engine.PACKAGES),
                _root(surroundings, stand_ins.RELEASE, work, roots),
            )
        async with engine.running(work / engine.RELEASE) as machine:
            surroundings.put_into(work / stand_ins.RELEASE)
            tell((await machine.does("docker version --format '{{.Server.Version}}'; docker compose version")).output)
            with steps.step("the images that stand for others"):
                await stand_ins.made(machine, work / stand_ins.RELEASE)
            for profile in PROFILES:
                with tempfile.TemporaryDirectory() as authors:
                    origin = await asyncio.to_thread(Origin, machine.path(_ORIGIN), Path(authors))
                    await machine.does(f"git clone --quiet {_ORIGIN} {SOURCE}")
                    await Walk(profile, machine, origin, steps).goes()
                await machine.does(f"rm -r {_ORIGIN} {SOURCE} {BACKUPS} {KEYS}")
    finally:
        await asyncio.to_thread(shutil.rmtree, work)
    return steps.done


async def _root(
    surroundings: Surroundings, release: str, work: Path, roots: Path | None, *, packages: Sequence[str] = ()
) -> None:
    kept = (roots or work) / release
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        await engine.bootstrap(surroundings, release, kept, packages=packages)
    if roots is not None:
        await ended("cp", "-a", "--reflink=auto", str(kept), str(work / release), within=_COPIED_WITHIN)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.deploy.containers",
        description="Walks the page of containers with Docker on a Debian of its own, and prints how long each step took.",
    )
    parser.add_argument(
        "--roots", type=Path, metavar="FOLDER", help="keep what debootstrap makes, and use what was kept there"
    )
    told = parser.parse_args()
    if (why := engine.why_not()) is not None:
        sys.exit(why)
    asyncio.run(_until_told_to_stop(walk(_print, roots=told.roots)))


async def _until_told_to_stop(walking: Coroutine[None, None, Sequence[tuple[str, float]]]) -> None:
    """SIGTERM ends it as Ctrl-C does: everything is cleared away."""
    task = asyncio.ensure_future(walking)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    took = await task
    _print("\n| step | seconds |\n|---|---|")
    for step, seconds in took:
        _print(f"| {step} | {seconds:.0f} |")


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201  (it is for whoever gave the command)


if __name__ == "__main__":
    main()
