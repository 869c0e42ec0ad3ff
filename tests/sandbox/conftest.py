"""A sandbox that is being served, a clock that stands, and a bot that speaks to it in raw calls."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.clock import StandingClock
from bot.sandbox import Person, Sandbox

TOKEN = "42:TEST"
MORNING = datetime(2026, 5, 4, 7, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    status: int
    result: object
    description: str
    retry_after: int | None


class RawBot:
    """Calls the Bot API and says nothing about what comes back."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def __call__(self, method: str, *, token: str = TOKEN, **params: object) -> Answer:
        async with self.session.post(f"{self.url}/bot{token}/{method}", json=params) as response:
            body = await response.json(content_type=None)
            waiting = body.get("parameters", {}).get("retry_after")
            return Answer(response.status, body.get("result"), body.get("description", ""), waiting)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(MORNING)


@pytest.fixture
def sandbox(clock: StandingClock) -> Sandbox:
    return Sandbox(token=TOKEN, now=clock, webhook_pause_seconds=0.01)


@pytest.fixture
async def url(sandbox: Sandbox) -> AsyncIterator[str]:
    async with sandbox.serving() as url:
        yield url


@pytest.fixture
async def bot(url: str) -> AsyncIterator[RawBot]:
    async with aiohttp.ClientSession() as session:
        yield RawBot(session, url)


@pytest.fixture
def alice(sandbox: Sandbox) -> Person:
    """Alice, who has started the bot."""
    alice = sandbox.person("Alice")
    alice.starts()
    return alice
