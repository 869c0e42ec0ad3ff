"""The pattern check: whatever is answered, it comes to kind plain words, and fear is met before anything else."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.pattern import words
from curriculum.pattern.answers import Answers
from curriculum.pattern.comparison import NO_PROOF, compare
from curriculum.pattern.items import AFRAID, ITEMS, OPENNESS, RESPONSES, STEADY, TWO_WORLDS, Answer, Part, numbered
from curriculum.pattern.profile import Profile, needs_other_help, profile, response_of, responses
from curriculum.pressure import PressureResponse

OURS = (OPENNESS, STEADY, TWO_WORLDS)
BANNED = re.compile(
    r"\b(he|she|his|hers?|him|husband|wife|spouse|married|marriage|boyfriend|girlfriend|must|should|have to|fault|"
    r"blame\w*|guilt\w*|bad|wrong with|failed|diagnos\w*|symptom\w*|disorder|toxic|narciss\w*|avoidant|anxious|"
    r"attachment|trauma\w*|abus\w*|victim|normal|promise\w*|will get better|guarantee\w*|cure\w*|heal\w*|score|points|"
    r"percent|average|type of person|you are an?)\b|!|%|\d+ (out )?of|/ ?100",
    re.IGNORECASE,
)
MOST_WORDS = 60
A_SENTENCE = 5
"""Shorter ones are labels, which no formula can grade."""

an_answer = st.sampled_from(Answer)
some_answers = st.dictionaries(st.sampled_from([item.key for item in ITEMS]), an_answer).map(Answers)
all_answers = st.fixed_dictionaries({item.key: an_answer for item in ITEMS}).map(Answers)
tracks = st.lists(st.sampled_from([*OURS, "thirty-calm-days", "quiet-evenings"]), unique=True)


def same(answer: Answer, **others: Answer) -> Answers:
    """The same answer to every item, but for some."""
    return Answers({item.key: others.get(item.key, answer) for item in ITEMS})


def texts(it: Profile) -> Iterator[str]:
    """Everything a profile says."""
    yield from filter(None, (it.other_help, it.remark, it.exercise.title, it.exercise.act))
    for part in it.parts:
        yield from (part.heading, *part.often, *part.at_times, *part.named, *part.remarks)
    if it.suggestion is not None:
        yield from it.suggestion.reasons


EVERYTHING = sorted(
    {
        *(item.says for item in ITEMS),
        *(item.told for item in ITEMS if item.told is not None),
        *(part.value for part in Part),
        *(answer.says for answer in Answer),
        *(text for table in (words.NAMES, words.REMARKS, words.LEADS, words.ABOUT) for text in table.values()),
        *(text for pair in words.FIRST_EXERCISES.values() for text in pair),
        *words.STEADYING,
        *words.A_QUIET_MINUTE,
        words.OTHER_HELP,
        words.OWN_QUESTIONS,
        words.NOT_TOLD,
        words.NOT_TOLD_HERE,
        words.HARDLY_ANY,
        words.ANY_TRACK,
        NO_PROOF,
    }
)


def test_there_are_twelve_items_in_three_parts_and_one_for_each_response() -> None:
    assert len(ITEMS) == 12
    assert [part for part in Part for item in ITEMS if item.part is part] == [item.part for item in ITEMS]
    assert {item.part for item in ITEMS} == set(Part)
    assert set(RESPONSES) == set(PressureResponse)
    assert len({item.key for item in ITEMS}) == len({item.says for item in ITEMS}) == len(ITEMS)
    assert [numbered(number) for number in range(1, 13)] == list(ITEMS)


def test_no_item_has_a_number_below_one() -> None:
    with pytest.raises(IndexError):
        numbered(0)


@pytest.mark.parametrize("text", EVERYTHING)
def test_no_text_presses_blames_diagnoses_or_takes_anything_for_granted(text: str) -> None:
    assert BANNED.search(text) is None


@pytest.mark.parametrize("text", [text for text in EVERYTHING if len(text.split()) >= A_SENTENCE])
def test_every_text_reads_like_a_letter_to_a_friend(text: str) -> None:
    assert grade(text) <= 8, grade(text)


@pytest.mark.parametrize("says", [item.says for item in ITEMS])
def test_an_item_speaks_of_oneself_or_of_us_and_never_of_what_the_other_is_like(says: str) -> None:
    assert re.search(r"\b(I|my|us|we)\b", says)
    assert not re.search(r"\b(partner|they|them|their|you|your)\b", says)


@given(all_answers, tracks)
def test_any_answers_come_to_a_profile(answers: Answers, on_offer: list[str]) -> None:
    told = profile(answers, on_offer)

    assert told.exercise.act
    assert told.suggestion is None or told.suggestion.slug in on_offer
    assert [BANNED.search(text) for text in texts(told) if BANNED.search(text)] == []
    assert AFRAID.says not in " ".join(texts(told))


@given(some_answers, tracks)
def test_also_a_half_answered_check_comes_to_one(answers: Answers, on_offer: list[str]) -> None:
    assert all(texts(profile(answers, on_offer)))


@given(all_answers)
def test_what_comes_up_is_told_once_in_its_own_part(answers: Answers) -> None:
    told = profile(answers)

    often = [item.told for item in ITEMS if item.told and answers.to(item) is Answer.OFTEN]
    at_times = [item.told for item in ITEMS if item.told and answers.to(item) is Answer.AT_TIMES]
    assert [line for part in told.parts for line in part.often] == often
    assert [line for part in told.parts for line in part.at_times] == at_times
    assert (told.remark is None) == bool(often or at_times)


def test_rather_not_say_to_everything_is_met_kindly_and_leads_on() -> None:
    told = profile(same(Answer.RATHER_NOT), OURS)

    assert (told.remark, told.parts, told.other_help) == (words.NOT_TOLD, (), None)
    assert told.exercise.title == "One quiet minute"
    assert told.suggestion is not None
    assert (told.suggestion.slug, told.suggestion.reasons) == (STEADY, (words.ABOUT[STEADY],))


def test_hardly_anything_is_told_as_such() -> None:
    told = profile(same(Answer.HARDLY), OURS)

    assert (told.remark, told.parts) == (words.HARDLY_ANY, ())
    assert told.suggestion is not None
    assert told.suggestion.slug == OPENNESS


def test_a_part_that_was_kept_back_is_met_by_itself() -> None:
    told = profile(same(Answer.RATHER_NOT, untold=Answer.OFTEN, chasing=Answer.HARDLY), OURS)

    assert [list(part.remarks) for part in told.parts] == [
        [words.REMARKS[Part.TALKS]],
        [words.NOT_TOLD_HERE],
        [words.HARDLY_ANY],
    ]


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        pytest.param({"fixing": "o"}, ["fixing"], id="one often"),
        pytest.param({"fixing": "a"}, ["fixing"], id="one at times"),
        pytest.param({"fixing": "a", "exploding": "o"}, ["exploding"], id="one more than the others"),
        pytest.param({"fixing": "o", "explaining": "o"}, ["fixing", "explaining"], id="two alike"),
        pytest.param(dict.fromkeys(PressureResponse, "h"), [], id="hardly any"),
        pytest.param(dict.fromkeys(PressureResponse, "n"), [], id="not said"),
        pytest.param({}, [], id="not asked"),
    ],
)
def test_the_response_is_the_one_that_was_named_most(answers: dict[str, str], named: list[str]) -> None:
    given = Answers({key: Answer(letter) for key, letter in answers.items()})

    assert list(responses(given)) == named
    assert response_of(given) == (named[0] if len(named) == 1 else None)


@given(all_answers)
def test_the_response_is_never_more_than_what_was_said(answers: Answers) -> None:
    response = response_of(answers)

    assert response is None or answers.to(RESPONSES[response]) in (Answer.AT_TIMES, Answer.OFTEN)


@pytest.mark.parametrize("response", PressureResponse)
def test_each_response_has_a_first_exercise_of_its_own(response: PressureResponse) -> None:
    answers = same(Answer.HARDLY, **{RESPONSES[response].key: Answer.AT_TIMES})

    assert profile(answers).exercise.act == words.FIRST_EXERCISES[response][1]


@pytest.mark.parametrize("act", [act for _, act in [*words.FIRST_EXERCISES.values(), words.STEADYING, words.A_QUIET_MINUTE]])  # fmt: skip
def test_a_first_exercise_is_short_and_turns_to_nobody(act: str) -> None:
    assert len(act.split()) <= MOST_WORDS
    assert not re.search(r"\b(partner|tell (them|somebody)|ask (them|somebody)|write to|call|text)\b", act)


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(same(Answer.HARDLY, exploding=Answer.OFTEN), id="exploding often"),
        pytest.param(same(Answer.HARDLY, afraid=Answer.OFTEN), id="often afraid"),
        pytest.param(same(Answer.RATHER_NOT, afraid=Answer.AT_TIMES), id="afraid at times"),
        pytest.param(same(Answer.OFTEN), id="everything often"),
    ],
)
def test_where_somebody_may_be_frightened_other_help_comes_first(answers: Answers) -> None:
    told = profile(answers, OURS)

    assert needs_other_help(answers)
    assert told.other_help is not None
    assert "/help" in told.other_help
    assert told.suggestion is not None
    assert told.suggestion.slug == STEADY
    assert not {remark for part in told.parts for remark in part.remarks} & set(words.REMARKS.values())


@given(all_answers, tracks)
def test_who_may_be_frightened_is_led_to_nothing_but_steadying(answers: Answers, on_offer: list[str]) -> None:
    suggestion = profile(answers, on_offer).suggestion

    if needs_other_help(answers):
        assert (suggestion is not None) == (STEADY in on_offer)
        assert suggestion is None or suggestion.slug == STEADY
    elif answers.to(AFRAID) is Answer.RATHER_NOT and STEADY in on_offer:
        assert suggestion is not None
        assert suggestion.slug == STEADY
    else:
        assert (suggestion is not None) == bool(on_offer)


def test_fear_is_steadied_by_what_is_around_and_not_by_looking_inside() -> None:
    answers = same(Answer.OFTEN)

    assert profile(answers).exercise.act == words.STEADYING[1]


@pytest.mark.parametrize(
    ("often", "slug"),
    [
        (("untold", "unnoticed"), OPENNESS),
        (("timing", "pulling_back", "shutting_down"), STEADY),
        (("meanings", "no_win"), TWO_WORLDS),
    ],
)
def test_the_track_takes_up_what_was_said_most(often: tuple[str, ...], slug: str) -> None:
    suggestion = profile(same(Answer.HARDLY, **dict.fromkeys(often, Answer.OFTEN)), OURS).suggestion

    assert suggestion is not None
    assert (suggestion.slug, suggestion.reasons) == (slug, (words.LEADS[slug], words.ABOUT[slug]))


@pytest.mark.parametrize(
    ("on_offer", "slug", "reason"),
    [
        pytest.param([STEADY, TWO_WORLDS], STEADY, words.ABOUT[STEADY], id="the next best"),
        pytest.param(
            ["two-worlds-es", "steady-under-pressure-es"],
            "steady-under-pressure-es",
            words.ABOUT[STEADY],
            id="in Spanish",
        ),
        pytest.param(["thirty-calm-days"], "thirty-calm-days", words.ANY_TRACK, id="another track"),
    ],
)
def test_where_that_track_is_not_on_offer_another_is_suggested(on_offer: list[str], slug: str, reason: str) -> None:
    suggestion = profile(same(Answer.HARDLY, untold=Answer.OFTEN), on_offer).suggestion

    assert suggestion is not None
    assert (suggestion.slug, suggestion.reasons) == (slug, (reason,))


@given(some_answers, some_answers)
def test_comparing_tells_every_item_once_and_both_ways_alike(first: Answers, last: Answers) -> None:
    there, back = compare(first, last), compare(last, first)

    assert [one.item for one in there] == [item.says for item in ITEMS if item is not AFRAID]
    assert [(one.item, one.then, one.now) for one in there] == [(one.item, one.now, one.then) for one in back]
    assert [one.moved for one in there] == [one.moved for one in back]
    assert not any(re.search(r"\d|better|worse|more|less|improve", one.says) for one in there)


@pytest.mark.parametrize(
    ("then", "now", "says"),
    [
        ("o", "a", "You said often then, at times now."),
        ("h", "h", "You said hardly both times."),
        ("n", "o", "You kept this to yourself then, and said often now."),
        ("h", "n", "You said hardly then, and kept this to yourself now."),
        ("n", "n", "You kept this to yourself both times."),
    ],
)
def test_an_item_is_compared_in_a_plain_sentence(then: str, now: str, says: str) -> None:
    (compared, *_) = compare(same(Answer(then)), same(Answer(now)))

    said = {"then": Answer(then).says.lower(), "now": Answer(now).says.lower()}
    assert compared.says.format(**said) == says


def test_answers_stay_what_they_were() -> None:
    given = {"timing": Answer.OFTEN}
    answers = Answers(given)
    given["timing"] = Answer.HARDLY

    later = answers.answered(ITEMS[0], Answer.RATHER_NOT)

    assert (answers.to(ITEMS[0]), later.to(ITEMS[0])) == (Answer.OFTEN, Answer.RATHER_NOT)
    assert (Answers().open, answers.open, same(Answer.HARDLY).open) == (1, 2, None)
    assert "OFTEN" not in repr(answers)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade, with syllables counted by groups of vowels."""
    sentences = [each for each in re.split(r"[.!?:]+", text) if each.strip()]
    found = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower())))) for word in found)
    return 0.39 * len(found) / len(sentences) + 11.8 * syllables / len(found) - 15.59
