"""A letter is made of one's own words, in their order, and of nothing else."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from curriculum.enrolment import Enrolment, Standing, TrackRef
from curriculum.gain import Gain
from curriculum.letter import GRACE, MOST_GAINS, Passage, letter, until

DAYS = st.integers(min_value=1, max_value=30)
PASSAGES = st.lists(st.tuples(DAYS, st.text(min_size=1)), max_size=40).map(
    lambda found: [Passage(day, words, date(2026, 5, day)) for day, words in sorted(found, key=lambda one: one[0])]
)
GAINS = st.lists(st.text(min_size=1), max_size=20).map(
    lambda found: [
        Gain(number, words, None, datetime(2026, 5, 4, 12, number, tzinfo=UTC), date(2026, 5, 4))
        for number, words in enumerate(found)
    ]
)


@given(PASSAGES, GAINS)
def test_all_in_it_was_written_by_its_reader(passages: list[Passage], gains: list[Gain]) -> None:
    made = letter(passages, gains)

    assert made.is_empty is (not passages and not gains)
    assert (made.first in passages) is bool(passages)
    assert all(passage in passages and (passage.day - 1) // 7 + 1 == week for week, passage in made.weeks)
    assert list(made.gains) == gains[-MOST_GAINS:]


@given(PASSAGES)
def test_it_goes_by_when_words_were_written_and_not_by_what_they_say(passages: list[Passage]) -> None:
    otherwise = [Passage(passage.day, f"other {number}", passage.on) for number, passage in enumerate(passages)]

    made, other = letter(passages, []), letter(otherwise, [])

    assert [(week, passage.day) for week, passage in made.weeks] == [
        (week, passage.day) for week, passage in other.weeks
    ]


def walk(number: int, *, since: int, until: int | None) -> Enrolment:
    """A walk from one hour to another."""
    start = datetime(2026, 5, 4, 12, tzinfo=UTC)
    return Enrolment(
        id=number,
        person=1,
        track=TrackRef("calm", 1),
        hour=time(8),
        zone="Europe/Berlin",
        standing=Standing.UNDER_WAY if until is None else Standing.FINISHED,
        place=3,
        started_at=start + timedelta(hours=since),
        due_at=None,
        ended_at=None if until is None else start + timedelta(hours=until),
    )


def test_what_is_noticed_a_little_after_a_walk_is_of_it_and_nothing_of_the_next() -> None:
    before, first = walk(1, since=0, until=10), walk(2, since=50, until=100)
    assert first.ended_at is not None

    assert until(first, [before, first]) == first.ended_at + GRACE
    at_once, later = walk(3, since=101, until=None), walk(3, since=900, until=None)
    assert until(first, [before, first, at_once]) == at_once.started_at
    assert until(first, [before, first, later]) == first.ended_at + GRACE
    assert until(at_once, [before, first, at_once]) is None
