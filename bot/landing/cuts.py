"""Who is counted together: which versions, and since when those who started are in it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.landing.hiding import DayCounted
from bot.landing.released import FEWEST, Versions
from curriculum.day import DAYS, Outcome
from storage.landing import WAITS, Bound, Landed, Silent, Started, Version


@dataclass(frozen=True, slots=True)
class Cut:
    """Some versions that are told together, and up to which day those count who started with them on a date."""

    versions: Versions
    last: Mapping[date, int]

    @property
    def bounds(self) -> list[Bound]:
        """The same as storage counts by it. Who started earlier has come as far, so there is one instant for each day."""
        found = []
        for day in range(1, DAYS + 1):
            on = max((on for on, last in self.last.items() if last >= day), default=None)
            if on is not None:
                before = datetime.combine(on + timedelta(days=1), time(0), UTC)
                found += [Bound(number, day, before) for number in self.versions.numbers]
        return found

    def eligible(self, day: int, started: Iterable[Started]) -> int:
        """For how many this day was due so far; beyond the length of a walk none is."""
        return sum(
            one.count
            for one in started
            if one.number in self.versions and day <= min(one.length, self.last.get(one.on, 0))
        )

    def counted(self, day: int, started: Iterable[Started], landed: Iterable[Landed]) -> DayCounted:
        """The true counts of a day."""
        own = [one for one in landed if one.number in self.versions and one.day == day]
        outcomes, waits = Counter[Outcome](), Counter[int]()
        for one in own:
            if one.outcome is not None and one.wait is not None:
                outcomes[one.outcome] += one.count
                waits[one.wait] += one.count
        return DayCounted(
            eligible=self.eligible(day, started),
            sent=sum(one.count for one in own),
            opened=sum(one.count for one in own if one.opened),
            outcomes={outcome: outcomes[outcome] for outcome in Outcome},
            waits=[waits[span] for span in range(len(WAITS) + 1)],
        )

    def quiet(self, span: int, silent: Iterable[Silent]) -> int:
        """How many have not answered for this span."""
        return sum(one.count for one in silent if one.number in self.versions and one.span == span)


def cut(versions: Versions, started: Iterable[Started], *, until: date) -> Cut:
    """These versions, with everybody who may be in them by that date."""
    return Cut(versions, last_days((one for one in started if one.number in versions), until=until))


def choices(versions: Sequence[Version]) -> list[Versions]:
    """Versions that are told by themselves, and those that are told together. It rests on what was noted when the next version
    came, and on no count of today: whoever could see a few people on this side of a cut and then on that would find them.
    """
    found: list[Versions] = []
    first: Version | None = None
    for version in versions:
        first = first or version
        if version.apart or version is versions[-1]:
            found.append(Versions(first.number, version.number))
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
