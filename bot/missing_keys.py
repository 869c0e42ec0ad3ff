"""People whose key is not there: the keys are older than the database, or not its own."""

import logging

from bot.finding import Finding
from storage.database import Database, Unit

_LOG = logging.getLogger(__name__)


async def finding(unit: Unit) -> Finding:
    """Whether everybody has a key. Raises `Unavailable`."""
    count = await unit.people.count_without_key()
    if not count:
        return Finding("keys of people", "good: everybody in the database has one")
    says = f"{count} in the database have none: what they wrote cannot be read, and they are answered without it"
    return Finding("keys of people", says, "restore the newest copy of the keys; deploy/README.md says how")


async def told_at_the_start(database: Database) -> None:
    """Said in the log at once, not when one of them first writes."""
    async with database.unit(long=True) as unit:
        found = await finding(unit)
    if found.is_wrong:
        _LOG.error("%s: %s; %s", found.about, found.says, found.cure)
