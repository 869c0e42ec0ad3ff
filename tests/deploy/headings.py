"""The walk itself, heading by heading: what is done beneath each, and what the page promises of it."""

import re
import time
from functools import partial
from typing import Final

import aiohttp

from bot.clock import ShiftedClock
from bot.healthy import HeartbeatFile
from bot.sandbox import Sandbox
from tests.deploy.filled_in import FROM_BEFORE_AN_UPGRADE, SETTINGS
from tests.deploy.following import Operator, blocks
from tests.deploy.origin import NEWER, Origin
from tests.deploy.people import Subscriber, next_morning
from tests.faults.program import eventually
from tests.newer import STEP
from tests.tracks import track_yaml

TEA: Final = "We had tea."
SOUP: Final = "The soup was good."
_AT_WORK_WITHIN: Final = 240.0
_ENDED_WITHIN: Final = 120.0
_PUTTING_BACK: Final = re.compile(r"rm -f \S+ \S+; mv \S+ [^\s;]+")


class Walk:
    """The walk, heading by heading."""

    def __init__(self, operator: Operator, origin: Origin, sandbox: Sandbox, clock: ShiftedClock) -> None:
        self.operator = operator
        self._origin = origin
        self._sandbox = sandbox
        self._clock = clock
        self._anna = Subscriber(sandbox, "Anna")
        self._ben = Subscriber(sandbox, "Ben")
        self._days = 0
        self._putting_back = ""

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
        self.operator.sets(**SETTINGS)
        with self.operator.step("`systemctl enable --now`, to a database with its tracks"):
            await self.operator.gives(*service)
        with self.operator.step("`smallgains doctor`, `healthy`, `systemctl status`, the log"):
            said = await self.operator.gives(*well)
        assert "✗" not in said, said
        assert 'Status: "at work"' in said
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
        newest = self.operator.filled(restore[-2]).split()[-1]
        with self.operator.step("`smallgains restore --drill`"):
            await self.operator.does(f"smallgains restore --drill {newest}")
        await self._everybody_gets_a_day()  # of which the backup knows nothing

        await self.operator.does("rm /var/lib/smallgains/smallgains.db")
        with self.operator.step("deleted under the bot, put back as `doctor` tells, and well again"):
            await eventually(self._is_told_how_to_put_it_back, within=60)
            await self.operator.does(self._putting_back)
            await self.operator.does("systemctl start smallgains")
            await self._is_well()
        await self._everybody_gets_a_day()

        await self.operator.does("systemctl stop smallgains")
        await self.operator.does("rm /var/lib/smallgains/smallgains.db")
        assert "✗ database: there is nothing" in (await self.operator.does("smallgains doctor", ends=1)).output
        await self.operator.does("rm /var/lib/smallgains/smallgains-*")  # the keys of people, and the ledger
        with self.operator.step("all of it deleted, `smallgains restore`, and well again"):
            await self.operator.gives(*restore)
            await self._is_well()
        await self._anna.finds(TEA)
        await self._everybody_gets_a_day()

    async def _is_told_how_to_put_it_back(self) -> bool:
        said = (await self.operator.debian.does("smallgains doctor", ends=None)).output
        told = _PUTTING_BACK.search(said)
        self._putting_back = "" if told is None else told[0]
        return told is not None

    async def _is_upgraded(self) -> None:
        (steps,) = blocks("Upgrades")
        before = (await self.operator.does("readlink /opt/smallgains/current")).output.strip()
        self._origin.moves_on()
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
        with self.operator.step("back to the older version: restored, and well again"):
            await self.operator.gives(*restore, instead=FROM_BEFORE_AN_UPGRADE)
            await self._is_well()
        await self._anna.finds(TEA)
        await self.operator.does(f"ln -sfn {after} /opt/smallgains/current")
        await self.operator.does("systemctl restart smallgains")
        await self._is_well()

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
        address = self.operator.known["listen"]
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
        self.operator.known["server"] = f"localhost:{port}"
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
            said = (await self.operator.does("systemctl status 'smallgains@*'")).output
            assert said.count('Status: "at work"') == len(services), said
        else:
            await self.operator.does("smallgains healthy --within 60")

    async def _beats(self, service: str) -> bool:
        file = self.operator.debian.path_in_memory(f"/run/{service}/heartbeat")
        return HeartbeatFile(file).why_not() is None

    async def _has_ended(self, process: int) -> bool:
        return not self.operator.debian.path_in_memory(f"/proc/{process}").exists()

    async def _first_process(self) -> int:
        return int((await self.operator.does("systemctl show --property=MainPID --value smallgains")).output)
