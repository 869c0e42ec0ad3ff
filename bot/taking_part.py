"""Somebody takes part in a study, or takes that back: at once, and in every backup that is ever restored.

The yes is in the database, and goes with it. That it was taken back is written beside the keys of people first, which are never put
back to an earlier state and are the same for every process; then the yes goes, and with it what chance decided. Dead in between, the
next start does the rest, and the tap, which still waits, is answered. So nothing has to be compared at each look: what the database
says is true once `replay` was there, at a start, in a restored backup, and before anything is handed over.

There it is compared by time: what was agreed to until then is taken back, in whichever backup it stands. A new yes comes after it, also
where the clock went back meanwhile.

It is no line in the ledger of the forgotten: that one grows for ever and has to be proven whole, as its people are to be nowhere else,
while this is about somebody who is here, has a key in the same file, and is gone from it with that key. Programs from before leave
the table alone. What they take back themselves, while they still work beside newer ones, they do not note: against a backup from before
that holds as little as it did.
"""

import logging
from datetime import timedelta
from typing import Final

from bot.clock import Clock
from curriculum.study import Agreement, Study
from storage.database import Database, Unit
from storage.keys import DataKeys

_LOG: Final = logging.getLogger(__name__)
_LATER: Final = timedelta(microseconds=1)


class TakingPart:
    """Takes people into a study, and out of it for good."""

    def __init__(self, keys: DataKeys, now: Clock) -> None:
        self._keys = keys
        self._now = now

    async def agree(self, unit: Unit, person: int, study: Study) -> bool:
        """From now on the person takes part. False when they do already. Raises `Unavailable`."""
        taken_back = self._keys.noted_taken_back(person)
        at = self._now() if taken_back is None else max(self._now(), taken_back + _LATER)
        return await unit.studies.agree(person, study, at)

    async def take_back(self, unit: Unit, person: int) -> Agreement | None:
        """The person takes no part any more, and what was decided for them goes; gives what they had agreed to. Raises
        `Unavailable`.
        """
        agreement = await unit.studies.agreement_of(person)
        # Also where there is none: they may take back what stands in a newer backup than the one that was restored.
        self._keys.note_taken_back(person, self._now() if agreement is None else max(self._now(), agreement.agreed_at))
        await unit.studies.take_back(person)
        return agreement

    async def replay(self, database: Database) -> int:
        """Whoever took it back and takes part all the same, as in a backup or after a crash, takes none any more; gives how many
        that were. Raises `Unavailable`.
        """
        taken_back = self._keys.all_taken_back()
        if not taken_back:
            return 0
        async with database.unit(long=True) as unit:
            again = await unit.studies.take_back_again(taken_back)
        if again:
            _LOG.warning(
                "%s people had taken back their part in a study, and were in it again; they are not any more", again
            )
        return again
