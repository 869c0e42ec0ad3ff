"""The private questions: what each answer leads to, and that nothing but five clear answers in one go opens anything."""

import random
import re
from datetime import UTC, datetime, timedelta

import pytest

from curriculum import gate
from curriculum.allowed import allowed, as_its_author_reads_it
from curriculum.day import NotFor, Outcome
from curriculum.fitted import Fit, Form
from curriculum.gate import AGAIN_ON, QUESTIONS, STANDS_FOR, Occasion, Said
from curriculum.lint.grade import MOST_IN_A_TRACK, measured
from curriculum.lint.prose import Text
from curriculum.safety import Classed, ContentClass, kept_from
from tests.tracks import track

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
WALKS = 20_000
CLEAR = [question.clear for question in QUESTIONS]
NOT_CLEAR = [
    pytest.param(number, said, id=f"{said.says} to question {number}")
    for number, question in enumerate(QUESTIONS, start=1)
    for said in Said
    if said is not question.clear
]


def taken(classed: Classed, answers: list[Said], now: datetime = NOW) -> Classed:
    """The class after a taking with these answers, perhaps broken off."""
    began = gate.taking(classed, now)
    classed = gate.begun(began)
    for number, said in enumerate(answers, start=1):
        classed = gate.answered(classed, began, number, said, now + timedelta(seconds=number))
    return classed


ANY_CLASS = [
    pytest.param(Classed(), id="not asked yet"),
    pytest.param(Classed(ContentClass.OPEN, NOW - timedelta(days=9)), id="open"),
    pytest.param(Classed(ContentClass.RESTRICTED, NOW - timedelta(days=9)), id="restricted"),
    pytest.param(Classed(ContentClass.RESTRICTED, NOW + timedelta(days=9)), id="restricted by a clock that ran ahead"),
]


def test_only_who_is_open_is_kept_from_nothing() -> None:
    assert {content_class for content_class in ContentClass if not kept_from(content_class)} == {ContentClass.OPEN}
    assert kept_from(ContentClass.UNASKED) == kept_from(ContentClass.RESTRICTED) == frozenset(NotFor)
    assert Classed().content_class is ContentClass.UNASKED


@pytest.mark.parametrize("before", ANY_CLASS)
def test_five_clear_answers_open(before: Classed) -> None:
    assert taken(before, CLEAR).content_class is ContentClass.OPEN


@pytest.mark.parametrize("before", ANY_CLASS)
@pytest.mark.parametrize(("number", "said"), NOT_CLEAR)
def test_one_answer_that_is_not_clear_restricts_whatever_else_is_said(before: Classed, number: int, said: Said) -> None:
    answers = [*CLEAR[: number - 1], said, *CLEAR[number:]]

    assert taken(before, answers).content_class is ContentClass.RESTRICTED


@pytest.mark.parametrize("last", Said)
@pytest.mark.parametrize("count", range(1, len(QUESTIONS)))
def test_who_breaks_off_is_the_same_as_everybody_else_who_does(count: int, last: Said) -> None:
    answers = [*CLEAR[: count - 1], last]
    was_open = Classed(ContentClass.OPEN, NOW - timedelta(days=9))
    was_restricted = Classed(ContentClass.RESTRICTED, NOW - timedelta(days=9))

    ends = {taken(before, answers) for before in (Classed(), was_open, was_restricted)}

    assert {each.content_class for each in ends} == {ContentClass.UNASKED}
    assert len(ends) == 1
    for each in ends:
        assert gate.is_due(each, LATER)
        assert gate.occasion(each.content_class, 3, Outcome.DONE) is Occasion.NOT_ANSWERED


def test_the_time_that_is_kept_does_not_tell_the_answers() -> None:
    ends = {taken(Classed(), [*CLEAR[: n - 1], said, *CLEAR[n:]]).at for n in range(1, 6) for said in Said}
    broken_off = {taken(Classed(), [*CLEAR[:n], Said.RATHER_NOT]).at for n in range(4)}

    assert ends == {NOW + timedelta(seconds=5)}
    assert broken_off == {NOW + timedelta(microseconds=1)}


def test_an_older_message_can_only_restrict() -> None:
    began = gate.taking(Classed(), NOW)
    classed = gate.begun(began)
    newer = gate.taking(classed, NOW)
    classed = gate.begun(newer)

    assert newer != began
    assert gate.answered(classed, began, 5, CLEAR[4], LATER) == classed

    classed = gate.answered(classed, began, 1, Said.YES, LATER)
    for number, said in enumerate(CLEAR, start=1):
        assert kept_from(classed.content_class)
        classed = gate.answered(classed, newer, number, said, LATER)
    assert classed == Classed(ContentClass.RESTRICTED, LATER)


def test_an_older_message_does_not_make_who_has_answered_somebody_who_is_asked() -> None:
    began = gate.taking(Classed(), NOW)
    ended = taken(Classed(), CLEAR)

    after = {said: gate.answered(ended, began, 1, said, LATER) for said in Said}

    assert {each.content_class for each in after.values()} == {ContentClass.OPEN, ContentClass.RESTRICTED}
    assert {each.at for each in after.values()} == {ended.at}


def test_somebody_without_a_taking_is_not_opened_by_a_button_that_says_otherwise() -> None:
    for said in Said:
        assert gate.answered(Classed(), NOW, 5, said, LATER) == Classed()


def test_there_is_no_question_zero() -> None:
    with pytest.raises(IndexError):
        gate.answered(Classed(), NOW, 0, Said.NO, NOW)


def test_however_takings_and_double_taps_are_mixed_only_a_clear_run_opens(times: int) -> None:
    for seed in range(WALKS * times):
        chance = random.Random(seed)  # noqa: S311  (it is to be the same each time)
        now, classed = NOW, Classed()
        shown: list[tuple[datetime, int]] = []
        since: set[int] = set()  # the questions answered clear in the newest taking
        spoiled = True
        for _ in range(chance.randrange(1, 25)):
            now += timedelta(microseconds=chance.choice([0, 0, 1, 1_000_000, -1_000_000]))
            if not shown or chance.random() < 0.15:
                began = gate.taking(classed, now)
                classed = gate.begun(began)
                shown.append((began, 1))
                since, spoiled = set(), False
                continue
            at = chance.choice([-1, -1, -1, chance.randrange(len(shown))])
            began, furthest = shown[at]
            number = furthest if chance.random() < 0.9 else chance.randrange(1, furthest + 1)
            said = QUESTIONS[number - 1].clear if chance.random() < 0.9 else chance.choice(list(Said))
            classed = gate.answered(classed, began, number, said, now)
            shown[at] = (began, min(max(furthest, number + 1), len(QUESTIONS)))
            if said is not QUESTIONS[number - 1].clear:
                spoiled = True
            elif began == shown[-1][0]:
                since.add(number)
            if classed.content_class is ContentClass.OPEN:
                assert not spoiled, f"walk {seed}"
                assert since == {1, 2, 3, 4, 5}, f"walk {seed}"


@pytest.mark.parametrize(
    ("classed", "due"),
    [
        pytest.param(Classed(), True, id="never asked"),
        pytest.param(Classed(ContentClass.UNASKED, NOW), True, id="broken off"),
        pytest.param(Classed(ContentClass.OPEN, NOW - STANDS_FOR), True, id="a while ago"),
        pytest.param(Classed(ContentClass.OPEN, NOW), False, id="open just now"),
        pytest.param(Classed(ContentClass.RESTRICTED, NOW), False, id="restricted just now"),
    ],
)
def test_who_begins_a_track_is_asked_unless_they_answered_lately(classed: Classed, due: bool) -> None:
    assert gate.is_due(classed, NOW) is due


@pytest.mark.parametrize("outcome", Outcome)
def test_days_ten_and_twenty_and_what_made_it_worse_are_occasions_for_everybody(outcome: Outcome) -> None:
    for day in range(1, 31):
        told = {each: gate.occasion(each, day, outcome) for each in ContentClass}
        assert told[ContentClass.OPEN] is told[ContentClass.RESTRICTED]
        if outcome is Outcome.MADE_IT_WORSE:
            assert set(told.values()) == {Occasion.MADE_IT_WORSE}
        elif day in AGAIN_ON:
            assert set(told.values()) == {Occasion.TIME_TO_ASK}
        else:
            assert told[ContentClass.OPEN] is None
            assert told[ContentClass.UNASKED] is Occasion.NOT_ANSWERED


@pytest.mark.parametrize("tag", NotFor)
@pytest.mark.parametrize("content_class", ContentClass)
def test_what_may_be_read_of_a_day_depends_on_the_class(content_class: ContentClass, tag: NotFor) -> None:
    kept = track(days={1: {"not_for": [tag.value]}})
    day = kept.day(1)

    read = allowed(kept, 1, Fit(), content_class)

    if content_class is ContentClass.OPEN:
        assert (read.own, read.fit.form) == (day, Form.DAY)
    else:
        assert (read.own, read.texts, read.fit.form) == (None, None, Form.REST)
    assert as_its_author_reads_it(kept, 1).own == day
    assert allowed(track(), 1, Fit(), content_class).own == track().day(1)


def test_the_questions_are_short_plain_and_calm() -> None:
    says = [question.says for question in QUESTIONS]
    grade = measured([Text.of(("days", 0, "why"), " ".join(says))]).grade

    assert grade <= MOST_IN_A_TRACK
    assert all(len(question.split()) <= 18 and question.endswith("?") for question in says)
    assert not [
        question for question in says if re.search(r"!|\b(he|she|him|her|husband|wife|abuse|victim)\b", question)
    ]
