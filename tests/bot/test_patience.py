"""Asking without waiting for longer than one has."""

import asyncio
import time

import pytest

from bot import patience


async def test_an_answer_in_time_is_given_and_so_is_what_went_wrong() -> None:
    async def answers() -> int:
        return 7

    async def fails() -> int:
        raise ValueError("asked wrongly")

    assert await patience.within(1, answers()) == 7
    with pytest.raises(ValueError, match="asked wrongly"):
        await patience.within(1, fails())


async def test_nobody_waits_for_what_hangs_nor_for_its_being_called_off() -> None:
    let_go = asyncio.Event()
    ended = asyncio.Event()

    async def hangs() -> None:
        try:
            await let_go.wait()
        finally:
            ended.set()
            raise ValueError("nobody hears this")

    began = time.monotonic()
    with pytest.raises(TimeoutError):
        await patience.within(0.05, hangs())

    assert time.monotonic() - began < 1
    assert not ended.is_set()
    let_go.set()
    async with asyncio.timeout(5):
        await ended.wait()
