"""python-telegram-bot as it comes: `send_message` over its own request class in a bare loop, without a ledger."""

import asyncio
from typing import Any

from telegram import Bot, InlineKeyboardMarkup
from telegram.request import HTTPXRequest

from tests.benchmarks.racing.contenders.saying import Measured, by_workers, say, told


async def main(task: dict[str, Any]) -> None:
    """Sends with the stock request, whose pool is made as large as is needed."""
    request = HTTPXRequest(connection_pool_size=max(task["concurrency"], 8), pool_timeout=60)
    bot = Bot(task["token"], base_url=f"{task['url']}/bot", request=request)
    await send_all(bot, InlineKeyboardMarkup.de_json(task["markup"], bot), task)


async def send_all(bot: Bot, markup: InlineKeyboardMarkup, task: dict[str, Any]) -> None:
    """Sends the same words and buttons to every chat, and says what that took."""
    async with bot:
        measured = Measured()
        await by_workers(
            lambda chat: bot.send_message(chat, task["text"], parse_mode="HTML", reply_markup=markup),
            range(task["first"], task["first"] + task["count"]),
            task["concurrency"],
        )
        say(count=task["count"], **measured.figures())


if __name__ == "__main__":
    asyncio.run(main(told()))
