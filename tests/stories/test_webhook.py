"""Updates carried to the bot's own address: the same bot, and nothing lost when it cannot take them in for a while."""

import asyncio
import contextlib
import logging
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import orjson
import pytest

from bot import running
from bot.addresses import Listen
from bot.clock import StandingClock
from bot.door import Door, receiving
from bot.running import Halted
from bot.sandbox import Sandbox
from bot.settings import Settings, SettingsProblem
from storage import keys
from storage.inbox import InboxState
from storage.secrecy import Keyring
from tests.conftest import NOON, url_of
from tests.faults.program import TOKEN as PROGRAM_TOKEN
from tests.faults.program import Site, eventually
from tests.stories.town import ADMIN, CALM, TOKEN, Somebody, Town

SECRET = "a-secret-that-only-telegram-knows"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
PATH = "/carried/here"
CONNECTIONS = 40


def free_port() -> int:
    """A port that nobody listened at a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


class CarriedTown(Town):
    """A town whose bot has an address of its own, to which Telegram carries what people do."""

    def __init__(
        self, sandbox: Sandbox, api_url: str, clock: StandingClock, database_url: str, keyring: Keyring
    ) -> None:
        super().__init__(sandbox, api_url, clock, database_url, keyring)
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self._settings = self._settings.model_copy(
            update={
                "listen": Listen("127.0.0.1", port),
                "webhook_url": self.address + PATH,
                "webhook_secret": Settings(webhook_secret=SECRET, _env_file=None).webhook_secret,
            }
        )
        self._open = contextlib.AsyncExitStack()

    @property
    def door(self) -> Door:
        assert self.app.door is not None
        return self.app.door

    async def wakes(self) -> None:
        await super().wakes()
        await self._open.enter_async_context(self.door.open())
        self.app.readiness.connected()
        assert self.app.webhook is not None
        assert await self.app.webhook.tell() is None

    async def sleeps(self) -> None:
        await self._open.aclose()
        await super().sleeps()

    async def listens(self) -> None:
        await self.sandbox.until(lambda: not self.sandbox.pending, within=30)
        await self.app.intake.drain()

    async def depth(self) -> int:
        """How many updates wait in the inbox."""
        async with self.database.unit() as unit:
            return await unit.inbox.depth()


@pytest.fixture
async def carried(
    database_file: Path, keyring: Keyring, clock: StandingClock, complaints: list[logging.LogRecord]
) -> AsyncIterator[CarriedTown]:
    sandbox = Sandbox(TOKEN, now=clock, admins=[ADMIN], webhook_pause_seconds=0.05)
    async with sandbox.serving() as api_url:
        town = CarriedTown(sandbox, api_url, clock, url_of(database_file), keyring)
        await town.wakes()
        await town.publishes(CALM)
        yield town
        await town.sleeps()
    assert sandbox.breaches == []
    assert [record.getMessage() for record in complaints if record.name not in town.forgiven] == []


@pytest.fixture
def ada(carried: CarriedTown) -> Somebody:
    return carried.somebody("Ada", 1002)


async def test_a_day_is_walked_with_updates_carried_to_the_bot(ada: Somebody, carried: CarriedTown) -> None:
    await ada.enrols()
    await ada.gets_the_next_day()
    await ada.taps("Done")
    await ada.says("It was quiet.")

    assert await ada.words() == [(1, "It was quiet.")]
    assert (await ada.gets_the_next_day()).text.startswith("Day 2:")
    assert [call for call in carried.sandbox.calls if call.method == "getUpdates"] == []


async def test_what_people_do_while_the_bot_is_away_is_kept_by_telegram(ada: Somebody, carried: CarriedTown) -> None:
    await ada.enrols()
    await ada.gets_the_next_day()
    await carried.sleeps()

    ada.person.says("You were away.")
    await carried.wakes()
    await carried.settles()

    assert await ada.words() == [(1, "You were away.")]


async def test_while_nothing_can_be_stored_telegram_keeps_it_and_it_counts_once(
    ada: Somebody, carried: CarriedTown
) -> None:
    await ada.enrols()
    await ada.gets_the_next_day()
    assert carried.database.file is not None
    carried.forgiven.add(receiving.__name__)

    with contextlib.closing(sqlite3.connect(carried.database.file)) as beside:
        beside.execute("ALTER TABLE inbox RENAME TO gone")
        ada.person.says("Are you there?")
        info = await told_of_the_webhook(carried, after="503")
        assert carried.sandbox.pending == 1
        beside.execute("ALTER TABLE gone RENAME TO inbox")
    await carried.settles()

    assert "503" in info
    assert carried.sandbox.pending == 0
    assert await ada.words() == [(1, "Are you there?")]


async def told_of_the_webhook(town: CarriedTown, *, after: str) -> str:
    """What Telegram says of the last try, once it says something of `after`."""
    async with asyncio.timeout(30):
        while True:
            info = await town.app.bot.get_webhook_info()
            if after in (info.last_error_message or ""):
                return info.last_error_message or ""
            await asyncio.sleep(0.02)


async def test_an_update_that_comes_again_has_its_effect_once(ada: Somebody, carried: CarriedTown) -> None:
    await ada.enrols()
    await ada.gets_the_next_day()
    said = {
        "update_id": 900_001,
        "message": {
            "message_id": 900_001,
            "date": int(carried.clock().timestamp()),
            "chat": {"id": ada.telegram_id, "type": "private", "first_name": "Ada"},
            "from": dict(ada.person.user),
            "text": "Once.",
        },
    }

    async with aiohttp.ClientSession(carried.address, headers=HEADERS) as web:
        statuses = await asyncio.gather(*(posted(web, orjson.dumps(said)) for _ in range(20)))
        await carried.settles()
        statuses.append(await posted(web, orjson.dumps(said)))
        await carried.settles()

    assert statuses == [200] * 21
    assert await ada.words() == [(1, "Once.")]


POISON = (
    b'{"update_id": 900001, "message": "no message at all"}',
    b'{"update_id": 900002, "message": {"message_id": "x", "date": [], "chat": {"id": {}}}}',
    b'{"update_id": 900003, "callback_query": 7}',
    b'{"update_id": 900004, "message": {"message_id": 1, "date": 99999999999999999999999, "chat": {"id": 5, "type": 1}}}',
    b'{"update_id": 900005, "message": ' + b'{"reply_to_message": ' * 300 + b"7" + b"}" * 301,
    b'{"update_id": 900006, "message": {"message_id": 1, "date": 1, "chat": {"id": 1'
    + b"0" * 300
    + b', "type": "x"}}}',
    b'{"update_id": 900007, "message": {"text": "\\ud800"}}',
    b'{"update_id": 900008, "update_id": -1, "message": []}',
)


async def test_poison_is_taken_buried_and_holds_up_nobody(ada: Somebody, carried: CarriedTown) -> None:
    await ada.enrols()
    await ada.gets_the_next_day()

    async with aiohttp.ClientSession(carried.address, headers=HEADERS) as web:
        statuses = [await posted(web, body) for body in POISON]
    await ada.says("I am still here.")

    assert statuses == [200] * len(POISON)
    assert await ada.words() == [(1, "I am still here.")]
    assert await carried.depth() == 0
    async with carried.database.unit() as unit:
        assert await unit.inbox.dead_letters() >= 6


@pytest.mark.parametrize("headers", [{}, {next(iter(HEADERS)): ""}, {next(iter(HEADERS)): SECRET[:-1] + "x"}])
async def test_nobody_else_can_speak_for_a_person(ada: Somebody, carried: CarriedTown, headers: dict[str, str]) -> None:
    await ada.enrols()
    forged = orjson.dumps({"update_id": 1, "message": {"text": "/stop", "chat": {"id": ada.telegram_id}}})

    async with aiohttp.ClientSession(carried.address, headers=headers) as web:
        assert await posted(web, forged) == 403
        async with web.get(PATH) as answer:
            assert answer.status == 405

    assert await carried.depth() == 0
    async with carried.database.unit() as unit:
        assert not await unit.inbox.to_handle(in_hand=(), limit=10)


async def test_thousands_of_updates_at_once_are_each_stored_once(
    carried: CarriedTown, times: int, tell: Callable[[str], None]
) -> None:
    count = 2_000 * times
    numbers = iter(range(1_000, 1_000 + count))
    took: list[float] = []
    statuses: set[int] = set()

    async def carry(web: aiohttp.ClientSession) -> None:
        for number in numbers:
            said = {
                "message_id": number,
                "date": 1,
                "chat": {"id": number % 500 + 1, "type": "private"},
                "text": "x" * 200,
            }
            began = time.perf_counter()
            statuses.add(await posted(web, orjson.dumps({"update_id": number, "message": said})))
            took.append(time.perf_counter() - began)

    began = time.perf_counter()
    async with aiohttp.ClientSession(carried.address, headers=HEADERS) as web:
        await asyncio.gather(*(carry(web) for _ in range(CONNECTIONS)))
    seconds = time.perf_counter() - began

    took.sort()
    tell(
        f"webhook, {count} updates over {CONNECTIONS} connections, client in the same process: {count / seconds:.0f} a "
        f"second, p50 {took[count // 2] * 1000:.0f} ms, p99 {took[count * 99 // 100] * 1000:.0f} ms"
    )
    assert statuses == {200}
    assert await carried.depth() == count
    assert carried.database.file is not None
    with contextlib.closing(sqlite3.connect(carried.database.file)) as beside:
        states = beside.execute("SELECT state, count(*) FROM inbox GROUP BY state").fetchall()
    assert states == [(InboxState.WAITING, count)]


async def posted(web: aiohttp.ClientSession, body: bytes) -> int:
    async with web.post(PATH, data=body) as answer:
        return answer.status


async def test_readiness_follows_what_happens_to_the_bot(carried: CarriedTown) -> None:
    async with aiohttp.ClientSession(carried.address) as web:
        assert await page(web, "/readyz") == (200, "ready\n")

        carried.app.sending.halted.set()
        assert await page(web, "/readyz") == (503, "Telegram refuses the token\n")
        assert await page(web, "/healthz") == (200, "alive\n")


async def test_the_figures_hold_no_word_and_no_id(ada: Somebody, carried: CarriedTown) -> None:
    await ada.enrols()
    await ada.gets_the_next_day()
    await ada.says("needle-4711")

    async with aiohttp.ClientSession(carried.address) as web:
        status, figures = await page(web, "/metrics")

    assert status == 200
    assert "smallgains_nudges" in figures
    assert not {word for word in ("needle", "Ada", SECRET, TOKEN) if word in figures}
    assert " 1002" not in figures


async def page(web: aiohttp.ClientSession, path: str) -> tuple[int, str]:
    async with web.get(path) as answer:
        return answer.status, await answer.text()


async def test_an_address_that_is_taken_is_said_at_the_start(database_file: Path, key_file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings = Settings(
            token=TOKEN,
            api_url="http://127.0.0.1:9",
            database_url=url_of(database_file),
            key_file=key_file,
            keys_file=key_file.with_name(keys.FILE_NAME),
            listen=f"127.0.0.1:{listening.getsockname()[1]}",
            _env_file=None,
        )

        with pytest.raises(SettingsProblem, match="SMALLGAINS_LISTEN"):
            await asyncio.wait_for(running.run(settings, StandingClock(NOON)), 20)


async def test_a_token_that_is_refused_ends_the_bot(database_file: Path, key_file: Path) -> None:
    async with Sandbox("43:OTHER").serving() as api_url:
        settings = Settings(
            token=TOKEN,
            api_url=api_url,
            database_url=url_of(database_file),
            key_file=key_file,
            keys_file=key_file.with_name(keys.FILE_NAME),
            listen="127.0.0.1:0",
            webhook_url="http://127.0.0.1:1/carried",
            webhook_secret=SECRET,
            _env_file=None,
        )

        with pytest.raises(Halted, match="token"):
            await asyncio.wait_for(running.run(settings, StandingClock(NOON)), 20)


async def test_the_program_itself_is_told_to_stop_and_telegram_goes_on_keeping(
    tmp_path: Path, database_file: Path, key_file: Path
) -> None:
    sandbox = Sandbox(PROGRAM_TOKEN, webhook_pause_seconds=0.1)
    ada = sandbox.person("Ada")
    port = free_port()
    async with sandbox.serving() as api_url, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as web:
        site = Site(tmp_path, database_file, key_file, api_url)
        (tmp_path / "secret").write_text(f"{SECRET}\n")
        (tmp_path / ".env").write_text(
            f"SMALLGAINS_LISTEN=127.0.0.1:{port}\nSMALLGAINS_WEBHOOK_URL=http://127.0.0.1:{port}{PATH}\n"
            f"SMALLGAINS_WEBHOOK_SECRET_FILE={tmp_path / 'secret'}\n"
        )

        async with site.running() as bot:
            await eventually(lambda: is_ready(web), within=30)
            ada.starts()
            await sandbox.until(lambda: ada.inbox, within=30)
            code, _ = await bot.is_told_to_stop(within=20)
        assert code == 0

        ada.says("/help")
        assert [call for call in sandbox.calls if call.method == "deleteWebhook"] == []
        assert sandbox.pending == 1

        async with site.running() as bot:
            said = len(ada.inbox)
            await sandbox.until(lambda: len(ada.inbox) > said, within=30)
            await bot.is_told_to_stop(within=20)

    assert sandbox.pending == 0
    assert SECRET not in site.log.read_text()
    assert "uvicorn" not in site.log.read_text()


async def is_ready(web: aiohttp.ClientSession) -> bool:
    try:
        return (await page(web, "/readyz"))[0] == 200
    except aiohttp.ClientConnectorError:
        return False
