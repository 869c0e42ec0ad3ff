"""Moving the demo's clock: what the page's buttons ask for. The demo hands over somebody who can do it."""

from typing import Protocol


class ClockMover(Protocol):
    """Lets time pass. Each move says in one plain sentence what happened."""

    async def to_next_nudge(self, telegram_id: int) -> str:
        """On to the moment at which this person's next nudge falls due."""

    async def one_day_on(self) -> str:
        """The same hour tomorrow."""

    async def to_clock_change(self, telegram_id: int) -> str:
        """On to the next night on which clocks change where this person lives."""
