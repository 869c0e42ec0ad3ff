"""Puts the parts of the desk together."""

import time

from bot.clock import Clock
from bot.desk.address import Whereabouts
from bot.desk.drafting import Drafting
from bot.desk.entering import Entering
from bot.desk.pages import Pages
from bot.desk.rationing import Ration
from bot.desk.releasing import Releasing
from bot.desk.seams import Landing, Rehearsal
from bot.desk.serving import Desk
from bot.desk.writing import Writing
from bot.publishing import Publishing
from bot.second_factor import SecondFactor
from storage.database import Database


def desk(
    database: Database,
    entering: Entering,
    whereabouts: Whereabouts,
    publishing: Publishing,
    second_factor: SecondFactor,
    now: Clock,
    *,
    rehearsal: Rehearsal | None = None,
    landing: Landing | None = None,
) -> Desk:
    """The desk. What nobody makes, a rehearsal or the pictures of how days land, has no page there."""
    pages = Pages()
    writing = Writing(
        database,
        pages,
        Drafting(now),
        publishing,
        Releasing(publishing, second_factor, now),
        rehearsal=rehearsal,
        landing=landing,
    )
    return Desk(database, entering, writing, pages, Ration(time.monotonic), whereabouts)
