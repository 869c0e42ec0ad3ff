"""A demo of its own for every test, and its page in an installed Chromium."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.chat import ChatPage
from tests.chromium import chromium

READY_WITHIN_SECONDS = 30
STOPS_WITHIN_SECONDS = 25

expect.set_options(timeout=10_000)


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[str]:
    """The address of a fresh `smallgains demo`; it has to end cleanly when it is told to."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "demo",
        "--port",
        "0",
        "--folder",
        str(tmp_path / "demo"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(READY_WITHIN_SECONDS):
            address = None
            while address is None:
                line = (await process.stdout.readline()).decode()
                assert line, "the demo ended before its page was ready"
                address = re.search(r"http://[\d.:]+", line)
        yield address.group()
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(STOPS_WITHIN_SECONDS):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:  # whatever went wrong, it is not left running beside the tests that follow
            process.kill()
            await process.wait()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """An installed Chromium."""
    async with chromium() as browser:
        yield browser


@pytest.fixture
async def phone(browser: Browser, demo: str) -> AsyncIterator[ChatPage]:
    """The page on a desktop-sized window, in the hands of the first person."""
    page: Page = await browser.new_page(viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(demo)
    yield ChatPage(page)
    assert errors == []
