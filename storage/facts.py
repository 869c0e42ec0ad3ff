"""What the program remembers of itself from one start to the next."""

from typing import Final

from sqlalchemy import Table
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
