"""People whose key is not there: the keys are older than the database, or not its own."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

from bot.faults import PEOPLE_WITHOUT_KEY
from bot.finding import Finding
from bot.pauses import PAUSES, growing, stopped_within
from storage.database import Database, Unit
from storage.errors import Unavailable
from storage.people import SomePeople

_LOG = logging.getLogger(__name__)

_BETWEEN: Final = 0.5
"""Seconds between two looks at a thousand people: a million are gone through in less than ten minutes."""


async def finding(unit: Unit) -> Finding:
    """Whether everybody has a key. Raises `Unavailable`."""
    return _finding(await unit.people.count_without_key())


async def told_at_the_start(database: Database) -> None:
    """Said in the log at once, not when one of them first writes. As ids are random, the first thousand stand for all, and a
    start with many people takes no longer. Raises `Unavailable`.
    """
    _tell(_finding((await _look(database, beyond=0)).without_key))


async def told_meanwhile(
    database: Database, stopping: asyncio.Event, *, between: float = _BETWEEN, pauses: Sequence[float] = PAUSES
) -> None:
    """Goes through the rest, a few at a time while the bot works, and says so when some have none that were not told of."""
    missing = told = 0
    beyond: int | None = 0
    tries = growing(pauses)
    while beyond is not None:
        try:
            some = await _look(database, beyond=beyond)
        except Unavailable:
            if await stopped_within(next(tries), stopping):
                return
            continue
        missing += some.without_key
        if beyond == 0:
            told = missing
        elif missing and not told:
            _tell(_finding(missing))
            told = missing
        beyond = some.last
        if beyond is not None and await stopped_within(between, stopping):
            return
    if missing > told:
        _tell(_finding(missing))


async def _look(database: Database, *, beyond: int) -> SomePeople:
    async with database.unit(patient=True) as unit:
        return await unit.people.some_without_key(beyond=beyond)


def _finding(count: int) -> Finding:
    if not count:
        return Finding("keys of people", "good: everybody in the database has one")
    says = f"{count} in the database have none: what they wrote cannot be read, and they are answered without it"
    return PEOPLE_WITHOUT_KEY.found("keys of people", says)


def _tell(found: Finding) -> None:
    if found.is_wrong:
        _LOG.error("%s: %s; %s", found.about, found.says, found.cure)
