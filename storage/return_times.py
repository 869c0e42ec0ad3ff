"""Times of return that people named before a pause, each told by a nudge; and whether they came back, as they tapped it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from curriculum.calm import ReturnAnswer
from storage.randomness import Randomness
from storage.tables import ReturnTimeRow


@dataclass(frozen=True, slots=True)
class ReturnTime:
    """A time of return; `longer` counts how often the pause was made longer before it."""

    id: int
    nudge: int
    longer: int
    answer: ReturnAnswer | None


class ReturnTimes:
    """The table of times of return, in one transaction."""

    def __init__(self, session: AsyncSession, randomness: Randomness) -> None:
        self._session = session
        self._random = randomness

    async def add(self, person: int, nudge: int, *, longer: int) -> None:
        """A time of return was named, which this nudge tells."""
        self._session.add(ReturnTimeRow(id=self._random.id(), person=person, nudge=nudge, longer=longer))
        await self._session.flush()

    async def of(self, nudge: int) -> ReturnTime | None:
        """The time of return that this nudge tells."""
        found = await self._session.scalars(
            select(ReturnTimeRow).where(ReturnTimeRow.nudge == nudge).execution_options(populate_existing=True)
        )
        row = found.one_or_none()
        if row is None:
            return None
        answer = None if row.answer is None else ReturnAnswer(row.answer)
        return ReturnTime(row.id, row.nudge, row.longer, answer)

    async def answer(self, it: ReturnTime, answer: ReturnAnswer, now: datetime) -> None:
        """What became of it; a later tap takes the place of an earlier one."""
        await self._session.execute(
            update(ReturnTimeRow).where(col(ReturnTimeRow.id) == it.id).values(answer=answer, answered_at=now)
        )
