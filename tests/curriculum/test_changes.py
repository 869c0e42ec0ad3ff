"""The difference between two versions: every one is seen, and only words may pass for wording."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.changes import NOTES, WORDING, Change, changes, is_wording_only
from curriculum.day import Day, Outcome
from curriculum.reading import read_draft, read_track
from curriculum.track import Track
from tests.tracks import track, track_fields, track_yaml

VARIANT = {
    "for": ["fixing"],
    "after": ["tried"],
    "why": "Another why.",
    "act": {"gentle": "Less.", "standard": "Less, twice.", "stretch": "Less, ten times."},
    "solo": "Alone.",
    "when": "Later.",
}
INSTEAD = {
    "title": "A window",
    "why": "It rests.",
    "act": {"gentle": "Look out.", "standard": "Look out twice.", "stretch": "Look out all day."},
    "when": "At noon.",
    "ask": "How was it?",
}
EXPERIMENT = {
    "name": "fewer-breaths",
    "unit": "day",
    "arms": [{"arm": "usual", "probability": 0.5}, {"arm": "fewer", "probability": 0.5}],
}
ARM = {"arm": "fewer", "why": "A third why.", "solo": "Alone with one breath."}
FULL = {
    "act": {"gentle": "Breathe.", "standard": "Breathe twice.", "stretch": "Breathe ten times."},
    "not_for": ["ask", "joint"],
    "variants": [VARIANT],
    "arms": [ARM],
    "instead": INSTEAD,
    "check_in": {
        "ask": "How was it?",
        "rating": "How near did it feel?",
        "choice": {"ask": "Which?", "options": ["This", "That"]},
        "words": "A few words?",
    },
    "reminder": "It is still there.",
    "tips": {outcome.value: f"A hint for {outcome.value}." for outcome in Outcome},
    "media": "breath.png",
    "source": "An old idea.",
}
"""A day with every field there is."""
BEFORE = track(days={5: FULL}, experiment=EXPERIMENT, credentials="Counsellor", version_note="The first.")
Edit = Callable[[dict[str, Any]], object]


def edited(edit: Edit) -> Track:
    """The track with every field, and day 5 of it changed."""
    whole: dict[str, Any] = {"experiment": EXPERIMENT, "credentials": "Counsellor", "version_note": "The first."}
    fields = track_fields(days={5: copy.deepcopy(FULL)}, **whole)
    edit(fields["days"][4])
    return read_track(track_yaml(days={5: fields["days"][4]}, **whole))


STRUCTURE: Mapping[str, Edit] = {
    "another kind": lambda day: day.update(kind="stretch"),
    "another practice": lambda day: day.update(practice="rest"),
    "a tag more": lambda day: day.update(not_for=["ask", "joint", "disclosure"]),
    "a tag less": lambda day: day.update(not_for=["ask"]),
    "no tag": lambda day: day.pop("not_for"),
    "a strength less": lambda day: day["act"].pop("stretch"),
    "no solo": lambda day: day.update(solo=None),
    "no when": lambda day: day.update(when=None),
    "no variant": lambda day: day.pop("variants"),
    "a variant more": lambda day: day["variants"].append({"after": ["done"], "why": "More."}),
    "a variant for others": lambda day: day["variants"][0].update({"for": ["fixing", "exploding"]}),
    "a variant after something else": lambda day: day["variants"][0].update(after=["done"]),
    "a variant for everybody": lambda day: day["variants"][0].pop("for"),
    "a variant that changes less": lambda day: day["variants"][0].pop("act"),
    "another wording of an arm": lambda day: day["arms"][0].update(why="A fourth why."),
    "an arm that changes less": lambda day: day["arms"][0].pop("solo"),
    "nothing instead": lambda day: day.pop("instead"),
    "a strength less instead": lambda day: day["instead"]["act"].pop("stretch"),
    "no rating": lambda day: day["check_in"].pop("rating"),
    "no choice": lambda day: day["check_in"].pop("choice"),
    "an answer more": lambda day: day["check_in"]["choice"]["options"].append("Neither"),
    "another answer": lambda day: day["check_in"]["choice"].update(options=["This", "Those"]),
    "answers the other way round": lambda day: day["check_in"]["choice"].update(options=["That", "This"]),
    "no words": lambda day: day["check_in"].pop("words"),
    "no reminder": lambda day: day.pop("reminder"),
    "a tip less": lambda day: day["tips"].pop("made_it_worse"),
    "another file": lambda day: day.update(media="sea.png"),
    "no file": lambda day: day.pop("media"),
}
TEXTS = [*sorted(WORDING - {"title", "summary", "author"}), "title"]


def other_words(day: dict[str, Any], field: str, words: str) -> None:
    """The day says something else there."""
    *parts, last = field.split(".")
    place: Any = day
    for part in parts:
        place = place[part][0] if part == "variants" else place[part]
    place[last] = words


def test_the_sample_has_every_field_that_a_day_can_have() -> None:
    everything = {change.field for change in changes(track(days={5: {"title": "Other"}}), BEFORE) if change.day == 5}

    assert {name for name in Day.model_fields if getattr(BEFORE.day(5), name) in (None, ())} == set()
    assert {f"tips.{outcome}" for outcome in Outcome} | {"variants[1].act.stretch", "instead.act.stretch"} <= everything


def test_between_a_version_and_itself_there_is_nothing() -> None:
    assert changes(BEFORE, edited(lambda _: None)) == ()
    assert is_wording_only(())


@pytest.mark.parametrize("name", STRUCTURE)
def test_whatever_changes_structure_is_no_wording(name: str) -> None:
    after = edited(STRUCTURE[name])

    for one, other in ((BEFORE, after), (after, BEFORE)):
        assert changes(one, other)
        assert not is_wording_only(changes(one, other))
        assert {change.day for change in changes(one, other)} == {5}


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"track": "other"}, id="another track"),
        pytest.param({"language": "de"}, id="another language"),
        pytest.param({"pacing": "on-reply"}, id="another pacing"),
        pytest.param({"pacing": {"wait-up-to": 2}}, id="a pacing that waits"),
    ],
)
def test_so_is_what_holds_for_the_whole_track(changed: dict[str, Any]) -> None:
    assert not is_wording_only(changes(track(), track(**changed)))
    assert not is_wording_only(changes(track(**changed), track()))


def test_so_is_a_day_less() -> None:
    unfinished = read_draft(track_yaml(days={30: None}, unfinished="yes")).track

    found = changes(track(), unfinished)

    assert not is_wording_only(found)
    assert {change.day for change in found} == {None, 30}


def test_a_file_of_the_same_name_that_is_another_is_no_wording() -> None:
    found = changes(BEFORE, BEFORE, files={"breath.png": "aa" * 32}, files_after={"breath.png": "bb" * 32})

    assert [(change.day, change.field) for change in found] == [(5, "media")]
    assert not is_wording_only(found)
    assert changes(BEFORE, BEFORE, files={"breath.png": "aa" * 32}, files_after={"breath.png": "aa" * 32}) == ()


def test_in_which_order_tags_stand_is_no_difference() -> None:
    assert changes(BEFORE, edited(lambda day: day.update(not_for=["joint", "ask"]))) == ()


@pytest.mark.parametrize("field", TEXTS)
def test_other_words_are_wording(field: str) -> None:
    after = edited(lambda day: other_words(day, field, "Said in other words."))

    [found] = changes(BEFORE, after)
    assert (found.day, found.field.replace("[1]", ""), found.after) == (5, field, "Said in other words.")
    assert found.is_wording


@pytest.mark.parametrize("note", sorted(NOTES))
def test_what_authors_note_may_come_and_go(note: str) -> None:
    of_the_day = note in Day.model_fields
    before = track(days={5: {note: None}}) if of_the_day else track(**{note: None})
    after = track(days={5: {note: "Noted."}}) if of_the_day else track(**{note: "Noted."})

    assert is_wording_only(changes(before, after)) and is_wording_only(changes(after, before))
    assert [change.field for change in changes(before, after)] == [note]


TOUCHED = st.lists(st.sampled_from([*TEXTS, *STRUCTURE]), max_size=4, unique=True)


@settings(max_examples=60, deadline=None)
@given(first=TOUCHED, second=TOUCHED)
def test_any_edits_at_all(first: list[str], second: list[str]) -> None:
    one, other = made(first), made(second)

    forth, back = changes(one, other), changes(other, one)

    assert changes(one, one) == () == changes(other, other)
    assert {Change(each.day, each.field, each.after, each.before) for each in forth} == set(back)
    assert is_wording_only(forth) is is_wording_only(back)
    if not set(first) & set(STRUCTURE) and not set(second) & set(STRUCTURE):
        assert is_wording_only(forth)


def made(names: list[str]) -> Track:
    """The track with these edits, as far as they go together."""

    def edit(day: dict[str, Any]) -> None:
        for name in names:
            try:
                if name in STRUCTURE:
                    STRUCTURE[name](day)
                else:
                    other_words(day, name, f"Other words for {name}.")
            except (KeyError, IndexError):
                continue  # another edit took that away

    return edited(edit)


def test_a_change_is_told_in_a_line() -> None:
    assert (
        Change(5, "act.gentle", "Breathe\nin.", "Breathe out.").told == "day 5, act.gentle: Breathe in. → Breathe out."
    )
    assert Change(None, "review", None, "Read.").told == "review: (nothing) → Read."
