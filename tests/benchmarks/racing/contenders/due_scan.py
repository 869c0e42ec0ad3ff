"""Ours asking who is due, again and again: once while a hundred are, and once while nobody is."""

import asyncio
import statistics
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.opening import opened
from storage.database import Database
from tests.benchmarks.racing.contenders.saying import say, told
from tests.benchmarks.racing.crowd import DUE, on_a_server, settings_for


async def main(task: dict[str, Any]) -> None:
    """Says the median of so many looks, in milliseconds."""
    folder = Path(task["folder"])
    settings = on_a_server(folder, task["database"]) if "database" in task else settings_for(folder, "http://127.0.0.1")
    async with opened(settings) as database:
        none = await _looked(database, DUE - timedelta(hours=1), task["times"], wanted=0)
        some = await _looked(database, DUE + timedelta(hours=1), task["times"], wanted=task["due"])
    say(none_ms=none, some_ms=some)


async def _looked(database: Database, now: datetime, times: int, *, wanted: int) -> float:
    took = []
    for _ in range(times):
        async with database.unit() as unit:
            begun = time.perf_counter()
            found = await unit.enrolments.due(now, limit=100)
            took.append(time.perf_counter() - begun)
        assert len(found) == wanted
    return statistics.median(took) * 1000


if __name__ == "__main__":
    asyncio.run(main(told()))
