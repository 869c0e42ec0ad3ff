"""The library's `send_message` over our own request class: what it costs to have every answer parsed into objects."""

import asyncio
from typing import Any

from telegram import InlineKeyboardMarkup
from telegram.ext import ExtBot

from bot.telegram.request import AiohttpRequest
from tests.benchmarks.racing.contenders.bare_ptb import send_all
from tests.benchmarks.racing.contenders.saying import told


async def main(task: dict[str, Any]) -> None:
    """Sends without a ledger and without limits."""
    bot: ExtBot[Any] = ExtBot(task["token"], base_url=f"{task['url']}/bot", request=AiohttpRequest())
    await send_all(bot, InlineKeyboardMarkup.de_json(task["markup"], bot), task)


if __name__ == "__main__":
    asyncio.run(main(told()))
