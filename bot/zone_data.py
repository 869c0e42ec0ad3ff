"""New rules for time zones: whoever waits for a nudge waits for their own hour by the rules of now."""

import logging
from typing import Final

from curriculum import journey, timing
from curriculum.enrolment import Enrolment
from curriculum.errors import UnknownZone
from storage.database import Database, Unit
from storage.facts import ZONE_DATA

_LOG = logging.getLogger(__name__)

_PAGE: Final = 500


async def replan(database: Database) -> int:
    """Plans every nudge to come anew when the time zone data is another than it was planned with; gives how many moved."""
    edition = timing.edition()
    async with database.unit(long=True) as unit:
        known = await unit.facts.get(ZONE_DATA)
    if known == edition:
        return 0
    moved, beyond = 0, 0
    while True:
        async with database.unit(long=True) as unit:
            page = await unit.enrolments.to_replan(beyond=beyond, limit=_PAGE)
            for enrolment in page:
                moved += await _moved(unit, enrolment)
        if not page:
            break
        beyond = page[-1].id
    async with database.unit(long=True) as unit:
        await unit.facts.remember(ZONE_DATA, edition)
    _LOG.info("time zone data %s: %s nudges to come were moved", edition, moved)
    return moved


async def _moved(unit: Unit, before: Enrolment) -> bool:
    try:
        after = journey.replanned(before)
    except UnknownZone:
        _LOG.exception("enrolment %s is in a zone that the new data does not know; it stays as it was", before.id)
        return False
    await unit.enrolments.save(before, after)
    return after != before
