"""The bot, which kills itself, as `kill -9` would, at a named point of its work.

    python -m tests.faults.dying                                      # it has one sender, and dies of nothing
    python -m tests.faults.dying POINT nudge N SINCE                  # at the Nth nudge that fell due since then
    python -m tests.faults.dying POINT update ID                      # at the first update after this one
    python -m tests.faults.dying POINT forget                         # when somebody is forgotten
    python -m tests.faults.dying POINT study                          # when somebody takes back their part in a study
    python -m tests.faults.dying POINT broadcast N                    # at the Nth person to whom a broadcast goes

It has one sender, so that at its death exactly one nudge is on its way, and it is known what may have become of it.
"""

import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any, Final, cast

from bot import logs, loop, running
from bot.app import App, build
from bot.chat import nudge_messages
from bot.clock import Clock, ShiftedClock
from bot.delivery import Delivery
from bot.settings import Settings, read_settings
from curriculum.nudge import Nudge
from storage.broadcasts import Broadcasts, Send
from storage.database import Database, Unit
from storage.erasure import Erasure
from storage.inbox import Inbox, Letter, Received, Waiting
from storage.nudges import Nudges
from storage.secrecy import Keyring
from storage.studies import Studies
from tests.faults.brisk import STALLED


class Moment(StrEnum):
    """When in a transaction, as seen from a step in it."""

    BEFORE = "the step is not taken yet"
    WRITTEN = "all is written, and nothing is committed"
    KEPT = "all is committed"


@dataclass(frozen=True)
class Point:
    """A moment of the transaction in which this step is taken."""

    step: str
    moment: Moment


NUDGE_POINTS: Final = {
    "before-the-claim": Point("claim_all", Moment.BEFORE),
    "inside-the-claim": Point("claim_all", Moment.WRITTEN),
    "after-the-claim": Point("claim_all", Moment.KEPT),
    "after-the-answer": Point("end_attempts", Moment.BEFORE),
    "inside-the-record": Point("end_attempts", Moment.WRITTEN),
    "after-the-record": Point("end_attempts", Moment.KEPT),
}
UPDATE_POINTS: Final = {
    "inside-the-store": Point("store", Moment.WRITTEN),
    "after-the-store": Point("store", Moment.KEPT),
    "inside-the-effect": Point("acted", Moment.WRITTEN),
    "after-the-effect": Point("acted", Moment.KEPT),
    "after-the-answer-is-said": Point("done", Moment.BEFORE),
}
FORGET_POINTS: Final = {
    "behind-the-ledger": Point("erase", Moment.BEFORE),
    "inside-the-erasure": Point("erase", Moment.WRITTEN),
    "behind-the-erasure": Point("erase", Moment.KEPT),
}
STUDY_POINTS: Final = {
    "behind-the-note": Point("take_back", Moment.BEFORE),
    "inside-the-end": Point("take_back", Moment.WRITTEN),
    "behind-the-end": Point("take_back", Moment.KEPT),
}

BROADCAST_POINTS: Final = {
    "before-the-claim": Point("claim", Moment.BEFORE),
    "inside-the-claim": Point("claim", Moment.WRITTEN),
    "after-the-claim": Point("claim", Moment.KEPT),
    "after-the-answer": Point("change", Moment.BEFORE),
    "inside-the-record": Point("change", Moment.WRITTEN),
    "after-the-record": Point("change", Moment.KEPT),
}


class NthSend:
    """The nth step with a broadcast on its way to somebody."""

    def __init__(self, nth: int) -> None:
        self._left = nth

    def __call__(self, taken_with: object) -> bool:
        """Whether this is the one."""
        self._left -= isinstance(taken_with, Send)
        return self._left == 0


class NthNudge:
    """The nth nudge, of those that fell due since then, with which a step is taken."""

    def __init__(self, nth: int, since: datetime) -> None:
        self._left = nth
        self._since = since

    def __call__(self, taken_with: object) -> bool:
        """Whether this is the one."""
        nudges = [nudge for nudge, _ in taken_with] if isinstance(taken_with, Sequence) else []
        self._left -= sum(isinstance(nudge, Nudge) and nudge.due_at >= self._since for nudge in nudges)
        return self._left == 0


@dataclass(frozen=True)
class UpdateAfter:
    """An update that came after this one, alone or among others."""

    update_id: int

    def __call__(self, taken_with: object) -> bool:
        """Whether this is the one."""
        match taken_with:
            case int():
                return taken_with > self.update_id
            case Received() | Waiting() | Letter():
                return taken_with.update_id > self.update_id
            case Collection():
                return any(map(self, taken_with))
        return False


class Death:
    """Comes at a point, with the one it is meant for."""

    def __init__(self, point: Point, is_the_one: Callable[[object], bool]) -> None:
        self._point = point
        self._is_the_one = is_the_one

    def is_near(self, step: str, taken_with: object) -> bool:
        """Whether it comes in the transaction in which this step is taken now; it may come at once."""
        near = step == self._point.step and self._is_the_one(taken_with)
        if near:
            self.comes(Moment.BEFORE)
        return near

    def comes(self, moment: Moment) -> None:
        """It comes, when this is the moment."""
        if moment is self._point.moment:
            os.kill(os.getpid(), signal.SIGKILL)


class _Transaction:
    """The steps of one transaction."""

    def __init__(self, death: Death) -> None:
        self._death = death
        self._doomed = False

    def taken(self, step: str, taken_with: object) -> None:
        self._doomed = self._death.is_near(step, taken_with) or self._doomed

    def reaches(self, moment: Moment) -> None:
        if self._doomed:
            self._death.comes(moment)


class _Watched:
    """A repository that tells its transaction of each step before it is taken."""

    def __init__(self, repository: object, transaction: _Transaction) -> None:
        self._repository = repository
        self._transaction = transaction

    def __getattr__(self, step: str) -> Any:
        method = getattr(self._repository, step)

        async def taken(*given: Any, **more: Any) -> Any:
            self._transaction.taken(step, given[0] if given else None)
            return await method(*given, **more)

        return taken


class DyingDatabase(Database):
    """A database in whose transactions the process dies."""

    def __init__(self, url: str, keyring: Keyring, death: Death) -> None:
        super().__init__(url, keyring)
        self._death = death

    @asynccontextmanager
    async def unit(self, *, patient: bool = False, long: bool = False) -> AsyncIterator[Unit]:
        """One transaction, if the process lives to see its end."""
        transaction = _Transaction(self._death)
        async with super().unit(patient=patient, long=long) as unit:
            yield replace(
                unit,
                nudges=cast(Nudges, _Watched(unit.nudges, transaction)),
                inbox=cast(Inbox, _Watched(unit.inbox, transaction)),
                erasure=cast(Erasure, _Watched(unit.erasure, transaction)),
                broadcasts=cast(Broadcasts, _Watched(unit.broadcasts, transaction)),
                studies=cast(Studies, _Watched(unit.studies, transaction)),
            )
            transaction.reaches(Moment.WRITTEN)
        transaction.reaches(Moment.KEPT)


def assemble(settings: Settings, database: Database, keyring: Keyring, now: Clock, *, death: Death | None) -> App:
    """The bot with one sender, and with its death in the database."""
    used = database if death is None else DyingDatabase(settings.database_url, keyring, death)
    app = build(settings, used, keyring, now, stalled=STALLED)
    one_sender = Delivery(
        used, app.sending, nudge_messages.going_out, now, lease=app.lease, steady=app.watch.is_steady, senders=1
    )
    return replace(app, delivery=one_sender)


def main() -> None:
    """Runs until it dies or is told to stop."""
    settings = read_settings()
    logs.set_up(settings)
    assert settings.clock_file is not None, "the tests move its clock"
    together = partial(assemble, death=_death(sys.argv[1:]))
    loop.run(running.run(settings, ShiftedClock(settings.clock_file), assemble=together))


def _death(told: list[str]) -> Death | None:
    match told:
        case []:
            return None
        case [point, "nudge", nth, since]:
            return Death(NUDGE_POINTS[point], NthNudge(int(nth), datetime.fromisoformat(since)))
        case [point, "update", update_id]:
            return Death(UPDATE_POINTS[point], UpdateAfter(int(update_id)))
        case [point, "broadcast", nth]:
            return Death(BROADCAST_POINTS[point], NthSend(int(nth)))
        case [point, "study"]:
            return Death(STUDY_POINTS[point], lambda _: True)
        case [point, "forget"]:
            return Death(FORGET_POINTS[point], lambda _: True)
    sys.exit(__doc__)


if __name__ == "__main__":
    main()
