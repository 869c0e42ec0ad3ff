"""aiogram as it comes: `send_message` in a bare loop, without a ledger."""

import asyncio
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardMarkup

from tests.benchmarks.racing.contenders.saying import Measured, by_workers, say, told


async def main(task: dict[str, Any]) -> None:
    """Sends the same words and buttons to every chat, and says what that took."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(task["url"]))
    async with Bot(task["token"], session=session) as bot:
        markup = InlineKeyboardMarkup.model_validate(task["markup"])
        await bot.me()
        measured = Measured()
        await by_workers(
            lambda chat: bot.send_message(chat, task["text"], parse_mode="HTML", reply_markup=markup),
            range(task["first"], task["first"] + task["count"]),
            task["concurrency"],
        )
        say(count=task["count"], **measured.figures())


if __name__ == "__main__":
    asyncio.run(main(told()))
