"""python-telegram-bot's own webhook, with a handler that commits each update to SQLite before it does anything else."""

import sqlite3
import time
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, TypeHandler

from tests.benchmarks.racing.contenders.saying import cpu, say, told


def main(task: dict[str, Any]) -> None:
    """Serves until it is told to stop, then tells when each update was committed."""
    connection = sqlite3.connect(task["file"], isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE inbox (update_id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    committed: list[tuple[int, int]] = []

    async def keep(update: Update, _: object) -> None:
        connection.execute("INSERT INTO inbox VALUES (?, ?)", (update.update_id, update.to_json()))
        committed.append((update.update_id, time.monotonic_ns()))
        if len(committed) in task["tell_at"]:
            say(committed=len(committed), cpu=cpu())

    async def ready(_: Application[Any, Any, Any, Any, Any, Any]) -> None:
        say(ready=True)

    application = ApplicationBuilder().token(task["token"]).base_url(f"{task['url']}/bot").post_init(ready).build()
    application.add_handler(TypeHandler(Update, keep))
    application.run_webhook(
        listen="127.0.0.1",
        port=task["port"],
        url_path=task["path"],
        secret_token=task["secret"],
        webhook_url="https://localhost/",
    )
    say(at=committed)


if __name__ == "__main__":
    main(told())
