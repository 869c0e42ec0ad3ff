"""Which databases are worked on: not one whose everything has moved elsewhere, nor one into which a move or a restore is not finished."""

import logging
from typing import TYPE_CHECKING

from bot.settings import PREFIX, SettingsProblem

if TYPE_CHECKING:
    from storage.database import Database, Unit
    from storage.move_marks import Leaving

_LOG = logging.getLogger(__name__)


async def admit_whole(database: "Database") -> None:
    """Lets be used what a backup was not put back into by halves. Raises `SettingsProblem`."""
    if await database.is_half_restored():
        raise SettingsProblem(
            "a backup was being put back into this database, and that was broken off: make it anew (dropdb, createdb), then "
            "smallgains restore again"
        )


async def admit(database: "Database", *, writes: bool) -> None:
    """Lets be used what may be used. Until a move is finished the database it leaves counts: whoever `writes` there goes on
    without the move, which begins anew another time. Raises `SettingsProblem`.
    """
    async with database.unit() as unit:
        leaving = await left_meanwhile(unit)
        if leaving is not None and writes:
            await unit.move_marks.stay()
            _LOG.warning("a move to %s was broken off; it begins anew, in an empty database", leaving.to)


async def left_meanwhile(unit: "Unit") -> "Leaving | None":
    """The move by which everything is on its way out, as long as it is not finished. Raises `SettingsProblem` where a move
    keeps the database from being used.
    """
    arriving, leaving = await unit.move_marks.arriving(), await unit.move_marks.leaving()
    if arriving is not None and not arriving.is_over:
        raise SettingsProblem(
            "a move into this database is not finished, so it has not got everything yet; smallgains move goes on with "
            f"it. Until then use the database that is moved ({PREFIX}DATABASE_URL)"
        )
    if leaving is not None and leaving.is_over:
        raise SettingsProblem(
            f"everything that was in this database has moved to {leaving.to}, and is outdated here; set "
            f"{PREFIX}DATABASE_URL to the new one (was smallgains move broken off at its end, run it again)"
        )
    return leaving
