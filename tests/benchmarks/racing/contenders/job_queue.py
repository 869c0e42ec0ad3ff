"""python-telegram-bot's JobQueue with a job for every person, all due at the same instant."""

import asyncio
import signal
import time
from datetime import UTC, datetime
from typing import Any

from telegram import InlineKeyboardMarkup
from telegram.ext import ApplicationBuilder, CallbackContext

from tests.benchmarks.racing.contenders.saying import say, told


async def main(task: dict[str, Any]) -> None:
    """Adds the jobs, starts, and runs until it is told to stop."""
    application = ApplicationBuilder().token(task["token"]).base_url(f"{task['url']}/bot").pool_timeout(600).build()
    markup = InlineKeyboardMarkup.de_json(task["markup"], application.bot)

    async def nudge(context: CallbackContext[Any, Any, Any, Any]) -> None:
        assert context.job is not None
        await context.bot.send_message(context.job.chat_id, task["text"], parse_mode="HTML", reply_markup=markup)

    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    due_at = datetime.fromtimestamp(task["due_at"], UTC)
    async with application:
        assert application.job_queue is not None
        for chat in range(task["first"], task["first"] + task["count"]):
            application.job_queue.run_once(nudge, due_at, chat_id=chat, job_kwargs=task["job"])
        await application.start()
        say(ready=time.monotonic())
        await stopping.wait()
        await application.job_queue.stop(wait=False)
        await application.stop()


if __name__ == "__main__":
    asyncio.run(main(told()))
