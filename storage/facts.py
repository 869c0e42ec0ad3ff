"""What the program remembers of itself from one start to the next."""

from typing import Final

from sqlalchemy import Table, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.singles import put
from storage.tables import FactRow, table_of

_FACT: Final[Table] = table_of(FactRow)

ZONE_DATA: Final = "zone_data"
"""The edition of the time zone data that the stored instants were computed with."""

ADMIN_ACTS_HEAD: Final = "admin_acts_head"
"""The newest act in the log of admins, sealed."""

LEDGER: Final = "ledger"
"""The tally of the lines in the ledger of the forgotten whose people are erased here."""


class Facts:
    """The table of facts, in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, name: str) -> str | None:
        """What is remembered under this name."""
        row = await self._session.get(FactRow, name, populate_existing=True)
        return None if row is None else row.value

    async def remember(self, name: str, value: str) -> None:
        """From now on this is what is remembered under the name."""
        await put(self._session, _FACT, {"name": name, "value": value}, by=["name"], anew=["value"])

    async def forget(self, name: str) -> None:
        """Nothing is remembered under this name any more."""
        await self._session.execute(delete(_FACT).where(_FACT.c.name == name))

    async def replace(self, name: str, before: str, after: str) -> bool:
        """What is remembered under the name is `after`, provided that it was `before`. False when it was not."""
        there = (_FACT.c.name == name) & (_FACT.c.value == before)
        changed = update(_FACT).where(there).values(value=after).returning(_FACT.c.name)
        return (await self._session.execute(changed)).first() is not None
