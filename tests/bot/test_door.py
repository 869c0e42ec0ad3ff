"""The bot's own address: whom it lets in, how much it reads, what it keeps, and what it says of itself."""

import asyncio
import itertools
import logging
import signal
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.addresses import Listen
from bot.door import Door, Figures, Inlet, Readiness, Receiving, pages
from bot.door.gathering import Gathering
from bot.door.receiving import MOST_BYTES
from bot.settings import SettingsProblem
from storage.database import Database
from storage.errors import Unavailable
from storage.secrecy import Keyring

SECRET = "a-secret-that-only-telegram-knows"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
GOOD = {HEADER: SECRET}
HOOK = "/telegram"
A_MESSAGE = b'{"update_id": 7, "message": {"text": "hello"}}'

Updates = Sequence[Mapping[str, Any]]


class Store:
    """Keeps what it is given, a transaction at a time; fails as it is told to."""

    def __init__(self) -> None:
        self.batches: list[Updates] = []
        self.fails_with: Callable[[Updates], Exception | None] = lambda _: None
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.is_busy = asyncio.Event()

    @property
    def kept(self) -> list[int]:
        return [update["update_id"] for batch in self.batches for update in batch]

    async def store(self, updates: Updates) -> None:
        self.is_busy.set()
        await asyncio.sleep(0)
        await self.goes_on.wait()
        error = self.fails_with(updates)
        if error is not None:
            raise error
        self.batches.append(list(updates))


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
async def database(database_file: Path, keyring: Keyring) -> AsyncIterator[Database]:
    async with Database(f"sqlite+aiosqlite:///{database_file}", keyring) as database:
        yield database


@pytest.fixture
def readiness(database: Database) -> Readiness:
    return Readiness(database, halted=asyncio.Event(), replaced=asyncio.Event(), hears=lambda: True, patience=0.3)


@pytest.fixture
async def receiving(store: Store) -> Receiving:
    return Receiving(store.store, secret=SECRET, patience=2.0)


@pytest.fixture
async def address(readiness: Readiness, receiving: Receiving) -> AsyncIterator[str]:
    async def figures() -> bytes:
        return b"smallgains_database_up 1.0\n"

    served = pages(readiness, Figures(figures, "text/plain; version=0.0.4"), Inlet(HOOK, receiving))
    async with Door(served, Listen("127.0.0.1", 0)).open() as address:
        yield address


@pytest.fixture
async def web(address: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(address) as web:
        yield web


@asynccontextmanager
async def line_to(address: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A bare connection, over which a request can be sent by halves."""
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(address).port)
    try:
        async with asyncio.timeout(20):
            yield reader, writer
    finally:
        writer.close()


def head(*lines: str, verb: str = "POST", path: str = HOOK) -> bytes:
    """The beginning of a request, up to the body."""
    return "\r\n".join([f"{verb} {path} HTTP/1.1", "Host: bot.example.org", *lines, "", ""]).encode()


async def status_in(reader: asyncio.StreamReader) -> int:
    """The status of the answer that comes."""
    return int((await reader.readline()).split()[1])


async def post(web: aiohttp.ClientSession, body: bytes, **headers: str) -> int:
    async with web.post(HOOK, data=body, headers=headers or GOOD) as answer:
        return answer.status


async def test_an_update_is_kept_before_telegram_hears_that_it_came(web: aiohttp.ClientSession, store: Store) -> None:
    store.goes_on.clear()
    posting = asyncio.create_task(post(web, A_MESSAGE))
    await store.is_busy.wait()
    assert not posting.done()

    store.goes_on.set()

    assert await posting == 200
    assert store.batches == [[{"update_id": 7, "message": {"text": "hello"}}]]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([], id="no secret"),
        pytest.param([f"{HEADER}:"], id="an empty one"),
        pytest.param([f"{HEADER}: {SECRET[:-1]}"], id="not all of it"),
        pytest.param([f"{HEADER}: {SECRET}x"], id="more than it"),
        pytest.param([f"{HEADER}: {SECRET.upper()}"], id="in capitals"),
        pytest.param([f"{HEADER}: \xff\xfe"], id="no letters"),
        pytest.param([f"{HEADER}: {SECRET}", f"{HEADER}: {SECRET}"], id="twice"),
        pytest.param([f"{HEADER}: {SECRET}", f"{HEADER}: guess"], id="and another"),
    ],
)
async def test_a_stranger_is_seen_off_before_the_body(address: str, store: Store, lines: list[str]) -> None:
    async with line_to(address) as (reader, writer):
        writer.write(head(*lines, "Content-Length: 100000000", "Expect: 100-continue"))

        assert await status_in(reader) == 403
        assert b"connection: close" in await reader.read()

    assert store.batches == []


@pytest.mark.parametrize("verb", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_only_post_brings_updates(web: aiohttp.ClientSession, store: Store, verb: str) -> None:
    async with web.request(verb, HOOK, data=A_MESSAGE, headers=GOOD) as answer:
        assert answer.status == 405
        assert answer.headers["Connection"] == "close"

    assert store.batches == []


@pytest.mark.parametrize("path", ["/", f"{HOOK}/", f"{HOOK}/more", "/telegran", "/docs"])
async def test_nothing_else_is_found(web: aiohttp.ClientSession, store: Store, path: str) -> None:
    async with web.post(path, data=A_MESSAGE, headers=GOOD, allow_redirects=False) as answer:
        assert answer.status == 404

    assert store.batches == []


async def test_a_body_that_says_it_is_too_long_is_not_read(address: str, store: Store) -> None:
    async with line_to(address) as (reader, writer):
        writer.write(head(f"{HEADER}: {SECRET}", f"Content-Length: {MOST_BYTES + 1}", "Expect: 100-continue"))

        assert await status_in(reader) == 413
        assert b"connection: close" in await reader.read()

    assert store.batches == []


async def test_a_body_that_grows_too_long_is_cut_off(address: str, store: Store) -> None:
    async with line_to(address) as (reader, writer):
        writer.write(head(f"{HEADER}: {SECRET}", "Transfer-Encoding: chunked"))
        for _ in range(MOST_BYTES // 65536):
            writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            await writer.drain()
        writer.write(b"1\r\nx\r\n")

        assert await status_in(reader) == 413

    assert store.batches == []


async def test_a_body_as_long_as_can_be_is_taken(web: aiohttp.ClientSession, store: Store) -> None:
    around = b'{"update_id": 7, "x": ""}'
    longest = around.replace(b'""', b'"' + b"x" * (MOST_BYTES - len(around)) + b'"')
    assert len(longest) == MOST_BYTES

    assert await post(web, longest) == 200

    assert store.kept == [7]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Content-Length: 100000000"], id="to a stranger"),
        pytest.param([f"{HEADER}: {SECRET}", "Content-Length: 100000000"], id="to one with the secret"),
        pytest.param([f"{HEADER}: {SECRET}", "Transfer-Encoding: chunked"], id="without saying how long"),
    ],
)
async def test_a_hundred_megabytes_take_no_memory(
    address: str, store: Store, tell: Callable[[str], None], lines: list[str]
) -> None:
    before = most = resident_bytes()
    chunk = b"x" * 65536
    sent = 0

    async with line_to(address) as (_, writer):
        writer.write(head(*lines))
        try:
            while sent < 100_000_000:
                writer.write(b"10000\r\n" + chunk + b"\r\n" if "chunked" in lines[-1] else chunk)
                await writer.drain()
                sent += len(chunk)
                most = max(most, resident_bytes())
        except ConnectionError:
            pass

    tell(f"webhook, a body of 100 MB: hung up after {sent / 1e6:.1f} MB, memory +{(most - before) / 1e6:.1f} MB")
    assert sent < 100_000_000
    assert most - before <= 10_000_000
    assert store.batches == []


@pytest.mark.parametrize(
    ("before", "again"),
    [
        pytest.param(head()[:-2], b"X-More: " + b"x" * 10_000 + b"\r\n", id="headers"),
        pytest.param(head()[:-2] + b"X-Long: ", b"x" * 10_000, id="one header"),
        pytest.param(b"POST /", b"x" * 10_000, id="an address"),
        pytest.param(
            head(f"{HEADER}: {SECRET}", "Transfer-Encoding: chunked") + b"1\r\n{\r\n0\r\n",
            b"X-More: " + b"x" * 10_000 + b"\r\n",
            id="headers behind the body",
        ),
    ],
)
async def test_what_goes_around_a_body_has_an_end(address: str, store: Store, before: bytes, again: bytes) -> None:
    sent = 0

    async with line_to(address) as (_, writer):
        writer.write(before)
        with suppress(ConnectionError):
            while sent < 100_000_000:
                writer.write(again)
                await writer.drain()
                sent += len(again)

    assert sent < 100_000_000
    assert store.batches == []


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"hello", id="no JSON"),
        pytest.param(b"\xff\xfe{}", id="no text"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"7", id="a number"),
        pytest.param(b"null", id="null"),
        pytest.param(b'{"message": {}}', id="without a number"),
        pytest.param(b'{"update_id": "7"}', id="a number in words"),
        pytest.param(b'{"update_id": true}', id="a number that is none"),
        pytest.param(b'{"update_id": 7.0}', id="half a number"),
        pytest.param(b'{"update_id": 1' + b"0" * 400 + b"}", id="a number beyond all numbers"),
        pytest.param(b'{"update_id": 1' + b"0" * 9000 + b"}", id="a number nobody reads"),
        pytest.param(b"[" * MOST_BYTES, id="a million brackets"),
        pytest.param(b'{"update_id": 7, "a":' * 20_000, id="a deep well"),
    ],
)
async def test_what_is_no_update_is_counted_and_never_asked_for_again(
    web: aiohttp.ClientSession,
    store: Store,
    receiving: Receiving,
    body: bytes,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert await post(web, body) == 200

    assert store.batches == []
    assert receiving.left_out == 1
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == [
        "what came to the webhook is no update with a number that can be kept, and is left out; that makes 1 since the "
        "start"
    ]


async def test_an_update_that_spoils_its_transaction_spoils_no_other(
    web: aiohttp.ClientSession, store: Store, receiving: Receiving, caplog: pytest.LogCaptureFixture
) -> None:
    def too_odd(updates: Updates) -> Exception | None:
        return ValueError("what she wrote") if any(update["update_id"] == 5 for update in updates) else None

    store.fails_with = too_odd

    statuses = await asyncio.gather(*(post(web, b'{"update_id": %d}' % number) for number in range(10)))

    assert statuses == [200] * 10
    assert sorted(store.kept) == [0, 1, 2, 3, 4, 6, 7, 8, 9]
    assert receiving.left_out == 1
    assert "ValueError" in caplog.text
    assert "what she wrote" not in caplog.text


async def test_while_the_database_cannot_store_telegram_is_told_to_come_again(
    web: aiohttp.ClientSession, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store.fails_with = lambda _: Unavailable("database is locked")
    assert [await post(web, A_MESSAGE) for _ in range(3)] == [503, 503, 503]

    store.fails_with = lambda _: None
    assert await post(web, A_MESSAGE) == 200

    assert store.kept == [7]
    assert caplog.text.count("updates cannot be stored") == 1


async def test_a_database_that_hangs_is_not_waited_for_for_ever(store: Store, readiness: Readiness) -> None:
    receiving = Receiving(store.store, secret=SECRET, patience=0.1)
    store.goes_on.clear()
    door = Door(pages(readiness, inlet=Inlet(HOOK, receiving)), Listen("127.0.0.1", 0))

    async with asyncio.timeout(10), door.open() as address, aiohttp.ClientSession(address) as web:
        assert await post(web, A_MESSAGE) == 503

        store.goes_on.set()
        assert await post(web, A_MESSAGE) == 200

    assert store.kept == [7]


async def test_who_hangs_up_halfway_leaves_nothing_behind(
    address: str, web: aiohttp.ClientSession, store: Store, complaints: list[logging.LogRecord]
) -> None:
    async with line_to(address) as (_, writer):
        writer.write(head(f"{HEADER}: {SECRET}", f"Content-Length: {len(A_MESSAGE)}") + A_MESSAGE[:-1])
        await writer.drain()

    assert await post(web, b'{"update_id": 8}') == 200
    assert store.kept == [8]
    assert complaints == []


async def test_a_stop_finishes_what_is_under_way_and_waits_for_nobody_long(readiness: Readiness, store: Store) -> None:
    receiving = Receiving(store.store, secret=SECRET, patience=60)
    store.goes_on.clear()
    began = time.monotonic()

    async with Door(pages(readiness, inlet=Inlet(HOOK, receiving)), Listen("127.0.0.1", 0)).open() as address:
        slow_reader, slow_writer = await asyncio.open_connection("127.0.0.1", urlsplit(address).port)
        slow_writer.write(head(f"{HEADER}: {SECRET}", "Content-Length: 1000"))
        web = aiohttp.ClientSession(address)
        posting = asyncio.create_task(post(web, A_MESSAGE))
        await store.is_busy.wait()
        asyncio.get_running_loop().call_later(0.3, store.goes_on.set)

    assert await posting == 200
    assert await status_in(slow_reader) == 503
    assert time.monotonic() - began < 10
    assert store.kept == [7]
    with pytest.raises(aiohttp.ClientConnectorError):
        await post(web, A_MESSAGE)
    await web.close()
    slow_writer.close()


async def test_who_comes_while_one_commit_runs_goes_with_the_next(store: Store) -> None:
    gathering = Gathering(store.store)
    store.goes_on.clear()
    first = asyncio.create_task(gathering.keep({"update_id": 0}))
    await store.is_busy.wait()

    others = [asyncio.create_task(gathering.keep({"update_id": number})) for number in range(1, 101)]
    await asyncio.sleep(0)
    store.goes_on.set()
    await asyncio.gather(first, *others)

    assert [len(batch) for batch in store.batches] == [1, 100]
    assert store.kept == list(range(101))


async def test_when_the_one_that_stores_for_all_is_cut_off_the_others_are_kept() -> None:
    begun: asyncio.Queue[tuple[list[int], asyncio.Event]] = asyncio.Queue()

    async def store(updates: Updates) -> None:
        may_end = asyncio.Event()
        await begun.put(([update["update_id"] for update in updates], may_end))
        await may_end.wait()

    async with asyncio.timeout(5):
        gathering = Gathering(store)
        before = asyncio.create_task(gathering.keep({"update_id": 0}))
        _, may_end = await begun.get()
        first, *others = [asyncio.create_task(gathering.keep({"update_id": number})) for number in (1, 2, 3)]
        await asyncio.sleep(0)
        may_end.set()
        assert (await begun.get())[0] == [1, 2, 3]

        first.cancel()

        again, may_end = await begun.get()
        assert again == [1, 2, 3]
        assert not any(other.done() for other in others)
        may_end.set()
        await asyncio.gather(before, *others)


async def test_a_database_that_cannot_store_is_not_asked_again_for_each(store: Store) -> None:
    asked = itertools.count(1)

    def locked(_: Updates) -> Exception:
        next(asked)
        return Unavailable("database is locked")

    store.fails_with = locked
    gathering = Gathering(store.store)

    results = await asyncio.gather(
        *(gathering.keep({"update_id": number}) for number in range(50)), return_exceptions=True
    )

    assert {type(result) for result in results} == {Unavailable}
    assert next(asked) <= 3


async def test_it_lives_from_the_start_and_is_ready_once_telegram_was_reached(
    web: aiohttp.ClientSession, readiness: Readiness
) -> None:
    assert await asked(web, "/healthz") == (200, "alive\n")
    assert await asked(web, "/readyz") == (503, "Telegram was not reached yet\n")

    readiness.connected()

    assert await asked(web, "/readyz") == (200, "ready\n")


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("halted", "Telegram refuses the token\n"),
        ("replaced", "another smallgains has taken over the database\n"),
        ("deaf", "Telegram was not told yet where to carry updates\n"),
        ("stopping", "the bot is stopping\n"),
        ("locked", "the database does not answer\n"),
        ("broken", "the database does not answer\n"),
    ],
)
async def test_what_keeps_it_from_its_work_is_told(database: Database, what: str, says: str) -> None:
    halted, replaced = asyncio.Event(), asyncio.Event()
    readiness = Readiness(database, halted=halted, replaced=replaced, hears=lambda: what != "deaf", patience=0.2)
    readiness.connected()
    ways: dict[str, Callable[[], None]] = {
        "halted": halted.set,
        "replaced": replaced.set,
        "stopping": readiness.stop,
        "broken": lambda: broken(database),
    }
    ways.get(what, lambda: None)()

    door = Door(pages(readiness), Listen("127.0.0.1", 0))
    async with asyncio.timeout(10), door.open() as address, aiohttp.ClientSession(address) as web:
        if what == "locked":
            async with database.unit() as unit:
                await unit.facts.get("any")
                answer = await asked(web, "/readyz")
            assert await asked(web, "/readyz") == (200, "ready\n")
        else:
            answer = await asked(web, "/readyz")
        assert answer == (503, says)
        assert await asked(web, "/healthz") == (200, "alive\n")


def broken(database: Database) -> None:
    """The file is a database no longer."""
    assert database.file is not None
    database.file.write_bytes(b"no database at all" * 1000)


async def test_the_figures_are_served_as_prometheus_reads_them(web: aiohttp.ClientSession) -> None:
    async with web.get("/metrics") as answer:
        assert (answer.status, await answer.text()) == (200, "smallgains_database_up 1.0\n")
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4"


async def test_without_a_webhook_no_update_is_let_in(readiness: Readiness) -> None:
    async with Door(pages(readiness), Listen("127.0.0.1", 0)).open() as address, aiohttp.ClientSession(address) as web:
        assert await post(web, A_MESSAGE) == 404


async def test_it_does_not_say_what_serves_it(web: aiohttp.ClientSession) -> None:
    async with web.get("/healthz") as answer:
        assert "Server" not in answer.headers


async def test_signals_are_left_to_the_bot(readiness: Readiness) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]

    async with Door(pages(readiness), Listen("127.0.0.1", 0)).open() as address, aiohttp.ClientSession(address) as web:
        assert await asked(web, "/healthz") == (200, "alive\n")

        assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)] == before


async def test_an_address_that_is_taken_is_told_with_what_to_do(address: str, readiness: Readiness) -> None:
    taken = Listen("127.0.0.1", urlsplit(address).port or 0)

    with pytest.raises(SettingsProblem, match=r"nothing can listen at 127\.0\.0\.1:\d+ .*SMALLGAINS_LISTEN"):
        async with Door(pages(readiness), taken).open():
            pass


async def test_it_listens_on_the_newer_protocol_too(readiness: Readiness) -> None:
    async with Door(pages(readiness), Listen("::1", 0)).open() as address, aiohttp.ClientSession(address) as web:
        assert address.startswith("http://[::1]:")
        assert await asked(web, "/healthz") == (200, "alive\n")


async def asked(web: aiohttp.ClientSession, path: str) -> tuple[int, str]:
    async with web.get(path) as answer:
        return answer.status, await answer.text()
