"""Lets go of what has been kept for as long as it may be."""

from datetime import datetime, timedelta

from bot import terms
from storage.database import Database


async def let_go(database: Database, now: datetime) -> None:
    """Erases what is past its time, table by table, and leaves no copy of it behind."""
    async with database.unit(long=True) as unit:
        for days in await unit.people.words_days():
            await unit.check_ins.forget_notes(before=now - timedelta(days=days), words_days=days)
            await unit.gains.forget(
                before=now - timedelta(days=days), on_no_walk_before=now - terms.GAINS, words_days=days
            )
            await unit.pairs.forget_answers(before=now - timedelta(days=days), words_days=days)
        await unit.pairs.forget_codes(now)
        await unit.journal.forget_searches(asked_before=now - terms.SEARCHES)
        await unit.tracks.forget_drafts(now - terms.DRAFTS)
        await unit.desk_drafts.forget(now - terms.DRAFTS)
        await unit.desk_visits.forget(now=now, seen_before=now - terms.DESK_IDLE, begun_before=now - terms.DESK_VISIT)
        await unit.media.forget_unused(sent_before=now - terms.DRAFTS)
        await unit.nudges.forget_attempts(ended_before=now - terms.REQUESTS)
        await unit.inbox.forget(handled_before=now - terms.HANDLED, buried_before=now - terms.DEAD_LETTERS)
        await unit.messages.forget(sent_before=now - terms.MESSAGES)
        await unit.soft_starts.forget(begun_before=now - terms.SOFT_STARTS)
        await unit.people.forget_plain(before=now)
        await unit.broadcasts.forget(made_before=now - terms.BROADCASTS)
    await database.checkpoint()
