"""python-telegram-bot with its own rate limiter: all nudges are handed over at once, and who says /settings is answered."""

import asyncio
import signal
import time
from typing import Any

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import AIORateLimiter, ApplicationBuilder, CommandHandler

from tests.benchmarks.racing.contenders.saying import cpu, peak_mib, say, told


async def main(task: dict[str, Any]) -> None:
    """Sends and answers until it is told to stop."""
    application = (
        ApplicationBuilder()
        .token(task["token"])
        .base_url(f"{task['url']}/bot")
        .rate_limiter(AIORateLimiter(overall_max_rate=task["per_second"], overall_time_period=1))
        .pool_timeout(600)
        .concurrent_updates(True)
        .build()
    )

    async def answer(update: Update, _: object) -> None:
        if update.message is not None:
            await update.message.reply_text("You are on day 3 of 30.")

    application.add_handler(CommandHandler("settings", answer))
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling()
        say(ready=time.monotonic(), peak_mib=peak_mib(), cpu=cpu())
        markup = InlineKeyboardMarkup.de_json(task["markup"], application.bot)
        nudges = [
            asyncio.create_task(
                application.bot.send_message(chat, task["text"], parse_mode="HTML", reply_markup=markup)
            )
            for chat in range(task["first"], task["first"] + task["count"])
        ]
        await stopping.wait()
        for nudge in nudges:
            nudge.cancel()
        await asyncio.gather(*nudges, return_exceptions=True)
        await application.updater.stop()
        await application.stop()
    say(peak_mib=peak_mib(), cpu=cpu())


if __name__ == "__main__":
    asyncio.run(main(told()))
