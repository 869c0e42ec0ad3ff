"""The scripted server, and a bot that talks to it."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram.ext import ExtBot

from bot.telegram.limits import Lane, Limits
from bot.telegram.request import AiohttpRequest
from tests.bot.telegram.wire import TOKEN, Wire


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    wire = Wire()
    app = web.Application(client_max_size=64 * 2**20)
    app.router.add_route("*", "/bot{token}/{method}", wire.answer)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    wire.address = f"http://127.0.0.1:{runner.addresses[0][1]}/bot"
    yield wire
    await runner.cleanup()


@pytest.fixture
async def request_(wire: Wire) -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(connections=2, read_timeout=5, pool_timeout=5) as request:
        yield request


@pytest.fixture
async def bot(wire: Wire) -> AsyncIterator[ExtBot[Lane]]:
    bot = ExtBot(
        TOKEN,
        base_url=wire.address,
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
        rate_limiter=Limits(1000.0),
    )
    async with bot:
        yield bot
