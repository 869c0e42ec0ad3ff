"""A walk that brings a day a week: a week apart on the same weekday, made up for when one was missed, and as patient as a daily one."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum import absence, journey, returning, timing
from curriculum.absence import Away, Silent
from curriculum.adapting import Footing, Held, Reply
from curriculum.enrolment import WEEKLY, Enrolment, Standing, TrackRef
from curriculum.journey import Due, Missed, Waits
from curriculum.nudge import NudgeKind
from tests.tracks import track

MONDAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
CALM = track()
WAITS = track(pacing="on-reply")
A_FEW_HUNDRED = settings(max_examples=300, deadline=None)


def alices(*, zone: str = "Europe/Berlin", now: datetime = MONDAY, **changes: object) -> Enrolment:
    """Alice's walk, which she chose on a Monday at noon."""
    walk = journey.start(
        id=1, person=7, track=TrackRef("calm", 1), hour=time(8), zone=zone, now=now, last_nudge_at=now, every=WEEKLY
    )
    return replace(walk, **changes)  # type: ignore[arg-type]  # fields of an enrolment


def due_at(walk: Enrolment) -> datetime:
    assert walk.due_at is not None
    return walk.due_at


def told(walk: Enrolment) -> str:
    return timing.local(due_at(walk), walk.zone).strftime("%a %d %b %H:%M")


def arrives(walk: Enrolment) -> Enrolment:
    """The next day falls due and comes at once."""
    at = due_at(walk)
    due = journey.nudge(walk, at)
    assert isinstance(due, Due)
    return journey.delivered(due.enrolment, due.kind, due.day, at)


def test_the_first_comes_in_a_week_on_the_weekday_of_the_choice() -> None:
    assert told(alices()) == "Mon 09 Mar 08:01"


def test_one_comes_each_week_at_the_same_hour_over_the_change_to_summer_time() -> None:
    walk, came = alices(), []
    for _ in range(5):
        came.append(told(walk))
        walk = arrives(walk)

    assert came == [f"Mon {date} 08:01" for date in ("09 Mar", "16 Mar", "23 Mar", "30 Mar", "06 Apr")]
    assert walk.place == 5


def test_the_next_three_are_a_week_apart() -> None:
    walk = alices()

    assert [timing.local(at, walk.zone).strftime("%d %b %H:%M") for at in journey.upcoming(walk)] == [
        "09 Mar 08:00",
        "16 Mar 08:00",
        "23 Mar 08:00",
    ]


def test_one_that_was_missed_comes_on_the_next_day_and_from_then_on_weekly() -> None:
    walk = alices()

    missed = journey.nudge(walk, due_at(walk) + timedelta(hours=12))

    assert isinstance(missed, Missed)
    assert told(missed.enrolment) == "Tue 10 Mar 08:01"
    assert journey.replanned(missed.enrolment) == missed.enrolment
    assert told(arrives(missed.enrolment)) == "Tue 17 Mar 08:01"


def test_one_that_was_planned_and_called_back_comes_on_the_next_day() -> None:
    walk = alices()
    due = journey.nudge(walk, due_at(walk))
    assert isinstance(due, Due)
    assert told(due.enrolment) == "Mon 16 Mar 08:01"

    again = journey.not_delivered(due.enrolment, due.kind, due.due_at)

    assert told(again) == "Tue 10 Mar 08:01"
    assert journey.not_delivered(due.enrolment, NudgeKind.RETURN, due.due_at) == due.enrolment
    assert journey.not_delivered(due.enrolment, due.kind, due.due_at - DAY) == due.enrolment


def test_what_is_held_back_is_looked_at_each_day() -> None:
    walk = alices()

    waits = journey.nudge(walk, due_at(walk), Held(due_at(walk)))

    assert isinstance(waits, Waits)
    assert told(waits.enrolment) == "Tue 10 Mar 08:01"


def test_after_a_pause_it_comes_on_the_next_day_but_not_within_the_week() -> None:
    came = arrives(alices())
    two_days_later = timing.dates_before(due_at(came), 5, came.zone)

    soon = journey.resume(journey.pause(came), two_days_later)
    late = journey.resume(journey.pause(came), due_at(came) + 3 * DAY + timedelta(hours=1))

    assert told(soon) == "Mon 16 Mar 08:01"
    assert told(late) == "Fri 20 Mar 08:01"


def test_nobody_is_reminded_of_what_is_there_all_week() -> None:
    walk = alices(reminded=True)
    due = journey.nudge(walk, due_at(walk))
    assert isinstance(due, Due)

    assert journey.with_reminder(due.enrolment, due, written=True).remind_at is None


def replies(walk: Enrolment, *answered: bool) -> Footing:
    """What came in the weeks before the next one, and whether it was answered."""
    weeks = len(answered)
    return Footing(
        replies=[
            Reply(day, timing.dates_before(due_at(walk), WEEKLY * (weeks + 1 - day), walk.zone), answered=said)
            for day, said in enumerate(answered, 1)
        ]
    )


@pytest.mark.parametrize(
    ("answered", "asks"),
    [
        pytest.param((True, False, False), False, id="two weeks"),
        pytest.param((True, False, False, False), True, id="three weeks"),
        pytest.param((False, False, True), False, id="one that was answered"),
    ],
)
def test_three_weeks_without_a_sign_bring_the_question(answered: tuple[bool, ...], asks: bool) -> None:
    walk = alices()
    for _ in answered:
        walk = arrives(walk)

    step = absence.step(CALM, walk, replies(walk, *answered), due_at(walk))

    assert isinstance(step, Silent) is asks
    assert not isinstance(step, Away)


def test_a_track_that_waits_for_an_answer_waits_for_three_weeks() -> None:
    came = due_at(alices())
    walk = arrives(alices())
    footing = Footing(replies=[Reply(1, came)])

    steps = []
    while not steps or isinstance(steps[-1], Held):
        steps.append(absence.step(WAITS, walk, footing, due_at(walk)))
        decided = journey.nudge(walk, due_at(walk), steps[-1])
        at, walk = due_at(walk), decided.enrolment

    assert isinstance(steps[-1], Silent)
    assert len(steps) == 15  # looked at each day, from the end of the first week on
    assert at.date() - came.date() == 3 * WEEK


@pytest.mark.parametrize(("days", "away"), [(7, False), (12, False), (13, True)])
def test_a_week_is_no_absence_and_two_nearly_are(days: int, away: bool) -> None:
    came = due_at(alices())
    walk = arrives(alices())
    footing = Footing(replies=[Reply(1, came, answered=True)])

    assert isinstance(absence.step(CALM, walk, footing, came + days * DAY), Away) is away
    assert absence.is_away(walk, came + days * DAY) is away


def test_who_is_welcomed_back_has_had_the_message_of_that_week() -> None:
    walk = arrives(alices())
    back_at = due_at(walk) + 9 * DAY

    assert timing.local(due_at(returning.welcomed(walk, back_at)), walk.zone).date() == (back_at + WEEK).date()


zones = st.sampled_from(
    ["Europe/Berlin", "America/Nuuk", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Kiritimati", "Etc/GMT+12"]
)
hours = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30, 59]))
events = st.one_of(
    st.tuples(st.just("nothing"), st.just(0)),
    st.tuples(st.just("down"), st.integers(1, 400)),
    st.tuples(st.just("called back"), st.just(0)),
    st.tuples(st.just("pause"), st.integers(1, 400)),
    st.tuples(st.just("hour"), st.integers(0, 23)),
    st.tuples(st.just("zone"), st.integers(0, 5)),
    st.tuples(st.just("hold"), st.integers(1, 400)),
)


@given(zones, hours, st.integers(0, 365), st.lists(events, min_size=1, max_size=25))
@A_FEW_HUNDRED
def test_whatever_happens_a_week_lies_between_two_unless_one_was_missed(
    zone: str, hour: time, day: int, happens: list[tuple[str, int]]
) -> None:
    now = MONDAY + day * DAY
    walk = journey.change_time(alices(zone=zone, now=now), now, hour=hour)
    last, missed, lost = now, False, 0
    for what, number in happens:
        match what:
            case "down":
                now += timedelta(hours=number)
            case "pause":
                walk, now = journey.pause(walk), now + timedelta(hours=number)
                walk = journey.resume(walk, now)
            case "hold":
                walk, now = journey.put_on_hold(walk), now + timedelta(hours=number)
                walk = journey.go_on(walk, now)
            case "hour":
                walk = journey.change_time(walk, now, hour=time(number))
            case "zone":
                walk = journey.change_time(walk, now, zone=zones.elements[number])  # type: ignore[attr-defined]
        now = max(now, due_at(walk))
        decided = journey.nudge(walk, now)
        walk = decided.enrolment
        assert due_at(walk) > now or isinstance(decided, Missed)
        if isinstance(decided, Due) and what == "called back":
            walk, missed = journey.not_delivered(walk, decided.kind, decided.due_at), True
            assert due_at(walk) - now <= 2 * DAY
        elif isinstance(decided, Due):
            apart = timing.local(now, walk.zone).date() - timing.local(last, walk.zone).date()
            assert apart >= WEEK or missed
            assert apart >= DAY
            assert now - last >= timing.APART
            walk = journey.delivered(walk, decided.kind, decided.day, now)
            last, missed, lost = now, False, 0
        else:
            missed, lost = True, lost + 1
            assert due_at(walk) - now <= 2 * DAY
        assert walk.standing is Standing.UNDER_WAY
