"""Too much at once from one person: told from the inbox alone, so that a crash or a redelivery finds the same."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from storage.database import Unit
from storage.inbox import Letter

MOST: Final = 20
WITHIN: Final = timedelta(seconds=60)


class Pace(StrEnum):
    """How fast somebody is: `CALM`; or this is one too many, `HASTY`, and after a plea to slow down `ASKED_TO_SLOW`."""

    CALM = "calm"
    HASTY = "hasty"
    ASKED_TO_SLOW = "asked_to_slow"


async def pace_of(unit: Unit, letter: Letter) -> Pace:
    """How fast its sender was when they did this. What waited for us through an outage was not said all at once."""
    before = await unit.inbox.said_before(letter, within=WITHIN)
    if before.count < MOST:
        return Pace.CALM
    return Pace.ASKED_TO_SLOW if before.slowed else Pace.HASTY
