"""Carries updates to a webhook as Telegram does: over several connections, on each the next as soon as the last was taken."""

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import orjson

from tests.benchmarks.racing.crowd import FIRST_CHAT

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_TAKEN: Final = b"HTTP/1.1 200"
SECRET: Final = "a-secret-of-nobody-that-is-long-enough"
PATH: Final = "/telegram"


@dataclass(slots=True)
class Carried:
    """When each update was brought, and when it was said to be taken, in nanoseconds of the machine's steady clock."""

    brought: dict[int, int] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)


def updates(first: int, count: int, senders: int) -> Iterator[tuple[int, bytes]]:
    """So many updates with their numbers, each a message by one of so many of a crowd in turn."""
    for number in range(first, first + count):
        sender = FIRST_CHAT + number % senders
        yield (
            number,
            orjson.dumps(
                {
                    "update_id": number,
                    "message": {
                        "message_id": number,
                        "date": int(time.time()),
                        "chat": {"id": sender, "first_name": "Alice", "type": "private"},
                        "from": {"id": sender, "is_bot": False, "first_name": "Alice", "language_code": "en"},
                        "text": "We had tea on the balcony, and I asked what the day had been like.",
                    },
                }
            ),
        )


async def carry(port: int, brought: Iterator[tuple[int, bytes]], connections: int) -> Carried:
    """Carries all of them. Raises `ConnectionError` when one is not taken."""
    carried = Carried()

    async def over_one_connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            for number, body in brought:
                carried.brought[number] = time.monotonic_ns()
                writer.write(
                    f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                    + body
                )
                head = await reader.readuntil(b"\r\n\r\n")
                if found := _LENGTH.search(head):
                    await reader.readexactly(int(found[1]))
                if not head.startswith(_TAKEN):
                    raise ConnectionError(f"update {number} was answered with {head[:15]!r}")
                carried.taken[number] = time.monotonic_ns()
        finally:
            writer.close()

    async with asyncio.TaskGroup() as tasks:
        for _ in range(connections):
            tasks.create_task(over_one_connection())
    return carried
