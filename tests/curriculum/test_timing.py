"""When nudges fall due: calendars, clock changes, journeys, and the promise of one day per local date."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum import timing
from curriculum.errors import UnknownZone

A_FEW_HUNDRED = settings(max_examples=300, deadline=None)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def on_the_wall(instant: datetime, zone: str) -> str:
    return timing.local(instant, zone).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("zone", "on", "hour", "expected"),
    [
        pytest.param("Europe/Berlin", "2026-01-15", "07:30", "2026-01-15 06:30", id="an ordinary winter day"),
        pytest.param("Europe/Berlin", "2026-07-15", "07:30", "2026-07-15 05:30", id="an ordinary summer day"),
        pytest.param("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29 01:30", id="in the hour that is left out"),
        pytest.param(
            "Europe/Berlin", "2026-10-25", "02:30", "2026-10-25 00:30", id="the first of the hour that repeats"
        ),
        pytest.param("Africa/Cairo", "2026-04-24", "00:30", "2026-04-23 22:30", id="midnight itself is left out"),
        pytest.param("America/Nuuk", "2026-03-28", "23:30", "2026-03-29 00:59", id="Nuuk jumps over its last hour"),
        pytest.param("America/Nuuk", "2026-03-28", "22:59", "2026-03-29 00:59", id="Nuuk just before the jump"),
        pytest.param(
            "Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:45", id="Lord Howe's half hour, spring"
        ),
        pytest.param(
            "Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04 14:45", id="Lord Howe's half hour, autumn"
        ),
        pytest.param("Pacific/Kiritimati", "2026-05-02", "07:00", "2026-05-01 17:00", id="fourteen hours ahead"),
        pytest.param(
            "Etc/GMT+12", "2026-05-02", "22:00", "2026-05-03 10:00", id="twelve hours behind, at Baker Island"
        ),
        pytest.param("Asia/Kathmandu", "2026-05-02", "07:00", "2026-05-02 01:15", id="a zone on the quarter hour"),
        pytest.param("Europe/London", "2028-02-29", "07:00", "2028-02-29 07:00", id="the leap day"),
    ],
)
def test_a_local_time_is_one_instant(zone: str, on: str, hour: str, expected: str) -> None:
    found = timing.instant(date.fromisoformat(on), time.fromisoformat(hour), timing.zone_named(zone))

    assert found == at(expected)
    assert found.tzinfo is UTC


def test_a_date_that_never_was_has_no_instant() -> None:
    apia = timing.zone_named("Pacific/Apia")

    assert timing.instant(date(2011, 12, 30), time(7, 30), apia) is None
    assert timing.instant(date(2011, 12, 30), time(0, 0), apia) is None
    assert timing.instant(date(2011, 12, 31), time(7, 30), apia) == at("2011-12-30 17:30")


@pytest.mark.parametrize(
    ("zone", "hour", "last", "now", "expected"),
    [
        pytest.param("Europe/Berlin", "07:30", None, "2026-01-15 05:00", "2026-01-15 07:30", id="the first, later today"),
        pytest.param("Europe/Berlin", "07:30", None, "2026-01-15 06:30", "2026-01-15 07:30", id="the first, this minute"),
        pytest.param(
            "Pacific/Honolulu", "20:00", None, "2026-01-16 02:00", "2026-01-15 20:00", id="the first, already tomorrow in UTC"
        ),
        pytest.param("Europe/Berlin", "07:30", None, "2026-01-15 06:31", "2026-01-16 07:30", id="the first, tomorrow"),
        pytest.param(
            "Europe/Berlin", "07:30", "2026-03-28 06:30", "2026-03-28 06:30", "2026-03-29 07:30",
            id="over the change to summer time",
        ),
        pytest.param(
            "Europe/Berlin", "07:30", "2026-10-24 05:30", "2026-10-24 05:30", "2026-10-25 07:30",
            id="over the change to winter time",
        ),
        pytest.param(
            "Europe/Berlin", "02:30", "2026-10-25 00:30", "2026-10-25 00:31", "2026-10-26 02:30",
            id="not again in the hour that repeats",
        ),
        pytest.param(
            "Europe/Berlin", "02:30", "2026-03-28 01:30", "2026-03-28 01:31", "2026-03-29 03:30",
            id="moved on in the hour that is left out",
        ),
        pytest.param(
            "America/Nuuk", "23:30", "2026-03-28 01:30", "2026-03-28 01:31", "2026-03-28 22:59",
            id="Nuuk on the spring night",
        ),
        pytest.param(
            "Pacific/Apia", "07:30", "2011-12-29 17:30", "2011-12-29 18:00", "2011-12-31 07:30",
            id="Apia without its 30th of December",
        ),
        pytest.param(
            "Pacific/Honolulu", "07:00", "2026-03-01 18:00", "2026-03-02 02:00", "2026-03-02 07:00",
            id="from Auckland to Honolulu, where it is still yesterday",
        ),
        pytest.param(
            "Pacific/Auckland", "07:00", "2026-03-01 17:00", "2026-03-02 03:00", "2026-03-03 07:00",
            id="from Honolulu to Auckland, where the day has had its nudge",
        ),
        pytest.param(
            "Europe/Berlin", "21:00", "2026-01-15 06:30", "2026-01-15 06:40", "2026-01-16 21:00",
            id="hour made later just after the nudge",
        ),
        pytest.param(
            "Europe/Berlin", "06:00", "2026-01-15 22:30", "2026-01-15 22:40", "2026-01-17 06:00",
            id="hour made earlier: six and a half hours are too few",
        ),
        pytest.param(
            "Europe/Berlin", "07:30", "2026-01-15 22:30", "2026-01-15 22:40", "2026-01-16 07:30",
            id="hour made earlier: eight hours will do",
        ),
        pytest.param(
            "Europe/Berlin", "07:30", "2026-01-15 06:30", "2026-02-15 12:00", "2026-02-16 07:30",
            id="after a month away",
        ),
        pytest.param(
            "Europe/London", "07:00", "2028-02-28 07:00", "2028-02-28 07:00", "2028-02-29 07:00",
            id="onto the leap day",
        ),
    ],
)  # fmt: skip
def test_the_next_nudge_comes_on_the_next_local_day(
    zone: str, hour: str, last: str | None, now: str, expected: str
) -> None:
    due = timing.next_due(hour=time.fromisoformat(hour), zone=zone, last=at(last) if last else None, now=at(now))

    assert on_the_wall(due, zone) == expected


def test_jitter_comes_on_top() -> None:
    due = timing.next_due(
        hour=time(7, 30),
        zone="Europe/Berlin",
        last=None,
        now=at("2026-01-15 06:30:30"),
        jitter=timedelta(seconds=40),
    )

    assert due == at("2026-01-15 06:30:40")


def test_jitter_never_reaches_into_the_next_date() -> None:
    due = timing.next_due(
        hour=time(23, 59), zone="Europe/Berlin", last=None, now=at("2026-01-15 12:00"), jitter=timedelta(seconds=90)
    )

    assert on_the_wall(due, "Europe/Berlin") == "2026-01-15 23:59"


def test_jitter_leaves_time_to_be_a_little_late_before_midnight() -> None:
    due = timing.next_due(
        hour=time(23, 58), zone="Europe/Berlin", last=None, now=at("2026-01-15 12:00"), jitter=timedelta(seconds=115)
    )

    assert timing.may_still_go(due=due, zone="Europe/Berlin", now=due + timedelta(seconds=60))


def test_jitter_is_a_persons_own_and_spreads_people() -> None:
    everyone = [timing.jitter(person) for person in range(2_000)]

    assert timing.jitter(7) == timing.jitter(7) == timing.jitter("7") == timedelta(seconds=110)
    assert {jitter.total_seconds() for jitter in everyone} == set(range(120))


def test_the_next_three_are_told() -> None:
    late = timedelta(seconds=40)

    three = timing.upcoming(
        3, hour=time(7, 30), zone="Europe/Berlin", last=None, now=at("2026-03-27 12:00"), jitter=late
    )

    assert three == [at("2026-03-28 06:30:40"), at("2026-03-29 05:30:40"), at("2026-03-30 05:30:40")]


@pytest.mark.parametrize(
    ("due", "now", "goes"),
    [
        pytest.param("2026-01-15 07:30", "2026-01-15 07:30", True, id="on time"),
        pytest.param("2026-01-15 07:30", "2026-01-15 11:30", True, id="four hours late"),
        pytest.param("2026-01-15 07:30", "2026-01-15 11:31", False, id="later than four hours"),
        pytest.param("2026-01-15 23:00", "2026-01-15 23:15", True, id="a late hour, chosen, and on time"),
        pytest.param("2026-01-15 23:00", "2026-01-15 23:16", False, id="late, at night"),
        pytest.param("2026-01-15 21:00", "2026-01-15 22:30", True, id="late, at the end of the evening"),
        pytest.param("2026-01-15 21:00", "2026-01-15 22:31", False, id="late, after the evening"),
        pytest.param("2026-01-15 03:00", "2026-01-15 05:00", False, id="late, before the morning"),
        pytest.param("2026-01-15 03:00", "2026-01-15 06:00", True, id="late, in the morning"),
        pytest.param("2026-01-15 23:55", "2026-01-16 00:05", False, id="ten minutes late, and the date is over"),
        pytest.param("2026-01-15 22:00", "2026-01-17 22:00", False, id="two days late to the minute"),
    ],
)
def test_a_late_nudge_goes_only_while_it_is_still_kind(due: str, now: str, goes: bool) -> None:
    assert timing.may_still_go(due=at(due), zone="UTC", now=at(now)) is goes


def test_lateness_is_judged_by_the_persons_own_clock() -> None:
    due, now = at("2026-01-14 22:00"), at("2026-01-15 01:00")

    assert timing.may_still_go(due=due, zone="Asia/Tokyo", now=now)
    assert not timing.may_still_go(due=due, zone="Europe/London", now=now)


@pytest.mark.parametrize(
    ("zone", "after", "expected"),
    [
        pytest.param("Europe/Berlin", "2026-01-15 12:00", "2026-03-29 01:00", id="into summer"),
        pytest.param("Europe/Berlin", "2026-03-29 00:59:59", "2026-03-29 01:00", id="in a second"),
        pytest.param("Europe/Berlin", "2026-03-29 01:00", "2026-10-25 01:00", id="not the one that has just been"),
        pytest.param("Australia/Lord_Howe", "2026-06-01 00:00", "2026-10-03 15:30", id="half an hour is a change too"),
        pytest.param("Asia/Gaza", "2040-10-19 12:00", "2040-10-20 00:00", id="into a summer time of one week"),
        pytest.param("Asia/Tokyo", "2026-06-01 00:00", None, id="never"),
    ],
)
def test_the_next_clock_change_is_known(zone: str, after: str, expected: str | None) -> None:
    assert timing.next_clock_change(zone, at(after)) == (at(expected) if expected else None)


@pytest.mark.parametrize(
    "name", ["", "Berlin", "Europe", "europe/berlin", "../etc/passwd", "/etc/localtime", "Europe/"]
)
def test_a_zone_that_is_not_in_the_data_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        timing.zone_named(name)


def test_every_zone_in_the_data_can_be_read() -> None:
    assert len(timing.zone_names()) > 590
    assert all(timing.zone_named(name).key == name for name in timing.zone_names())


def test_naive_instants_are_refused() -> None:
    naive, aware = datetime(2026, 1, 15), at("2026-01-15 00:00")  # noqa: DTZ001

    with pytest.raises(ValueError, match="naive"):
        timing.local(naive, "UTC")
    with pytest.raises(ValueError, match="naive"):
        timing.next_due(hour=time(7), zone="UTC", last=None, now=naive)
    with pytest.raises(ValueError, match="naive"):
        timing.next_due(hour=time(7), zone="UTC", last=naive, now=aware)
    with pytest.raises(ValueError, match="naive"):
        timing.may_still_go(due=naive, zone="UTC", now=aware)
    with pytest.raises(ValueError, match="naive"):
        timing.next_clock_change("UTC", naive)


zones = st.sampled_from(sorted(timing.zone_names()))
hours = st.times().map(lambda hour: hour.replace(second=0, microsecond=0))
jitters = st.integers(0, 119).map(lambda seconds: timedelta(seconds=seconds))
some_time = st.datetimes(datetime(2024, 1, 1), datetime(2040, 12, 31)).map(lambda when: when.replace(tzinfo=UTC))  # noqa: DTZ001


@st.composite
def near_a_clock_change(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone, and an instant within two days of a night on which its clocks move, when they do."""
    zone, when = draw(zones), draw(some_time)
    change = timing.next_clock_change(zone, when)
    return zone, (change or when) + timedelta(minutes=draw(st.integers(-2_880, 2_880)))


@given(near_a_clock_change(), hours, jitters)
@A_FEW_HUNDRED
def test_a_first_nudge_is_never_in_the_past_nor_more_than_two_days_off(
    where: tuple[str, datetime], hour: time, jitter: timedelta
) -> None:
    zone, now = where

    due = timing.next_due(hour=hour, zone=zone, last=None, now=now, jitter=jitter)

    assert now <= due < now + timedelta(hours=49)


@given(near_a_clock_change(), hours, jitters)
@A_FEW_HUNDRED
def test_left_alone_a_week_has_a_nudge_on_every_date(
    where: tuple[str, datetime], hour: time, jitter: timedelta
) -> None:
    zone, now = where

    week = timing.upcoming(7, hour=hour, zone=zone, last=None, now=now, jitter=jitter)

    dates = [timing.local(due, zone).date() for due in week]
    assert dates == [dates[0] + timedelta(days=day) for day in range(7)]


@given(near_a_clock_change(), hours)
@A_FEW_HUNDRED
def test_waiting_never_brings_a_nudge_forward(where: tuple[str, datetime], hour: time) -> None:
    zone, now = where
    last = now - timedelta(hours=3)

    dues = [
        timing.next_due(hour=hour, zone=zone, last=last, now=now + timedelta(hours=wait)) for wait in range(0, 60, 5)
    ]

    assert dues == sorted(dues)


changes_of_mind = st.lists(st.tuples(zones, hours, st.integers(0, 4_000), st.integers(0, 240)), min_size=1, max_size=8)


@given(near_a_clock_change(), changes_of_mind, jitters)
@A_FEW_HUNDRED
def test_whatever_is_changed_no_local_date_has_two_nudges_nor_are_they_close(
    where: tuple[str, datetime], changes: list[tuple[str, time, int, int]], jitter: timedelta
) -> None:
    home, now = where
    sent: list[datetime] = []

    for abroad, hour, minutes_between, minutes_late in changes:
        for zone in (home, abroad):
            last = sent[-1] if sent else None
            due = timing.next_due(hour=hour, zone=zone, last=last, now=now, jitter=jitter)
            going = due + timedelta(minutes=minutes_late)
            now = going if timing.may_still_go(due=due, zone=zone, now=going) else due

            today = timing.local(now, zone).date()
            assert all(timing.local(before, zone).date() < today for before in sent)
            assert last is None or now - last >= timedelta(hours=8)
            sent.append(now)
            now += timedelta(minutes=minutes_between)


@pytest.mark.parametrize(
    ("zone", "hour", "last", "expected"),
    [
        pytest.param("Europe/Berlin", "07:30", "2026-03-25 06:30", "2026-04-01 07:30", id="over the change to summer time"),
        pytest.param("Europe/Berlin", "02:30", "2026-03-22 01:30", "2026-03-29 03:30", id="in the hour that is left out"),
        pytest.param("America/Nuuk", "23:30", "2026-03-22 01:30", "2026-03-28 22:59", id="Nuuk on the spring night"),
        pytest.param("Pacific/Apia", "07:30", "2011-12-23 17:30", "2011-12-31 07:30", id="a date that never was"),
    ],
)  # fmt: skip
def test_once_a_week_is_the_same_weekday_at_the_same_hour(zone: str, hour: str, last: str, expected: str) -> None:
    due = timing.next_due(hour=time.fromisoformat(hour), zone=zone, last=at(last), now=at(last), every=7)

    assert on_the_wall(due, zone) == expected


@given(near_a_clock_change(), hours, jitters)
@A_FEW_HUNDRED
def test_the_weekday_stays_over_clock_changes(where: tuple[str, datetime], hour: time, jitter: timedelta) -> None:
    zone, now = where
    last = timing.next_due(hour=hour, zone=zone, last=None, now=now, jitter=jitter)

    for _ in range(5):
        due = timing.next_due(hour=hour, zone=zone, last=last, now=last, jitter=jitter, every=7)
        assert timing.local(due, zone).date() - timing.local(last, zone).date() == timedelta(days=7)
        last = due


@given(near_a_clock_change(), st.integers(0, 30))
@A_FEW_HUNDRED
def test_so_many_dates_before_is_on_that_date(where: tuple[str, datetime], days: int) -> None:
    zone, now = where

    before = timing.dates_before(now, days, zone)

    assert timing.local(now, zone).date() - timing.local(before, zone).date() == timedelta(days=days)


@given(near_a_clock_change(), st.dates(date(2024, 1, 1), date(2040, 12, 31)), hours)
@A_FEW_HUNDRED
def test_an_instant_lies_on_the_date_it_was_asked_for(where: tuple[str, datetime], some_date: date, hour: time) -> None:
    zone, near = where

    for on in (some_date, near.date()):
        found = timing.instant(on, hour, timing.zone_named(zone))
        assert found is not None
        assert timing.local(found, zone).date() == on
