"""Questions for two: when something is shown, and that nothing else of the other can be told from what somebody sees."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.pairs import revealing
from curriculum.pairs.items import ITEMS
from curriculum.pairs.revealing import NOT_WITHIN, TURNS_AT, Mark, PairAnswer, Side, is_to_be_shown, mark, turn_after
from curriculum.safety import Classed, ContentClass, kept_from
from curriculum.writing import units

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEXT_DAY = NOON + timedelta(days=1)
KEYS = [item.key for item in ITEMS[:4]]
OPEN = Classed(ContentClass.OPEN, NOON - HOUR)
CHOSEN = PairAnswer(chosen_at=NOON)

instants = st.integers(-72, 72).map(lambda hours: NOON + hours * HOUR)
answers = st.builds(PairAnswer, chosen_at=st.none() | instants, shown_at=st.none() | instants)
classes = st.builds(Classed, st.sampled_from(ContentClass), st.none() | instants)
sides = st.builds(Side, classed=classes, is_held=st.booleans(), answers=st.dictionaries(st.sampled_from(KEYS), answers))


def side(classed: Classed = OPEN, *, is_held: bool = False, **answers: PairAnswer) -> Side:
    return Side(classed, is_held, answers)


def seen(mine: Side, theirs: Side | None, now: datetime) -> Mapping[str, tuple[Mark, bool]]:
    """All that the rules let somebody see, question by question."""
    return {key: (mark(mine, key), is_to_be_shown(key, mine, theirs, now)) for key in KEYS}


def shared(mine: Side, theirs: Side | None) -> Mapping[str, datetime]:
    """What the other chose to show, and since when, of the questions of which I chose it too; written apart from the rules."""
    if theirs is None or theirs.is_held or theirs.classed.content_class is not ContentClass.OPEN:
        return {}
    since = theirs.classed.at
    return {
        key: answer.chosen_at
        for key, answer in theirs.answers.items()
        if answer.chosen_at is not None
        and (since is None or answer.chosen_at >= since)
        and mark(mine, key) is Mark.CHOSEN
    }


@st.composite
def otherwise(draw: st.DrawFn, mine: Side, theirs: Side | None) -> Side | None:
    """The other in another world: all is as it may be but what they chose to show of what I chose to show, too."""
    agreed = shared(mine, theirs)
    if not agreed:
        return draw(st.none() | sides.filter(lambda one: not shared(mine, one)))
    since = draw(st.none() | st.integers(0, 99).map(lambda hours: min(agreed.values()) - hours * HOUR))
    private = draw(st.dictionaries(st.sampled_from(KEYS), answers))
    kept_back = {
        key: answer if mark(mine, key) is not Mark.CHOSEN else replace(answer, chosen_at=None)
        for key, answer in private.items()
    }
    common = {key: PairAnswer(at, draw(st.none() | instants)) for key, at in agreed.items()}
    return Side(Classed(ContentClass.OPEN, since), is_held=False, answers={**kept_back, **common})


@given(st.data(), sides, st.none() | sides, instants)
def test_what_somebody_sees_rests_on_their_own_doings_and_on_what_both_chose(
    data: st.DataObject, mine: Side, theirs: Side | None, now: datetime
) -> None:
    elsewhere = data.draw(otherwise(mine, theirs))

    assert shared(mine, elsewhere) == shared(mine, theirs)
    assert seen(mine, elsewhere, now) == seen(mine, theirs, now)


@given(sides, sides, instants)
def test_nothing_is_shown_to_one_that_the_other_is_not_to_be_shown_or_was(
    mine: Side, theirs: Side, now: datetime
) -> None:
    for key in KEYS:
        if is_to_be_shown(key, mine, theirs, now) and revealing.may_be_one_of_two(mine.classed, is_held=mine.is_held):
            assert is_to_be_shown(key, theirs, mine, now) or mark(theirs, key) is Mark.SHOWN


@given(sides, sides, instants)
def test_nothing_is_shown_while_days_are_kept_from_either(mine: Side, theirs: Side, now: datetime) -> None:
    if any(one.is_held or kept_from(one.classed.content_class) for one in (mine, theirs)):
        assert not any(is_to_be_shown(key, mine, theirs, now) for key in KEYS)


def test_what_both_chose_is_shown_from_the_next_turn_on() -> None:
    mine, theirs = side(liked=CHOSEN), side(liked=PairAnswer(chosen_at=NOON + HOUR))
    turn = datetime(2026, 5, 5, 3, tzinfo=UTC)

    assert not is_to_be_shown("liked", mine, theirs, turn - timedelta(microseconds=1))
    assert is_to_be_shown("liked", mine, theirs, turn)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        pytest.param(side(liked=PairAnswer()), side(liked=CHOSEN), id="I keep mine back"),
        pytest.param(side(liked=CHOSEN), side(liked=PairAnswer()), id="the other does"),
        pytest.param(side(liked=CHOSEN), side(calm=CHOSEN), id="the other chose another one"),
        pytest.param(side(liked=CHOSEN), None, id="there is no other"),
        pytest.param(side(liked=replace(CHOSEN, shown_at=NOON)), side(liked=CHOSEN), id="I was shown it"),
        pytest.param(side(liked=CHOSEN), side(Classed(), liked=CHOSEN), id="the other was not asked"),
        pytest.param(side(Classed(), liked=CHOSEN), side(liked=CHOSEN), id="I was not"),
        pytest.param(
            side(liked=CHOSEN), side(Classed(ContentClass.RESTRICTED, NOON - HOUR), liked=CHOSEN), id="restricted"
        ),
        pytest.param(
            side(Classed(ContentClass.RESTRICTED, NOON - HOUR), liked=CHOSEN), side(liked=CHOSEN), id="I am restricted"
        ),
        pytest.param(side(liked=CHOSEN), side(is_held=True, liked=CHOSEN), id="on hold"),
        pytest.param(side(is_held=True, liked=CHOSEN), side(liked=CHOSEN), id="I am on hold"),
        pytest.param(
            side(liked=CHOSEN), side(Classed(ContentClass.OPEN, NOON + HOUR), liked=CHOSEN), id="asked anew since"
        ),
    ],
)
def test_what_is_not_shown(mine: Side, theirs: Side | None) -> None:
    assert not is_to_be_shown("liked", mine, theirs, NEXT_DAY)


@pytest.mark.parametrize("becomes", [ContentClass.OPEN, ContentClass.RESTRICTED])
def test_how_far_somebody_is_looks_the_same_whatever_they_answered_to_the_private_questions(
    becomes: ContentClass,
) -> None:
    mine = side(Classed(becomes, NOON + HOUR), liked=CHOSEN, calm=PairAnswer(NOON + 2 * HOUR))

    assert (mark(mine, "liked"), mark(mine, "calm"), mark(mine, "tired")) == (Mark.WRITTEN, Mark.CHOSEN, Mark.OPEN)


@given(st.integers(0, 10**14).map(lambda microseconds: NOON + timedelta(microseconds=microseconds)))
def test_the_turn_tells_no_more_of_a_choice_than_the_day(chosen_at: datetime) -> None:
    turn = turn_after(chosen_at)

    assert turn.timetz() == TURNS_AT
    assert NOT_WITHIN <= turn - chosen_at < NOT_WITHIN + timedelta(days=1)


def test_the_questions_are_single_and_short_and_name_nobody() -> None:
    assert len({item.key for item in ITEMS}) == len({item.says for item in ITEMS}) == len(ITEMS) == 12
    for item in ITEMS:
        assert len(item.key) <= 16
        assert units(item.says) <= 80
        assert "partner" not in item.says.lower()
        assert "!" not in item.says
