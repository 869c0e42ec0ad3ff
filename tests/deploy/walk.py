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
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import aiohttp

from bot.clock import ShiftedClock
from bot.healthy import HeartbeatFile
from bot.sandbox import Sandbox
from tests.deploy import booting, debian
from tests.deploy.following import TOKEN, Fillings, Operator, blocks
from tests.deploy.origin import NEWER, Origin
from tests.deploy.people import Subscriber, next_evening, next_morning
from tests.deploy.surroundings import Surroundings
from tests.documents.commands import Told
from tests.faults.program import eventually
from tests.newer import STEP
from tests.tracks import track_yaml

ADMIN: Final = 1001
CONTACT: Final = "operator@example.org"
TEA: Final = "We had tea."
SOUP: Final = "The soup was good."
_ORIGIN: Final = "/srv/origin.git"
_CLOCK: Final = "/srv/clock"
_AT_WORK_WITHIN: Final = 240.0
_ENDED_WITHIN: Final = 120.0


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
            clock = ShiftedClock(root.path(_CLOCK))
            next_evening(clock)
            sandbox = Sandbox(TOKEN, now=clock, admins=[ADMIN])
            async with sandbox.serving() as api_url:
                origin = await asyncio.to_thread(Origin, root.path(_ORIGIN), Path(work))
                walking = Walk(Operator(root, Fillings(_own()), tell), origin, sandbox, clock, api_url)
                await walking.goes()
            assert sandbox.breaches == []
    return Walked(walking.operator.steps, walking.operator.given)


def _own() -> dict[str, str]:
    """What this operator has where the page has an example."""
    port = _free_port()
    return {
        "ADDRESS": _ORIGIN,
        "https://bot.example.org/telegram": f"http://127.0.0.1:{port}/telegram",
        "127.0.0.1:8080": f"127.0.0.1:{port}",
        "&sslmode=verify-full": "",
    }


class Walk:
    """The walk, heading by heading."""

    def __init__(self, operator: Operator, origin: Origin, sandbox: Sandbox, clock: ShiftedClock, api_url: str) -> None:
        self.operator = operator
        self._origin = origin
        self._sandbox = sandbox
        self._clock = clock
        self._api_url = api_url
        self._anna = Subscriber(sandbox, "Anna")
        self._ben = Subscriber(sandbox, "Ben")
        self._days = 0

    async def goes(self) -> None:
        """From a clean root to a clean root."""
        self.operator.took("a clean root, by debootstrap", self.operator.debian.made)
        self.operator.took("its boot", self.operator.debian.boot)
        await self._is_brought_up()
        await self._gives_commands()
        await self._loses_everything_and_restores()
        await self._is_upgraded()
        await self._reports_errors()
        await self._has_an_address()
        await self._is_ended_when_it_stands_still()
        await self._moves_to_a_server()
        await self._is_restored_on_the_server()
        await self._is_taken_away()

    async def _is_brought_up(self) -> None:
        needs, program, settings, service, well = blocks("On Debian, with systemd")
        with self.operator.step("`apt-get update` and `install`"):
            await self.operator.gives(*needs)
        with self.operator.step("`git clone` and `deploy/install`"):
            await self.operator.gives(*program)
        with self.operator.step("user, settings, key"):
            await self.operator.gives(*settings)
        self.operator.sets(
            ADMINS=str(ADMIN), CONTACT=CONTACT, API_URL=self._api_url, CLOCK_FILE=_CLOCK, TICK_SECONDS="1"
        )
        with self.operator.step("`systemctl enable --now`, to a database with its tracks"):
            await self.operator.gives(*service)
        with self.operator.step("`smallgains doctor`, `healthy`, `systemctl status`, the log"):
            said = await self.operator.gives(*well)
        assert "✗" not in said, said
        assert "at work" in said
        for person in (self._anna, self._ben):
            await person.subscribes()
        await self._everybody_gets_a_day()
        await self._anna.does_the_day(TEA)

    async def _gives_commands(self) -> None:
        (publishing,) = blocks("Giving commands")
        file = self.operator.debian.path("/root/quiet-evenings.yaml")
        file.write_text(track_yaml(track="quiet-evenings", title="Quiet evenings"), encoding="utf-8")
        await self.operator.does("cd /root")
        await self.operator.gives(*publishing)
        assert "version 1" in (await self.operator.does("smallgains versions quiet-evenings")).output

    async def _loses_everything_and_restores(self) -> None:
        backup, restore = blocks("Backup and restore")
        with self.operator.step("`smallgains backup`"):
            await self.operator.gives(*backup)
        newest = self.operator.fillings.fill(restore[-2].text, self.operator.debian).split()[-1]
        with self.operator.step("`smallgains restore --drill`"):
            await self.operator.does(f"smallgains restore --drill {newest}")
        await self._everybody_gets_a_day()  # of which the backup knows nothing

        await self.operator.does("rm /var/lib/smallgains/smallgains.db")
        assert "✗ database: there is none" in (await self.operator.does("smallgains doctor", ends=1)).output
        await self.operator.does("rm /var/lib/smallgains/smallgains-*")  # the keys of people, and the ledger
        with self.operator.step("all of it deleted, `smallgains restore`, and well again"):
            await self.operator.gives(*restore)
            await self._is_well()
        await self._anna.finds(TEA)
        await self._everybody_gets_a_day()

    async def _is_upgraded(self) -> None:
        (steps,) = blocks("Upgrades")
        before = (await self.operator.does("readlink /opt/smallgains/current")).output.strip()
        self._origin.moves_on()
        self.operator.fillings.instead["source/deploy/install"] = "source/deploy/install --extras"
        with self.operator.step("an upgrade: backup, `git pull`, `deploy/install --extras`"):
            said = await self.operator.gives(*steps[:-2])
        assert f"is {NEWER} in" in said
        with self.operator.step("from `systemctl restart` to well, with a step of the database"):
            await self.operator.gives(*steps[-2:])
        await self._anna.finds(TEA)

        with self.operator.step("an older version on the newer database, to its refusal"):
            after = (await self.operator.does("readlink /opt/smallgains/current")).output.strip()
            await self.operator.does(f"ln -sfn {before} /opt/smallgains/current")
            await self.operator.does("systemctl restart smallgains", ends=1)
        said = (await self.operator.does("journalctl --unit smallgains --since today")).output
        assert f"the database has schema {STEP}, which this version does not know" in said

        _, restore = blocks("Backup and restore")
        self.operator.fillings.instead["/var/backups/smallgains"] = "/srv/backups"
        self.operator.fillings.instead["/srv/backups-keys"] = "/srv/keys"
        with self.operator.step("back to the older version: restored, and well again"):
            await self.operator.gives(*restore)
            await self._is_well()
        await self._anna.finds(TEA)
        await self.operator.does(f"ln -sfn {after} /opt/smallgains/current")
        await self.operator.does("systemctl restart smallgains")
        await self._is_well()
        for folder in ("/var/backups/smallgains", "/srv/backups-keys"):
            del self.operator.fillings.instead[folder]

    async def _reports_errors(self) -> None:
        (address,) = blocks("Errors to Sentry")
        await self.operator.gives(*address)
        self.operator.sets_as_told("Errors to Sentry")
        with self.operator.step("`systemctl restart` with errors to Sentry"):
            await self.operator.does("systemctl restart smallgains")
            await self._is_well()

    async def _has_an_address(self) -> None:
        (secret,) = blocks("The webhook")
        await self.operator.gives(*secret)
        self.operator.sets_as_told("The webhook")
        with self.operator.step("`systemctl restart` with a webhook, to updates that are carried"):
            await self.operator.does("systemctl restart smallgains")
            await self._is_well()
        address = self.operator.fillings.instead["127.0.0.1:8080"]
        async with aiohttp.ClientSession() as web:
            async with web.get(f"http://{address}/readyz") as ready:
                assert ready.status == 200
            async with web.post(f"http://{address}/telegram", json={}) as forged:
                assert forged.status == 403
        await self._anna.finds(TEA)
        self.operator.sets(LISTEN="", WEBHOOK_URL="", WEBHOOK_SECRET_FILE="")
        await self.operator.does("systemctl restart smallgains")
        await self._is_well()

    async def _is_ended_when_it_stands_still(self) -> None:
        """Meanwhile a server is installed."""
        began = time.monotonic()
        stopped = await self._first_process()
        await self.operator.does("systemctl kill --kill-who=main --signal=STOP smallgains")
        with self.operator.step("`apt-get install postgresql`"):
            await self.operator.does("apt-get install --no-install-recommends postgresql", typed="y\n")
        await eventually(partial(self._has_ended, stopped), within=_ENDED_WITHIN)
        await self._is_well()
        self.operator.took("stopped by SIGSTOP: ended by the watchdog, and well again", time.monotonic() - began)

    async def _moves_to_a_server(self) -> None:
        role, password = blocks("On a PostgreSQL server")
        move, start = blocks("Moving a SQLite file to a server")
        several = blocks("Several processes")[0]
        port = (await self.operator.does("pg_lsclusters --no-header")).output.split()[2]
        self.operator.fillings.instead["db.example.org"] = f"localhost:{port}"
        with self.operator.step("role, database and password on PostgreSQL 15"):
            await self.operator.gives(*role, *password)
        with self.operator.step("`smallgains move` to the server"):
            await self.operator.gives(*move)
        self.operator.sets_as_told("On a PostgreSQL server", "SMALLGAINS_DATABASE_URL")
        with self.operator.step("`smallgains doctor` and `systemctl start`, on the server"):
            assert "✗" not in await self.operator.gives(*start)
            await self._is_well()
        with self.operator.step("two processes in place of one, at work"):
            await self.operator.gives(*several)
            await self._is_well("smallgains@1", "smallgains@2")
        await self._anna.finds(TEA)
        await self._everybody_gets_a_day()
        await self._ben.does_the_day(SOUP)

    async def _is_restored_on_the_server(self) -> None:
        backup, _ = blocks("Backup and restore")
        (restore,) = blocks("Of a server")
        with self.operator.step("`smallgains backup` of the server"):
            await self.operator.gives(backup[-1])
        await self._everybody_gets_a_day()  # of which the backup knows nothing
        with self.operator.step("database dropped and made anew, `smallgains restore`, at work"):
            await self.operator.gives(*restore)
            await self._is_well("smallgains@1", "smallgains@2")
        await self._ben.finds(SOUP)
        await self._everybody_gets_a_day()

    async def _is_taken_away(self) -> None:
        service, all_else = blocks("Taking it away")
        self.operator.fillings.instead["--now smallgains"] = "--now smallgains@1 smallgains@2"
        with self.operator.step("taken away"):
            await self.operator.gives(*service, *all_else)
        left = await self.operator.does(
            "find /etc /opt /usr/local /var/lib /run -name '*smallgains*'; systemctl list-units --all --no-legend 'smallgains*'"
        )
        assert left.output.strip() == ""
        await self.operator.does("id smallgains", ends=1)

    async def _everybody_gets_a_day(self) -> None:
        """The next morning each gets the next day, once, and none of those before again."""
        self._days += 1
        next_morning(self._clock)
        for person in (self._anna, self._ben):
            await person.gets_day(self._days)
            assert person.days == dict.fromkeys(range(1, self._days + 1), 1)

    async def _is_well(self, *services: str) -> None:
        """Waits until the hearts of these services beat, and asks whoever the page says then."""
        for service in services or ("smallgains",):
            await eventually(partial(self._beats, service), within=_AT_WORK_WITHIN)
        if services:
            assert (await self.operator.does("systemctl status 'smallgains@*'")).output.count("at work") == len(
                services
            )
        else:
            await self.operator.does("smallgains healthy")

    async def _beats(self, service: str) -> bool:
        file = self.operator.debian.path_in_memory(f"/run/{service}/heartbeat")
        return HeartbeatFile(file).why_not() is None

    async def _has_ended(self, process: int) -> bool:
        return not self.operator.debian.path_in_memory(f"/proc/{process}").exists()

    async def _first_process(self) -> int:
        return int((await self.operator.does("systemctl show --property=MainPID --value smallgains")).output)


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
