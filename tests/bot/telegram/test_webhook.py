"""Telegram is told where to carry updates: with everything it must know, for as long as it takes, and for good."""

import asyncio

import pytest
from telegram.ext import ExtBot

from bot.addresses import Carried
from bot.telegram.limits import Lane
from bot.telegram.poller import ALLOWED_UPDATES, TokenNotAccepted
from bot.telegram.webhook import Webhook
from tests.bot.telegram.wire import Wire, refuses, resets, shows

SECRET = "s" * 32
HERE = Carried("https://bot.example.org/telegram", 17, SECRET)


@pytest.fixture
def webhook(bot: ExtBot[Lane]) -> Webhook:
    return Webhook(bot, HERE, pauses=(0.01,))


async def test_telegram_is_told_all_it_must_know_and_drops_nothing(wire: Wire, webhook: Webhook) -> None:
    assert await webhook.tell() is None

    (call,) = wire.made("setWebhook")
    assert call.params == {
        "url": HERE.url,
        "secret_token": SECRET,
        "max_connections": 17,
        "allowed_updates": list(ALLOWED_UPDATES),
        "drop_pending_updates": False,
    }
    assert webhook.is_set.is_set()


async def test_it_tries_until_telegram_has_heard_and_leaves_it_so_at_the_end(wire: Wire, webhook: Webhook) -> None:
    bad = refuses(400, "Bad Request: bad webhook: Failed to resolve host: Name or service not known")
    wire.will("setWebhook", resets, shows("502 Bad Gateway", status=502), bad)
    stopping = asyncio.Event()

    async with asyncio.timeout(5):
        running = asyncio.create_task(webhook.run(stopping))
        await webhook.is_set.wait()
        assert not running.done()
        stopping.set()
        await running

    assert len(wire.made("setWebhook")) == 4
    assert wire.made("deleteWebhook") == []


async def test_it_waits_as_long_as_telegram_asks(wire: Wire, webhook: Webhook) -> None:
    wire.will("setWebhook", refuses(429, "Too Many Requests: retry after 1", retry_after=1))
    began = asyncio.get_running_loop().time()

    async with asyncio.timeout(5):
        running = asyncio.create_task(webhook.run(asyncio.Event()))
        await webhook.is_set.wait()
    running.cancel()

    assert asyncio.get_running_loop().time() - began >= 1


async def test_a_stop_does_not_wait_for_telegram(wire: Wire, bot: ExtBot[Lane]) -> None:
    wire.will("setWebhook", resets)
    webhook = Webhook(bot, HERE, pauses=(60,))
    stopping = asyncio.Event()

    async with asyncio.timeout(5):
        running = asyncio.create_task(webhook.run(stopping))
        await wire.called.wait()
        stopping.set()
        await running

    assert not webhook.is_set.is_set()


@pytest.mark.parametrize("status", [401, 404])
async def test_a_token_that_is_refused_ends_it(wire: Wire, webhook: Webhook, status: int) -> None:
    wire.will("setWebhook", refuses(status, "Unauthorized"))

    with pytest.raises(TokenNotAccepted):
        await asyncio.wait_for(webhook.run(asyncio.Event()), 5)


def test_the_secret_does_not_show() -> None:
    assert SECRET not in repr(HERE)
