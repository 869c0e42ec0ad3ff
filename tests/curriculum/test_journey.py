"""The moves of a walk, one by one: pure, with the instant handed in."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum import journey, timing
from curriculum.adapting import Held, Rested
from curriculum.day import Outcome
from curriculum.enrolment import Enrolment, Standing, TrackRef
from curriculum.errors import NotUnderWay, UnknownZone
from curriculum.journey import CheckedIn, Due, Finished, Missed, Waits
from curriculum.nudge import NudgeKind
from tests.tracks import track

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
CALM = track()
OVER = [Standing.FINISHED, Standing.STOPPED]


def alices(**changes: object) -> Enrolment:
    """Alice's walk, which she began on a Monday at noon."""
    walk = journey.start(id=1, person=7, track=TrackRef("calm", 1), hour=time(8), zone="Europe/Berlin", now=NOON)
    return replace(walk, **changes)  # type: ignore[arg-type]  # fields of an enrolment


def test_a_walk_begins_at_the_next_chosen_hour() -> None:
    walk = alices()

    assert walk.standing is Standing.UNDER_WAY
    assert walk.place == 0
    assert walk.due_at is not None
    here = timing.local(walk.due_at, "Europe/Berlin")
    assert (here.date(), here.hour) == (date(2026, 5, 5), 8)


def test_a_walk_begins_nowhere_without_a_zone() -> None:
    with pytest.raises(UnknownZone):
        journey.start(id=1, person=7, track=TrackRef("calm", 1), hour=time(8), zone="Mars/Olympus", now=NOON)


def test_a_walk_begun_on_the_day_of_an_earlier_nudge_waits_for_tomorrow() -> None:
    morning = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)

    walk = journey.start(
        id=2, person=7, track=TrackRef("calm", 1), hour=time(20), zone="Europe/Berlin", now=NOON, last_nudge_at=morning
    )

    assert walk.due_at is not None
    assert timing.local(walk.due_at, "Europe/Berlin").date() == date(2026, 5, 5)


def test_what_falls_due_is_the_next_day_and_the_one_after_is_planned() -> None:
    walk = alices(place=4)
    assert walk.due_at is not None

    due = journey.nudge(walk, walk.due_at)

    assert isinstance(due, Due)
    assert (due.kind, due.day, due.local_date, due.due_at) == (NudgeKind.DAY, 5, date(2026, 5, 5), walk.due_at)
    assert due.enrolment.due_at == walk.due_at + timedelta(days=1)
    assert due.enrolment.place == 4  # it moves on when the nudge has come


def test_after_the_last_day_the_end_falls_due() -> None:
    walk = alices(place=30)
    assert walk.due_at is not None

    due = journey.nudge(walk, walk.due_at)

    assert isinstance(due, Due)
    assert (due.kind, due.day) == (NudgeKind.COMPLETION, 30)
    assert journey.delivered(due.enrolment, due.kind, due.day, walk.due_at).standing is Standing.FINISHED


@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=3, minutes=59)])
def test_a_little_late_is_not_too_late(late: timedelta) -> None:
    walk = alices()
    assert walk.due_at is not None

    assert isinstance(journey.nudge(walk, walk.due_at + late), Due)


@pytest.mark.parametrize("late", [timedelta(hours=4, seconds=1), timedelta(hours=12), timedelta(days=5)])
def test_too_late_is_missed_and_the_same_day_comes_once_later(late: timedelta) -> None:
    walk = alices(place=4)
    assert walk.due_at is not None

    missed = journey.nudge(walk, walk.due_at + late)

    assert isinstance(missed, Missed)
    assert missed.day == 5
    assert missed.enrolment.place == 4
    assert missed.enrolment.due_at is not None
    assert missed.enrolment.due_at > walk.due_at
    again = journey.nudge(missed.enrolment, max(missed.enrolment.due_at, walk.due_at + late))
    assert isinstance(again, Due)
    assert again.day == 5


@pytest.mark.parametrize("standing", [each for each in Standing if each is not Standing.UNDER_WAY])
def test_nothing_falls_due_for_who_is_not_under_way(standing: Standing) -> None:
    with pytest.raises(NotUnderWay):
        journey.nudge(alices(standing=standing), NOON)


def test_an_outcome_is_taken_and_may_change() -> None:
    walk = alices(place=3)

    first = journey.check_in(walk, day=3, outcome=Outcome.DONE, before=None, now=NOON)
    again = journey.check_in(walk, day=3, outcome=Outcome.DONE, before=Outcome.DONE, now=NOON)
    other = journey.check_in(walk, day=3, outcome=Outcome.TRIED, before=Outcome.DONE, now=NOON)

    assert isinstance(first, CheckedIn)
    assert isinstance(again, CheckedIn)
    assert isinstance(other, CheckedIn)
    assert [first.changed, again.changed, other.changed] == [False, False, True]
    assert other.outcome is Outcome.TRIED


@pytest.mark.parametrize("standing", [Standing.UNDER_WAY, Standing.PAUSED, Standing.UNREACHABLE])
def test_the_outcome_of_day_thirty_ends_the_walk(standing: Standing) -> None:
    done = journey.check_in(
        alices(place=30, standing=standing), day=30, outcome=Outcome.NOT_THE_MOMENT, before=None, now=NOON
    )

    assert isinstance(done, Finished)
    assert (done.enrolment.standing, done.enrolment.due_at) == (Standing.FINISHED, None)
    assert done.enrolment.ended_at == NOON


def test_a_shorter_track_ends_with_its_last_day() -> None:
    walk = alices(length=3, place=2)
    assert walk.due_at is not None

    last = journey.nudge(walk, walk.due_at)
    walked = journey.delivered(last.enrolment, NudgeKind.DAY, 3, walk.due_at)
    assert walked.due_at is not None
    end = journey.nudge(walked, walked.due_at)

    assert isinstance(last, Due)
    assert isinstance(end, Due)
    assert [(last.kind, last.day), (end.kind, end.day)] == [(NudgeKind.DAY, 3), (NudgeKind.COMPLETION, 3)]
    assert [len(journey.upcoming(alices(length=3, place=place))) for place in range(3)] == [3, 2, 1]
    told = [
        journey.check_in(walked, day=day, outcome=Outcome.DONE, before=None, now=NOON + timedelta(days=3))
        for day in (2, 3)
    ]
    assert [type(one) for one in told] == [CheckedIn, Finished]


def test_what_comes_after_the_end_does_not_move_it() -> None:
    left = journey.stop(alices(place=30), NOON)

    walked = journey.delivered(left, NudgeKind.COMPLETION, 30, LATER)

    assert (left.ended_at, walked.ended_at) == (NOON, NOON)


@pytest.mark.parametrize("standing", OVER)
def test_a_walk_ends_once(standing: Standing) -> None:
    later = journey.check_in(
        alices(place=30, standing=standing), day=30, outcome=Outcome.DONE, before=Outcome.TRIED, now=NOON
    )

    assert isinstance(later, CheckedIn)
    assert later.enrolment.standing is standing


def test_a_pause_keeps_the_place_and_a_resume_goes_on_from_it() -> None:
    paused = journey.pause(alices(place=4))
    assert (paused.standing, paused.place, paused.due_at) == (Standing.PAUSED, 4, None)

    resumed = journey.resume(paused, NOON + timedelta(days=20))

    assert (resumed.standing, resumed.place) == (Standing.UNDER_WAY, 4)
    assert resumed.due_at is not None
    assert resumed.due_at > NOON + timedelta(days=20)


def test_a_block_does_not_end_a_pause() -> None:
    paused = journey.pause(alices())

    assert journey.unreachable(paused) == paused


@pytest.mark.parametrize("standing", OVER)
def test_what_is_over_cannot_be_paused_resumed_or_stopped(standing: Standing) -> None:
    walk = alices(standing=standing, due_at=None)

    for move in (journey.pause, lambda over: journey.stop(over, NOON), lambda over: journey.resume(over, NOON)):
        with pytest.raises(NotUnderWay):
            move(walk)
    assert journey.unreachable(walk) == walk


def test_a_nudge_that_arrives_late_does_not_set_the_place_back() -> None:
    walk = alices(place=9)

    assert journey.delivered(walk, NudgeKind.DAY, 3, NOON).place == 9


def test_a_nudge_that_is_settled_late_leaves_the_next_where_it_was_announced() -> None:
    asked_for = datetime(2026, 5, 5, 18, 0, tzinfo=UTC)
    evening = replace(alices(hour=time(20)), last_nudge_at=asked_for)
    changed = journey.change_time(evening, asked_for + timedelta(hours=14), hour=time(9))

    settled = journey.delivered(changed, NudgeKind.DAY, 1, asked_for)

    assert settled.due_at == changed.due_at
    assert settled.due_at is not None
    assert timing.local(settled.due_at, "Europe/Berlin").date() == date(2026, 5, 7)


def test_a_nudge_that_came_late_in_the_evening_puts_the_next_off_when_that_would_be_too_soon() -> None:
    early = replace(alices(hour=time(5)), last_nudge_at=datetime(2026, 5, 5, 18, 0, tzinfo=UTC))
    planned = journey.change_time(early, datetime(2026, 5, 5, 18, 5, tzinfo=UTC))
    assert planned.due_at is not None

    came = journey.delivered(planned, NudgeKind.DAY, 1, planned.due_at - timedelta(hours=7))

    assert came.due_at == planned.due_at + timedelta(days=1)


def test_a_nudge_that_arrives_after_a_pause_moves_the_place_and_plans_nothing() -> None:
    arrived = journey.delivered(journey.pause(alices(place=4)), NudgeKind.DAY, 5, NOON)

    assert (arrived.standing, arrived.place, arrived.due_at) == (Standing.PAUSED, 5, None)


@pytest.mark.parametrize(("place", "count"), [(0, 3), (27, 3), (28, 2), (29, 1)])
def test_the_next_instants_are_told_up_to_the_last_day(place: int, count: int) -> None:
    told = [timing.local(instant, "Europe/Berlin") for instant in journey.upcoming(alices(place=place))]

    assert [(at.date(), at.time()) for at in told] == [(date(2026, 5, 5 + ahead), time(8)) for ahead in range(count)]


def test_the_hour_that_is_told_has_no_seconds_on_it() -> None:
    walk = alices()

    assert walk.due_at is not None
    assert journey.announced(walk) == walk.due_at - timing.jitter(walk.person)
    assert journey.announced(journey.pause(walk)) is None


def test_a_change_of_hour_during_a_pause_plans_nothing() -> None:
    changed = journey.change_time(journey.pause(alices()), NOON, hour=time(21))

    assert (changed.hour, changed.due_at) == (time(21), None)


ZONES = ["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Apia", "America/Nuuk"]
MOVE = st.one_of(
    st.tuples(st.just("hour"), st.times().map(lambda at: at.replace(second=0, microsecond=0))),
    st.tuples(st.just("zone"), st.sampled_from(ZONES)),
    st.tuples(st.just("pause"), st.none()),
    st.tuples(st.just("sleep"), st.integers(1, 80)),
)


@settings(max_examples=150, deadline=None)
@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)), st.lists(MOVE, max_size=12))  # noqa: DTZ001
def test_whatever_is_changed_days_come_in_order_once_a_date_and_never_too_soon(
    start: datetime, moves: list[tuple[str, object]]
) -> None:
    now = start.replace(tzinfo=UTC)
    walk = journey.start(id=1, person=7, track=TrackRef("calm", 1), hour=time(8), zone="Europe/Berlin", now=now)
    came: list[datetime] = []

    for what, value in [*moves, ("sleep", 30)]:
        match what:
            case "hour":
                assert isinstance(value, time)
                walk = journey.change_time(walk, now, hour=value)
            case "zone":
                walk = journey.change_time(walk, now, zone=str(value))
            case "pause":
                walk = journey.resume(journey.pause(walk), now)
            case "sleep":
                assert isinstance(value, int)
                now += timedelta(hours=value)
                while walk.due_at is not None and walk.due_at <= now:
                    decided = journey.nudge(walk, now)
                    walk = decided.enrolment
                    if isinstance(decided, Due):
                        assert decided.day == len(came) + 1
                        if came:
                            earlier = timing.local(came[-1], walk.zone).date()
                            assert timing.local(now, walk.zone).date() > earlier
                            assert now - came[-1] >= timing.APART
                        came.append(now)
                        walk = journey.delivered(walk, decided.kind, decided.day, now)


def test_a_walk_begun_after_the_last_word_of_another_comes_no_sooner_than_eight_hours_after_it() -> None:
    planned_at, came_at = datetime(2024, 1, 1, 1, 59, tzinfo=UTC), datetime(2024, 1, 1, 5, 59, tzinfo=UTC)
    walked = journey.delivered(alices(place=30, last_nudge_at=planned_at), NudgeKind.COMPLETION, 30, came_at)

    again = journey.start(
        id=2,
        person=7,
        track=TrackRef("calm", 1),
        hour=time(0),
        zone="Pacific/Kiritimati",
        now=came_at,
        last_nudge_at=walked.last_nudge_at,
    )

    assert again.due_at is not None
    assert again.due_at - came_at >= timing.APART


def test_a_rest_leaves_the_place_as_it_is() -> None:
    rested = journey.delivered(alices(place=4), NudgeKind.REST, 5, NOON)

    assert (rested.place, rested.last_nudge_at) == (4, NOON)


def test_what_is_held_back_comes_to_be_looked_at_on_a_later_day() -> None:
    walk = alices()
    assert walk.due_at is not None

    held = journey.nudge(walk, walk.due_at, Held(walk.due_at + timedelta(hours=30)))

    assert isinstance(held, Waits)
    assert held.enrolment.due_at is not None
    assert held.enrolment.due_at - walk.due_at == timedelta(days=2)
    assert held.enrolment.place == walk.place


def test_a_rest_in_place_of_a_day_is_due_like_one() -> None:
    walk = alices(place=4)
    assert walk.due_at is not None

    due = journey.nudge(walk, walk.due_at, Rested())

    assert isinstance(due, Due)
    assert (due.kind, due.day) == (NudgeKind.REST, 5)


def test_the_end_of_a_track_waits_for_nothing() -> None:
    walk = alices(place=30)
    assert walk.due_at is not None

    due = journey.nudge(walk, walk.due_at, Held(walk.due_at))

    assert isinstance(due, Due)
    assert due.kind is NudgeKind.COMPLETION


HELD = journey.put_on_hold(alices(remind_at=NOON))
LATER = NOON + timedelta(days=3)


def test_on_hold_nothing_falls_due_and_nothing_reminds() -> None:
    assert (HELD.due_at, HELD.remind_at) == (None, None)
    assert HELD.standing is Standing.UNDER_WAY
    assert journey.upcoming(HELD) == []
    assert journey.announced(HELD) is None
    with pytest.raises(NotUnderWay):
        journey.nudge(HELD, LATER)


@pytest.mark.parametrize(
    "moved",
    [
        pytest.param(journey.resume(HELD, LATER), id="resumed"),
        pytest.param(journey.resume(journey.pause(HELD), LATER), id="paused and resumed"),
        pytest.param(journey.resume(journey.unreachable(HELD), LATER), id="found again"),
        pytest.param(journey.change_time(HELD, LATER, hour=time(21), zone="Asia/Tokyo"), id="another time"),
        pytest.param(journey.delivered(HELD, NudgeKind.DAY, 1, LATER), id="delivered"),
        pytest.param(journey.delivered(HELD, NudgeKind.REST, 1, LATER), id="a rest delivered"),
        pytest.param(journey.replanned(HELD), id="other rules of the zone"),
    ],
)
def test_nothing_but_going_on_ends_a_hold(moved: Enrolment) -> None:
    assert moved.held
    assert moved.due_at is None


def test_who_goes_on_is_met_at_their_next_hour_from_the_same_place() -> None:
    walk = journey.go_on(journey.put_on_hold(alices(place=4)), LATER)

    assert not walk.held
    assert walk.place == 4
    assert walk.due_at is not None
    assert timedelta(0) < walk.due_at - LATER <= timedelta(days=1)


@pytest.mark.parametrize("standing", [each for each in Standing if each is not Standing.UNDER_WAY])
def test_who_goes_on_and_had_paused_or_left_is_met_by_nothing(standing: Standing) -> None:
    walk = journey.go_on(journey.put_on_hold(alices(standing=standing)), LATER)

    assert (walk.standing, walk.due_at, walk.held) == (standing, None, False)


def test_a_walk_that_begins_on_hold_waits_too() -> None:
    walk = journey.start(
        id=1, person=7, track=TrackRef("calm", 1), hour=time(8), zone="Europe/Berlin", now=NOON, held=True
    )

    assert walk.held
    assert walk.due_at is None
