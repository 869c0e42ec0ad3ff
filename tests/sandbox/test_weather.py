"""Faults on purpose, strangers, and Telegram's speed limits."""

import asyncio

import aiohttp
import pytest

from bot.sandbox import Sandbox, StillBlocked
from tests.sandbox.conftest import TOKEN, RawBot


async def test_a_wrong_token_and_an_unknown_method_are_turned_away(bot, sandbox):
    stranger = await bot("getMe", token="42:GUESS")
    unknown = await bot("sendLove")

    assert (stranger.status, stranger.description) == (401, "Unauthorized")
    assert unknown.status == 404
    assert [breach.method for breach in sandbox.breaches] == ["sendLove"]


async def test_an_answer_can_be_lost_after_the_deed(bot, sandbox, alice):
    sandbox.faults.answer_lost(1)

    with pytest.raises(aiohttp.ClientError):
        await bot("sendMessage", chat_id=alice.telegram_id, text="once")
    await bot("sendMessage", chat_id=alice.telegram_id, text="twice")

    assert [message.text for message in alice.inbox] == ["once", "twice"]
    assert [call.status for call in sandbox.calls] == [0, 200]


async def test_a_connection_can_drop_before_the_deed(bot, sandbox, alice):
    sandbox.faults.drop_connection(1)

    with pytest.raises(aiohttp.ClientError):
        await bot("sendMessage", chat_id=alice.telegram_id, text="never")

    assert alice.inbox == []


async def test_the_bot_can_be_told_to_wait(bot, sandbox, alice):
    sandbox.faults.too_many(7, times=2)

    answers = [await bot("sendMessage", chat_id=alice.telegram_id, text="Hello") for _ in range(3)]

    assert [(answer.status, answer.retry_after) for answer in answers] == [(429, 7), (429, 7), (200, None)]
    assert answers[0].description == "Too Many Requests: retry after 7"
    assert sandbox.breaches == []


async def test_an_outage_also_ends_a_waiting_poll(bot, sandbox):
    async def status_of_a_poll(seconds: int) -> int:
        async with bot.session.post(f"{bot.url}/bot{TOKEN}/getUpdates", json={"timeout": seconds}) as response:
            return response.status

    waiting = asyncio.create_task(status_of_a_poll(30))
    await bot("getMe")
    sandbox.faults.outage()
    ended = await asyncio.wait_for(waiting, 5)
    during = await status_of_a_poll(30)
    sandbox.faults.outage(False)
    after = await status_of_a_poll(0)

    assert (ended, during, after) == (502, 502, 200)


async def test_too_many_messages_in_one_chat_are_held_back_until_time_has_passed():
    seconds = [0.0]
    strict = Sandbox(token=TOKEN, limits=True, elapsed=lambda: seconds[0])
    alice, ben = strict.person("Alice"), strict.person("Ben")
    alice.starts()
    ben.starts()
    async with strict.serving() as url, aiohttp.ClientSession() as session:
        bot = RawBot(session, url)

        burst = [await bot("sendMessage", chat_id=alice.telegram_id, text="Hello") for _ in range(6)]
        other = await bot("sendMessage", chat_id=ben.telegram_id, text="Hello")
        seconds[0] += 1
        later = await bot("sendMessage", chat_id=alice.telegram_id, text="Hello")

    assert [answer.status for answer in burst] == [200] * 5 + [429]
    assert burst[-1].retry_after == 1
    assert (other.status, later.status) == (200, 200)


def test_a_missing_button_is_told_together_with_those_there_are(alice):
    with pytest.raises(LookupError, match="no button 'Go'; there are: none"):
        alice.taps("Go")


def test_somebody_who_blocked_the_bot_must_unblock_before_writing(alice):
    alice.blocks()

    with pytest.raises(StillBlocked):
        alice.says("Hello?")

    alice.starts()
    assert [message.text for message in alice.chat] == ["/start", "/start"]


def test_two_people_cannot_have_one_number(sandbox):
    sandbox.person("Alice", telegram_id=7)

    with pytest.raises(ValueError, match="number 7"):
        sandbox.person("Ben", telegram_id=7)
