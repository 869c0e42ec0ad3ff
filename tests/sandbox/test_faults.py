"""Answers that are lost, late or spoiled, and refusals and bans on demand."""

import asyncio
import errno
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import aiohttp
import pytest

from bot.sandbox import Person, Sandbox
from bot.sandbox.faults import Kind
from tests.sandbox.conftest import TOKEN, RawBot

ACTED = pytest.mark.parametrize("acted", [True, False], ids=["acted on", "not acted on"])


@dataclass
class Stopwatch:
    """Real seconds, as far as the sandbox can tell."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def sandbox(stopwatch: Stopwatch) -> Sandbox:
    return Sandbox(token=TOKEN, elapsed=stopwatch)


def ask(bot: RawBot, chat: Person) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
    """Asks for a message to be sent, and looks at whatever comes back."""
    body = {"chat_id": chat.telegram_id, "text": "Hello"}
    return bot.session.post(f"{bot.url}/bot{TOKEN}/sendMessage", json=body)


@ACTED
@pytest.mark.parametrize(
    ("kind", "status", "shows"),
    [
        (Kind.SERVER_ERROR, 502, b"<html>"),
        (Kind.TOO_MANY_PAGE, 429, b"<html>"),
        (Kind.PAGE, 200, b"<html>"),
        (Kind.NOT_OK, 200, b'{"ok":false,'),
        (Kind.BROKEN_JSON, 200, b'{"ok":true,'),
    ],
)
async def test_another_answer_can_come_than_was_given(
    bot: RawBot, sandbox: Sandbox, alice: Person, kind: Kind, status: int, shows: bytes, acted: bool
) -> None:
    sandbox.faults.spoil(kind, acted=acted)

    async with ask(bot, alice) as answer:
        came = answer.status, await answer.read()
    fair = await bot("sendMessage", chat_id=alice.telegram_id, text="And then")

    assert came[0] == status == sandbox.calls[0].status
    assert came[1].startswith(shows)
    assert [message.text for message in alice.inbox] == ["Hello"] * acted + ["And then"]
    assert fair.status == 200
    assert sandbox.breaches == []


@ACTED
async def test_an_answer_can_break_off_in_the_middle(bot: RawBot, sandbox: Sandbox, alice: Person, acted: bool) -> None:
    sandbox.faults.spoil(Kind.HALF_ANSWER, acted=acted)

    async with ask(bot, alice) as answer:
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()

    assert answer.status == 200
    assert len(alice.inbox) == acted


@ACTED
async def test_a_connection_can_be_reset(bot: RawBot, sandbox: Sandbox, alice: Person, acted: bool) -> None:
    sandbox.faults.spoil(Kind.RESET, acted=acted)

    with pytest.raises(aiohttp.ClientOSError) as reset:
        await ask(bot, alice).__aenter__()

    assert reset.value.errno == errno.ECONNRESET
    assert len(alice.inbox) == acted


async def test_an_answer_can_come_byte_by_byte(bot: RawBot, sandbox: Sandbox) -> None:
    sandbox.faults.spoil(Kind.TRICKLES, acted=True, methods={"deleteWebhook"})

    async with bot.session.post(f"{bot.url}/bot{TOKEN}/deleteWebhook") as answer:
        pieces = [piece async for piece in answer.content.iter_any()]

    assert b"".join(pieces) == b'{"ok":true,"result":true}'
    assert len(pieces) > 5


@ACTED
async def test_a_call_can_hang_until_the_caller_leaves(
    bot: RawBot, sandbox: Sandbox, alice: Person, acted: bool
) -> None:
    sandbox.faults.spoil(Kind.HANGS, acted=acted)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3), ask(bot, alice):
            pass
    await sandbox.until(lambda: not sandbox.faults.hanging)

    assert len(alice.inbox) == acted
    assert (await bot("getMe")).status == 200


async def test_calls_hang_until_the_weather_is_fair(bot: RawBot, sandbox: Sandbox, alice: Person) -> None:
    sandbox.faults.spoil(Kind.HANGS, times=2, acted=False)
    calls = [asyncio.create_task(bot("sendMessage", chat_id=alice.telegram_id, text="Hello")) for _ in range(2)]
    await sandbox.until(lambda: len(sandbox.faults.hanging) == 2)

    sandbox.faults.clear()
    ended = await asyncio.gather(*calls, return_exceptions=True)

    assert [isinstance(each, aiohttp.ServerDisconnectedError) for each in ended] == [True, True]
    assert (await bot("sendMessage", chat_id=alice.telegram_id, text="Hello")).status == 200


async def test_a_call_that_hangs_does_not_keep_the_sandbox_open() -> None:
    sandbox = Sandbox(token=TOKEN)
    alice = sandbox.person("Alice")
    alice.starts()
    sandbox.faults.spoil(Kind.HANGS, acted=True)
    async with aiohttp.ClientSession() as session:
        async with sandbox.serving() as url:
            call = asyncio.create_task(RawBot(session, url)("sendMessage", chat_id=alice.telegram_id, text="Hello"))
            await sandbox.until(lambda: sandbox.faults.hanging)
        with pytest.raises(aiohttp.ClientError):
            await asyncio.wait_for(call, 5)

    assert sandbox.faults.hanging == []


async def test_a_refusal_meets_only_what_it_is_meant_for(bot: RawBot, sandbox: Sandbox, alice: Person) -> None:
    ben = sandbox.person("Ben")
    ben.starts()
    sandbox.faults.refuse(400, "Bad Request: chat not found", times=None, chat=alice.telegram_id)

    for_alice = [await bot("sendMessage", chat_id=alice.telegram_id, text="Hello") for _ in range(2)]
    for_ben = await bot("sendMessage", chat_id=ben.telegram_id, text="Hello")
    typing = await bot("sendChatAction", chat_id=alice.telegram_id, action="typing")
    sandbox.faults.clear()
    afterwards = await bot("sendMessage", chat_id=alice.telegram_id, text="Hello")

    assert [(answer.status, answer.description) for answer in for_alice] == [(400, "Bad Request: chat not found")] * 2
    assert [answer.status for answer in (for_ben, typing, afterwards)] == [200, 200, 200]
    assert sandbox.breaches == []  # it was no fault of the bot's


async def test_a_rival_poller_can_be_told_of(bot: RawBot, sandbox: Sandbox) -> None:
    sandbox.faults.refuse(409, "Conflict: terminated by other getUpdates request", methods={"getUpdates"})

    me = await bot("getMe")
    polls = [await bot("getUpdates", timeout=0) for _ in range(2)]

    assert [answer.status for answer in (me, *polls)] == [200, 409, 200]


async def test_a_token_can_be_refused_for_everything(bot: RawBot, sandbox: Sandbox, alice: Person) -> None:
    sandbox.faults.refuse(401, "Unauthorized", times=None, methods=None)

    answers = [await bot(method) for method in ("getMe", "getUpdates", "sendMessage", "answerCallbackQuery")]

    assert [answer.status for answer in answers] == [401] * 4
    assert (alice.inbox, sandbox.breaches) == ([], [])


async def test_a_429_may_not_say_how_long(bot: RawBot, sandbox: Sandbox, alice: Person) -> None:
    sandbox.faults.too_many(None)

    answer = await bot("sendMessage", chat_id=alice.telegram_id, text="Hello")

    assert (answer.status, answer.description, answer.retry_after) == (429, "Too Many Requests", None)


async def test_a_ban_of_a_chat_lasts_and_is_counted(
    bot: RawBot, sandbox: Sandbox, alice: Person, stopwatch: Stopwatch
) -> None:
    ben = sandbox.person("Ben")
    ben.starts()
    sandbox.faults.ban(10, chat=alice.telegram_id)

    stopwatch.seconds = 2.5
    early = await bot("sendMessage", chat_id=alice.telegram_id, text="Hello")
    typing = await bot("sendChatAction", chat_id=alice.telegram_id, action="typing")
    other = await bot("sendMessage", chat_id=ben.telegram_id, text="Hello")
    stopwatch.seconds = 10.0
    in_time = await bot("sendMessage", chat_id=alice.telegram_id, text="Hello")

    assert (early.status, early.retry_after) == (429, 8)
    assert [answer.status for answer in (typing, other, in_time)] == [200, 200, 200]
    assert sandbox.faults.requests_during_bans == 1


async def test_a_general_ban_meets_every_chat_and_a_shorter_one_does_not_end_it(
    bot: RawBot, sandbox: Sandbox, alice: Person, stopwatch: Stopwatch
) -> None:
    ben = sandbox.person("Ben")
    ben.starts()
    sandbox.faults.ban(30)
    sandbox.faults.ban(5)

    stopwatch.seconds = 6
    answers = [await bot("sendMessage", chat_id=each.telegram_id, text="Hello") for each in (alice, ben)]
    edit = await bot("editMessageText", chat_id=alice.telegram_id, message_id=1, text="Hello again")

    assert [(answer.status, answer.retry_after) for answer in (*answers, edit)] == [(429, 24)] * 3
    assert sandbox.faults.requests_during_bans == 3
