"""How a database comes to the newest schema while others may work with it: what only adds is done at once, what takes away
waits until nobody older is there.
"""

from typing import TYPE_CHECKING

from bot import lock
from bot.lock import SecondInstance
from storage.taking import Tell, to_nobody

if TYPE_CHECKING:
    from storage.database import Database


async def upgrade(database: "Database", *, locked: bool, tell: Tell = to_nobody) -> None:
    """Brings the database up to date, and tells how far that has come. Whoever has the lock on a file already says that it is
    `locked`. Raises `NewerSchema`, and `SecondInstance` when others are at work that could not go on.
    """
    if not await database.ends_older_ones():
        await database.migrate(tell)
        return
    async with database.one_at_a_time():
        if not await database.ends_older_ones():  # another of this version was faster
            await database.migrate(tell)
            return
        try:
            with lock.held_on_file(None if locked else database.file):
                async with lock.held_on_server(database):
                    await database.migrate(tell)
        except SecondInstance as error:
            raise SecondInstance(
                "this version changes the database in a way that older ones cannot go on with, and one is still at work: stop "
                "all of them, then start this one (deploy/README.md, Upgrades)"
            ) from error
