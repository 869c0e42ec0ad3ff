"""Ours, from due to settled: plans everybody, then claims, renders, sends and records, and says what that took."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot import loop
from bot.app import App, build
from bot.chat import nudge_messages
from bot.clock import utc_now
from bot.delivery import SENDERS, Delivery
from bot.opening import keyring_of, opened
from bot.telegram.limits import Limits
from curriculum.nudge import UNSETTLED, NudgeState
from tests.benchmarks.racing.contenders.saying import Measured, peak_mib, say, told
from tests.benchmarks.racing.crowd import settings_for


async def main(task: dict[str, Any]) -> None:
    """Drains the database in `folder` at `per_second` messages at most, with `senders` requests at a time."""
    settings = settings_for(Path(task["folder"]), task["url"], **task.get("settings", {}))
    keyring = keyring_of(settings)
    shift = timedelta(seconds=task["shift"])

    def now() -> Any:
        return utc_now() + shift

    async with opened(settings, keyring=keyring) as database:
        app = build(settings, database, keyring, now, limits=Limits(task["per_second"]))
        await app.bot.initialize()
        await app.lease.take()
        delivery = _delivery(app, now, task.get("senders") or SENDERS)
        planning = Measured()
        await app.planning.plan_due()
        planned = planning.figures()
        sending = Measured()
        count = await delivery.send_planned()
        sent = sending.figures()
        async with database.unit() as unit:
            counts = await unit.nudges.counts()
        await app.bot.shutdown()
    say(
        count=count,
        **sent,
        plan_seconds=planned["seconds"],
        plan_cpu=planned["cpu"],
        unsettled=sum(counts.get(state, 0) for state in (*UNSETTLED, NudgeState.UNKNOWN)),
        peak_mib=peak_mib(),
    )


def _delivery(app: App, now: Any, senders: int) -> Delivery:
    return Delivery(
        app.database,
        app.sending,
        nudge_messages.going_out,
        now,
        lease=app.lease,
        steady=app.watch.is_steady,
        senders=senders,
    )


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # the clock is not Telegram's here
    loop.run(main(told()))
