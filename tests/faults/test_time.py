"""Whatever somebody and the world do to a walk: a day a local date, eight hours apart, in order, and no bursts."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from curriculum import timing
from curriculum.day import DAYS
from curriculum.enrolment import Standing
from curriculum.nudge import UNSETTLED, NudgeKind, NudgeState
from tests.faults.walking import Arrival, Entry, Fate, Walking

EXAMPLES = 10_000
CHUNKS = 4
FAR = ("Pacific/Kiritimati", "Etc/GMT+12", "Pacific/Apia", "Pacific/Pago_Pago", "Pacific/Chatham", "America/Nuuk")
TOO_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
CAME = {NudgeState.SENT, NudgeState.CONFIRMED, NudgeState.UNKNOWN}

zones = st.one_of(st.sampled_from(FAR), st.sampled_from(sorted(timing.zone_names())))
places = st.sampled_from([0, *range(18, DAYS + 1)])
"""How far somebody has come: the whole way now and then, mostly near its end, so that more walks can be looked at."""
people = st.integers(0, 500)
hours = st.integers(0, 24 * 60 - 1).map(lambda minute: time(*divmod(minute, 60)))
soon_or_any = st.one_of(hours, st.integers(4 * 60, 10 * 60))
"""An hour, or in how many minutes from now it is to be: about as soon as a next day may come."""
MOVES = st.one_of(
    st.tuples(st.just("passes"), st.integers(1, 3_000)),
    st.tuples(st.just("falls due"), st.none()),
    st.tuples(st.just("is down"), st.integers(1, 7_000)),
    st.tuples(st.just("sends nothing"), st.integers(1, 600)),
    st.tuples(st.just("moves"), zones),
    st.tuples(st.just("moves in mid-air"), st.tuples(zones, st.integers(0, 240))),
    st.tuples(st.just("other hour"), soon_or_any),
    st.tuples(st.just("pauses"), st.none()),
    st.tuples(st.just("resumes"), st.none()),
    st.tuples(st.just("starts again"), st.tuples(zones, soon_or_any, places)),
    st.tuples(st.just("taps"), st.none()),
    st.tuples(st.just("meets"), st.lists(st.sampled_from(Fate), min_size=1, max_size=4)),
)
some_time = st.datetimes(datetime(2024, 1, 1), datetime(2040, 12, 31)).map(lambda when: when.replace(tzinfo=UTC))  # noqa: DTZ001


@st.composite
def near_a_clock_change(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone, and an instant within two days of a night on which its clocks move, when they do."""
    zone, when = draw(zones), draw(some_time)
    change = timing.next_clock_change(zone, when)
    return zone, (change or when) + timedelta(minutes=draw(st.integers(-2_880, 2_880)))


def do(walking: Walking, what: str, value: object) -> None:
    match what, value:
        case "passes", int(minutes):
            walking.passes(timedelta(minutes=minutes))
        case "falls due", _:
            walking.falls_due()
        case "is down", int(minutes):
            walking.is_down(timedelta(minutes=minutes))
        case "sends nothing", int(minutes):
            walking.sends_nothing(timedelta(minutes=minutes))
        case "moves", str(zone):
            walking.wants(zone=zone)
        case "moves in mid-air", (str(zone), int(minutes)):
            walking.falls_due()
            walking.sends_nothing(timedelta(minutes=minutes))
            walking.wants(zone=zone)
        case "other hour", (time() | int()) as hour:
            walking.wants(hour=chosen(hour, walking.now, walking.walk.zone))
        case "pauses", _:
            walking.pauses()
        case "resumes", _:
            walking.resumes()
        case "starts again", (str(zone), (time() | int()) as hour, int(place)):
            walking.starts_again(hour=chosen(hour, walking.now, zone), zone=zone, place=place)
        case "taps", _:
            walking.taps()
        case "meets", list(fates):
            walking.fates = fates.copy()


def chosen(hour: time | int, now: datetime, zone: str) -> time:
    """The hour that was chosen, to the minute."""
    if isinstance(hour, time):
        return hour
    return timing.local(now + timedelta(minutes=hour), zone).time().replace(second=0, microsecond=0)


def broken(walking: Walking) -> Iterator[str]:
    """Every way in which the promise was not kept."""
    firsts = [arrival for arrival in walking.arrivals if not arrival.copy]
    for earlier, arrival in pairwise(walking.arrivals):
        if not arrival.copy and date_of(earlier, arrival.zone) >= date_of(arrival, arrival.zone):
            yield f"two on one date: {earlier} {arrival}"
        if not arrival.copy and arrival.at - earlier.at < timing.APART:
            yield f"too close: {earlier} {arrival}"
    for arrival in walking.arrivals:
        if not at_a_kind_hour(arrival):
            yield f"at an unkind hour: {arrival}"
        if arrival.entry.state not in CAME:
            yield f"came, and is written down as {arrival.entry.state}: {arrival}"
    for back_at in walking.back_at:
        if sum(back_at <= arrival.at < back_at + timing.APART for arrival in firsts) > 1:
            yield f"a burst after the outage that ended at {back_at}"
    for entry in walking.ledger:
        if entry.state in UNSETTLED:
            yield f"never settled: {entry}"
        if sum(arrival.entry is entry for arrival in walking.arrivals) > 2:
            yield f"more than one copy: {entry}"
    for walk in {entry.walk for entry in walking.ledger}:
        days = [entry.day for entry in walking.ledger if entry.walk == walk and is_a_day(entry) and entry.state in CAME]
        if days and days != list(range(days[0], days[0] + len(days))):
            yield f"not in order, or one day twice or never: {days}"


def date_of(arrival: Arrival, zone: str) -> date:
    return timing.local(arrival.at, zone).date()


def is_a_day(entry: Entry) -> bool:
    return entry.kind is NudgeKind.DAY


def at_a_kind_hour(arrival: Arrival) -> bool:
    """On time, or a little late and at a waking hour where the person is."""
    earliest, latest = timing.WAKING
    late = arrival.at - arrival.entry.due_at
    return late <= timing.ON_TIME or (
        late <= timing.GRACE and earliest <= timing.local(arrival.at, arrival.zone).time() <= latest
    )


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_whatever_happens_days_come_in_order_one_a_local_date_and_never_in_bursts(
    chunk: int, times: int, tell: Callable[[str], None]
) -> None:
    seen = [0, 0]

    @seed(chunk)
    @settings(max_examples=EXAMPLES * times // CHUNKS, deadline=None, database=None, suppress_health_check=TOO_SLOW)
    @given(near_a_clock_change(), hours, places, people, st.lists(MOVES, min_size=3, max_size=14))
    def holds(
        where: tuple[str, datetime], hour: time, place: int, person: int, moves: list[tuple[str, object]]
    ) -> None:
        zone, now = where
        walking = Walking.begun(zone=zone, hour=hour, now=now, place=place, person=person)

        for what, value in moves:
            do(walking, what, value)
        walking.fates, walking.sends_from = [], walking.now
        walking.resumes()
        calm_from = walking.now
        walking.passes(timedelta(days=40))

        assert list(broken(walking)) == []
        assert walking.walk.standing is Standing.FINISHED
        last = [arrival for arrival in walking.arrivals if arrival.at > calm_from + timedelta(days=2, hours=9)]
        dates = [timing.local(arrival.at, arrival.zone).date() for arrival in last]
        assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(dates))
        seen[0] += 1
        seen[1] += len(walking.arrivals)

    holds()

    tell(f"walks with travel, outages and lost answers: {seen[0]}, {seen[1]} messages, violations 0")
