"""Who is counted together: which versions, and since when those who started are in it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from bot.landing.hiding import DayCounted
from bot.landing.released import FEWEST, Versions
from curriculum.day import Outcome
from storage.landing import QUIET, WAITS, Counts, Started, Version

ENOUGH: Final = 50
"""A version is told by itself once so many have started it before the next one; else it is told with the next one."""


class Counted:
    """The true counts of some versions: by day, and of those who went quiet."""

    def __init__(self, versions: Versions, counts: Counts, *, until: date) -> None:
        self._versions = versions
        self._counts = counts
        self._last = last_days((one for one in counts.started if one.number in versions), until=until)
        self._days = self._counted_by_day()

    def day(self, day: int) -> DayCounted:
        """The counts of this day of the track."""
        return self._days.get(day) or DayCounted(self._eligible(day), 0, 0, dict.fromkeys(Outcome, 0), _NO_WAITS)

    def quiet(self) -> list[int]:
        """How many have not answered, by span."""
        spans = [0] * len(QUIET)
        for one in self._counts.silent:
            if one.number in self._versions and self._is_in(one.on, 1):
                spans[one.span] += one.count
        return spans

    def _eligible(self, day: int) -> int:
        return sum(
            one.count for one in self._counts.started if one.number in self._versions and self._is_in(one.on, day)
        )

    def _counted_by_day(self) -> Mapping[int, DayCounted]:
        sent, opened = Counter[int](), Counter[int]()
        outcomes, waits = Counter[tuple[int, Outcome]](), Counter[tuple[int, int]]()
        for one in self._counts.landed:
            if one.number not in self._versions or not self._is_in(one.on, one.day):
                continue
            sent[one.day] += one.count
            opened[one.day] += one.count if one.opened else 0
            if one.outcome is not None and one.wait is not None:
                outcomes[one.day, one.outcome] += one.count
                waits[one.day, one.wait] += one.count
        return {
            day: DayCounted(
                eligible=self._eligible(day),
                sent=sent[day],
                opened=opened[day],
                outcomes={outcome: outcomes[day, outcome] for outcome in Outcome},
                waits=[waits[day, span] for span in range(len(_NO_WAITS))],
            )
            for day in sent
        }

    def _is_in(self, on: date, day: int) -> bool:
        return day <= self._last.get(on, 0)


_NO_WAITS: Final = (0,) * (len(WAITS) + 1)


def choices(versions: Sequence[Version], started: Sequence[Started]) -> list[Versions]:
    """Versions that are told by themselves, and those that are told together. What was decided stays so: it rests on who
    had started when the next version came.
    """
    found: list[Versions] = []
    first: Version | None = None
    for version, following in zip(versions, [*versions[1:], None], strict=True):
        first = first or version
        together = Versions(first.number, version.number)
        if following is None or _before(following.published_on, started, together) >= ENOUGH:
            found.append(together)
            first = None
    return found


def last_days(started: Iterable[Started], *, until: date) -> dict[date, int]:
    """Up to which day of the track those count who started on a date: they come in by steps of ten people or more, each when
    all in it have had that day and a day to answer. Those who wait for their step to be full are not there.
    """
    by_date = Counter[date]()
    for one in started:
        by_date[one.on] += one.count
    last: dict[date, int] = {}
    waiting: list[date] = []
    for on in sorted(by_date):
        waiting.append(on)
        if sum(by_date[each] for each in waiting) >= FEWEST:
            full = on + timedelta(days=1)
            last |= dict.fromkeys(waiting, max(0, until.toordinal() - full.toordinal() - 1))
            waiting = []
    return last


def _before(on: date, started: Sequence[Started], versions: Versions) -> int:
    return sum(one.count for one in started if one.number in versions and one.on < on)
