"""Somebody who follows deploy/README.md with one profile: gives its commands in the order in which they stand there, fills in what
is theirs, and looks whether what the page promises holds.
"""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from bot.clock import ShiftedClock
from bot.sandbox import Sandbox
from storage import keys
from tests.deploy.engine import OUTSIDE, Engine
from tests.deploy.origin import NEWER, Origin
from tests.deploy.people import Subscriber, next_evening, next_morning
from tests.deploy.profiles import Profile, of
from tests.deploy.steps import Steps
from tests.documents.commands import Told

SOURCE: Final = "/srv/smallgains"
BACKUPS: Final = "/srv/backups"
KEYS: Final = "/srv/keys"
"""Where the page carries both off to."""
TOKEN: Final = "42:WALK"
ADMIN: Final = 1001
TEA: Final = "We had tea."
_DEPLOY: Final = f"{SOURCE}/deploy"
_HEALTHY_WITHIN: Final = 240.0

TYPED: Final[Mapping[str, str]] = {"secrets/token": f"{TOKEN}\n"}
"""What the operator pastes when a command waits for it, by words of the command."""

_A_BACKUP: Final = re.compile(r"/backups/smallgains-20261126T033000Z(\.\w+)")
"""Stands on the page for the newest backup."""


@dataclass(frozen=True)
class Given:
    """A command that was given: from when on, in seconds since 1970, and what it said."""

    since: float
    output: str


class Walk:
    """One profile, from a clone to what is left when it is taken away."""

    def __init__(self, profile: Profile, machine: Engine, origin: Origin, steps: Steps) -> None:
        self._profile = profile
        self._origin = origin
        self._machine = machine
        self._steps = steps
        self._clock = ShiftedClock(machine.volume("smallgains_data") / "clock")
        self._sandbox = Sandbox(TOKEN, now=self._clock, admins=[ADMIN])
        self._alice = Subscriber(self._sandbox, "Alice")
        self._api_url = ""
        self._times: Counter[str] = Counter()

    async def goes(self) -> None:
        """Gives every command, and sees around some of them to what an operator does and looks at besides.

        Raises NotDone, TimeoutError, and AssertionError when a promise of the page does not hold.
        """
        async with self._sandbox.serving() as api_url:
            self._api_url = f"http://{OUTSIDE}:{urlsplit(api_url).port}"
            for told in of(self._profile):
                await self._gives(told)
        unused = [words for words in (*self._before(), *self._after()) if not self._times[words]]
        assert unused == [], f"the page tells none of these any more: {unused}"
        assert self._sandbox.breaches == []

    async def _gives(self, told: Told) -> None:
        for words, does in self._before().items():
            if re.search(words, told.text):
                self._times[words] += 1
                await does()
        text = _A_BACKUP.sub(lambda found: self._newest(found[1]), told.text)
        typed = next((typed for words, typed in TYPED.items() if words in told.text), "")
        since = time.time()
        with self._steps.step(f"`{told.text}`"):
            given = Given(since, (await self._machine.does(text, folder=_DEPLOY, typed=typed)).output)
        for words, looks in self._after().items():
            if re.search(words, told.text):
                self._times[words] += 1
                await looks(given)

    def _newest(self, ending: str) -> str:
        folder = self._machine.volume("smallgains_backups")
        return f"/backups/{max(one.name for one in folder.glob(f'smallgains-*{ending}'))}"

    def _before(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """What happens before a command in which these words are found."""
        return {
            f" stop {self._profile.bot}$": self._a_day_goes_out,
            "'cp -p /backups-keys/": self._keys_are_lost,
            "^git pull ": self._a_newer_version_is_published,
        }

    def _after(self) -> Mapping[str, Callable[[Given], Awaitable[None]]]:
        """What is done or looked at after a command in which these words are found."""
        bot = self._profile.bot
        return {
            " smallgains.env.example smallgains.env$": self._settings_are_filled_in,
            " up --detach$": self._comes_up,
            " ps$": self._is_told_to_be_healthy,
            f" exec {bot} smallgains doctor$": self._nothing_is_amiss,
            f" logs {bot}$": self._says_nothing_of_anybody,
            f" exec {bot} smallgains backup ": self._is_backed_up,
            " smallgains_backups:/from:ro ": self._backups_are_carried_off,
            " smallgains_backups_keys:/from:ro ": self._keys_are_carried_off,
            f" run --rm {bot} restore ": self._nobody_came_back,
            " up --detach --build$": self._is_upgraded,
            " down$": self._only_volumes_are_left,
            " down --volumes$": self._nothing_is_left,
        }

    async def _settings_are_filled_in(self, _: Given) -> None:
        file = self._machine.path(f"{_DEPLOY}/smallgains.env")
        own = {
            "ADMINS": ADMIN,
            "CONTACT": "operator@example.org",
            "API_URL": self._api_url,
            "CLOCK_FILE": "/data/clock",
        }
        lines = file.read_text(encoding="utf-8").splitlines()
        for name, value in own.items():
            lines = [line for line in lines if not line.startswith(f"SMALLGAINS_{name}=")]
            lines.append(f"SMALLGAINS_{name}={value}")
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    async def _comes_up(self, given: Given) -> None:
        if self._times[" up --detach$"] > 1:
            await self._is_there_again(given)
            return
        with self._steps.step("until Docker calls it healthy"):
            awaited = [*self._profile.bots, *self._profile.others]
            await self._machine.until_healthy(awaited, since=given.since, within=_HEALTHY_WITHIN)
        for container in self._profile.bots:
            await self._is_on_a_leash(container, user=10001)
        for container in self._profile.others:
            await self._is_on_a_leash(container, user=999)
            await self._has_no_way_out(container)
        next_evening(self._clock)
        with self._steps.step("Alice subscribes, gets her first day, and writes"):
            await self._alice.subscribes()
            next_morning(self._clock)
            await self._alice.gets_day(1)
            await self._alice.does_the_day(TEA)

    async def _is_on_a_leash(self, container: str, *, user: int) -> None:
        """As it is seen from within."""
        asked = "grep -hE '^(Uid|Cap(Prm|Eff|Bnd|Amb)|NoNewPrivs):' /proc/[0-9]*/status; touch /written"
        seen = await self._machine.does(f'docker exec {container} sh -c "{asked}"', ends=1)
        lines = [line.split() for line in seen.output.splitlines() if ":\t" in line]
        assert {name for name, *_ in lines} == {"Uid:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:", "NoNewPrivs:"}
        for name, *values in lines:
            allowed = {"Uid:": [str(user)] * 4, "NoNewPrivs:": ["1"]}.get(name, ["0" * 16])
            assert values == allowed, f"{container}: {name} {values}"
        assert "Read-only file system" in seen.output
        ports = await self._machine.does(f"docker port {container}")
        assert ports.output == ""

    async def _has_no_way_out(self, container: str) -> None:
        routes = await self._machine.does(f"docker exec {container} cat /proc/net/route")
        assert all(line.split()[1] != "00000000" for line in routes.output.splitlines()[1:])

    async def _is_told_to_be_healthy(self, given: Given) -> None:
        for container in (*self._profile.bots, *self._profile.others):
            (line,) = (line for line in given.output.splitlines() if line.startswith(f"{container} "))
            assert "(healthy)" in line

    async def _nothing_is_amiss(self, given: Given) -> None:
        assert "✓" in given.output
        assert "✗" not in given.output, given.output

    async def _says_nothing_of_anybody(self, given: Given) -> None:
        for container in self._profile.bots:
            name = container.removeprefix("smallgains-")
            assert any(name in line and "at work" in line for line in given.output.splitlines()), name
        for word in (TEA, "Alice", str(self._alice.person.telegram_id), TOKEN):
            assert word not in given.output

    async def _is_backed_up(self, _: Given) -> None:
        (one,) = self._machine.volume("smallgains_backups").glob("smallgains-*.json")
        assert len(list(one.parent.glob(f"{one.stem}.*"))) == 2
        assert (self._machine.volume("smallgains_backups_keys") / keys.FILE_NAME).exists()

    async def _backups_are_carried_off(self, _: Given) -> None:
        away = [one.name for one in self._machine.path(BACKUPS).iterdir()]
        assert sorted(away) == sorted(one.name for one in self._machine.volume("smallgains_backups").iterdir())
        assert keys.FILE_NAME not in away

    async def _keys_are_carried_off(self, _: Given) -> None:
        away = [one.name for one in self._machine.path(KEYS).iterdir()]
        assert sorted(away) == sorted(one.name for one in self._machine.volume("smallgains_backups_keys").iterdir())
        assert keys.FILE_NAME in away

    async def _a_day_goes_out(self) -> None:
        """After the backup, so that what is restored does not know of it."""
        next_morning(self._clock)
        with self._steps.step("the next day, after the backup"):
            await self._alice.gets_day(2)

    async def _keys_are_lost(self) -> None:
        for one in self._machine.volume("smallgains_data").glob("smallgains-keys.db*"):
            one.unlink()

    async def _nobody_came_back(self, given: Given) -> None:
        assert "came back: 0" in given.output, given.output

    async def _is_there_again(self, given: Given) -> None:
        with self._steps.step("until Docker calls it healthy again"):
            await self._machine.until_healthy(self._profile.bots, since=given.since, within=_HEALTHY_WITHIN)
        with self._steps.step("Alice finds her words, and gets her third day"):
            await self._alice.finds(TEA)
            next_morning(self._clock)
            await self._alice.gets_day(3)
        assert self._alice.days == Counter({1: 1, 2: 1, 3: 1})

    async def _a_newer_version_is_published(self) -> None:
        await asyncio.to_thread(self._origin.moves_on)

    async def _is_upgraded(self, given: Given) -> None:
        with self._steps.step("until Docker calls the newer version healthy"):
            await self._machine.until_healthy(self._profile.bots, since=given.since, within=_HEALTHY_WITHIN)
        for container in self._profile.bots:
            version = await self._machine.does(f"docker exec {container} smallgains --version")
            assert version.output == f"smallgains {NEWER}\n"
        with self._steps.step("Alice finds her words, and gets her fourth day"):
            await self._alice.finds(TEA)
            next_morning(self._clock)
            await self._alice.gets_day(4)
        assert self._alice.days == Counter({1: 1, 2: 1, 3: 1, 4: 1})

    async def _only_volumes_are_left(self, _: Given) -> None:
        assert await self._listed("ps --all") == []
        assert [name for name in await self._listed("network ls") if name.startswith("smallgains")] == []
        assert "smallgains_data" in await self._listed("volume ls")

    async def _nothing_is_left(self, _: Given) -> None:
        assert await self._listed("volume ls") == []

    async def _listed(self, what: str) -> Sequence[str]:
        column = "{{.Names}}" if what.startswith("ps") else "{{.Name}}"
        return (await self._machine.does(f"docker {what} --format '{column}'")).output.split()
