"""Walks deploy/README.md as an operator would, on a clean Debian root of its own: the service is brought up, backed up, broken,
restored, upgraded, moved to a server and taken away, by the commands that stand on the page. As root on Debian:

    apt-get install debootstrap systemd-container
    python -m tests.deploy.walk

At the end it prints how many seconds each step took, and nothing of the root is left.
"""

import argparse
import asyncio
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.clock import ShiftedClock
from bot.sandbox import Sandbox
from tests.deploy import booting, debian
from tests.deploy.filled_in import ADMIN, CLOCK, ORIGIN, TOKEN
from tests.deploy.following import Operator
from tests.deploy.headings import Walk
from tests.deploy.origin import Origin
from tests.deploy.people import next_evening
from tests.deploy.surroundings import Surroundings
from tests.documents.commands import Told


@dataclass(frozen=True)
class Walked:
    """What was walked: the steps with their seconds, and the commands of the page that were given."""

    steps: Sequence[tuple[str, float]]
    given: Sequence[Told]


async def walk(
    tell: Callable[[str], None], *, base: Path | None = None, keep: Path | None = None, caches: bool = True
) -> Walked:
    """The whole walk. Raises NotMade, NotDone, TimeoutError, or AssertionError when a promise of the page does not hold."""
    surroundings = await asyncio.to_thread(Surroundings.here, with_caches=caches)
    with tempfile.TemporaryDirectory() as work:
        async with debian.running(surroundings, base=base, keep=keep) as root:
            clock = ShiftedClock(root.path(CLOCK))
            next_evening(clock)
            sandbox = Sandbox(TOKEN, now=clock, admins=[ADMIN])
            async with sandbox.serving() as api_url:
                origin = await asyncio.to_thread(Origin, root.path(ORIGIN), Path(work))
                known = {"telegram": api_url, "listen": f"127.0.0.1:{_free_port()}"}
                walking = Walk(Operator(root, known, tell), origin, sandbox, clock)
                await walking.goes()
            assert sandbox.breaches == []
    return Walked(walking.operator.steps, walking.operator.given)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201  (it is for whoever gave the command)


async def _walked(options: argparse.Namespace) -> None:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    if (reason := await booting.why_not()) is not None:
        sys.exit(reason)
    walked = await walk(_tell, base=options.base, keep=options.keep, caches=not options.without_caches)
    _tell("\n| step | seconds |\n|---|---|")
    for name, seconds in walked.steps:
        _tell(f"| {name} | {seconds:.0f} |")


def main() -> None:
    """As its own text says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, metavar="ROOT", help="make the root in this folder, and leave it there")
    parser.add_argument("--base", type=Path, metavar="TARBALL", help="unpack this root instead of making one")
    parser.add_argument("--without-caches", action="store_true", help="fetch all packages anew, as on a new machine")
    try:
        asyncio.run(_walked(parser.parse_args()))
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit("broken off")


if __name__ == "__main__":
    main()
