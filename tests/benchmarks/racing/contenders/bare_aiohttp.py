"""No library for bots at all: aiohttp posting the same bodies and reading the answers. Faster than this is hard."""

import asyncio
from typing import Any

import aiohttp
import orjson

from tests.benchmarks.racing.contenders.saying import Measured, by_workers, say, told


async def main(task: dict[str, Any]) -> None:
    """Sends the same words and buttons to every chat, and says what that took."""
    url = f"{task['url']}/bot{task['token']}/sendMessage"
    markup = orjson.dumps(task["markup"]).decode()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:

        async def send(chat: int) -> int:
            fields = {"chat_id": str(chat), "text": task["text"], "parse_mode": "HTML", "reply_markup": markup}
            async with session.post(url, data=fields) as answer:
                message: int = orjson.loads(await answer.read())["result"]["message_id"]
                return message

        measured = Measured()
        await by_workers(send, range(task["first"], task["first"] + task["count"]), task["concurrency"])
        say(count=task["count"], **measured.figures())


if __name__ == "__main__":
    asyncio.run(main(told()))
