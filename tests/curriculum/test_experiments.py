"""Experiments: how they are written, and what chance decides among the wordings of a day."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from curriculum import deciding
from curriculum.adapting import Footing, Reply, fitted
from curriculum.changes import changes, is_wording_only
from curriculum.day import NotFor, Outcome, Strength
from curriculum.deciding import Decision, WhyNot
from curriculum.errors import TrackInvalid
from curriculum.experiment import By
from curriculum.fitted import Fit, Form, texts
from curriculum.lint.editor import findings
from curriculum.lint.finding import Rule
from curriculum.reading import read_draft, read_track
from curriculum.safety import ContentClass
from curriculum.schema import json_schema
from curriculum.starting import start_of_track
from curriculum.track import Track
from tests.curriculum.test_adapting import NOW
from tests.tracks import track, track_fields, track_yaml

VALIDATOR = Draft202012Validator(json_schema())
ARM = {"arm": "short", "act": {"gentle": "One breath.", "standard": "One breath and a look."}}


def experiment(*probabilities: object, unit: str = "day", **changes: object) -> dict[str, Any]:
    """An experiment with arms of these probabilities: usual, short, long."""
    given = probabilities or (0.5, 0.5)
    arms = [{"arm": name, "probability": each} for name, each in zip(("usual", "short", "long"), given, strict=False)]
    return {"name": "fewer-breaths", "unit": unit, "arms": arms} | changes


def compared(unit: str = "day", *probabilities: object, **day: object) -> Track:
    """A track on which day 4 has another wording."""
    return track(days={4: {"arms": [ARM], **day}}, experiment=experiment(*probabilities, unit=unit))


def problems(text: str) -> list[str]:
    with pytest.raises(TrackInvalid) as invalid:
        read_track(text)
    return [problem.says for problem in invalid.value.problems]


def draws(*values: float) -> Callable[[], float]:
    """Chance that gives these, one after the other, and no more."""
    left: Iterator[float] = iter(values)
    return lambda: next(left)


def test_an_experiment_is_read_with_its_arms() -> None:
    read = compared("person", 0.25, 0.75)

    assert read.experiment is not None
    assert (read.experiment.unit, read.experiment.usual, read.experiment.names) == (
        By.PERSON,
        "usual",
        ("usual", "short"),
    )
    assert [arm.probability for arm in read.experiment.arms] == [0.25, 0.75]
    assert read.day(4).arms[0].act is not None


def test_editors_know_it() -> None:
    VALIDATOR.validate(track_fields(days={4: {"arms": [ARM]}}, experiment=experiment()))

    assert not VALIDATOR.is_valid(track_fields(days={4: {"arms": [ARM]}}, experiment=experiment(0, 1)))
    assert not VALIDATOR.is_valid(track_fields(days={4: {"arms": [ARM]}}, experiment=experiment(unit="week")))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (experiment(0.5, 0.4), "`experiment.arms` has probabilities that add up to 0.9, and not to 1"),
        (experiment(1.0), "`experiment.arms.probability` should be a number from 0.01 to 0.99, such as 0.5"),
        (experiment("a half", 0.5), "`experiment.arms.probability` should be a number from 0.01 to 0.99, such as 0.5"),
        (experiment(0.001, 0.999), "`experiment.arms.probability` should be a number from 0.01 to 0.99, such as 0.5"),
        (experiment(0.5, "nan"), "`experiment.arms.probability` should be a number from 0.01 to 0.99, such as 0.5"),
        (experiment(unit="week"), "`experiment.unit` can be `person`, `day`, but not `week`"),
        (experiment(name="Fewer breaths"), "`experiment.name` must be lower case letters"),
        (experiment(seed=4), "`experiment.seed` is not a field"),
        (
            experiment(arms=[{"arm": "usual", "probability": 0.5}] * 2),
            "`experiment.arms` has `usual` more than once",
        ),
        (experiment(arms=[{"arm": "usual", "probability": 0.99}]), "`experiment.arms` should be 2 to 5 arms, not 1"),
        ("a draw", "`experiment` should be a group of fields (`name`, `unit`, `arms`)"),
    ],
)
def test_what_is_wrong_with_an_experiment_is_told(given: object, says: str) -> None:
    told = problems(track_yaml(days={4: {"arms": [ARM]}}, experiment=given))

    assert any(each.startswith(says) for each in told), told


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ({"arms": [ARM | {"arm": "shrt"}]}, "day 4: `arms.arm` is `shrt`, which is no arm of the experiment"),
        ({"arms": [ARM | {"arm": "usual"}]}, "day 4: `arms.arm` is `usual`, the experiment's first arm"),
        ({"arms": [ARM, ARM]}, "day 4: `arms.arm` is `short` a second time"),
        ({"arms": [{"arm": "short"}]}, "day 4: `arms` changes nothing"),
        (
            {"arms": [{"arm": "short", "act": {"gentle": "One breath."}}]},
            "day 4: `arms.act` has to be written in the strengths of the day's own act (`gentle`, `standard`)",
        ),
        ({"arms": [ARM | {"not_for": []}]}, "day 4: `arms.not_for` is not a field"),
        ({}, "`experiment` changes nothing: no day has `arms`"),
    ],
)
def test_what_is_wrong_with_the_arms_of_a_day_is_told(day: dict[str, object], says: str) -> None:
    told = problems(track_yaml(days={4: day}, experiment=experiment()))

    assert any(each.startswith(says) for each in told), told


def test_a_day_has_all_arms_or_none() -> None:
    told = problems(track_yaml(days={4: {"arms": [ARM]}}, experiment=experiment(0.4, 0.3, 0.3)))

    assert told == ["day 4: `arms` lacks `long`: a day that has arms has all of them but the first"]


def test_arms_need_an_experiment_and_each_problem_has_its_line() -> None:
    text = track_yaml(days={4: {"arms": [ARM]}, 9: {"arms": [ARM]}})
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "arms:"]

    with pytest.raises(TrackInvalid) as invalid:
        read_track(text)

    assert [(each.line, each.says.partition(":")[0]) for each in invalid.value.problems] == [
        (lines[0], "day 4"),
        (lines[1], "day 9"),
    ]


def test_an_unfinished_track_may_have_its_days_with_arms_later() -> None:
    text = track_yaml(unfinished=True, days=dict.fromkeys(range(4, 31)), experiment=experiment())

    assert read_draft(text).track.experiment is not None


def test_a_day_comes_in_the_words_of_an_arm_and_in_its_strength() -> None:
    day = compared().day(4)

    gentle, usual = texts(day, Fit(strength=Strength.GENTLE, arm="short")), texts(day, Fit(arm="usual"))

    assert gentle is not None
    assert (gentle.act.gentle, gentle.why) == ("One breath.", day.why)
    assert usual == texts(day, Fit())


def test_what_comes_in_place_of_a_day_has_no_arm() -> None:
    day = compared(not_for=["ask"], instead={"title": "A window", "why": "It rests.", "act": {"gentle": "Look out."}})
    came = Fit(arm="short")

    kept = came.away_from(day.day(4), frozenset({NotFor.ASK}))

    assert (kept.form, kept.arm) == (Form.INSTEAD, None)


@pytest.mark.parametrize(("drawn", "arm"), [(0.0, "usual"), (0.2499, "usual"), (0.25, "short"), (0.9999, "long")])
def test_each_arm_has_as_much_room_as_its_probability(drawn: float, arm: str) -> None:
    read = track(days={4: {"arms": [ARM, ARM | {"arm": "long"}]}}, experiment=experiment(0.25, 0.5, 0.25)).experiment
    assert read is not None

    decision = deciding.decide(read, differs=True, draw=draws(drawn))

    assert (decision.arm, decision.drawn) == (arm, drawn)
    assert decision.probability == {each.arm: each.probability for each in read.arms}[arm]


def test_arms_are_drawn_as_often_as_they_are_likely() -> None:
    read = compared("day", 0.8, 0.2).experiment
    chance = random.Random(4)  # noqa: S311  (it is to be the same each time)
    assert read is not None

    counted = Counter(deciding.decide(read, differs=True, draw=chance.random).arm for _ in range(10_000))

    assert 0.78 < counted["usual"] / 10_000 < 0.82


def test_where_a_day_comes_in_other_texts_chance_is_not_asked() -> None:
    read = compared().experiment
    assert read is not None

    decision = deciding.decide(read, differs=False, draw=draws())

    assert decision == Decision(arm="usual", probability=1.0, why_not=WhyNot.ANOTHER_VERSION)


def test_for_a_whole_way_it_is_drawn_whatever_the_first_day_brings() -> None:
    """So that nothing about the draw tells what somebody is sent."""
    read = compared("person").experiment
    assert read is not None

    assert deciding.decide(read, differs=False, draw=draws(0.7)).arm == "short"


@pytest.mark.parametrize("content_class", [ContentClass.UNASKED, ContentClass.RESTRICTED])
def test_nothing_differs_for_anybody_from_whom_something_is_kept(content_class: ContentClass) -> None:
    assert deciding.may_differ(Fit(), ContentClass.OPEN)
    assert not deciding.may_differ(Fit(), content_class)


@pytest.mark.parametrize("fit", [Fit(variant=0), Fit(form=Form.INSTEAD), Fit(form=Form.REST)])
def test_nothing_differs_where_a_day_does_not_come_in_its_own_texts(fit: Fit) -> None:
    assert not deciding.may_differ(fit, ContentClass.OPEN)


def test_an_arm_does_not_make_a_day_harder_after_strain() -> None:
    worse = Footing(
        replies=[Reply(3, NOW, outcome=Outcome.MADE_IT_WORSE)], content_class=ContentClass.OPEN, worse_at=NOW
    )
    it = compared()

    fit = fitted(it.day(4), worse, NOW)

    assert isinstance(fit, Fit)
    assert it.experiment is not None
    drawn = deciding.in_arm(it.experiment, fit, Decision(arm="short", probability=0.5, drawn=0.7))
    read = texts(it.day(4), drawn)
    assert read is not None
    assert (drawn.strength, read.act.at(drawn.strength)) == (Strength.GENTLE, "One breath.")


def test_an_arm_that_a_later_version_does_not_have_brings_its_own_texts() -> None:
    it = compared().experiment
    assert it is not None

    assert deciding.in_arm(it, Fit(), Decision(arm="gone", probability=0.5, drawn=0.7)) == Fit()


def test_other_words_of_an_arm_are_never_wording_only() -> None:
    before, after = compared(), compared(arms=[ARM | {"why": "Because."}])

    found = changes(before, after)

    assert [change.field for change in found] == ["arms[1].why"]
    assert not is_wording_only(found)


def test_other_probabilities_are_told_and_are_no_wording() -> None:
    found = changes(compared("day", 0.5, 0.5), compared("day", 0.4, 0.6))

    assert [change.told for change in found] == [
        "experiment.arms[1].probability: 0.5 → 0.4",
        "experiment.arms[2].probability: 0.5 → 0.6",
    ]
    assert not is_wording_only(found)


def test_the_editor_reads_arms_as_well() -> None:
    arms = [{"arm": "short", "act": {"gentle": "You must breathe.", "standard": "Ask {partner} what is wrong."}}]
    text = track_yaml(days={4: {"arms": arms}}, experiment=experiment())

    found = {finding.rule for finding in findings(text) if "breathe" in finding.says or "partner" in finding.says}

    assert {Rule.MISSING_TAG} <= found
    assert any(finding.rule is Rule.PRESSING for finding in findings(text))


def test_the_start_of_a_track_shows_an_experiment_that_is_one() -> None:
    lines = start_of_track("calm").splitlines()
    first = lines.index("# experiment:")
    shown = [line.removeprefix("# ") for line in lines[first : lines.index("", first)]]
    text = "\n".join([*lines[:first], *shown, *lines[first + len(shown) :]])
    arm = "    arms:\n      - { arm: shorter, why: It is short. }\n    solo: Pick a thing"

    track = read_draft(text.replace("    solo: Pick a thing", arm, 1)).track

    assert track.experiment is not None
    assert track.experiment.names == ("usual", "shorter")
    assert track.day(1).arms[0].why == "It is short."
