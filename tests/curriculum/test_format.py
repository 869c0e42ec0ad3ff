"""The second pass of the track format: kinds of days, variants, what comes instead, choices, pacing, media, starts."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from curriculum.day import MOST_IN_A_CAPTION, DayKind, Outcome
from curriculum.errors import TrackInvalid
from curriculum.pacing import CALENDAR, ON_REPLY, Pacing
from curriculum.pressure import PressureResponse
from curriculum.reading import read_draft, read_track
from curriculum.schema import json_schema
from curriculum.starting import start_of_track
from curriculum.writing import Unsuitable
from tests.tracks import track, track_fields, track_yaml

VALIDATOR = Draft202012Validator(json_schema())

INSTEAD = {"title": "A window", "why": "Looking out is a rest.", "act": {"gentle": "Look out."}}


def problems(text: str) -> list[str]:
    with pytest.raises(TrackInvalid) as invalid:
        read_track(text)
    return [problem.says for problem in invalid.value.problems]


def test_a_track_of_the_first_format_still_loads() -> None:
    older = track()

    assert older.pacing == CALENDAR
    assert {day.kind for day in older.days} == {DayKind.ACT}
    assert [day.day for day in older.days if day.is_restful] == [7, 14, 21, 28]


def test_all_of_the_new_fields_are_read() -> None:
    day = {
        "kind": "stretch",
        "variants": [{"for": ["fixing", "exploding"], "after": ["done"], "why": "You have begun."}],
        "instead": INSTEAD,
        "check_in": {"choice": {"ask": "Where?", "options": ["At home", "Outside"]}},
        "reminder": "It is still here.",
        "media": "breath.jpg",
    }

    read = track(days={3: day}, pacing={"wait-up-to": 3}, credentials="counsellor", version_note="Shorter.")

    third = read.day(3)
    assert (read.pacing, read.credentials, read.version_note) == (Pacing(3), "counsellor", "Shorter.")
    assert third.kind is DayKind.STRETCH
    assert third.variants[0].for_ == (PressureResponse.FIXING, PressureResponse.EXPLODING)
    assert third.variants[0].after == (Outcome.DONE,)
    assert third.instead is not None
    assert third.check_in.choice is not None
    assert (third.check_in.choice.options, third.media) == (("At home", "Outside"), "breath.jpg")


@pytest.mark.parametrize(
    ("written", "pacing", "told"),
    [
        ("calendar", CALENDAR, "calendar"),
        ("on-reply", ON_REPLY, "on-reply"),
        ({"wait-up-to": 14}, Pacing(14), "wait-up-to: 14"),
    ],
)
def test_the_pacing_of_a_track(written: object, pacing: Pacing, told: str) -> None:
    read = track(pacing=written)

    assert read.pacing == pacing
    assert str(read.pacing) == told


@pytest.mark.parametrize("written", ["daily", {"wait-up-to": 0}, {"wait-up-to": 15}, {"wait": 2}, ["calendar"], "9"])
def test_a_pacing_that_is_none_is_told_with_those_that_are(written: object) -> None:
    assert problems(track_yaml(pacing=written)) == [
        "`pacing` should be `calendar`, `on-reply`, or `wait-up-to:` with a number of days from 1 to 14"
    ]


@pytest.mark.parametrize(
    ("day", "says"),
    [
        pytest.param(
            {"kind": "lookback"}, "day 4: `kind` can be `act`, `stretch`, `rest`, `look-back`, but not", id="kind"
        ),
        pytest.param(
            {"variants": [{"why": "For nobody."}]}, "day 4: `variants` needs `for`, `after` or both", id="whom"
        ),
        pytest.param(
            {"variants": [{"for": ["fixing"]}]}, "day 4: `variants` changes nothing", id="a variant of nothing"
        ),
        pytest.param(
            {"variants": [{"for": ["fixng"], "why": "x"}]}, "did you mean `fixing`?", id="a response misspelt"
        ),
        pytest.param({"variants": [{"after": ["good"], "why": "x"}]}, "`variants.after` can have `done`", id="outcome"),
        pytest.param(
            {"variants": [{"for_": ["fixing"], "why": "x"}]}, "is not a field; did you mean `for`?", id="for_"
        ),
        pytest.param({"instead": {"title": "A window"}}, "`instead.why` is missing", id="half of an instead"),
        pytest.param(
            {"check_in": {"choice": {"ask": "Where?", "options": ["Home"]}}},
            "`check_in.choice.options` should be 2 to 5 answers, not 1",
            id="one answer",
        ),
        pytest.param(
            {"check_in": {"choice": {"ask": "Where?", "options": ["Home", "Home"]}}},
            "has the same answer more than once",
            id="the same answer twice",
        ),
        pytest.param({"why": "Out: >- let a breath go."}, "`why` has a stray `>-` in it", id="a mark of YAML"),
        pytest.param({"media": "../secret.jpg"}, "`media` must be the name of a picture", id="a path"),
        pytest.param({"media": "film.mp4"}, "`media` must be the name of a picture", id="a film"),
        pytest.param(
            {"media": "breath.jpg", "why": "word " * 110 + "end.", "when": "word " * 110},
            f"there is room for {MOST_IN_A_CAPTION}",
            id="too long for a caption",
        ),
    ],
)
def test_what_is_wrong_is_told(day: dict[str, object], says: str) -> None:
    told = problems(track_yaml(days={4: day}))

    assert len(told) >= 1
    assert any(says in each for each in told), told


def test_a_problem_in_a_variant_stands_at_its_line() -> None:
    text = track_yaml(days={4: {"variants": [{"for": ["fixing"], "act": {"gentel": "Breathe."}}]}})
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "gentel" in one)

    with pytest.raises(TrackInvalid) as invalid:
        read_track(text)

    assert line in {problem.line for problem in invalid.value.problems}


def test_an_unfinished_track_is_a_draft_and_no_track() -> None:
    text = track_yaml(unfinished=True, days=dict.fromkeys(range(4, 31)))

    assert [day.day for day in read_draft(text).track.days] == [1, 2, 3]
    assert problems(text) == [
        "the track says that it is unfinished: once all 30 days are there, take this line out; if it is to have 3, write "
        "`length: 3` in its place"
    ]


@pytest.mark.parametrize("length", [1, 3, 29, 30])
def test_a_track_may_be_shorter(length: int) -> None:
    text = track_yaml(length=length, days=dict.fromkeys(range(length + 1, 31)))

    assert [day.day for day in read_track(text).days] == list(range(1, length + 1))
    assert list(VALIDATOR.iter_errors(track_fields(length=length, days=dict.fromkeys(range(length + 1, 31))))) == []


@pytest.mark.parametrize(
    ("length", "there", "says"),
    [
        pytest.param(3, 2, ["day 3 is missing"], id="too few"),
        pytest.param(
            3,
            5,
            [f"day {day} comes behind the last one: the track says that its `length` is 3" for day in (4, 5)],
            id="too many",
        ),
        pytest.param(31, 30, ["`length` should be a number from 1 to 30"], id="longer than a month"),
        pytest.param("three", 30, ["`length` should be a number from 1 to 30"], id="no number"),
        pytest.param(0, 30, ["`length` should be a number from 1 to 30"], id="nothing"),
    ],
)
def test_the_days_are_as_many_as_the_track_says(length: object, there: int, says: list[str]) -> None:
    assert problems(track_yaml(length=length, days=dict.fromkeys(range(there + 1, 31)))) == says


def test_an_unfinished_track_has_no_more_days_than_it_says() -> None:
    short = {"length": 3, "unfinished": True}

    assert len(read_draft(track_yaml(**short, days=dict.fromkeys(range(3, 31)))).track.days) == 2
    says = "day 4 comes behind the last one: the track says that its `length` is 3"
    assert problems(track_yaml(**short, days=dict.fromkeys(range(5, 31)))) == [says]


def test_in_an_unfinished_track_no_day_is_left_out_in_the_middle() -> None:
    text = track_yaml(unfinished=True, days={2: None} | dict.fromkeys(range(4, 31)))

    assert problems(text) == ["day 2 is missing"]


def test_a_track_is_finished_unless_it_says_otherwise() -> None:
    assert problems(track_yaml(days={30: None})) == ["day 30 is missing"]
    assert problems(track_yaml(unfinished="perhaps")) == ["`unfinished` should be `yes` or `no`"]


def test_the_start_of_a_track_is_three_days_that_pass() -> None:
    draft = read_draft(start_of_track("quiet-evenings"))

    assert (draft.track.slug, len(draft.track.days), draft.track.unfinished) == ("quiet-evenings", 3, True)


def test_a_start_needs_a_short_name() -> None:
    with pytest.raises(Unsuitable):
        start_of_track("Quiet Evenings")


def test_the_shipped_start_has_a_comment_beside_what_is_not_plain() -> None:
    text = (Path(__file__).parents[2] / "curriculum" / "start.yaml").read_text(encoding="utf-8")

    assert sum("#" in line for line in text.splitlines()) > 20
