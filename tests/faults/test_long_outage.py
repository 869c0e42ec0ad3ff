"""The bot is down for three days and comes back at some moment: nobody is flooded, nobody is forgotten."""

import random
import time as stopwatch
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from bot.sandbox import Person, Shown
from curriculum import journey, timing
from curriculum.enrolment import Enrolment
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from tests.stories.town import Town

PEOPLE = 300
OUTAGE = timedelta(hours=72)
FEW = 20
"""So many answers are lost just before the outage."""
BEGINNING = datetime(2026, 3, 26, tzinfo=UTC)
"""A Thursday; on the Sunday after it, while the bot is down, summer time begins in Europe."""
QUARTER = timedelta(minutes=15)
CAME = {NudgeState.SENT, NudgeState.UNKNOWN}
SEED = 72


@dataclass(frozen=True)
class Walker:
    """Somebody on a track, and their chat."""

    person: Person
    walk: Enrolment

    @property
    def days(self) -> list[Shown]:
        """The messages that brought a day."""
        return [message for message in self.person.inbox if message.text.startswith("Day ")]

    def next_due(self, earlier: Nudge) -> datetime:
        """When the nudge after this one falls due."""
        jitter = timing.jitter(self.walk.person)
        at = earlier.due_at
        return timing.next_due(hour=self.walk.hour, zone=self.walk.zone, last=at, now=at, jitter=jitter)

    def copies_of(self, day: int) -> list[datetime]:
        """When this day came."""
        return [message.at for message in self.days if message.text.startswith(f"Day {day}:")]


async def enrol(town: Town, people: int, chance: random.Random) -> list[Walker]:
    """People of every zone, each with an hour of their own, on the quarter hours of day and night."""
    zones = sorted(timing.zone_names())
    walkers = []
    async with town.database.unit() as unit:
        track = (await unit.tracks.on_offer())[0].ref
        for number in range(people):
            somebody = town.somebody(f"Walker {number}", 10_000 + number).person
            town.sandbox.world.chats[somebody.telegram_id].started = True
            known = await unit.people.met(somebody.telegram_id, somebody.name, town.clock(), discreet=False)
            await unit.people.agree(known.id, town.clock())
            walk = journey.start(
                id=unit.fresh.id(),
                person=known.id,
                track=track,
                hour=time(chance.randrange(24), chance.choice((0, 15, 30, 45))),
                zone=zones[number * 7 % len(zones)],
                now=town.clock(),
            )
            await unit.enrolments.add(walk)
            walkers.append(Walker(somebody, walk))
    return walkers


async def looks(town: Town) -> None:
    """The bot sees to what is due."""
    await town.app.delivery.recover()
    await town.app.planning.plan_due()
    await town.app.delivery.send_planned()


async def is_awake_until(town: Town, end: datetime) -> None:
    """Time passes, and the bot looks in at every quarter of an hour and two minutes, when that quarter's jitter is over."""
    while (then := next_quarter(town.clock()) + timedelta(minutes=2)) < end:
        town.clock.move_to(then)
        await looks(town)
    town.clock.move_to(end)
    await looks(town)


def next_quarter(now: datetime) -> datetime:
    return BEGINNING + ((now - BEGINNING) // QUARTER + 1) * QUARTER


async def breaks_down(town: Town) -> None:
    """Some answers are lost, some nudges are planned and not sent, and that is the last of the bot for now."""
    town.sandbox.faults.answer_lost(times=FEW)
    await is_awake_until(town, town.clock() + timedelta(hours=1))
    town.clock.move(timedelta(hours=1))
    await town.app.planning.plan_due()
    await town.sleeps()
    town.sandbox.faults.clear()


async def test_after_three_days_down_everybody_gets_one_message_at_a_kind_hour_and_the_walk_goes_on(
    town: Town, times: int, tell: Callable[[str], None]
) -> None:
    chance = random.Random(SEED)  # noqa: S311  (it is to be the same each time)
    began = stopwatch.monotonic()
    town.clock.move_to(BEGINNING)
    walkers = await enrol(town, PEOPLE * times, chance)
    await is_awake_until(town, BEGINNING + timedelta(seconds=chance.randrange(5 * 3600, 8 * 3600)))
    await breaks_down(town)
    down_at = town.clock()

    town.clock.move(OUTAGE + timedelta(seconds=chance.randrange(86_400)))
    await town.wakes()
    back_at = town.clock()
    await looks(town)
    await is_awake_until(town, back_at + timedelta(hours=26))

    async with town.database.unit() as unit:
        ledgers = [await unit.nudges.all_of(walker.walk.person) for walker in walkers]
    for walker, ledger in zip(walkers, ledgers, strict=True):
        check_ledger(walker, ledger, back_at)
        check_chat(walker, ledger, back_at)
    states = Counter(nudge.state for ledger in ledgers for nudge in ledger)
    tell(
        f"down from {down_at:%a %H:%M} to {back_at:%a %H:%M}, {len(walkers)} people: "
        f"{', '.join(f'{count} {state}' for state, count in sorted(states.items()))}, 0 silently lost, "
        f"{sum(len(walker.days) for walker in walkers)} messages; {stopwatch.monotonic() - began:.0f} s"
    )
    assert states[NudgeState.MISSED] >= len(walkers) // 2
    assert states[NudgeState.SENT] >= len(walkers)


def check_ledger(walker: Walker, ledger: list[Nudge], back_at: datetime) -> None:
    """Every line ends in a recorded state; day follows day, and a day that was missed comes with the next line. What
    falls due is written down on the very next date; only after a line that was missed because the bot was down it is
    the first date since it is back.
    """
    assert {nudge.state for nudge in ledger} <= CAME | {NudgeState.MISSED}
    assert [nudge.kind for nudge in ledger] == [NudgeKind.DAY] * len(ledger)
    assert (ledger[0].day, ledger[0].due_at) == (1, walker.walk.due_at)
    for earlier, later in pairwise(ledger):
        if later.due_at != walker.next_due(earlier):
            assert earlier.state is NudgeState.MISSED
            assert later.due_at >= back_at - timing.GRACE
        assert later.day == earlier.day + (earlier.state in CAME)
        assert later.local_date > earlier.local_date
    assert ledger[-1].state in CAME


def check_chat(walker: Walker, ledger: list[Nudge], back_at: datetime) -> None:
    """What came is what the ledger says, once a date, at a kind hour; after the outage one message, then one a date."""
    zone = walker.walk.zone
    came = [nudge for nudge in ledger if nudge.state in CAME]
    copies = [walker.copies_of(nudge.day) for nudge in came]
    assert sum(map(len, copies)) == len(walker.days)
    for nudge, instants in zip(came, copies, strict=True):
        assert 1 <= len(instants) <= nudge.attempts
        assert all(is_kind(at - nudge.due_at, timing.local(at, zone).time()) for at in instants)
    firsts = [instants[0] for instants in copies]
    for earlier, later in pairwise(firsts):
        assert timing.local(earlier, zone).date() < timing.local(later, zone).date()
        assert later - earlier >= timing.APART
    since = [at for instants in copies for at in instants if at >= back_at]
    assert 1 <= len(since) <= 2
    assert sum(at < end_of_waking(walker, back_at) for at in since) <= 1
    assert since[0] - back_at < timedelta(hours=26)


def is_kind(late: timedelta, hour: time) -> bool:
    """On time, or a little late and at a waking hour."""
    earliest, latest = timing.WAKING
    return late <= timing.ON_TIME or (late <= timing.GRACE and earliest <= hour <= latest)


def end_of_waking(walker: Walker, after: datetime) -> datetime:
    """When the first waking hours of this person after that instant are over."""
    return timing.next_due(hour=timing.WAKING[1], zone=walker.walk.zone, last=None, now=after)
