"""The sandbox as a whole: a pretend Telegram with its people, its faults and its ledger of breaches."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress

from aiohttp import web

from bot.clock import Clock, utc_now
from bot.sandbox.chats import Chat, Json
from bot.sandbox.control import Control
from bot.sandbox.faults import Faults
from bot.sandbox.flood import FloodControl
from bot.sandbox.methods import methods
from bot.sandbox.moving import ClockMover
from bot.sandbox.parameters import Upload
from bot.sandbox.people import Group, Person
from bot.sandbox.receiving import Receiving
from bot.sandbox.server import BotApi, Call
from bot.sandbox.webhook import Deliverer
from bot.sandbox.world import Breach, World

FIRST_PERSON = 1000
LARGEST_BODY = 50 * 1024 * 1024


class Sandbox:
    """A pretend Telegram for one bot.

    `limits` turns on Telegram's speed limits, counted by `elapsed` in real seconds. `admins` are the people whom the
    page marks as admins. `clock_mover` lets the page move the clock; without it the page has no clock panel.
    `first_update_id` lets a demo that keeps its database begin where no earlier run has been.
    """

    def __init__(
        self,
        token: str,
        now: Clock = utc_now,
        *,
        limits: bool = False,
        admins: Sequence[int] = (),
        clock_mover: ClockMover | None = None,
        first_update_id: int = 1,
        webhook_pause_seconds: float = 1.0,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self.world = World(now=now, first_update_id=first_update_id)
        self.faults = Faults(changed=self._weather_changed, elapsed=elapsed)
        self.admins = tuple(admins)
        self.clock_mover = clock_mover
        self.people: dict[int, Person] = {}
        self._deliverer = Deliverer(self.world, pause_seconds=webhook_pause_seconds)
        self._api = BotApi(
            self.world,
            methods(self.world, Receiving(self.world, self._deliverer)),
            token=token,
            faults=self.faults,
            flood=FloodControl(elapsed=elapsed) if limits else None,
        )

    @property
    def pending(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return len(self.world.updates)

    @property
    def calls(self) -> list[Call]:
        """Every call the bot has made, in the order of the answers."""
        return self._api.calls

    @property
    def breaches(self) -> list[Breach]:
        """What the bot did against Telegram's rules: bad requests of any kind, and taps it received and never answered."""
        return self.world.noted + self.world.unanswered

    async def asked(
        self, method: str, given: Mapping[str, object], uploads: Mapping[str, Upload] | None = None
    ) -> tuple[int, bytes]:
        """A call of a bot in this very process: the status and body that it would get over HTTP, in fair weather."""
        return await self._api.asked(method, given, uploads)

    def person(self, name: str, telegram_id: int | None = None, language: str | None = "en") -> Person:
        """Somebody new, who has not met the bot yet."""
        if telegram_id is None:
            telegram_id = FIRST_PERSON
            while telegram_id in self.world.chats:
                telegram_id += 1
        if telegram_id in self.world.chats:
            raise ValueError(f"there is somebody with the number {telegram_id} already")
        chat = self.world.chats[telegram_id] = Chat(telegram_id, name, language=language)
        person = self.people[telegram_id] = Person(self.world, chat)
        self.world.board.put_up("people")
        return person

    def group(self, name: str) -> Group:
        """A new group; the bot comes in with its first member."""
        chat_id = -1_001_000_000_000 - len(self.world.chats)
        chat = self.world.chats[chat_id] = Chat(chat_id, name, private=False)
        return Group(self.world, chat)

    def raw_update(self, update: Json) -> int:
        """Queues an update just as it stands, however strange; it gets an id when it has none."""
        return self.world.updates.put(update)

    async def until(self, holds: Callable[[], object], *, within: float = 5.0) -> None:
        """Waits until `holds()` is true, looking at every change; raises TimeoutError after `within` real seconds."""
        await self.world.board.until(holds, within=within)

    @asynccontextmanager
    async def serving(self, port: int = 0, host: str = "127.0.0.1") -> AsyncIterator[str]:
        """Answers over HTTP for as long as the block lasts, and gives the address; port 0 takes a free one."""
        app = web.Application(client_max_size=LARGEST_BODY)
        self._api.add_routes(app)
        Control(self, host=host).add_routes(app)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
        await runner.setup()
        delivering = asyncio.create_task(self._deliverer.run())
        try:
            site = web.TCPSite(runner, host, port)
            await site.start()
            taken = runner.addresses[0][1]
            yield f"http://{host}:{taken}"
        finally:
            delivering.cancel()
            with suppress(asyncio.CancelledError):
                await delivering
            self.world.updates.end_poll()
            self.faults.let_go()
            await runner.cleanup()

    def _weather_changed(self) -> None:
        if self.faults.out:
            self.world.updates.end_poll()
        self.world.board.put_up("faults")
